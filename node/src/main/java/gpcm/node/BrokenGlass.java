package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.people.Person;
import gpcm.node.people.SignInLinks;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Tells the people of an organisation that its break-glass account was used. The alert is
 * technical, so that the account, which administers and no more, cannot close it. Thread-safe.
 */
record BrokenGlass(Ledger ledger) {
  private static final Duration LATELY = Duration.ofDays(7);

  private record Used(String organisation, Instant at) {}

  /** Raises what is to be raised. */
  void tell() {
    Instant now = ledger.clock().instant();
    ledger
        .database()
        .jdbi()
        .useTransaction(
            handle ->
                used(handle, now).forEach(each -> ledger.tell(each.organisation(), alert(each))));
  }

  private static AlertText alert(Used used) {
    return new AlertText(
        "break-glass/" + used.at().getEpochSecond(),
        "The break-glass account was used",
        "Somebody has opened the sealed link of the break-glass account of "
            + used.organisation()
            + ", and may administer the organisation with it for up to "
            + SignInLinks.OPENED.toHours()
            + " hours.",
        "Find out who it was, and why. What was done stands in the audit log under the name of the"
            + " account. If nobody should have, have an administrator shut the account on the page"
            + " People. Then seal another one: gpcm node link --break-glass.");
  }

  // One node at a time: two would raise it twice, and once more after somebody has closed it.
  private static List<Used> used(Handle handle, Instant now) {
    handle
        .createQuery("select pg_advisory_xact_lock(hashtextextended('break-glass', 0))")
        .mapToMap()
        .list();
    return handle
        .createQuery(
            """
            select distinct r.organisation, l.used_at from sign_in_link l
            join person p on p.id = l.person and p.issuer = :local and starts_with(p.subject, :account)
            join role_assignment r on r.person = l.person
            where l.used_at >= :since and not exists (select from alert a where a.organisation = r.organisation
              and a.problem = 'break-glass/' || floor(extract(epoch from l.used_at))::bigint)
            """)
        .bind("local", Person.LOCAL)
        .bind("account", Person.BREAK_GLASS)
        .bind("since", Moment.column(now.minus(LATELY)))
        .map((row, context) -> new Used(row.getString("organisation"), Moment.of(row, "used_at")))
        .list();
  }
}
