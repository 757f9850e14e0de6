package gpcm.node;

import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.people.NamedPeople;
import gpcm.node.people.RoleTable;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Tells the people of an organisation that has received documents of a restricted record, and where
 * nobody may open them: it names nobody who is known there, and nobody has signed in lately with
 * the activity that opens them. Who has closed it is told again when another document comes, or
 * another record becomes restricted. Thread-safe.
 *
 * @param named whom the organisations of this node name, each of them with nobody at least
 */
record UnopenedRecords(Ledger ledger, NamedPeople named) {
  private static final String PROBLEM = "receiving/restricted-records";

  /** As long as who signed in is remembered. */
  private static final Duration LATELY = Duration.ofDays(90);

  /**
   * The organisations of which it is so, each with the moment of the latest document or mark. A
   * sender may part the digits of a number as people do.
   */
  private static final String UNOPENED =
      """
      select rr.organisation, max(greatest(e.received_at, rr.since)) as latest
      from restricted_record rr join worklist_entry e on e.organisation = rr.organisation and e.patient_nhs_number in (
        rr.nhs_number, regexp_replace(rr.nhs_number, '^(...)(...)(....)$', '\\1 \\2 \\3'))
      where rr.organisation = any(:organisations)
        and not exists (select from last_sign_in l where l.organisation = rr.organisation and l.cleared_at > :since)
        and not exists (select from session s where s.organisation = rr.organisation and s.activities && cast(:clearing as text[]))
      group by rr.organisation
      """;

  /**
   * Who of those that are called as somebody is named is at an organisation: has signed in there as
   * far as it is remembered, or has been given a role, and may sign in.
   */
  private static final String KNOWN =
      """
      select here.organisation, p.issuer, p.subject from (
        select organisation, person from last_sign_in where organisation = any(:organisations)
        union select organisation, person from role_assignment where organisation = any(:organisations) and kind = 'given'
          and withdrawn_at is null and (ends_at is null or ends_at > :now)) here
      join person p on p.id = here.person
      where p.subject = any(:names) and not exists (select from account_shut x where x.person = p.id and x.organisation = here.organisation and x.opened_at is null)
      """;

  /** Raises what is to be raised, and closes what is over. */
  void tell() {
    Instant now = ledger.clock().instant();
    ledger
        .database()
        .jdbi()
        .withHandle(handle -> look(handle, now))
        .forEach(organisation -> ledger.tell(organisation, alert()));
  }

  private static AlertText alert() {
    return new AlertText(
        PROBLEM,
        "Nobody may open documents of restricted records",
        "Documents are here of a patient whose record is restricted. Your organisation names nobody"
            + " who may open them, or none of those whom it names has signed in here lately or has"
            + " a role here: a name may be misspelt. And no clinician with the national activity"
            + " B1611 has signed in lately.",
        "Have the people who run this node name clerks or clinicians in restricted-records of your"
            + " organisation in its configuration, each as the page of people has the name, or sign"
            + " in as a clinician with B1611. Then give the documents to one of them: whoever may"
            + " assign can do that without opening them.");
  }

  private List<String> look(Handle handle, Instant now) {
    Set<String> naming = naming(handle, now);
    List<String> without =
        named.restricted().keySet().stream().filter(each -> !naming.contains(each)).toList();
    handle
        .createUpdate(
            """
            update alert set resolved_at = :now, resolved_by = 'mended by itself'
            where problem = :problem and resolved_at is null and organisation = any(:all)
              and organisation not in (select organisation from (UNOPENED) unopened)
            """
                .replace("UNOPENED", UNOPENED))
        .bindArray("all", String.class, List.copyOf(named.restricted().keySet()))
        .bindArray("organisations", String.class, without)
        .bindArray("clearing", String.class, List.copyOf(RoleTable.clearing()))
        .bind("since", Moment.column(now.minus(LATELY)))
        .bind("now", Moment.column(now))
        .bind("problem", PROBLEM)
        .execute();
    return handle
        .createQuery(
            """
            select organisation from (UNOPENED) unopened where not exists (
              select from alert a where a.organisation = unopened.organisation and a.problem = :problem
                and (a.resolved_at is null or a.resolved_by <> 'mended by itself' and a.resolved_at >= unopened.latest))
            """
                .replace("UNOPENED", UNOPENED))
        .bindArray("organisations", String.class, without)
        .bindArray("clearing", String.class, List.copyOf(RoleTable.clearing()))
        .bind("since", Moment.column(now.minus(LATELY)))
        .bind("problem", PROBLEM)
        .mapTo(String.class)
        .list();
  }

  private record Known(String organisation, String issuer, String subject) {}

  /** The organisations that name somebody who is known there. */
  private Set<String> naming(Handle handle, Instant now) {
    return handle
        .createQuery(KNOWN)
        .bindArray("organisations", String.class, List.copyOf(named.restricted().keySet()))
        .bindArray("names", String.class, named.names())
        .bind("now", Moment.column(now))
        .map(
            (row, context) ->
                new Known(
                    row.getString("organisation"),
                    row.getString("issuer"),
                    row.getString("subject")))
        .stream()
        .filter(each -> !named.of(each.organisation(), each.issuer(), each.subject()).isEmpty())
        .map(Known::organisation)
        .collect(Collectors.toSet());
  }
}
