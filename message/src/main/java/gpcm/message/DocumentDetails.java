package gpcm.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.Composition.SectionComponent;
import org.hl7.fhir.dstu3.model.Device;
import org.hl7.fhir.dstu3.model.Encounter;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.Practitioner;
import org.hl7.fhir.dstu3.model.PractitionerRole;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.RelatedPerson;

/**
 * What people ask of a document before they read it, as it was written: nothing of it is checked.
 * All texts are bounded. {@link #toString()} says nothing of it.
 *
 * @param seenAt when the encounter began, as text; empty when the document has none
 * @param writtenAt the date of the document itself, as text
 * @param gender the code of the patient's administrative gender
 * @param authors in the order of the document
 * @param followUps what the sender asks for, where a section of the document is headed so and has
 *     text; the official reports say it in their PDF alone
 */
public record DocumentDetails(
    Optional<String> seenAt,
    Optional<String> writtenAt,
    Optional<String> gender,
    List<Author> authors,
    List<String> followUps) {
  private static final int MOST = 20;
  private static final int LONGEST = 2000;
  private static final Pattern FOLLOW_UP =
      Pattern.compile(
          "(?i).*(follow[- ]?up|requested actions?|actions? (for|requested|required)).*");

  /** Copies the lists. */
  public DocumentDetails {
    authors = List.copyOf(authors);
    followUps = List.copyOf(followUps);
  }

  /**
   * Who wrote it.
   *
   * @param kind what they are
   * @param name empty when the document gives none
   * @param role what they do, in words; empty when it is not said
   */
  public record Author(Kind kind, String name, String role) {
    /** What an author is. */
    public enum Kind {
      CLINICIAN,
      PATIENT,
      RELATED_PERSON,
      DEVICE
    }
  }

  static DocumentDetails of(SendDocument document) {
    Optional<Bundle> bundle = document.document();
    Optional<Composition> composition =
        bundle.flatMap(each -> MessageBody.resource(each, Composition.class));
    return new DocumentDetails(
        bundle
            .flatMap(each -> MessageBody.resource(each, Encounter.class))
            .filter(Encounter::hasPeriod)
            .filter(each -> each.getPeriod().hasStartElement())
            .flatMap(each -> Stated.text(each.getPeriod().getStartElement().getValueAsString())),
        document.composition().date(),
        document.patient().flatMap(PatientView::gender),
        bundle.flatMap(each -> composition.map(c -> authors(each, c))).orElse(List.of()),
        composition.map(each -> followUps(each.getSection())).orElse(List.of()));
  }

  private static List<Author> authors(Bundle document, Composition composition) {
    BundleReferences references = new BundleReferences(document);
    return composition.getAuthor().stream()
        .limit(MOST)
        .flatMap(author -> author(document, references, author).stream())
        .toList();
  }

  private static Optional<Author> author(
      Bundle document, BundleReferences references, Reference author) {
    return references
        .resolve(author, Practitioner.class)
        .map(each -> clinician(each, document, references))
        .or(
            () ->
                references
                    .resolve(author, Patient.class)
                    .map(each -> new Author(Author.Kind.PATIENT, name(each.getName()), "")))
        .or(
            () ->
                references
                    .resolve(author, RelatedPerson.class)
                    .map(each -> new Author(Author.Kind.RELATED_PERSON, name(each.getName()), "")))
        .or(
            () ->
                references
                    .resolve(author, Device.class)
                    .map(
                        each ->
                            new Author(
                                Author.Kind.DEVICE,
                                bounded(Stated.text(each.getManufacturer()).orElse("")),
                                words(each.getType()))));
  }

  private static Author clinician(
      Practitioner practitioner, Bundle document, BundleReferences references) {
    String role =
        document.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(PractitionerRole.class::isInstance)
            .map(PractitionerRole.class::cast)
            .filter(
                each ->
                    references
                        .resolve(each.getPractitioner(), Practitioner.class)
                        .filter(practitioner::equals)
                        .isPresent())
            .flatMap(each -> each.getCode().stream())
            .map(DocumentDetails::words)
            .filter(words -> !words.isEmpty())
            .findFirst()
            .orElse("");
    return new Author(Author.Kind.CLINICIAN, name(practitioner.getName()), role);
  }

  private static String words(org.hl7.fhir.dstu3.model.CodeableConcept concept) {
    return bounded(
        Stated.text(concept.getText())
            .or(
                () ->
                    concept.getCoding().stream()
                        .flatMap(coding -> Stated.text(coding.getDisplay()).stream())
                        .findFirst())
            .orElse(""));
  }

  private static String name(List<HumanName> names) {
    return bounded(
        names.stream()
            .findFirst()
            .map(
                name ->
                    Stream.of(
                            Stream.concat(name.getPrefix().stream(), name.getGiven().stream())
                                .map(part -> part.getValueAsString()),
                            Stream.of(
                                name.getFamily(), name.getFamily() == null ? name.getText() : null))
                        .flatMap(parts -> parts)
                        .filter(part -> part != null && !part.isBlank())
                        .collect(Collectors.joining(" ")))
            .orElse(""));
  }

  private static List<String> followUps(List<SectionComponent> sections) {
    List<String> found = new ArrayList<>();
    for (SectionComponent section : sections) {
      if (section.hasTitle()
          && FOLLOW_UP.matcher(section.getTitle()).matches()
          && section.hasText()
          && section.getText().hasDiv()) {
        Stated.text(section.getText().getDiv().allText())
            .map(text -> bounded(text.strip().replaceAll("\\s+", " ")))
            .ifPresent(found::add);
      }
      found.addAll(followUps(section.getSection()));
    }
    return found.subList(0, Math.min(found.size(), MOST));
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + " … (it goes on in the document)";
  }

  @Override
  public String toString() {
    return "DocumentDetails[masked]";
  }
}
