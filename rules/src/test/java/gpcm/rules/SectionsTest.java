package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * GPCM-SD-020: beside an attachment stands nothing but what the requirements name, a document
 * travels in a Binary, and a section of its own may hold what the profile of the Composition lets
 * it.
 */
class SectionsTest {
  private static final String PROCEDURE =
      entry(
          "Procedure",
          ",\"status\":\"completed\",\"subject\":{\"reference\":\"urn:uuid:patient\"}");
  private static final String PICTURE =
      entry(
          "Media",
          ",\"type\":\"photo\",\"subject\":{\"reference\":\"urn:uuid:patient\"},"
              + "\"content\":{\"contentType\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}");

  private static String entry(String type, String rest) {
    return """
    {"fullUrl":"urn:uuid:further","resource":{"resourceType":"%s","id":"further",
     "meta":{"profile":["https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-%s-1"]}%s}}\
    """
        .formatted(type, type, rest);
  }

  private static Fixture with(UseCaseKey useCase, String entry) {
    return Fixture.of(useCase).change("document", "add", "entry", entry);
  }

  private static Fixture inItsOwnSection(Fixture fixture) {
    return fixture.change(
        "composition",
        "add",
        "section",
        "{\"title\":\"Further\",\"entry\":[{\"reference\":\"urn:uuid:further\"}]}");
  }

  private static Fixture besideThePhotograph(Fixture fixture) {
    return fixture.change(
        "composition", "add", "section/1/entry", "{\"reference\":\"urn:uuid:further\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "CS, PractitionerRole",
    "OC, PractitionerRole",
    "GE, PractitionerRole",
    "OC, HealthcareService",
    "OC, Appointment",
    "GE, CareTeam"
  })
  void whatNoTableNamesIsAWarningInASectionOfItsOwn(UseCaseKey useCase, String type) {
    Findings findings = inItsOwnSection(with(useCase, entry(type, ""))).check(Tolerances.NONE);
    assertThat(findings.rejecting()).filteredOn(BrokenMessageTest::isNumbered).isEmpty();
    assertThat(findings.warnings())
        .extracting(Finding::requirement, Finding::strength, Finding::found)
        .contains(tuple("GPCM-SD-020", Strength.SHOULD, "a reference to a " + type));
  }

  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void aProcedureInASectionOfItsOwnMakesNoMessageInvalid(UseCaseKey useCase) {
    Findings findings = inItsOwnSection(with(useCase, PROCEDURE)).check(Tolerances.NONE);
    assertThat(findings.valid()).as(() -> findings.all().toString()).isTrue();
    assertThat(findings.warnings()).extracting(Finding::requirement).containsExactly("GPCM-SD-020");
  }

  /** Reached through another resource, as FHIR has it, it needs no section. */
  @Test
  void outsideOfSectionsItIsNoFaultAtAll() {
    Findings findings =
        with(UseCaseKey.OC, entry("HealthcareService", ""))
            .change("referral", "add", "recipient", "{\"reference\":\"urn:uuid:further\"}")
            .check(Tolerances.NONE);
    assertThat(findings.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void besideAnAttachmentItIsAFault(UseCaseKey useCase) {
    assertThat(besideThePhotograph(with(useCase, PROCEDURE)).check().rejecting())
        .extracting(Finding::requirement, Finding::code)
        .containsExactly(tuple("GPCM-SD-020", ResponseCode.PAYLOAD_INVALID));
  }

  /** GPCM-SD-008: an entry of the section that the requirement asks for, wherever it stands. */
  @Test
  void anObservationBesideAnAttachmentIsNone() {
    assertThat(
            Fixture.of(UseCaseKey.OC)
                .change("composition", "unannounce", "observation", "")
                .change(
                    "composition",
                    "add",
                    "section/1/entry",
                    "{\"reference\":\"urn:uuid:observation\"}")
                .check(Tolerances.NONE)
                .all())
        .isEmpty();
  }

  /** It would be no attachment to anybody. */
  @ParameterizedTest
  @EnumSource(names = {"CS", "OC", "GE"})
  void aPictureThatIsNoBinaryIsAFaultWhereverItStands(UseCaseKey useCase) {
    for (Fixture fixture :
        new Fixture[] {
          inItsOwnSection(with(useCase, PICTURE)), besideThePhotograph(with(useCase, PICTURE))
        }) {
      assertThat(fixture.check().rejecting())
          .filteredOn(BrokenMessageTest::isNumbered)
          .extracting(Finding::requirement, Finding::found)
          .containsExactly(tuple("GPCM-SD-020", "a reference to a Media"));
    }
  }

  /** A stranger's entry is one whatever its type; what is about no patient at all is none. */
  @ParameterizedTest
  @CsvSource({
    "CS, second, false",
    "OC, second, false",
    "GE, second, false",
    "OC, nowhere, false",
    "OC, patient, true",
    "GE, patient, true"
  })
  void whatNoTableNamesIsAboutTheDocumentsPatientToo(
      UseCaseKey useCase, String about, boolean right) {
    Fixture fixture =
        inItsOwnSection(with(useCase, PROCEDURE.replace("urn:uuid:patient", "urn:uuid:" + about)))
            .change("document", "second", "patient", "");
    assertThat(fixture.check().rejecting())
        .filteredOn(BrokenMessageTest::isNumbered)
        .extracting(Finding::requirement)
        .containsExactlyElementsOf(right ? List.of() : List.of("GPCM-C-02"));
  }

  @Test
  void aFlagMayBeAboutAnOrganisation() {
    String flag =
        entry(
            "Flag",
            ",\"status\":\"active\",\"code\":{\"text\":\"Closed at noon\"},"
                + "\"subject\":{\"reference\":\"urn:uuid:organization\"}");
    assertThat(inItsOwnSection(with(UseCaseKey.GE, flag)).check().rejecting()).isEmpty();
  }

  @Test
  void aSectionInsideASectionIsLookedAtToo() {
    Fixture fixture =
        with(UseCaseKey.GE, PICTURE)
            .change(
                "composition",
                "add",
                "section",
                "{\"title\":\"All\",\"section\":[{\"title\":\"Pictures\","
                    + "\"entry\":[{\"reference\":\"urn:uuid:further\"}]}]}");
    assertThat(fixture.check().rejecting())
        .filteredOn(BrokenMessageTest::isNumbered)
        .extracting(Finding::requirement)
        .containsExactly("GPCM-SD-020");
  }
}
