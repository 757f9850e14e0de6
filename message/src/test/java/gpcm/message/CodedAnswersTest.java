package gpcm.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedContents;
import gpcm.message.coded.CodedDetail;
import gpcm.message.coded.CodedKind;
import gpcm.message.coded.SaidBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.ListResource;
import org.hl7.fhir.dstu3.model.Observation;
import org.hl7.fhir.dstu3.model.Resource;
import org.junit.jupiter.api.Test;

/** Codes in the answers of an online consultation travel as Observations, and say who answered. */
class CodedAnswersTest {
  private static final String CLINICIAN_ANSWERED = "\"answeredBy\": \"practitioner\", ";

  private static String example() throws IOException {
    return Files.readString(Examples.root().resolve("examples/online-consultation-coded.json"));
  }

  static SendDocument message(String json) {
    Document document = DocumentJson.read(json.getBytes(StandardCharsets.UTF_8));
    return SendDocument.of(
        document,
        Examples.MAILBOX,
        EnclosedFiles.of(AttachmentContent.of(Examples.PDF), List.of()),
        Examples.CLOCK,
        Examples.ids());
  }

  private static List<CodedContent> observations(String json) {
    SendDocument sent = (SendDocument) Examples.readXml(Examples.xml(message(json)));
    return new CodedContents()
        .of(sent).stream().filter(each -> each.kind() == CodedKind.OBSERVATION).toList();
  }

  private static Stream<Resource> resources(SendDocument message) {
    return message.document().orElseThrow().getEntry().stream().map(entry -> entry.getResource());
  }

  /** GPCM-SD-OC-049, -053. */
  @Test
  void anAnswerWithACodeIsAnObservationOfItAndOneToACodedQuestionIsItsValue() throws IOException {
    assertThat(observations(example()))
        .extracting(each -> each.concept().code(), CodedContent::value, CodedContent::unit)
        .containsExactly(
            tuple("271807003", "Rash", ""),
            tuple("386725007", "37.2", "degrees Celsius"),
            tuple("418290006", "Itching", ""));
  }

  /** GPCM-SD-OC-052. */
  @Test
  void eachNamesWhoAnsweredFirstAndThePatientBeside() throws IOException {
    assertThat(observations(example()))
        .extracting(CodedContent::saidBy, CodedContent::author)
        .containsExactly(
            tuple(SaidBy.PATIENT, ""),
            tuple(SaidBy.PATIENT, ""),
            tuple(SaidBy.CLINICIAN, "Dr Bravo Fictional"));
    assertThat(resources(message(example())))
        .filteredOn(Observation.class::isInstance)
        .allSatisfy(
            each ->
                assertThat(((Observation) each).getPerformer())
                    .extracting(performer -> performer.getReference())
                    .contains(((Observation) each).getSubject().getReference()));
  }

  @Test
  void whoAnsweredOnThePatientsBehalfIsNamed() throws IOException {
    String json =
        example()
            .replace(
                "\"organisation\":",
                "\"representative\": {\"name\": {\"family\": \"Example\", \"given\": [\"Delta\"]},"
                    + " \"birthDate\": \"1960-02-03\"}, \"organisation\":");

    assertThat(observations(json))
        .extracting(CodedContent::saidBy, CodedContent::author)
        .containsExactly(
            tuple(SaidBy.RELATED_PERSON, "Delta Example"),
            tuple(SaidBy.RELATED_PERSON, "Delta Example"),
            tuple(SaidBy.CLINICIAN, "Dr Bravo Fictional"));
    assertThat(new CodedContents().of(message(json)))
        .filteredOn(each -> each.kind() == CodedKind.QUESTIONNAIRE)
        .extracting(CodedContent::saidBy)
        .containsExactly(SaidBy.RELATED_PERSON);
  }

  /** GPCM-SD-OC-047. */
  @Test
  void onlyWhatAClinicianAnsweredIsFinal() throws IOException {
    assertThat(observations(example()))
        .extracting(CodedContent::status)
        .containsExactly("preliminary", "preliminary", "final");
    assertThat(observations(example().replace(CLINICIAN_ANSWERED, "")))
        .extracting(CodedContent::status)
        .containsOnly("preliminary");
  }

  @Test
  void eachSaysWhatWasAsked() throws IOException {
    assertThat(observations(example()).getFirst().details())
        .contains(new CodedDetail("Comment", "Which of these describes it best?", 0));
  }

  @Test
  void anAnswerThatIsNotAboutThePatientStaysAmongTheAnswersAlone() throws IOException {
    assertThat(observations(example()))
        .extracting(each -> each.concept().code())
        .doesNotContain("195967001");
    assertThat(new CodedContents().of(message(example())))
        .filteredOn(each -> each.kind() == CodedKind.QUESTIONNAIRE)
        .flatExtracting(CodedContent::details)
        .contains(new CodedDetail("Has somebody in your family had one of these?", "Asthma", 1));
  }

  /** GPCM-SD-OC-040, -046. */
  @Test
  void aListNamesThemAll() throws IOException {
    SendDocument message = message(example());
    assertThat(resources(message).filter(ListResource.class::isInstance))
        .singleElement()
        .satisfies(
            list ->
                assertThat(((ListResource) list).getEntry())
                    .extracting(entry -> entry.getItem().getReference())
                    .containsExactlyElementsOf(
                        resources(message)
                            .filter(Observation.class::isInstance)
                            .map(each -> "urn:uuid:" + each.getIdElement().getIdPart())
                            .toList()));
  }

  @Test
  void theAnswersSayWhichPartAClinicianAnswered() throws IOException {
    assertThat(new CodedContents().of(message(example())))
        .filteredOn(each -> each.kind() == CodedKind.QUESTIONNAIRE)
        .flatExtracting(CodedContent::details)
        .extracting(CodedDetail::label)
        .contains("From the clinician (answered by Bravo Fictional, Remote clinician)");
  }

  /** GPCM-SD-OC-168 to -173. */
  @Test
  void thePatientsPreferenceTravelsAsALocation() throws IOException {
    assertThat(new CodedContents().of(message(example())))
        .filteredOn(each -> each.kind() == CodedKind.LOCATION)
        .singleElement()
        .satisfies(
            place -> {
              assertThat(place.value()).isEqualTo("Sampleton Pharmacy");
              assertThat(place.status()).isEqualTo("active");
              assertThat(place.concept().display()).isEqualTo("Community pharmacy");
              assertThat(place.details())
                  .containsExactly(
                      new CodedDetail("Site code", "A99904", 0),
                      new CodedDetail("Telephone", "01632960400", 0),
                      new CodedDetail("Address", "4 Example Street, Sampleton, ZZ99 4CZ", 0));
            });
  }

  /** GPCM-SD-CS-008 for what is confidential: nothing beside the report tells of it. */
  @Test
  void aConfidentialOneHasNoneOfThem() throws IOException {
    String json = example().replace("\"version\": 1,", "\"version\": 1, \"confidential\": true,");
    assertThat(new CodedContents().of(message(json)))
        .extracting(CodedContent::kind)
        .doesNotContain(CodedKind.OBSERVATION, CodedKind.LOCATION, CodedKind.QUESTIONNAIRE);
  }
}
