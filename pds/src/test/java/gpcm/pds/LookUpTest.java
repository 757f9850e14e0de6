package gpcm.pds;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.pds.LookUp.LocalPatients;
import gpcm.pds.PdsPatient.Confidentiality;
import gpcm.pds.PdsPatient.Death;
import gpcm.pds.PdsPatient.Name;
import gpcm.pds.PdsPatient.Practice;
import gpcm.pds.PdsPatient.Removal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an answer of PDS means for a document, held against the sender's own record. */
class LookUpTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final String NUMBER = "9990000018";
  private static final OurRecord OURS = ours("A99901", false);

  private static OurRecord ours(String sender, boolean regular) {
    return new OurRecord(
        NUMBER,
        "Testpatient",
        List.of("Alpha", "Example"),
        "1957-01-09",
        "female",
        "Ms",
        TODAY.minusDays(1),
        sender,
        regular);
  }

  /** Someone at PDS who is the one we have, but for what a test changes. */
  private static final class Draft {
    private String number = NUMBER;
    private Confidentiality confidentiality = Confidentiality.UNRESTRICTED;
    private Optional<Name> name = Optional.of(name("Testpatient", "Alpha", "Ms"));
    private String gender = "female";
    private String birthDate = "1957-01-09";
    private List<Practice> practices = List.of(practice("2001-04-01", null));
    private Optional<Death> death = Optional.empty();
    private Optional<Removal> removal = Optional.empty();

    LookUp lookUp() {
      return lookUp(OURS, LocalPatients.NONE);
    }

    LookUp lookUp(OurRecord ours, LocalPatients others) {
      PdsPatient patient =
          new PdsPatient(
              number, "2", confidentiality, name, gender, birthDate, practices, death, removal);
      return LookUp.of(new PdsAnswer.Found(patient), ours, others, TODAY);
    }
  }

  private static Name name(String family, String given, String prefix) {
    return new Name(family, List.of(given, "Example"), List.of(prefix));
  }

  private static Practice practice(String startOrNull, String endOrNull) {
    return new Practice(
        "A99902",
        Optional.ofNullable(startOrNull).map(LocalDate::parse),
        Optional.ofNullable(endOrNull).map(LocalDate::parse));
  }

  private static void assertOnly(LookUp lookUp, PdsOutcome... outcomes) {
    assertThat(lookUp.outcomes()).containsExactlyInAnyOrder(outcomes);
  }

  @Test
  void whoIsRegisteredElsewhereAndAgreesIsSent() {
    LookUp found = new Draft().lookUp();
    assertOnly(found, PdsOutcome.CURRENT);
    assertThat(found.on(Route.SUMMARY)).isEqualTo(Treatment.SEND);
    assertThat(found.practice()).contains(practice("2001-04-01", null));
    assertThat(found.nhsNumber()).contains(NUMBER);
    assertThat(found.reasons(Route.SUMMARY)).isEmpty();
  }

  /** GPCM-SD-CS-071. */
  @Test
  void whoIsRegisteredWithTheSenderAsRegularIsNotSentASummary() {
    LookUp found = new Draft().lookUp(ours("A99902", true), LocalPatients.NONE);
    assertOnly(found, PdsOutcome.OWN);
    assertThat(found.reasons(Route.SUMMARY)).containsExactly(PdsOutcome.OWN);
  }

  @Test
  void whoIsTheSendersNationallyAndNotRegularHereIsHeld() {
    assertOnly(
        new Draft().lookUp(ours("A99902", false), LocalPatients.NONE), PdsOutcome.OWN_NOT_REGULAR);
  }

  @Test
  void theLastDayOfARegistrationStillCounts() {
    Draft draft = new Draft();
    draft.practices = List.of(practice("2001-04-01", "2026-11-20"));
    assertOnly(draft.lookUp(), PdsOutcome.CURRENT);
    draft.practices = List.of(practice("2001-04-01", "2026-11-19"));
    assertOnly(draft.lookUp(), PdsOutcome.ENDED);
  }

  @Test
  void theFirstDayOfARegistrationCountsAlready() {
    Draft draft = new Draft();
    draft.practices = List.of(practice("2026-11-20", null));
    assertOnly(draft.lookUp(), PdsOutcome.CURRENT);
    draft.practices = List.of(practice("2026-11-21", null));
    assertOnly(draft.lookUp(), PdsOutcome.STARTS_LATER);
  }

  @Test
  void aRegistrationWithoutAPeriodHolds() {
    Draft draft = new Draft();
    draft.practices = List.of(practice(null, null));
    assertOnly(draft.lookUp(), PdsOutcome.CURRENT);
  }

  @Test
  void theOneThatHoldsIsTakenWhereverItStands() {
    Draft draft = new Draft();
    draft.practices =
        List.of(
            new Practice("A99999", Optional.empty(), Optional.of(LocalDate.of(2020, 1, 1))),
            practice("2020-01-02", null));
    assertThat(draft.lookUp().practice()).contains(practice("2020-01-02", null));
  }

  @Test
  void ofSeveralAtOnceNoneIsPicked() {
    Draft draft = new Draft();
    draft.practices = List.of(practice(null, null), practice("2020-01-02", null));
    LookUp found = draft.lookUp();
    assertOnly(found, PdsOutcome.SEVERAL);
    assertThat(found.practice()).isEmpty();
  }

  @Test
  void whoHasNoPracticeIsHeld() {
    Draft draft = new Draft();
    draft.practices = List.of();
    assertOnly(draft.lookUp(), PdsOutcome.NOWHERE);
  }

  @Test
  void aMergedRecordOfTheSamePersonIsSentUnderItsNumber() {
    Draft draft = new Draft();
    draft.number = "9990000026";
    LookUp found = draft.lookUp();
    assertOnly(found, PdsOutcome.SUPERSEDED, PdsOutcome.CURRENT);
    assertThat(found.nhsNumber()).contains("9990000026");
    assertThat(found.on(Route.SUMMARY)).isEqualTo(Treatment.SEND);
  }

  @Test
  void aMergedRecordThatIsAnotherPatientHereIsHeld() {
    Draft draft = new Draft();
    draft.number = "9990000026";
    LookUp found = draft.lookUp(OURS, number -> number.equals("9990000026"));
    assertThat(found.reasons(Route.SUMMARY)).containsExactly(PdsOutcome.SUPERSEDED_BY_OTHER);
    assertThat(found.nhsNumber()).as("a number to send under").isEmpty();
    assertThat(found.returned()).contains("9990000026");
  }

  @Test
  void aMergedRecordOfAnotherNameIsHeld() {
    Draft draft = new Draft();
    draft.number = "9990000026";
    draft.name = Optional.of(name("Othername", "Alpha", "Ms"));
    assertThat(draft.lookUp().outcomes()).contains(PdsOutcome.SUPERSEDED_BY_OTHER);
  }

  @Test
  void anotherSurnameIsHeldAndNamed() {
    Draft draft = new Draft();
    draft.name = Optional.of(name("Othername", "Alpha", "Ms"));
    LookUp found = draft.lookUp();
    assertThat(found.outcomes()).contains(PdsOutcome.IDENTITY_DIFFERS);
    assertThat(found.differing()).containsExactly("surname");
    assertThat(found.nhsNumber()).as("a number to send under").isEmpty();
  }

  /** Our own patient's record may have somebody else's number: nobody would learn of it. */
  @Test
  void ourOwnPatientWhoIsCalledDifferentlyIsHeldAndNotLeftOut() {
    Draft draft = new Draft();
    draft.name = Optional.of(name("Othername", "Alpha", "Ms"));
    LookUp found = draft.lookUp(ours("A99902", true), LocalPatients.NONE);
    assertOnly(found, PdsOutcome.IDENTITY_DIFFERS);
    assertThat(found.on(Route.SUMMARY)).isEqualTo(Treatment.HOLD);
  }

  @Test
  void anotherDateOfBirthIsHeldAndNamed() {
    Draft draft = new Draft();
    draft.birthDate = "1957-01-10";
    LookUp found = draft.lookUp();
    assertThat(found.outcomes()).contains(PdsOutcome.IDENTITY_DIFFERS);
    assertThat(found.differing()).containsExactly("date of birth");
  }

  @Test
  void aDateOfBirthThatIsOnlyAYearIsHeld() {
    Draft draft = new Draft();
    draft.birthDate = "1957";
    assertThat(draft.lookUp().outcomes()).contains(PdsOutcome.IDENTITY_DIFFERS);
  }

  @Test
  void aRecordWithoutANameIsHeld() {
    Draft draft = new Draft();
    draft.name = Optional.empty();
    assertThat(draft.lookUp().outcomes()).contains(PdsOutcome.IDENTITY_DIFFERS);
  }

  @Test
  void capitalsSpacesAndApostrophesMakeNoOtherSurname() {
    Draft draft = new Draft();
    draft.name = Optional.of(name("  O\u2019TEST  PATIENT ", "Alpha", "Ms"));
    OurRecord ours =
        new OurRecord(
            NUMBER,
            "O'Test Patient",
            OURS.given(),
            OURS.birthDate(),
            "female",
            "Ms",
            OURS.encounter(),
            "A99901",
            false);
    assertOnly(draft.lookUp(ours, LocalPatients.NONE), PdsOutcome.CURRENT);
  }

  @Test
  void anotherGivenNameGenderOrTitleIsSentWithANote() {
    Draft draft = new Draft();
    draft.name = Optional.of(name("Testpatient", "Omega", "Dr"));
    draft.gender = "other";
    LookUp found = draft.lookUp();
    assertOnly(found, PdsOutcome.CURRENT, PdsOutcome.DETAILS_DIFFER);
    assertThat(found.on(Route.SUMMARY)).isEqualTo(Treatment.SEND);
    assertThat(found.differing()).containsExactly("given name", "title", "gender");
  }

  @Test
  void aPracticeOtherThanTheOneThatIsNamedIsNotWrittenToUnseen() {
    LookUp found = new Draft().lookUp();
    assertThat(found.naming("A99902")).isEqualTo(found);
    LookUp other = found.naming("A99905");
    assertOnly(other, PdsOutcome.CURRENT, PdsOutcome.OTHER_PRACTICE);
    assertThat(other.on(Route.SUMMARY)).as("MESH finds the right one").isEqualTo(Treatment.SEND);
    assertThat(other.on(Route.GENERIC)).isEqualTo(Treatment.HOLD);
    assertThat(other.copy()).isEqualTo(Copy.HELD);
  }

  @Test
  void whoHasNoPracticeIsNotToldToHaveAnother() {
    Draft draft = new Draft();
    draft.practices = List.of();
    assertOnly(draft.lookUp().naming("A99905"), PdsOutcome.NOWHERE);
  }

  @Test
  void ofWhoIsRestrictedNoPracticeAndNoDifferenceIsKept() {
    Draft draft = new Draft();
    draft.confidentiality = Confidentiality.RESTRICTED;
    draft.gender = "other";
    LookUp found = draft.lookUp();
    assertOnly(found, PdsOutcome.RESTRICTED);
    assertThat(found.practice()).isEmpty();
    assertThat(found.differing()).isEmpty();
    assertThat(found.copy()).isEqualTo(Copy.NOT_LOOKED_UP);
  }

  @Test
  void ofWhoIsRestrictedNothingElseIsTold() {
    Draft draft = new Draft();
    draft.confidentiality = Confidentiality.RESTRICTED;
    draft.name = Optional.of(name("Othername", "Alpha", "Ms"));
    draft.death = Optional.of(new Death(true, Optional.empty()));
    draft.removal = Optional.of(new Removal("SCT", Optional.empty()));
    LookUp found = draft.lookUp();
    for (Route route : Route.values()) {
      assertThat(found.reasons(route)).containsExactly(PdsOutcome.RESTRICTED);
    }
  }

  @Test
  void whoIsRestrictedAndHasNoNameIsHeldForThatAlone() {
    Draft draft = new Draft();
    draft.confidentiality = Confidentiality.RESTRICTED;
    draft.name = Optional.empty();
    assertOnly(draft.lookUp(), PdsOutcome.RESTRICTED_WITHOUT_NAME);
  }

  @Test
  void whoDiedOnTheDayOfTheEncounterOrLaterIsSentASummary() {
    Draft draft = new Draft();
    draft.death = Optional.of(new Death(true, Optional.of(OURS.encounter())));
    LookUp found = draft.lookUp();
    assertOnly(found, PdsOutcome.CURRENT, PdsOutcome.DECEASED_SINCE);
    assertThat(found.on(Route.SUMMARY)).isEqualTo(Treatment.SEND);
  }

  @Test
  void whoHadDiedBeforeTheEncounterIsHeld() {
    Draft draft = new Draft();
    draft.death = Optional.of(new Death(true, Optional.of(OURS.encounter().minusDays(1))));
    assertThat(draft.lookUp().reasons(Route.SUMMARY)).containsExactly(PdsOutcome.DECEASED);
  }

  @Test
  void whoDiedNobodyKnowsWhenIsHeld() {
    Draft draft = new Draft();
    draft.death = Optional.of(new Death(true, Optional.empty()));
    assertThat(draft.lookUp().reasons(Route.SUMMARY)).containsExactly(PdsOutcome.DECEASED);
  }

  @Test
  void aDeathThatIsNotConfirmedIsSentAsASummaryAndHeldAsAConsultation() {
    Draft draft = new Draft();
    draft.death = Optional.of(new Death(false, Optional.empty()));
    LookUp found = draft.lookUp();
    assertThat(found.on(Route.SUMMARY)).isEqualTo(Treatment.SEND);
    assertThat(found.on(Route.CONSULTATION_TO_PRACTICE)).isEqualTo(Treatment.HOLD);
  }

  private static LookUp removed(String code, String fromOrNull, List<Practice> practices) {
    Draft draft = new Draft();
    draft.removal =
        Optional.of(new Removal(code, Optional.ofNullable(fromOrNull).map(LocalDate::parse)));
    draft.practices = practices;
    return draft.lookUp();
  }

  @Test
  void whoMovedToAnotherNationIsHeldForThat() {
    for (String code : List.of("SCT", "NIT")) {
      assertThat(removed(code, "2026-11-01", List.of()).outcomes())
          .contains(PdsOutcome.IN_ANOTHER_NATION);
    }
  }

  @Test
  void anyOtherRemovalIsOne() {
    for (String code : List.of("EMB", "TRA", "ORR", "AFN", "X99")) {
      assertThat(removed(code, "2026-11-01", List.of()).outcomes()).contains(PdsOutcome.REMOVED);
    }
  }

  @Test
  void aRemovalBecauseOfDeathIsHeldOnEveryRoute() {
    LookUp found = removed("DEA", "2026-11-01", List.of());
    for (Route route : Route.values()) {
      assertThat(found.on(route)).isEqualTo(Treatment.HOLD);
    }
  }

  @Test
  void aRemovalThatIsStillToComeChangesNothing() {
    assertOnly(
        removed("EMB", "2026-11-21", List.of(practice("2001-04-01", null))), PdsOutcome.CURRENT);
  }

  @Test
  void whoCameBackAfterARemovalIsRegistered() {
    assertOnly(
        removed("EMB", "2024-05-01", List.of(practice("2025-01-01", null))), PdsOutcome.CURRENT);
  }

  @Test
  void aRemovalThatContradictsTheRegistrationIsHeld() {
    assertThat(
            removed("EMB", "2024-05-01", List.of(practice("2001-04-01", null))).on(Route.SUMMARY))
        .isEqualTo(Treatment.HOLD);
  }

  @Test
  void aPracticeWithoutAMailboxHoldsAConsultationAndNotASummary() {
    LookUp found = new Draft().lookUp().withoutMailbox();
    assertThat(found.on(Route.SUMMARY)).isEqualTo(Treatment.SEND);
    assertThat(found.on(Route.CONSULTATION_TO_PRACTICE)).isEqualTo(Treatment.HOLD);
    assertThat(found.copy()).isEqualTo(Copy.HELD);
  }

  @Test
  void answersWithoutARecordHaveOneOutcomeEach() {
    assertThat(outcome(new PdsAnswer.NotFound())).isEqualTo(PdsOutcome.NOT_FOUND);
    assertThat(outcome(new PdsAnswer.Invalidated())).isEqualTo(PdsOutcome.INVALIDATED);
    assertThat(outcome(new PdsAnswer.Malformed())).isEqualTo(PdsOutcome.MALFORMED);
    assertThat(outcome(new PdsAnswer.Refused(403, "no", false))).isEqualTo(PdsOutcome.OUR_FAULT);
    assertThat(outcome(new PdsAnswer.Unavailable("busy", Optional.empty())))
        .isEqualTo(PdsOutcome.NOT_NOW);
  }

  private static PdsOutcome outcome(PdsAnswer answer) {
    LookUp found = LookUp.of(answer, OURS, LocalPatients.NONE, TODAY);
    assertThat(found.outcomes()).hasSize(1);
    return found.outcomes().iterator().next();
  }

  @Test
  void nothingOfAPatientGetsIntoALog() {
    PdsPatient patient =
        new PdsPatient(
            NUMBER,
            "2",
            Confidentiality.UNRESTRICTED,
            Optional.of(name("Testpatient", "Alpha", "Ms")),
            "female",
            "1957-01-09",
            List.of(),
            Optional.empty(),
            Optional.empty());
    assertThat(
            List.of(
                    new PdsAnswer.Found(patient).toString(),
                    OURS.toString(),
                    new Draft().lookUp().toString(),
                    practice("2001-04-01", null).toString(),
                    new Death(true, Optional.of(TODAY)).toString(),
                    patient.name().orElseThrow().toString(),
                    PdsQuestion.of(NUMBER, "A99901", "case").toString())
                .toString())
        .doesNotContain(NUMBER, "Testpatient", "Alpha", "1957", "A99902", "2001", "2026");
  }
}
