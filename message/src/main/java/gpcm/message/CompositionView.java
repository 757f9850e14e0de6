package gpcm.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Composition;
import org.hl7.fhir.dstu3.model.Composition.CompositionRelatesToComponent;
import org.hl7.fhir.dstu3.model.Identifier;

/**
 * The Composition of a document as read.
 *
 * @param identifier Composition.identifier's value
 * @param typeCode the SNOMED code of its type
 * @param title its title
 * @param text its narrative as plain text
 * @param confidentiality {@code N}, {@code R} or whatever stands there
 * @param date as text
 * @param replaces the identifiers of the documents it replaces (GPCM-SD-029)
 */
public record CompositionView(
    Optional<String> identifier,
    Optional<String> typeCode,
    Optional<String> title,
    Optional<String> text,
    Optional<String> confidentiality,
    Optional<String> date,
    List<String> replaces) {

  /** A Composition that is not there. */
  static final CompositionView NONE =
      new CompositionView(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  static CompositionView of(Composition composition) {
    return new CompositionView(
        Stated.text(composition.hasIdentifier() ? composition.getIdentifier().getValue() : null),
        composition.hasType()
            ? composition.getType().getCoding().stream()
                .filter(coding -> Vocabulary.SNOMED.equals(coding.getSystem()))
                .flatMap(coding -> Stated.text(coding.getCode()).stream())
                .findFirst()
            : Optional.empty(),
        Stated.text(composition.getTitle()),
        composition.hasText() && composition.getText().hasDiv()
            ? Stated.text(composition.getText().getDiv().allText())
                .map(text -> text.strip().replaceAll("\\s+", " "))
            : Optional.empty(),
        Stated.text(
            composition.hasConfidentialityElement()
                ? composition.getConfidentialityElement().getValueAsString()
                : null),
        Stated.text(
            composition.hasDateElement() ? composition.getDateElement().getValueAsString() : null),
        replaced(composition));
  }

  private static List<String> replaced(Composition composition) {
    List<String> ids = new ArrayList<>();
    for (CompositionRelatesToComponent relation : composition.getRelatesTo()) {
      if (relation.getCode() == Composition.DocumentRelationshipType.REPLACES
          && relation.getTarget() instanceof Identifier target) {
        Stated.text(target.getValue()).ifPresent(ids::add);
      }
    }
    return List.copyOf(ids);
  }

  /** Whether the document is restricted (GPCM-SD-CS-021). */
  public boolean restricted() {
    return confidentiality.filter(code -> !code.equals("N")).isPresent();
  }
}
