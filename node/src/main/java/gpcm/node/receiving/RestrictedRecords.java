package gpcm.node.receiving;

import gpcm.exchange.Actor;
import gpcm.exchange.Event;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.Restriction;
import gpcm.node.store.Along;
import gpcm.node.store.Moment;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Of which patients an organisation's register says that their record is restricted. What it has
 * said is kept by NHS number, so that it holds for every document of theirs there, and until the
 * register says otherwise. Thread-safe.
 */
final class RestrictedRecords {
  // Whoever deletes the last of a patient's documents waits for this row, and sees the new one
  // then.
  private static final TableWrite KEPT =
      new TableWrite(
          "restrictedrecord",
          """
          insert into restricted_record (organisation, nhs_number, since)
          select k.organisation, k.nhs_number, min(k.since)
          from json_to_recordset(:restrictedrecord::json) as k (organisation text, nhs_number text, since timestamptz)
          group by k.organisation, k.nhs_number order by k.organisation, k.nhs_number
          on conflict (organisation, nhs_number) do update set said = true
          """);

  private final Ledger ledger;

  RestrictedRecords(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Keeps what the register says of those who were looked up.
   *
   * @param filed the NHS number of the document for which they were, of which nothing may stand in
   *     the worklist yet; of others only what is there is protected
   * @return what it says of that number
   */
  Restriction learn(String organisation, String filed, List<RegisteredPatient> found) {
    Map<String, Restriction> said = said(found);
    said.forEach(
        (number, each) -> {
          switch (each) {
            case RESTRICTED ->
                restrict(organisation, number, number.equals(plain(filed)), List.of());
            case UNRESTRICTED -> lift(organisation, number);
            case UNSAID -> {}
          }
        });
    return said.getOrDefault(plain(filed), Restriction.UNSAID);
  }

  private static Map<String, Restriction> said(List<RegisteredPatient> found) {
    return found.stream()
        .collect(
            Collectors.groupingBy(
                RegisteredPatient::nhsNumber,
                Collectors.collectingAndThen(
                    Collectors.mapping(RegisteredPatient::restriction, Collectors.toList()),
                    Restriction::together)));
  }

  /**
   * Keeps it once more with the document that is filed: what was kept before may have gone since
   * with the last of the patient's others.
   */
  void keep(StepResult result, String organisation, String filed) {
    result.write(
        KEPT,
        new Row()
            .put("organisation", organisation)
            .put("nhs_number", plain(filed))
            .put("since", ledger.clock().instant()));
  }

  /**
   * Keeps what somebody's finding means that a document is of one of those: where nobody has its
   * own number, it is of another whom the register names, and one whose record is restricted
   * protects it, until the register says of all these that they are not restricted.
   */
  void learnMatched(String organisation, String stated, List<RegisteredPatient> candidates) {
    learn(organisation, stated, candidates);
    String number = plain(stated);
    List<String> restricted =
        candidates.stream()
            .filter(RegisteredPatient::restricted)
            .map(RegisteredPatient::nhsNumber)
            .distinct()
            .toList();
    if (!number.isEmpty()
        && !restricted.isEmpty()
        && candidates.stream().noneMatch(each -> each.nhsNumber().equals(number))) {
      restrict(organisation, number, true, restricted);
    }
  }

  // A sender may part its digits as people do.
  private static String plain(String number) {
    return number.replace(" ", "");
  }

  /** Whether it is known of somebody. */
  boolean isRestricted(String organisation, String number) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select exists (select from restricted_record where organisation ="
                            + " :organisation and nhs_number = :number)")
                    .bind("organisation", organisation)
                    .bind("number", plain(number))
                    .mapTo(Boolean.class)
                    .one());
  }

  /**
   * @param matched of whom the register has said it; empty where it has said it of that number
   */
  private void restrict(
      String organisation, String number, boolean ofNothingYet, List<String> matched) {
    if (isKnown(organisation, number, matched)) {
      return;
    }
    changed(
        organisation,
        new Event("record-restricted", "as the register of patients says", new Actor.Software()),
        handle ->
            handle
                .createQuery(
                    """
                    with written as (
                      insert into restricted_record as r (organisation, nhs_number, since, said, matched)
                      select :organisation, :number, :now, cardinality(given.numbers) = 0, given.numbers
                      from (select cast(:matched as text[])) given (numbers) where :ofNothingYet
                        or exists (select from worklist_entry where organisation = :organisation and patient_nhs_number = :number)
                      on conflict (organisation, nhs_number) do update set said = r.said or excluded.said,
                        matched = array(select distinct one from unnest(r.matched || excluded.matched) one)
                      returning nhs_number, xmax = 0 as fresh)
                    select nhs_number from written where fresh
                    """)
                .bind("organisation", organisation)
                .bind("number", number)
                .bind("now", Moment.column(ledger.clock().instant()))
                .bindArray("matched", String.class, matched)
                .bind("ofNothingYet", ofNothingYet)
                .mapTo(String.class)
                .list());
  }

  private boolean isKnown(String organisation, String number, List<String> matched) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select exists (select from restricted_record r cross join (select cast(:matched as text[])) given (numbers)
                          where r.organisation = :organisation and r.nhs_number = :number
                            and case when cardinality(given.numbers) = 0 then r.said else r.matched @> given.numbers end)
                        """)
                    .bind("organisation", organisation)
                    .bind("number", number)
                    .bindArray("matched", String.class, matched)
                    .mapTo(Boolean.class)
                    .one());
  }

  // The rows are written before it is seen whether anything protects them yet: of two that take
  // something from one row at once, the second sees what the first has left.
  private void lift(String organisation, String number) {
    if (!restricts(organisation, number)) {
      return;
    }
    changed(
        organisation,
        new Event(
            "record-not-restricted", "as the register of patients says", new Actor.Software()),
        handle -> {
          handle
              .createUpdate(
                  """
                  update restricted_record set said = said and nhs_number <> :number,
                    matched = array_remove(matched, cast(:number as text))
                  where organisation = :organisation and (nhs_number = :number and said
                    or matched <> '{}' and matched @> array[cast(:number as text)])
                  """)
              .bind("organisation", organisation)
              .bind("number", number)
              .execute();
          return handle
              .createQuery(
                  """
                  delete from restricted_record where organisation = :organisation and not said and matched = '{}'
                  returning nhs_number
                  """)
              .bind("organisation", organisation)
              .mapTo(String.class)
              .list();
        });
  }

  /** Whether anything is protected because of what the register has said of a number. */
  private boolean restricts(String organisation, String number) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select exists (select from restricted_record where organisation = :organisation and nhs_number = :number and said)
                          or exists (select from restricted_record where organisation = :organisation and matched <> '{}'
                            and matched @> array[cast(:number as text)])
                        """)
                    .bind("organisation", organisation)
                    .bind("number", number)
                    .mapTo(Boolean.class)
                    .one());
  }

  /** Changes something, and says of which numbers it has. */
  @FunctionalInterface
  private interface Change {
    List<String> in(Handle handle);
  }

  // Of two who learn it at once one writes it down.
  private void changed(String organisation, Event event, Change change) {
    ledger.decideAll(
        handle -> {
          List<String> numbers = change.in(handle);
          if (numbers.isEmpty()) {
            return List.of();
          }
          StepResult result = new StepResult();
          handle
              .createQuery(
                  "select received from worklist_entry where organisation = :organisation and"
                      + " patient_nhs_number = any(:numbers) order by received")
              .bind("organisation", organisation)
              .bindArray("numbers", String.class, numbers)
              .mapTo(UUID.class)
              .forEach(received -> result.eventOfReceived(organisation, received, event));
          return List.of(result);
        },
        dropped -> Along.NOTHING);
  }
}
