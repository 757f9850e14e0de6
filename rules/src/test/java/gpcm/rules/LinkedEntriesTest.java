package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A document is its Composition and what references connect with it (FHIR STU3, Documents). */
class LinkedEntriesTest {
  private static final String PROFILE =
      "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Location-1";

  private static String location(String id, String elements) {
    return """
    {"fullUrl":"urn:uuid:%s","resource":{"resourceType":"Location","id":"%s",
     "meta":{"profile":["%s"]},
     "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-site-code","value":"ZZ00102"}],
     "status":"active","name":"Fictional place","type":{"text":"Surgery"},
     "telecom":[{"system":"phone","value":"01632960003"}],
     "address":{"text":"1 Example Street"}%s}}\
    """
        .formatted(id, id, PROFILE, elements);
  }

  private static Fixture with(Fixture fixture, String entry) {
    return fixture.change("document", "add", "entry", entry);
  }

  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void anEntryThatNothingLeadsToIsAFaultOfThePayload(UseCaseKey useCase) {
    Findings findings = with(Fixture.of(useCase), location("alone", "")).check();
    assertThat(findings.rejecting())
        .extracting(Finding::requirement, f -> f.code().code(), Finding::found)
        .containsExactly(tuple("FHIR", "20009", "an entry that nothing leads to"));
    assertThat(findings.rejecting().getFirst().path()).endsWith(".resource.ofType(Location)");
  }

  @Test
  void entriesThatLeadOnlyToEachOtherAreFaultsBoth() {
    Fixture island =
        with(
            Fixture.of(UseCaseKey.GE),
            location("one", ",\"partOf\":{\"reference\":\"urn:uuid:two\"}"));
    Findings findings =
        with(island, location("two", ",\"partOf\":{\"reference\":\"urn:uuid:one\"}")).check();
    assertThat(findings.rejecting())
        .extracting(Finding::requirement)
        .containsExactly("FHIR", "FHIR");
  }

  @Test
  void anEntryThatItselfLeadsIntoTheDocumentIsNone() {
    assertThat(
            with(
                    Fixture.of(UseCaseKey.GE),
                    location(
                        "inside",
                        ",\"managingOrganization\":{\"reference\":\"urn:uuid:organization\"}"))
                .check()
                .rejecting())
        .isEmpty();
  }

  @Test
  void whatIsReachedOnlyThroughSuchAnEntryIsNone() {
    Fixture fixture =
        with(
            Fixture.of(UseCaseKey.GE),
            location(
                "inside",
                ",\"managingOrganization\":{\"reference\":\"urn:uuid:organization\"},"
                    + "\"partOf\":{\"reference\":\"urn:uuid:around\"}"));
    assertThat(with(fixture, location("around", "")).check().rejecting()).isEmpty();
  }

  @Test
  void theAddressOfAnAttachmentLeadsToAnEntryToo() {
    Fixture fixture = with(Fixture.of(UseCaseKey.GE), location("alone", ""));
    assertThat(
            fixture
                .change("letter", "set", "content/0/attachment/url", "\"urn:uuid:alone\"")
                .check()
                .rejecting())
        .isEmpty();
  }

  @Test
  void theSystemOfACodeLeadsNowhere() {
    Fixture fixture = with(Fixture.of(UseCaseKey.GE), location("alone", ""));
    assertThat(
            fixture
                .change(
                    "location",
                    "add",
                    "identifier",
                    "{\"system\":\"urn:uuid:alone\",\"value\":\"1\"}")
                .check()
                .rejecting())
        .extracting(Finding::requirement)
        .containsExactly("FHIR");
  }

  @Test
  void aReferenceInAContainedResourceLeadsToAnEntryToo() {
    Fixture fixture = with(Fixture.of(UseCaseKey.GE), location("alone", ""));
    String contained =
        "[{\"resourceType\":\"Location\",\"id\":\"in\",\"name\":\"Fictional room\","
            + "\"partOf\":{\"reference\":\"urn:uuid:alone\"}}]";
    assertThat(
            fixture
                .change("location", "set", "contained", contained)
                .change("location", "set", "partOf", "{\"reference\":\"#in\"}")
                .check()
                .rejecting())
        .isEmpty();
  }

  /** Beside the document FHIR only asks for a look at it. */
  @Test
  void besideTheDocumentItIsAWarning() {
    Findings findings =
        Fixture.of(UseCaseKey.GE)
            .change(
                "message",
                "add",
                "entry",
                """
                {"fullUrl":"urn:uuid:alone","resource":{"resourceType":"Organization","id":"alone",
                 "meta":{"profile":["https://fhir.nhs.uk/STU3/StructureDefinition/CareConnect-ITK-Header-Organization-1"]},
                 "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"ZZ002"}]}}\
                """)
            .check();
    assertThat(findings.valid()).isTrue();
    assertThat(findings.warnings())
        .extracting(Finding::requirement, Finding::strength)
        .containsExactly(tuple("FHIR", Strength.SHOULD));
  }
}
