package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.SignInLinks;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Tells the people of an organisation that its break-glass account was used, whoever else they are:
 * when the account itself closes the alert, it is raised again. Thread-safe.
 */
record BrokenGlass(Ledger ledger) {
  private static final Duration LATELY = Duration.ofDays(7);

  private record Used(String organisation, Instant at) {}

  /** Raises what is to be raised. */
  void tell() {
    Instant now = ledger.clock().instant();
    for (Used each : used(now)) {
      ledger.tell(each.organisation(), alert(each));
    }
  }

  private static String problem(Used used) {
    return "settings/break-glass/" + used.at().getEpochSecond();
  }

  private static AlertText alert(Used used) {
    return new AlertText(
        problem(used),
        "The break-glass account was used",
        "Somebody has opened the sealed link of the break-glass account of "
            + used.organisation()
            + ", and administers the organisation with it for up to "
            + SignInLinks.OPENED.toHours()
            + " hours.",
        "Find out who it was, and why. What was done stands in the audit log under the name of the"
            + " account. If nobody should have, shut the account on the page People. Then seal"
            + " another one: gpcm node link --break-glass.");
  }

  private List<Used> used(Instant now) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select distinct r.organisation, l.used_at from sign_in_link l
                        join person p on p.id = l.person and p.issuer = :local and p.subject like :account || '%'
                        join role_assignment r on r.person = l.person
                        where l.purpose = :purpose and l.used_at >= :since and not exists (
                          select from alert a where a.organisation = r.organisation
                            and a.problem = 'settings/break-glass/' || floor(extract(epoch from l.used_at))::bigint
                            and (a.resolved_at is null or a.resolved_by <> p.name))
                        """)
                    .bind("local", Person.LOCAL)
                    .bind("account", Directory.BREAK_GLASS)
                    .bind("purpose", SignInLinks.Purpose.BREAK_GLASS.name())
                    .bind("since", Moment.column(now.minus(LATELY)))
                    .map(
                        (row, context) ->
                            new Used(row.getString("organisation"), Moment.of(row, "used_at")))
                    .list());
  }
}
