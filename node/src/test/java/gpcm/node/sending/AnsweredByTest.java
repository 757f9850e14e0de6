package gpcm.node.sending;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.DocumentState;
import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.TimelineEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which organisation answered. */
class AnsweredByTest {
  private static final Instant NOW = Instant.parse("2026-11-27T15:10:00Z");

  private static Optional<AnsweredBy> answered(String kind, String actor) {
    OutboxDocument document =
        new OutboxDocument(
            UUID.randomUUID(),
            "A99901",
            new DocumentHeading("consultation-summary", false, false, "Report"),
            new PatientLine(
                "9990000018", "Alpha Testpatient", LocalDate.of(1957, 1, 9), "Testford (A99902)"),
            new EncounterVersion("encounter", 1, NOW, Optional.empty(), false),
            new Addressee("Testford (A99902)", "FA", Optional.empty()),
            new OutboxIdentifiers(Optional.empty(), Optional.empty(), Optional.empty()),
            new DocumentProgress(
                DocumentState.COMPLETED,
                new AcknowledgementCodes(Optional.empty(), Optional.empty(), false),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOW,
                NOW));
    return AnsweredBy.of(
        document,
        List.of(
            new TimelineEvent(
                new FeedPlace(1, 1),
                NOW,
                "A99901",
                Optional.of(document.id()),
                Optional.empty(),
                kind,
                "",
                actor)));
  }

  @Test
  void itIsNamedByTheCodeThatItsMailboxBeginsWith() {
    AnsweredBy who = answered("business-acknowledgement", "peer:A99902OT001").orElseThrow();
    assertThat(who.odsCode()).contains("A99902");
    assertThat(who.differs()).isFalse();
  }

  @Test
  void anotherThanTheDocumentNamesDiffers() {
    assertThat(answered("business-acknowledgement", "peer:A99903OT001").orElseThrow().differs())
        .isTrue();
  }

  @Test
  void ofAMailboxThatIsNamedOtherwiseNothingIsSaidButItsName() {
    AnsweredBy who = answered("infrastructure-acknowledgement", "peer:OTHER").orElseThrow();
    assertThat(who.mailbox()).isEqualTo("OTHER");
    assertThat(who.odsCode()).isEmpty();
    assertThat(who.differs()).isFalse();
  }

  @Test
  void nobodyHasAnsweredWhereNoAnswerCounts() {
    assertThat(answered("answer-in-doubt", "peer:A99903OT001")).isEmpty();
    assertThat(answered("sent", "node")).isEmpty();
  }
}
