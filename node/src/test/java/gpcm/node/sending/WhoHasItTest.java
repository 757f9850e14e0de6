package gpcm.node.sending;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.DocumentState;
import gpcm.exchange.HoldKind;
import gpcm.exchange.MeshStanding;
import gpcm.node.sending.WhoHasIt.Tone;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has a document now, in words. */
class WhoHasItTest {
  private static final Instant NOW = Instant.parse("2026-11-27T15:10:00Z");
  private static final String PRACTICE = "Testford Surgery (A99902)";

  private static OutboxDocument document(
      DocumentState state, String infrastructure, String business, String failure, String to) {
    return document(
        state, infrastructure, business, failure, to, Optional.empty(), Optional.empty());
  }

  private static OutboxDocument document(
      DocumentState state,
      String infrastructure,
      String business,
      String failure,
      String to,
      Optional<Instant> until,
      Optional<DocumentProgress.Hold> held) {
    return new OutboxDocument(
        UUID.randomUUID(),
        "A99901",
        new DocumentHeading("consultation-summary", false, false, "Report"),
        new PatientLine("9990000018", "Alpha Testpatient", LocalDate.of(1957, 1, 9), PRACTICE),
        new EncounterVersion("encounter", 1, NOW, Optional.empty(), false),
        new Addressee(to, "FA", Optional.empty()),
        new OutboxIdentifiers(Optional.empty(), Optional.empty(), Optional.empty()),
        new DocumentProgress(
            state,
            new AcknowledgementCodes(
                Optional.ofNullable(infrastructure), Optional.ofNullable(business), false),
            Optional.ofNullable(failure),
            false,
            until,
            held,
            Optional.empty(),
            NOW,
            NOW));
  }

  private static WhoHasIt who(DocumentState state, String infrastructure, String business) {
    return WhoHasIt.of(document(state, infrastructure, business, null, PRACTICE), true, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unconfirmed | Unconfirmed | Not sent yet. It waits for somebody to confirm it.",
        "accepted | On the way | Being sent.",
        "built | On the way | Being sent.",
        "sent | On the way | With MESH. The practice has not confirmed it yet.",
        "infrastructure-acknowledged | On the way | The practice’s system has it.",
        "overdue | No answer | Nobody has confirmed.",
        "void | Null and void | A replacement could not be processed there. Nobody is to rely on"
            + " this version.",
        "withdrawn | Withdrawn | Withdrawn before it left.",
        "superseded | Replaced | Replaced by a later update before it left.",
        "other-route | Other route | A person got it there another way.",
        "given-up | Given up | A person decided that it need not get there.",
        "not-sent | Not sent | Not sent."
      })
  void eachStateHasItsSentence(String state, String label, String sentence) {
    WhoHasIt who = who(DocumentState.of(state), null, null);
    assertThat(who.label()).isEqualTo(label);
    assertThat(who.sentence()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @EnumSource(DocumentState.class)
  void nothingIsAcceptedBeforeTheReceiverHasSaidThatThePatientIsKnownThere(DocumentState state) {
    for (String code : new String[] {null, "30002", "30004", "30005", "30016", "30018"}) {
      assertThat(who(state, "20013", code).tone()).isNotEqualTo(Tone.ACCEPTED);
    }
  }

  @ParameterizedTest
  @EnumSource(DocumentState.class)
  void whatAPersonHasToActOnSaysWhatToDoNext(DocumentState state) {
    WhoHasIt who = who(state, null, null);
    boolean acts = who.tone() == Tone.BAD || who.tone() == Tone.DOUBTFUL;
    assertThat(who.next().isPresent()).isEqualTo(acts || state == DocumentState.UNCONFIRMED);
  }

  @Test
  void itIsAcceptedWhenThePatientIsKnownThere() {
    WhoHasIt who = who(DocumentState.COMPLETED, "20013", "30001");
    assertThat(who.tone()).isEqualTo(Tone.ACCEPTED);
    assertThat(who.sentence()).isEqualTo("Accepted for this patient.");
  }

  @Test
  void whatAnotherProviderAnsweredIsSaidInItsWords() {
    assertThat(who(DocumentState.COMPLETED, "20013", "30016").inFull())
        .isEqualTo("Answered: referral accepted (30016).");
  }

  @Test
  void whatAnotherProviderDeclinedIsNotAcceptedAndSaysWhatNext() {
    WhoHasIt who = who(DocumentState.COMPLETED, "20013", "30017");
    assertThat(who.label()).isEqualTo("Not accepted");
    assertThat(who.tone()).isEqualTo(Tone.BAD);
    assertThat(who.inFull())
        .isEqualTo(
            "Not accepted: referral rejected (30017). Next: find another provider for the patient,"
                + " or tell the registered practice.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"30007", "30012", "30014", "30015", "30018"})
  void whereTheCareDidNotGoOnThereSomebodyHasToAct(String code) {
    WhoHasIt who = who(DocumentState.COMPLETED, "20013", code);
    assertThat(who.label()).isEqualTo("Answered");
    assertThat(who.tone()).isEqualTo(Tone.BAD);
    assertThat(who.next()).isPresent();
  }

  @Test
  void aRefusalSaysWhyAndWhatNext() {
    assertThat(who(DocumentState.REJECTED, "20013", "30003").inFull())
        .isEqualTo(
            "Not accepted: the patient is no longer registered there (30003). Next: find out where"
                + " the patient is registered, then correct it and send it again, or choose another"
                + " way.");
    assertThat(who(DocumentState.REJECTED, "20009", null).sentence())
        .isEqualTo("Not accepted: payload validation failure (20009).");
  }

  @Test
  void theTimeIsThatOfTheUnitedKingdomAndNamesAnotherDay() {
    assertThat(waiting("2026-11-27T15:40:00Z").sentence())
        .isEqualTo("Will be sent at 15:40 unless changed.");
    assertThat(waiting("2027-06-28T23:10:00Z").sentence())
        .isEqualTo("Will be sent on 29 Jun 2027 at 00:10 unless changed.");
    assertThat(waiting("2026-11-27T15:00:00Z").sentence())
        .isEqualTo("Its time is over. Where it can go is being found out.");
  }

  private static WhoHasIt waiting(String until) {
    return WhoHasIt.of(
        document(
            DocumentState.WAITING,
            null,
            null,
            null,
            PRACTICE,
            Optional.of(Instant.parse(until)),
            Optional.empty()),
        true,
        NOW);
  }

  @ParameterizedTest
  @EnumSource(HoldKind.class)
  void whatIsHeldSaysWhyToWhoMayReadItAndWhatNext(HoldKind kind) {
    OutboxDocument document =
        document(
            DocumentState.HELD,
            null,
            null,
            "PDS has no practice for Alpha",
            PRACTICE,
            Optional.empty(),
            Optional.of(new DocumentProgress.Hold(kind, NOW)));
    WhoHasIt named = WhoHasIt.of(document, true, NOW);
    assertThat(named.sentence())
        .isEqualTo("Not sent: PDS has no practice for Alpha. Needs a person.");
    assertThat(named.next()).isPresent();
    assertThat(WhoHasIt.of(document, false, NOW).sentence()).isEqualTo("Not sent. Needs a person.");
  }

  @Test
  void whatGoesToAnotherProviderDoesNotSpeakOfThePractice() {
    assertThat(
            WhoHasIt.of(
                    document(DocumentState.SENT, null, null, null, "Sampleton Pharmacy (A99904)"),
                    true,
                    NOW)
                .sentence())
        .isEqualTo("With MESH. The provider has not confirmed it yet.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sent | not-collected | With MESH. The practice has not collected it.",
        "sent | collected | The practice’s system has collected it, and has not confirmed it yet.",
        "sent | undeliverable | With MESH, which says that it could not be delivered.",
        "sent | not-found | MESH does not know of it any more. The practice has not confirmed it.",
        "overdue | not-collected | Nobody has confirmed. MESH says that the practice has not"
            + " collected it.",
        "overdue | collected | Nobody has confirmed. MESH says that the practice’s system has"
            + " collected it.",
        "infrastructure-acknowledged | not-collected | The practice’s system has it.",
      })
  void what_MESH_said_is_in_the_sentence_and_never_makes_it_accepted(
      String state, String standing, String sentence) {
    OutboxDocument document = document(DocumentState.of(state), null, null, null, PRACTICE);
    DocumentProgress before = document.progress();
    DocumentProgress progress =
        new DocumentProgress(
            before.state(),
            before.acknowledgements(),
            before.failure(),
            true,
            before.waitsUntil(),
            before.held(),
            Optional.of(new DocumentProgress.AskedMesh(MeshStanding.of(standing), NOW)),
            NOW,
            NOW);
    WhoHasIt who =
        WhoHasIt.of(
            new OutboxDocument(
                document.id(),
                document.organisation(),
                document.heading(),
                document.patient(),
                document.encounter(),
                document.addressee(),
                document.identifiers(),
                progress),
            true,
            NOW);
    assertThat(who.sentence()).isEqualTo(sentence);
    assertThat(who.tone()).isNotEqualTo(WhoHasIt.Tone.ACCEPTED);
  }
}
