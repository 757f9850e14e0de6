package gpcm.message;

import gpcm.consultation.ClinicalCode;
import gpcm.consultation.CodedEntry;
import gpcm.consultation.InvalidValueException;
import gpcm.fhir.FhirDeviation;
import gpcm.fhir.FhirReader;
import gpcm.fhir.ReadBundle;
import gpcm.fhir.ReadLimits;
import gpcm.fhir.UnreadableFhirException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.Encounter;
import org.hl7.fhir.dstu3.model.Observation;
import org.hl7.fhir.dstu3.model.Quantity;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.StringType;

/**
 * A coded resource that travels with a document: made from plain values, or a finished FHIR
 * resource that is taken as it is and checked. What the payload tables fix is filled in where it is
 * missing (profile, fixed values, the patient) and refused where it differs. References to the
 * people of the document are written as {@link #PATIENT} and its sisters, since their ids are only
 * made when the message is; references between resources of the payload as {@code urn:uuid:} and
 * the id the caller gave.
 */
public final class Payload {
  /** Stands for the document's patient in references. */
  public static final String PATIENT = "urn:gpcm:patient";

  /** Stands for the document's first author in references. */
  public static final String AUTHOR = "urn:gpcm:author";

  /** Stands for the practitioner among the document's authors in references; there must be one. */
  public static final String PRACTITIONER = "urn:gpcm:practitioner";

  /** Stands for the related person among the document's authors in references. */
  public static final String REPRESENTATIVE = "urn:gpcm:representative";

  /** Stands for the sending organisation in references. */
  public static final String SENDER = "urn:gpcm:sender";

  /** Stands for the document's encounter in references; there must be one then. */
  public static final String ENCOUNTER = "urn:gpcm:encounter";

  private static final String UNITS = "http://unitsofmeasure.org";

  private final Resource resource;

  private Payload(Resource resource) {
    this.resource = resource;
  }

  /**
   * A finished resource. It is copied; later changes to it do not reach the message.
   *
   * @throws InvalidValueException when no payload table has its type
   */
  public static Payload of(Resource finished) {
    if (PayloadType.of(finished.fhirType()).isEmpty()) {
      throw new InvalidValueException(
          "Payload resource",
          "must be of a type the payload tables have, and is a " + finished.fhirType(),
          "Leave it out, or give people, organisations and attachments to the builder's own steps");
    }
    return new Payload(finished.copy());
  }

  /**
   * Coded entries: plain values with what the payload tables fix around them, and finished
   * resources, each taken as {@link #of(Resource)} takes it. Nothing is tolerated in those: what
   * cannot be read would be lost.
   *
   * @param byPractitioner whether the document's first author is a practitioner, who then stands
   *     for what was recorded; the patient does otherwise
   * @throws InvalidValueException when a finished one is no FHIR STU3 resource or of a type that no
   *     payload table has, or an entry needs a practitioner and there is none
   */
  public static List<Payload> of(List<CodedEntry> entries, boolean byPractitioner) {
    if (entries.isEmpty()) {
      return List.of();
    }
    FhirReader reader = new FhirReader(ReadLimits.STANDARD);
    CodedEntryResources plain = new CodedEntryResources(byPractitioner);
    List<Payload> payload = new ArrayList<>();
    for (CodedEntry entry : entries) {
      if (entry instanceof CodedEntry.Finished finished) {
        payload.add(of(read(reader, finished)));
      } else {
        plain.of(entry).forEach(resource -> payload.add(new Payload(resource)));
      }
    }
    return payload;
  }

  private static Resource read(FhirReader reader, CodedEntry.Finished resource) {
    try {
      ReadBundle read = reader.readResource(resource.json());
      if (!read.deviations().isEmpty()) {
        FhirDeviation first = read.deviations().getFirst();
        throw new InvalidValueException(
            "Payload resource",
            "must be strict FHIR STU3 JSON: at "
                + first.path()
                + " "
                + first.expected()
                + " is expected",
            "Correct it; nothing is left out silently");
      }
      return read.bundle().getEntryFirstRep().getResource();
    } catch (UnreadableFhirException e) {
      throw new InvalidValueException(
          "Payload resource", "must be a FHIR STU3 resource: " + e.getMessage(), "Correct it");
    }
  }

  /**
   * The encounter the document is about (GPCM-SD-006, GPCM-SD-OC-033 to -039).
   *
   * @param type what kind of encounter it was
   */
  public static Payload encounter(ClinicalCode type, Instant start, Instant end) {
    Encounter encounter = new Encounter();
    encounter.addType(concept(type));
    encounter.setPriority(
        new CodeableConcept()
            .addCoding(
                new Coding()
                    .setSystem("http://hl7.org/fhir/v3/ActPriority")
                    .setCode("R")
                    .setDisplay("routine")));
    encounter.getPeriod().getStartElement().setValueAsString(Envelope.time(start));
    encounter.getPeriod().getEndElement().setValueAsString(Envelope.time(end));
    encounter.setServiceProvider(new Reference(SENDER));
    return new Payload(encounter);
  }

  /** What an observation found. */
  public sealed interface Value {
    /** A measured quantity; the unit is a UCUM code such as {@code Cel}. */
    record Measured(BigDecimal quantity, String unit, String ucumCode) implements Value {}

    /** A number as people saw it, its unit in words if there is one. */
    record Counted(BigDecimal quantity, Optional<String> unit) implements Value {}

    /** Words. */
    record Words(String text) implements Value {}

    /** A code. */
    record Code(ClinicalCode code) implements Value {}

    /** Nothing beyond the observation's own code. */
    record None() implements Value {}
  }

  /**
   * Something the patient observed or entered (GPCM-SD-OC-047 to -053). A list that names all
   * observations is added by itself.
   *
   * @param checkedByClinician whether a clinician has checked it; it is preliminary otherwise
   * @param issued when it was recorded
   */
  public static Payload observation(
      ClinicalCode code, Value value, boolean checkedByClinician, Instant issued) {
    Observation observation = new Observation();
    observation.setStatus(
        checkedByClinician
            ? Observation.ObservationStatus.FINAL
            : Observation.ObservationStatus.PRELIMINARY);
    observation
        .addCategory()
        .addCoding()
        .setSystem("http://hl7.org/fhir/observation-category")
        .setCode("survey")
        .setDisplay("Survey");
    observation.setCode(concept(code));
    observation.setSubject(new Reference(PATIENT));
    observation.getIssuedElement().setValueAsString(Envelope.time(issued));
    observation.addPerformer(new Reference(PATIENT));
    switch (value) {
      case Value.Measured(BigDecimal quantity, String unit, String ucum) ->
          observation.setValue(
              new Quantity().setValue(quantity).setUnit(unit).setSystem(UNITS).setCode(ucum));
      case Value.Counted(BigDecimal quantity, Optional<String> unit) ->
          observation.setValue(counted(quantity, unit));
      case Value.Words(String text) -> observation.setValue(new StringType(text));
      case Value.Code(ClinicalCode found) -> observation.setValue(concept(found));
      case Value.None() -> {}
    }
    return new Payload(observation);
  }

  private static Quantity counted(BigDecimal quantity, Optional<String> unit) {
    Quantity counted = new Quantity().setValue(quantity);
    unit.ifPresent(counted::setUnit);
    return counted;
  }

  /** The same questionnaire response with who answered, where it was not the patient. */
  Payload answeredBy(String source) {
    QuestionnaireResponse response = (QuestionnaireResponse) resource();
    response.setSource(new Reference(source));
    return new Payload(response);
  }

  /** The same observation by others, the first of whom counts as who says so. */
  Payload performedBy(List<String> performers) {
    Observation observation = (Observation) resource();
    observation.setPerformer(performers.stream().map(Reference::new).toList());
    return new Payload(observation);
  }

  /** The same observation with a comment. */
  Payload commented(String comment) {
    Observation observation = (Observation) resource();
    observation.setComment(comment);
    return new Payload(observation);
  }

  /**
   * One question of a questionnaire with its answers, or a heading with questions beneath.
   *
   * @param linkId the questionnaire's own pointer to it (GPCM-SD-OC-067)
   * @param text the question (GPCM-SD-OC-068)
   * @param answers the answers (GPCM-SD-OC-069)
   * @param questions the questions beneath
   */
  public record QuestionnaireItem(
      String linkId, String text, List<Value> answers, List<QuestionnaireItem> questions) {
    /** Takes copies of the lists. */
    public QuestionnaireItem {
      answers = List.copyOf(answers);
      questions = List.copyOf(questions);
    }

    @Override
    public String toString() {
      return "QuestionnaireItem[" + linkId + ", masked]";
    }
  }

  /** The questions asked and the answers given (GPCM-SD-OC-063 to -070). */
  public static Payload questionnaireResponse(Instant authored, List<QuestionnaireItem> questions) {
    QuestionnaireResponse response = new QuestionnaireResponse();
    response.getAuthoredElement().setValueAsString(Envelope.time(authored));
    response.setAuthor(new Reference(PATIENT));
    for (QuestionnaireItem question : questions) {
      fill(response.addItem(), question);
    }
    return new Payload(response);
  }

  private static void fill(
      QuestionnaireResponse.QuestionnaireResponseItemComponent item, QuestionnaireItem question) {
    item.setLinkId(question.linkId);
    item.setText(question.text);
    for (Value answer : question.answers) {
      switch (answer) {
        case Value.Measured(BigDecimal quantity, String unit, String ucum) ->
            item.addAnswer()
                .setValue(
                    new Quantity().setValue(quantity).setUnit(unit).setSystem(UNITS).setCode(ucum));
        case Value.Counted(BigDecimal quantity, Optional<String> unit) ->
            item.addAnswer().setValue(counted(quantity, unit));
        case Value.Words(String text) -> item.addAnswer().setValue(new StringType(text));
        case Value.Code(ClinicalCode code) -> item.addAnswer().setValue(coding(code));
        case Value.None() -> {}
      }
    }
    // FHIR's qrs-1: what is asked beneath a question that has an answer stands in the answer.
    question.questions.forEach(
        inner ->
            fill(item.hasAnswer() ? item.getAnswerFirstRep().addItem() : item.addItem(), inner));
  }

  /** The resource with what the caller gave; the builder completes a copy of it. */
  Resource resource() {
    return resource.copy();
  }

  PayloadType type() {
    return PayloadType.of(resource.fhirType()).orElseThrow();
  }

  static CodeableConcept concept(ClinicalCode code) {
    return new CodeableConcept().addCoding(coding(code));
  }

  private static Coding coding(ClinicalCode code) {
    // dm+d codes are SNOMED codes; GP Connect sends both under the one system.
    return new Coding().setSystem(Vocabulary.SNOMED).setCode(code.code()).setDisplay(code.term());
  }
}
