package gpcm.node.escalating;

import gpcm.consultation.Address;
import gpcm.consultation.Author;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.DocumentRecipients;
import gpcm.consultation.Gender;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.NhsNumber;
import gpcm.consultation.NhsNumberVerification;
import gpcm.consultation.OdsCode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Patient;
import gpcm.consultation.PatientContact;
import gpcm.consultation.PersonName;
import gpcm.consultation.Postcode;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;
import gpcm.consultation.ReportedEncounter;
import gpcm.consultation.Telephone;
import gpcm.message.PatientView;
import gpcm.message.SendDocument;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.dstu3.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.dstu3.model.Encounter;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.Organization;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.RelatedPerson;
import org.hl7.fhir.dstu3.model.Resource;

/** Makes of a received online consultation the one that is sent on. */
final class EscalationDraft {
  /** What the practice is told in words: no field of a message says it. */
  static final String RESTRICTED =
      "The patient's record is restricted, as the sender's register of patients says: tell nobody"
          + " where they live or where they are registered.";

  private static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";

  private final SendDocument received;
  private final Bundle document;
  private final Instant now;

  EscalationDraft(SendDocument received, Instant now) {
    this.received = received;
    this.document = received.document().orElseThrow();
    this.now = now;
  }

  OnlineConsultation of(
      EscalationOrder order,
      Organisation sender,
      List<DeclaredAttachment> attachments,
      boolean restricted) {
    PatientView view =
        received
            .patient()
            .orElseThrow(() -> refused("patient", "is missing in the document", "Telephone"));
    return checked(
        "",
        () ->
            new OnlineConsultation(
                new ReportedEncounter(
                    UUID.nameUUIDFromBytes(
                            ("escalation of " + order.entry())
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .toString(),
                    1,
                    received.composition().restricted(),
                    occurredAt(),
                    Optional.empty()),
                patient(view),
                representative(),
                Optional.empty(),
                sender,
                new DocumentRecipients(practice(order), Optional.empty()),
                List.of(section(order, sender, restricted)),
                attachments,
                new ReceivedPayload(document).entries()));
  }

  private static QuestionSection section(
      EscalationOrder order, Organisation sender, boolean restricted) {
    List<Question> questions = new ArrayList<>();
    questions.add(question("Why is this consultation sent on to the practice?", order.reason()));
    if (!order.note().isEmpty()) {
      questions.add(question("What else should the practice know?", order.note()));
    }
    if (restricted) {
      questions.add(question("What has to be kept in mind?", RESTRICTED));
    }
    return new QuestionSection("From " + sender.name(), questions);
  }

  private static Question question(String text, String answer) {
    return new Question(text, List.of(new QuestionAnswer.TextAnswer(answer)));
  }

  private Organisation practice(EscalationOrder order) {
    return order
        .practice()
        .or(this::statedPractice)
        .orElseThrow(
            () ->
                refused(
                    "practiceOds",
                    "the document does not say where its patient is registered",
                    "Give the practice's ODS code, as the patient or the register says"));
  }

  private Optional<Organisation> statedPractice() {
    return resources(org.hl7.fhir.dstu3.model.Patient.class).findFirst().stream()
        .flatMap(patient -> patient.getGeneralPractitioner().stream())
        .flatMap(reference -> organization(reference).stream())
        .findFirst();
  }

  private Optional<Organisation> organization(Reference reference) {
    Optional<Organization> named =
        document.getEntry().stream()
            .filter(
                entry -> entry.hasFullUrl() && entry.getFullUrl().equals(reference.getReference()))
            .map(entry -> entry.getResource())
            .filter(Organization.class::isInstance)
            .map(Organization.class::cast)
            .findFirst();
    Optional<String> code =
        named
            .flatMap(
                one ->
                    one.getIdentifier().stream()
                        .filter(each -> ODS.equals(each.getSystem()))
                        .map(each -> each.getValue())
                        .findFirst())
            .or(
                () ->
                    Optional.of(reference.getIdentifier())
                        .filter(each -> ODS.equals(each.getSystem()))
                        .map(each -> each.getValue()));
    return code.map(
        ods ->
            Organisation.of(
                new OdsCode(ods),
                named
                    .map(Organization::getName)
                    .or(() -> Optional.ofNullable(reference.getDisplay()))
                    .orElse(ods)));
  }

  // When the patient sent it off, as far as the document says; never later than now.
  private Instant occurredAt() {
    Instant said =
        resources(Encounter.class)
            .findFirst()
            .map(encounter -> encounter.getPeriod().getStart())
            .or(
                () ->
                    resources(Composition.class)
                        .findFirst()
                        .map(composition -> composition.getDate()))
            .map(java.util.Date::toInstant)
            .orElse(now);
    return said.isAfter(now) ? now : said;
  }

  private Patient patient(PatientView view) {
    org.hl7.fhir.dstu3.model.Patient stated =
        resources(org.hl7.fhir.dstu3.model.Patient.class).findFirst().orElseThrow();
    return checked(
        "patient",
        () ->
            new Patient(
                new NhsNumber(present(view.nhsNumber(), "NHS number")),
                verification(stated),
                new PersonName(
                    present(view.family(), "surname"),
                    view.given(),
                    view.prefix().stream().findFirst()),
                born(view),
                view.gender().map(EscalationDraft::gender).orElse(Gender.UNKNOWN),
                new PatientContact(
                    stated.getAddress().stream().map(EscalationDraft::address).findFirst(),
                    Optional.empty(),
                    telephone(stated.getTelecom(), false),
                    telephone(stated.getTelecom(), true),
                    Optional.empty())));
  }

  private static String present(Optional<String> value, String what) {
    return value.orElseThrow(
        () ->
            refused(
                "patient",
                "the document gives no " + what,
                "Tell the practice by telephone or letter"));
  }

  private static LocalDate born(PatientView view) {
    return view.bornOn()
        .orElseThrow(
            () ->
                refused(
                    "patient",
                    "the document gives no whole date of birth",
                    "Tell the practice by telephone or letter"));
  }

  private static Gender gender(String code) {
    return Arrays.stream(Gender.values())
        .filter(each -> each.code().equals(code))
        .findFirst()
        .orElse(Gender.UNKNOWN);
  }

  private static NhsNumberVerification verification(org.hl7.fhir.dstu3.model.Patient patient) {
    return patient.getIdentifier().stream()
        .flatMap(identifier -> identifier.getExtension().stream())
        .map(extension -> extension.getValue())
        .filter(org.hl7.fhir.dstu3.model.CodeableConcept.class::isInstance)
        .map(org.hl7.fhir.dstu3.model.CodeableConcept.class::cast)
        .map(concept -> concept.getCodingFirstRep().getCode())
        .flatMap(
            code ->
                Arrays.stream(NhsNumberVerification.values())
                    .filter(each -> each.code().equals(code)))
        .findFirst()
        .orElse(NhsNumberVerification.TRACE_REQUIRED);
  }

  private static Address address(org.hl7.fhir.dstu3.model.Address stated) {
    List<String> lines = new ArrayList<>();
    if (stated.hasText() && !stated.hasLine()) {
      lines.add(stated.getText());
    }
    stated.getLine().stream()
        .map(PrimitiveType::getValueAsString)
        .filter(line -> line != null && !line.isBlank())
        .forEach(lines::add);
    Optional<Postcode> postcode = Optional.empty();
    if (stated.hasPostalCode()) {
      try {
        postcode = Optional.of(new Postcode(stated.getPostalCode()));
      } catch (InvalidValueException e) {
        lines.add(stated.getPostalCode());
      }
    }
    return new Address(
        lines,
        Optional.ofNullable(stated.getCity()),
        Optional.ofNullable(stated.getDistrict()),
        postcode,
        Optional.ofNullable(stated.getCountry()));
  }

  private static Optional<Telephone> telephone(List<ContactPoint> all, boolean mobile) {
    return all.stream()
        .filter(each -> each.getSystem() == ContactPointSystem.PHONE && each.hasValue())
        .filter(each -> (each.getUse() == ContactPointUse.MOBILE) == mobile)
        .map(each -> new Telephone(each.getValue()))
        .findFirst();
  }

  private Optional<Author.ByRelatedPerson> representative() {
    return resources(RelatedPerson.class)
        .findFirst()
        .map(
            person ->
                checked(
                    "author",
                    () -> {
                      HumanName name = person.getNameFirstRep();
                      if (!person.hasBirthDate() || !name.hasFamily()) {
                        throw refused(
                            "author",
                            "the person who filled it in has no surname or no date of birth",
                            "Tell the practice by telephone or letter");
                      }
                      return new Author.ByRelatedPerson(
                          new PersonName(
                              name.getFamily(),
                              name.getGiven().stream()
                                  .map(PrimitiveType::getValueAsString)
                                  .toList(),
                              name.getPrefix().stream()
                                  .map(PrimitiveType::getValueAsString)
                                  .findFirst()),
                          LocalDate.parse(person.getBirthDateElement().getValueAsString()),
                          telephone(person.getTelecom(), false));
                    }));
  }

  private <T extends Resource> Stream<T> resources(Class<T> type) {
    return document.getEntry().stream()
        .map(entry -> entry.getResource())
        .filter(type::isInstance)
        .map(type::cast);
  }

  private static <T> T checked(String field, Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidValueException e) {
      throw refused(field, e.rule(), e.remedy());
    }
  }

  private static EscalationRefused refused(String field, String rule, String whatToDo) {
    return new EscalationRefused(field, rule, whatToDo);
  }
}
