package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.message.DocumentDetails;
import gpcm.message.DocumentDetails.Author;
import gpcm.node.handover.HandOverItem;
import gpcm.node.handover.HandOverItem.Answer;
import gpcm.node.handover.HandOverItem.Kind;
import gpcm.node.handover.HandOverItem.State;
import gpcm.node.receiving.EntryHeading;
import gpcm.node.receiving.EntryIdentifiers;
import gpcm.node.receiving.EntryStanding;
import gpcm.node.receiving.Sender;
import gpcm.node.receiving.StatedPatient;
import gpcm.node.receiving.WorklistEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a document says, and what became of it in the record system, in words. */
class EntryFactsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T15:10:00Z");

  private static WorklistEntry entry(boolean confidential, String born) {
    return new WorklistEntry(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "A99902",
        new EntryHeading("consultation-summary", "FA", "", "", OptionalInt.empty(), confidential),
        new StatedPatient("9990000018", "Alpha Testpatient", "", born),
        new Sender("", ""),
        new EntryIdentifiers("", "", "", Optional.empty()),
        new EntryStanding(WorklistEntry.State.TO_DO, Optional.empty(), List.of(), false),
        NOW);
  }

  private static EntryFacts facts(String born) {
    return EntryFacts.of(entry(false, born), Optional.empty(), Optional.empty(), NOW);
  }

  private static String handedOver(boolean confidential, HandOverItem... items) {
    return EntryFacts.of(
            entry(confidential, ""), Optional.empty(), Optional.of(List.of(items)), NOW)
        .handedOver();
  }

  private static HandOverItem item(Kind kind, State state, String words) {
    return new HandOverItem(
        UUID.randomUUID(),
        1,
        kind,
        entry(false, ""),
        List.of(),
        Optional.empty(),
        state,
        1,
        NOW,
        NOW,
        state == State.OFFERED || state == State.SUPERSEDED
            ? Optional.empty()
            : Optional.of(new Answer(NOW, "x", words)));
  }

  @Test
  void theAgeStandsBesideTheBirthDate() {
    assertThat(facts("1957-01-09").born()).isEqualTo("9 Jan 1957 (69 years)");
    assertThat(facts("2025-11-27").born()).isEqualTo("27 Nov 2025 (1 year)");
    assertThat(facts("2999-01-01").born()).isEqualTo("1 Jan 2999");
    assertThat(facts("unknown").born()).isEqualTo("unknown");
  }

  @Test
  void whatHasBecomeOfItInTheRecordSystemIsASentence() {
    assertThat(facts("").handedOver()).isEmpty();
    assertThat(handedOver(false)).isEqualTo("Not offered to it yet.");
    assertThat(handedOver(false, item(Kind.DOCUMENT, State.OFFERED, "")))
        .isEqualTo("Offered on 27 Nov 2026 15:10, not answered yet.");
    assertThat(handedOver(false, item(Kind.DOCUMENT, State.ACCEPTED, "L-17")))
        .isEqualTo("Accepted on 27 Nov 2026 15:10: L-17.");
    assertThat(handedOver(false, item(Kind.DOCUMENT, State.REFUSED, "no such patient")))
        .isEqualTo("Refused on 27 Nov 2026 15:10: no such patient.");
    assertThat(
            handedOver(
                false,
                item(Kind.DOCUMENT, State.ACCEPTED, "L-17"),
                item(Kind.REPLACED, State.OFFERED, "")))
        .isEqualTo(
            "Withdrawn, since a newer version replaced it: offered on 27 Nov 2026 15:10, not"
                + " answered yet.");
    assertThat(handedOver(false, item(Kind.VOID, State.ACCEPTED, "")))
        .startsWith("Withdrawn, since it is void: accepted on");
  }

  @Test
  void whatIsOverdueOrOfferedAgainIsASentence() {
    HandOverItem refused = item(Kind.DOCUMENT, State.REFUSED, "no such patient");
    assertThat(handedOver(false, offered(refused, 2, NOW)))
        .isEqualTo(
            "Offered again (2 times in all) on 27 Nov 2026 15:10, not answered yet; it was refused"
                + " before on 27 Nov 2026 15:10: no such patient.");
    assertThat(handedOver(true, offered(refused, 2, NOW))).doesNotContain("no such patient");
    assertThat(
            handedOver(
                false,
                offered(
                    item(Kind.DOCUMENT, State.OFFERED, ""),
                    1,
                    Instant.parse("2026-11-27T12:00:00Z"))))
        .isEqualTo(
            "Offered on 27 Nov 2026 15:10, not answered yet, and was due by 27 Nov 2026 12:00.");
  }

  private static HandOverItem offered(HandOverItem item, int times, Instant due) {
    return new HandOverItem(
        item.id(),
        2,
        item.kind(),
        item.entry(),
        List.of(),
        Optional.empty(),
        State.OFFERED,
        times,
        NOW,
        due,
        item.answer());
  }

  @Test
  void itsCodedEntriesHaveASentenceOfTheirOwn() {
    HandOverItem document = item(Kind.DOCUMENT, State.ACCEPTED, "");
    assertThat(handedOver(false, document, item(Kind.CODED, State.OFFERED, "")))
        .isEqualTo(
            "Accepted on 27 Nov 2026 15:10. Coded entries: offered on 27 Nov 2026 15:10, not"
                + " answered yet.");
    assertThat(handedOver(false, document, item(Kind.CODED, State.SUPERSEDED, "")))
        .endsWith("Coded entries: to be offered again once all of them are decided on.");
  }

  /** The record system may name whom it came from. */
  @Test
  void whatTheRecordSystemSaysOfAConfidentialDocumentIsNotShown() {
    assertThat(handedOver(true, item(Kind.DOCUMENT, State.REFUSED, "Quietwater Clinic")))
        .isEqualTo("Refused on 27 Nov 2026 15:10.");
  }

  @Test
  void authorsAreNamedWithWhatTheyAre() {
    DocumentDetails details =
        new DocumentDetails(
            Optional.of("2026-11-26T18:35:00+00:00"),
            Optional.of("2026-11-27"),
            Optional.of("unknown"),
            List.of(
                new Author(Author.Kind.CLINICIAN, "Dr Bravo Fictional", "GP"),
                new Author(Author.Kind.RELATED_PERSON, "Delta Testpatient", ""),
                new Author(Author.Kind.DEVICE, "", "Questionnaire")),
            List.of());
    EntryFacts facts = EntryFacts.of(entry(false, ""), Optional.of(details), Optional.empty(), NOW);
    assertThat(facts.authors())
        .containsExactly(
            "Dr Bravo Fictional, GP", "Delta Testpatient, for the patient", "Questionnaire");
    assertThat(facts.byPatient()).isTrue();
    assertThat(facts.seenAt()).isEqualTo("26 Nov 2026 18:35");
    assertThat(facts.writtenAt()).isEqualTo("27 Nov 2026");
    assertThat(facts.sex()).isEqualTo("Not known");
  }
}
