package gpcm.node.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.config.ByteSize;
import gpcm.node.config.RegisterSettings;
import gpcm.node.config.RegisterSettings.Ask;
import gpcm.node.config.RegisterSettings.Login;
import gpcm.node.config.SecretSource;
import gpcm.node.register.FhirStandIn.Misbehaviour;
import gpcm.node.register.RegisteredPatient.Registration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A register behind a FHIR server, over real HTTP. */
class FhirRegisterTest {
  private static final String NUMBER = "9990000018";
  private static final SoughtPatient SOUGHT =
      new SoughtPatient(NUMBER, "Testpatient", "Alpha", "1957-01-09", "female");
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-06-15T12:00:00Z"));

  @TempDir Path folder;
  private FhirStandIn server;

  @BeforeEach
  void start() throws IOException {
    server = new FhirStandIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private FhirRegister register(Ask ask) {
    return register(ask, Optional.empty(), Optional.empty(), Duration.ofSeconds(20));
  }

  private FhirRegister register(
      Ask ask, Optional<Login> login, Optional<SecretSource> token, Duration timeout) {
    return new FhirRegister(
        new RegisterSettings.Fhir(
            server.url(), ask, login, token, timeout, ByteSize.ofKibibytes(16)),
        "A99902",
        NOW);
  }

  private static String r4(String more) {
    return """
    {"resourceType":"Patient","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],
     "name":[{"use":"usual","family":"Testpatient","given":["Alpha","Example"]}],"gender":"female","birthDate":"1957-01-09",
     "telecom":[{"system":"email","value":"a@example.invalid"},{"system":"phone","value":"01632 960001"}],
     "address":[{"line":["1 Sample Street"],"city":"Sampleton","postalCode":"ZZ99 9ZZ"}]%s}
    """
        .formatted(more.isEmpty() ? "" : "," + more);
  }

  /**
   * STU3 as CareConnect writes it: active, the number's verification, the practice's identifier.
   */
  private static String stu3(String more) {
    return """
    {"resourceType":"Patient","meta":{"profile":["https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Patient-1"]},
     "identifier":[{"extension":[{"url":"https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1",
       "valueCodeableConcept":{"coding":[{"code":"01"}]}}],"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],
     "active":true,"name":[{"use":"official","family":"Testpatient","given":["Alpha"]}],"gender":"female","birthDate":"1957-01-09",
     "generalPractitioner":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"A99902"}}]%s}
    """
        .formatted(more.isEmpty() ? "" : "," + more);
  }

  private Registration registration(Ask ask, String patient) {
    server.with(NUMBER, "Testpatient", "1957-01-09", patient);
    try (FhirRegister register = register(ask)) {
      List<RegisteredPatient> found = register.withNumber(SOUGHT);
      assertThat(found).hasSize(1);
      return found.getFirst().registration();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsThereIsKnownInBothReleases(Ask ask) {
    assertThat(registration(ask, r4(""))).isEqualTo(Registration.KNOWN);
    assertThat(registration(ask, stu3(""))).isEqualTo(Registration.KNOWN);
  }

  private static String labelled(String system, String... codes) {
    return "\"meta\":{\"security\":[%s]}"
        .formatted(
            Stream.of(codes)
                .map(code -> "{\"system\":\"%s\",\"code\":\"%s\"}".formatted(system, code))
                .collect(Collectors.joining(",")));
  }

  private Restriction restriction(String patient) {
    server.with(NUMBER, "Testpatient", "1957-01-09", patient);
    try (FhirRegister register = register(Ask.SEARCH)) {
      return register.withNumber(SOUGHT).getFirst().restriction();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "R, RESTRICTED",
    "V, RESTRICTED",
    "N, UNRESTRICTED",
    "U, UNRESTRICTED",
    "REDACTED, UNSAID",
  })
  void aLabelSaysWhoseRecordIsRestrictedInBothReleases(String code, Restriction said) {
    assertThat(
            restriction(
                r4(labelled("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code))))
        .isEqualTo(said);
    assertThat(restriction(r4(labelled("http://hl7.org/fhir/v3/Confidentiality", code))))
        .isEqualTo(said);
  }

  @Test
  void ofTwoLabelsTheStricterCounts() {
    assertThat(restriction(r4(labelled("http://hl7.org/fhir/v3/Confidentiality", "N", "R"))))
        .isEqualTo(Restriction.RESTRICTED);
  }

  @Test
  void aServerWithoutLabelsSaysNothingOfIt() {
    assertThat(restriction(r4(""))).isEqualTo(Restriction.UNSAID);
    assertThat(restriction(r4(labelled("https://example.org/labels", "R"))))
        .isEqualTo(Restriction.UNSAID);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyIsFoundWhoIsNotThere(Ask ask) {
    try (FhirRegister register = register(ask)) {
      assertThat(register.withNumber(SOUGHT)).isEmpty();
      assertThat(register.candidates(SOUGHT)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "active":false                            | NO_LONGER_HERE
          "deceasedDateTime":"2026-05-01"           | RECENTLY_DECEASED
          "deceasedDateTime":"2026-05-01T08:00:00Z" | RECENTLY_DECEASED
          "deceasedDateTime":"2025-12-14"           | NO_LONGER_HERE
          "deceasedBoolean":true                    | RECENTLY_DECEASED
          "deceasedBoolean":false                   | KNOWN
          """)
  void howSomebodyIsRegisteredFollowsFromTheResource(String more, Registration registration) {
    assertThat(registration(Ask.SEARCH, r4(more))).isEqualTo(registration);
    assertThat(registration(Ask.MATCH, r4(more))).isEqualTo(registration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"url":"registrationPeriod","valuePeriod":{"start":"2020-01-01"}}                              | KNOWN
          {"url":"registrationPeriod","valuePeriod":{"start":"2026-07-01"}}                              | REGISTERING
          {"url":"registrationPeriod","valuePeriod":{"start":"2020-01-01","end":"2026-06-14"}}           | NO_LONGER_HERE
          {"url":"registrationStatus","valueCodeableConcept":{"coding":[{"code":"R"}]}}                  | REGISTERING
          {"url":"registrationStatus","valueCodeableConcept":{"coding":[{"code":"I"}]}}                  | NO_LONGER_HERE
          {"url":"registrationStatus","valueCodeableConcept":{"coding":[{"code":"A"}]}}                  | KNOWN
          """)
  void careConnectsRegistrationDetailsCount(String part, Registration registration) {
    assertThat(
            registration(
                Ask.SEARCH,
                stu3(
                    "\"extension\":[{\"url\":\"https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-RegistrationDetails-1\",\"extension\":["
                        + part
                        + "]}]")))
        .isEqualTo(registration);
  }

  @Test
  void whoIsRegisteredElsewhereIsNotOurs() {
    server.with(NUMBER, "Testpatient", "1957-01-09", stu3("").replace("A99902", "A99903"));
    try (FhirRegister register = register(Ask.SEARCH)) {
      assertThat(register.withNumber(SOUGHT)).isEmpty();
    }
  }

  @Test
  void everyDetailThatAPersonComparesIsRead() {
    server.with(NUMBER, "Testpatient", "1957-01-09", r4(""));
    try (FhirRegister register = register(Ask.SEARCH)) {
      assertThat(register.withNumber(SOUGHT))
          .containsExactly(
              new RegisteredPatient(
                  NUMBER,
                  "Testpatient",
                  "Alpha Example",
                  "1957-01-09",
                  "female",
                  "1 Sample Street, Sampleton, ZZ99 9ZZ",
                  "01632 960001",
                  Registration.KNOWN));
    }
  }

  @ParameterizedTest
  @EnumSource
  void candidatesAreFoundBySurnameAndDateOfBirthToo(Ask ask) {
    server.with("9990000026", "Testpatient", "1957-01-09", r4("").replace(NUMBER, "9990000026"));
    try (FhirRegister register = register(ask)) {
      assertThat(register.withNumber(SOUGHT)).isEmpty();
      assertThat(register.candidates(SOUGHT))
          .extracting(RegisteredPatient::nhsNumber)
          .containsExactly("9990000026");
    }
  }

  @Test
  void searchAndMatchAskAsFhirSays() {
    try (FhirRegister search = register(Ask.SEARCH);
        FhirRegister match = register(Ask.MATCH)) {
      search.withNumber(SOUGHT);
      match.withNumber(SOUGHT);
    }
    assertThat(server.asked().get(0))
        .startsWith(
            "GET /fhir/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018&");
    assertThat(server.asked().get(1))
        .startsWith("POST /fhir/Patient/$match {\"resourceType\":\"Parameters\"")
        .contains(
            "\"name\":\"resource\",\"resource\":{\"resourceType\":\"Patient\"",
            "\"family\":\"Testpatient\"",
            "\"birthDate\":\"1957-01-09\"",
            "\"name\":\"onlyCertainMatches\",\"valueBoolean\":false");
  }

  @Test
  void credentialsComeFromTheirFilesAsTheyStandNow() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    SecretSource secret = new SecretSource.InFile(file);
    try (FhirRegister basic =
            register(
                Ask.SEARCH,
                Optional.of(new Login("node", secret)),
                Optional.empty(),
                Duration.ofSeconds(20));
        FhirRegister bearer =
            register(Ask.SEARCH, Optional.empty(), Optional.of(secret), Duration.ofSeconds(20))) {
      basic.withNumber(SOUGHT);
      Files.writeString(file, "second\n");
      bearer.withNumber(SOUGHT);
    }
    assertThat(server.authorizations())
        .containsExactly(
            "Basic "
                + Base64.getEncoder().encodeToString("node:first".getBytes(StandardCharsets.UTF_8)),
            "Bearer second");
  }

  @Test
  void credentialsThatAreGoneAreSaidToBe() {
    try (FhirRegister register =
        register(
            Ask.SEARCH,
            Optional.empty(),
            Optional.of(new SecretSource.InFile(folder.resolve("none"))),
            Duration.ofSeconds(20))) {
      assertThatThrownBy(() -> register.withNumber(SOUGHT))
          .isInstanceOf(RegisterUnavailableException.class)
          .hasMessageContaining("none");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 400, 401, 404, 500, 503})
  void anyOtherStatusIsNoAnswer(int status) {
    server.answerInstead(
        new Misbehaviour(status, "", Map.of("Location", server.url() + "/Patient")));
    refused("it answers with HTTP " + status);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not json                                                        | what it answers is not JSON
          {"resourceType":"OperationOutcome"}                             | is no Bundle of type searchset
          {"resourceType":"Bundle","type":"collection"}                   | is no Bundle of type searchset
          {"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"x"}]} | more patients than one page holds
          """)
  void whatIsNoAnswerIsNotTakenForOne(String body, String said) {
    server.answerInstead(new Misbehaviour(200, body, Map.of()));
    refused(said);
  }

  @Test
  void anAnswerBeyondItsLimitIsNotRead() {
    server.answerInstead(new Misbehaviour(200, " ".repeat(16 * 1024 + 1), Map.of()));
    refused("the answer is larger than 16384 bytes");
  }

  @Test
  void aServerThatIsSilentIsGivenUp() {
    server.fallSilent();
    try (FhirRegister register =
        register(Ask.SEARCH, Optional.empty(), Optional.empty(), Duration.ofMillis(100))) {
      assertThatThrownBy(() -> register.withNumber(SOUGHT))
          .isInstanceOf(RegisterUnavailableException.class);
    }
  }

  private void refused(String said) {
    try (FhirRegister register = register(Ask.SEARCH)) {
      assertThatThrownBy(() -> register.withNumber(SOUGHT))
          .isInstanceOf(RegisterUnavailableException.class)
          .hasMessageContaining("the register of patients at 127.0.0.1:")
          .hasMessageContaining(said);
    }
  }

  @Test
  void afterAFailureItIsLeftAloneForAMoment() {
    server.answerInstead(new Misbehaviour(503, "", Map.of()));
    Instant[] now = {Instant.parse("2026-06-15T12:00:00Z")};
    try (SparedRegister spared = new SparedRegister(register(Ask.SEARCH), () -> now[0])) {
      assertThatThrownBy(() -> spared.withNumber(SOUGHT)).hasMessageContaining("HTTP 503");
      assertThatThrownBy(() -> spared.withNumber(SOUGHT)).hasMessageContaining("HTTP 503");
      assertThat(server.asked()).hasSize(1);
      server.answerInstead(null);
      now[0] = now[0].plusSeconds(2);
      assertThat(spared.withNumber(SOUGHT)).isEmpty();
    }
  }
}
