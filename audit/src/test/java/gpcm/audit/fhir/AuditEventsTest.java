package gpcm.audit.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Patient;
import gpcm.audit.entry.Place;
import gpcm.audit.entry.WrittenEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every event is checked by HAPI's validator against base R4. The profiles of BALP are not among
 * HAPI's resources; what they ask for is compared field by field.
 */
class AuditEventsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BALP =
      "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
  private static final UUID CASE = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");

  private static FhirValidator validator;

  @BeforeAll
  static void loadR4() {
    FhirContext context = FhirContext.forR4();
    FhirInstanceValidator module =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context)));
    module.setErrorForUnknownProfiles(false);
    validator = context.newValidator().registerValidatorModule(module);
  }

  private static AuditEntry entry(Action action) {
    return AuditEntry.of(
            Instant.parse("2026-11-28T12:00:00.120Z"),
            RANDOM,
            "X26001",
            action,
            Actor.person("555", "Test Clerk", List.of("clerk"), "X26001", "s-1")
                .inNationalRole("R8008", "555021935107"),
            Place.of("node-1", "0.1.0").request("document", "r-1", "192.0.2.7"))
        .about(Patient.nhs("9990000018"))
        .with(
            Data.ofCase(CASE)
                .inMessage("m-1")
                .ofDocument("d-1", "2")
                .ofAttachment(1, "ab")
                .confidential("R"))
        .because("asked by phone")
        .asked("status=open");
  }

  private static JsonNode event(AuditEntry entry) {
    List<String> events = AuditEvents.of(entry);
    assertThat(events).hasSize(1);
    return checked(events.getFirst());
  }

  private static JsonNode checked(String json) {
    assertThat(
            validator.validateWithResult(json).getMessages().stream()
                .filter(each -> each.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(SingleValidationMessage::toString))
        .as(json)
        .isEmpty();
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void everyActionIsAnAuditEventInEveryOutcome(Action action) {
    assertThat(event(entry(action)).path("outcome").asText()).isEqualTo("0");
    JsonNode refused = event(entry(action).ended(Outcome.refused("http-403")));
    assertThat(refused.path("outcome").asText()).isEqualTo("4");
    assertThat(refused.path("outcomeDesc").asText()).isEqualTo("http-403");
    assertThat(event(entry(action).ended(Outcome.failed("EPL-151"))).path("outcome").asText())
        .isEqualTo("8");
  }

  @ParameterizedTest
  @CsvSource({
    "DOCUMENT_OPENED, PatientRead, rest, read, R",
    "ATTACHMENT_OPENED, PatientRead, rest, read, R",
    "MESSAGE_SEEN, PatientRead, rest, read, R",
    "LIST_SEEN, PatientQuery, rest, search-type, E",
    "PATIENT_SEARCHED, PatientQuery, rest, search-type, E",
    "FILED, PatientCreate, rest, create, C",
    "CODED_ENTRY_CONFIRMED, PatientUpdate, rest, update, U",
    "NOTED, PatientUpdate, rest, update, U",
    "POSTED, PrivacyDisclosure.Source, 110106, disclose, R",
    "HANDED_OVER, PrivacyDisclosure.Source, 110106, disclose, R",
    "PRINTED, PrivacyDisclosure.Source, 110106, disclose, R",
    "DOWNLOADED, PrivacyDisclosure.Source, 110106, disclose, R",
    "RECEIVED, PrivacyDisclosure.Recipient, 110107, disclose, C",
    "ACCESS_REFUSED, '', 110113, 110132, E",
    "SIGN_IN_DONE, '', 110114, 110122, E",
    "SIGN_IN_ENDED, '', 110114, 110123, E",
    "NODE_STARTED, '', 110100, 110120, E",
    "NODE_STOPPED, '', 110100, 110121, E",
    "ERASED, PatientDelete, rest, delete, D",
  })
  void anActionHasItsProfileTypeSubtypeAndAction(
      Action action, String profile, String type, String subtype, String code) {
    JsonNode event = event(entry(action));
    assertThat(event.at("/meta/profile/0").asText())
        .isEqualTo(profile.isEmpty() ? "" : BALP + profile);
    assertThat(event.at("/type/code").asText()).isEqualTo(type);
    assertThat(event.at("/subtype/0/code").asText()).isEqualTo(subtype);
    assertThat(event.path("action").asText()).isEqualTo(code);
  }

  @Test
  void aReadHasClientServerAndUser() {
    JsonNode event = event(entry(Action.DOCUMENT_OPENED));
    JsonNode client = agent(event, "110152");
    assertThat(client.at("/network/address").asText()).isEqualTo("192.0.2.7");
    assertThat(client.at("/network/type").asText()).isEqualTo("2");
    JsonNode server = agent(event, "110153");
    assertThat(server.at("/network/address").asText()).isEqualTo("node-1");
    JsonNode user = agent(event, "IRCP");
    assertThat(user.path("requestor").asBoolean()).isTrue();
    assertThat(user.path("network").isMissingNode()).isTrue();
    assertThat(user.path("name").asText()).isEqualTo("Test Clerk");
    assertThat(user.at("/who/identifier/value").asText()).isEqualTo("555");
    assertThat(user.at("/role/0/text").asText()).isEqualTo("clerk");
    assertThat(user.at("/role/1/coding/0/code").asText()).isEqualTo("R8008");
    assertThat(user.at("/purposeOfUse/0/coding/0/code").asText()).isEqualTo("TREAT");
  }

  @Test
  void aReadHasPatientDataAndTransaction() {
    JsonNode event = event(entry(Action.DOCUMENT_OPENED));
    JsonNode patient = entity(event, "1");
    assertThat(patient.at("/role/code").asText()).isEqualTo("1");
    assertThat(patient.at("/what/type").asText()).isEqualTo("Patient");
    assertThat(patient.at("/what/identifier/value").asText()).isEqualTo("9990000018");
    JsonNode data = entity(event, "2");
    assertThat(data.at("/role/code").asText()).isEqualTo("4");
    assertThat(data.at("/what/identifier/value").asText()).isEqualTo("urn:uuid:" + CASE);
    assertThat(data.at("/securityLabel/0/code").asText()).isEqualTo("R");
    assertThat(data.path("detail").findValuesAsText("valueString"))
        .contains("m-1", "d-1", "2", "1", "ab", "asked by phone");
    assertThat(entity(event, "XrequestId").at("/what/identifier/value").asText()).isEqualTo("r-1");
  }

  @Test
  void aQueryTurnsClientAndServerAroundAndHoldsWhatWasAsked() {
    JsonNode event = event(entry(Action.LIST_SEEN));
    assertThat(agent(event, "110153").at("/network/address").asText()).isEqualTo("192.0.2.7");
    assertThat(agent(event, "110152").at("/network/address").asText()).isEqualTo("node-1");
    JsonNode query = entity(event, "2");
    assertThat(query.at("/role/code").asText()).isEqualTo("24");
    assertThat(query.path("what").isMissingNode()).isTrue();
    assertThat(query.path("detail").isMissingNode()).isTrue();
    assertThat(
            new String(
                Base64.getDecoder().decode(query.path("query").asText()), StandardCharsets.UTF_8))
        .isEqualTo("status=open");
  }

  @ParameterizedTest
  @CsvSource({"FILED, AUT", "NOTED, AUT", "ERASED, CST"})
  void whoCreatesChangesOrRemovesIsItsAuthorOrCustodian(Action action, String type) {
    JsonNode event = event(entry(action));
    assertThat(agent(event, type).at("/who/identifier/value").asText()).isEqualTo("555");
    assertThat(agent(event, "110153").at("/network/address").asText()).isEqualTo("192.0.2.7");
  }

  @ParameterizedTest
  @CsvSource({"POSTED, 110153", "RECEIVED, 110152"})
  void theNodeThatRecordedADisclosureIsOneOfItsTwoSides(Action action, String side) {
    JsonNode event = event(entry(action));
    assertThat(agent(event, side).path("who")).isEqualTo(event.at("/source/observer"));
    assertThat(event.at("/purposeOfEvent/0/coding/0/code").asText()).isEqualTo("TREAT");
  }

  @Test
  void theOrganisationAndTheRoleProfileAreAgentsToldApartByTheirType() {
    JsonNode event = event(entry(Action.DOCUMENT_OPENED));
    assertThat(who(event, "Organization").at("/identifier/value").asText()).isEqualTo("X26001");
    assertThat(who(event, "Organization").at("/identifier/system").asText())
        .isEqualTo("https://fhir.nhs.uk/Id/ods-organization-code");
    assertThat(who(event, "PractitionerRole").at("/identifier/value").asText())
        .isEqualTo("555021935107");
    assertThat(who(event, "Practitioner").at("/identifier/value").asText()).isEqualTo("555");
  }

  @Test
  void aListOfManyPatientsIsAnEventForEach() {
    List<String> events =
        AuditEvents.of(
            entry(Action.LIST_SEEN)
                .about(List.of(Patient.nhs("9990000018"), Patient.local("4711"))));
    assertThat(events).hasSize(2);
    assertThat(events)
        .extracting(json -> entity(checked(json), "1").at("/what/identifier/value").asText())
        .containsExactly("9990000018", "4711");
    assertThat(events)
        .extracting(json -> checked(json).path("id").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void aListOfNobodyIsAQueryWithoutAPatient() {
    JsonNode event = event(entry(Action.LIST_SEEN).about(List.of()));
    assertThat(event.at("/meta/profile/0").asText()).isEqualTo(BALP + "Query");
    assertThat(entity(event, "1").isMissingNode()).isTrue();
  }

  @Test
  void whatIsErasedOrRefusedClaimsNoProfileItDoesNotMeet() {
    WrittenEntry written = entry(Action.POSTED).written(RANDOM);
    JsonNode erased = event(AuditEntry.read(written.bytes(), Optional.empty()));
    assertThat(erased.path("meta").isMissingNode()).isTrue();
    assertThat(erased.toString()).doesNotContain("9990000018", "Test Clerk", "192.0.2.7");
    JsonNode refused = event(entry(Action.DOCUMENT_OPENED).ended(Outcome.refused("http-403")));
    assertThat(refused.path("meta").isMissingNode()).isTrue();
    assertThat(refused.at("/type/code").asText()).isEqualTo("110113");
  }

  @Test
  void hostileTextIsStillAnAuditEvent() {
    event(entry(Action.NOTED).because("\u0000<script>\u001f\"").asked("\u0000"));
  }

  private static JsonNode agent(JsonNode event, String type) {
    return StreamSupport.stream(event.path("agent").spliterator(), false)
        .filter(agent -> agent.at("/type/coding/0/code").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode who(JsonNode event, String type) {
    return StreamSupport.stream(event.path("agent").spliterator(), false)
        .map(agent -> agent.path("who"))
        .filter(who -> who.path("type").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode entity(JsonNode event, String type) {
    return StreamSupport.stream(event.path("entity").spliterator(), false)
        .filter(entity -> entity.at("/type/code").asText().equals(type))
        .findFirst()
        .orElseGet(() -> JSON.missingNode());
  }
}
