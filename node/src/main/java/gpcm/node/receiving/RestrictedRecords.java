package gpcm.node.receiving;

import gpcm.exchange.Actor;
import gpcm.exchange.Event;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
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
  private final Ledger ledger;

  RestrictedRecords(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Keeps what the register says of those who were looked up.
   *
   * @param filed the NHS number of the document for which they were, of which nothing may stand in
   *     the worklist yet; of others only what is there is protected
   */
  void learn(String organisation, String filed, List<RegisteredPatient> found) {
    Map<String, List<Restriction>> said =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    RegisteredPatient::nhsNumber,
                    Collectors.mapping(RegisteredPatient::restriction, Collectors.toList())));
    said.forEach(
        (number, each) -> {
          switch (Restriction.together(each)) {
            case RESTRICTED -> restrict(organisation, number, number.equals(plain(filed)));
            case UNRESTRICTED -> lift(organisation, number);
            case UNSAID -> {}
          }
        });
  }

  /**
   * Keeps what somebody's finding means that a document is of one of those: where nobody has its
   * own number, it is of another whom the register names, and one whose record is restricted
   * protects it.
   */
  void learnMatched(String organisation, String stated, List<RegisteredPatient> candidates) {
    learn(organisation, stated, candidates);
    String number = plain(stated);
    if (!number.isEmpty()
        && candidates.stream().noneMatch(each -> each.nhsNumber().equals(number))
        && candidates.stream().anyMatch(RegisteredPatient::restricted)) {
      restrict(organisation, number, true);
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

  private void restrict(String organisation, String number, boolean ofNothingYet) {
    if (isRestricted(organisation, number)) {
      return;
    }
    changed(
        organisation,
        number,
        new Event("record-restricted", "as the register of patients says", new Actor.Software()),
        handle ->
            handle
                .createUpdate(
                    """
                    insert into restricted_record (organisation, nhs_number, since)
                    select :organisation, :number, :now where :ofNothingYet
                      or exists (select from worklist_entry where organisation = :organisation and patient_nhs_number = :number)
                    on conflict do nothing
                    """)
                .bind("organisation", organisation)
                .bind("number", number)
                .bind("now", Moment.column(ledger.clock().instant()))
                .bind("ofNothingYet", ofNothingYet)
                .execute());
  }

  private void lift(String organisation, String number) {
    if (!isRestricted(organisation, number)) {
      return;
    }
    changed(
        organisation,
        number,
        new Event(
            "record-not-restricted", "as the register of patients says", new Actor.Software()),
        handle ->
            handle
                .createUpdate(
                    "delete from restricted_record where organisation = :organisation and"
                        + " nhs_number = :number")
                .bind("organisation", organisation)
                .bind("number", number)
                .execute());
  }

  @FunctionalInterface
  private interface Change {
    int in(Handle handle);
  }

  // Of two who learn it at once one writes it down.
  private void changed(String organisation, String number, Event event, Change change) {
    ledger.decideAll(
        handle -> {
          if (change.in(handle) == 0) {
            return List.of();
          }
          StepResult result = new StepResult();
          handle
              .createQuery(
                  "select received from worklist_entry where organisation = :organisation and"
                      + " patient_nhs_number = :number order by received")
              .bind("organisation", organisation)
              .bind("number", number)
              .mapTo(UUID.class)
              .forEach(received -> result.eventOfReceived(organisation, received, event));
          return List.of(result);
        },
        dropped -> Along.NOTHING);
  }
}
