package gpcm.audit.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final UUID CASE = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");
  private static final Actor CLERK =
      Actor.person("555", "Test Clerk", List.of("clerk"), "X26001", "s-1");

  private static AuditEntry entry(Action action, Actor actor) {
    return AuditEntry.of(
        Instant.parse("2026-11-28T12:00:00Z"),
        RANDOM,
        "X26001",
        action,
        actor,
        Place.of("node-1", "0.1.0"));
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void everyActionIsASentenceInEveryOutcome(Action action) {
    AuditEntry done = entry(action, CLERK);
    assertThat(Sentence.of(done)).isEqualTo("Test Clerk " + action.words() + ".");
    assertThat(Sentence.of(done.ended(Outcome.refused("http-403"))))
        .startsWith("Test Clerk ")
        .endsWith("; it was refused (http-403).");
    assertThat(Sentence.of(done.ended(Outcome.failed("EPL-151"))))
        .startsWith("Test Clerk ")
        .endsWith("; it failed (EPL-151).");
  }

  @Test
  void theNationalRoleOfWhoDidItIsSaid() {
    assertThat(Sentence.of(entry(Action.NOTED, CLERK.inNationalRole("R8010", "555021935107"))))
        .isEqualTo("Test Clerk (national role R8010, profile 555021935107) wrote a note.");
  }

  @Test
  void noTwoActionsReadTheSame() {
    Set<String> said = new HashSet<>();
    for (Action action : Action.values()) {
      assertThat(said.add(Sentence.of(entry(action, CLERK)))).as(action.code()).isTrue();
    }
  }

  @Test
  void itSaysWhoDidWhatWithWhatOfWhomAndWhy() {
    AuditEntry entry =
        entry(Action.ATTACHMENT_OPENED, CLERK)
            .about(Patient.nhs("9990000018"))
            .with(Data.ofCase(CASE).inMessage("m-1").ofDocument("d-1", "2").ofAttachment(3, "ab"))
            .because("asked by phone");
    assertThat(Sentence.of(entry))
        .isEqualTo(
            "Test Clerk opened an attachment (attachment 3, document d-1 version 2, message m-1,"
                + " case %s) of patient 9990000018, because “asked by phone”.".formatted(CASE));
  }

  @Test
  void whatWasRefusedWasOnlyTried() {
    assertThat(
            Sentence.of(
                entry(Action.DOCUMENT_OPENED, CLERK)
                    .about(Patient.local("4711"))
                    .ended(Outcome.refused("no-role"))))
        .isEqualTo(
            "Test Clerk tried to open a document of patient local number 4711; it was refused"
                + " (no-role).");
  }

  @Test
  void aListSaysWhatWasAskedForHowManyWereFoundAndTheFirstPatients() {
    AuditEntry list =
        entry(Action.LIST_SEEN, CLERK)
            .with(Data.ofList(List.of(CASE), 7))
            .about(Collections.nCopies(7, Patient.nhs("9990000018")))
            .asked("status=open");
    assertThat(Sentence.of(list))
        .isEqualTo(
            "Test Clerk saw a list, 7 found of patients 9990000018, 9990000018, 9990000018,"
                + " 9990000018, 9990000018 and 2 more, asked for “status=open”.");
  }

  @Test
  void aChangeSaysFromWhatToWhatAndWhoTheSecondPersonWas() {
    AuditEntry entry =
        entry(Action.ROLE_GIVEN, CLERK)
            .changing("clerk", "auditor")
            .secondedBy(Actor.person("556", "Test Auditor", List.of(), "X26001", "s-2"));
    assertThat(Sentence.of(entry))
        .isEqualTo(
            "Test Clerk together with Test Auditor gave a role, from “clerk”, to “auditor”.");
  }

  @Test
  void whoeverHasNoNameIsNamedByWhatTheyAre() {
    assertThat(Sentence.of(entry(Action.NODE_STARTED, Actor.node("node-1", "X26001"))))
        .isEqualTo("The node node-1 started.");
    assertThat(Sentence.of(entry(Action.SUBMITTED, Actor.machine("key-1", List.of("s"), "X26001"))))
        .isEqualTo("The program key-1 submitted a document.");
    assertThat(Sentence.of(entry(Action.SIGN_IN_REFUSED, Actor.unknown("555", "X26001"))))
        .isEqualTo("The person 555 was refused to sign in.");
  }

  @Test
  void itSaysForWhomWhenThatIsAnotherOrganisation() {
    assertThat(Sentence.of(entry(Action.PRINTED, Actor.unknown("555", "X26002"))))
        .isEqualTo("The person 555 printed, for X26001.");
  }

  @Test
  void whatComesFromOutsideNeitherBreaksTheLineNorTurnsIt() {
    assertThat(
            Sentence.of(
                entry(Action.NOTED, CLERK).because("one\r\ntwo\u2028three\u202Efour\u0000")))
        .isEqualTo("Test Clerk wrote a note, because “one??two?three?four?”.");
  }
}
