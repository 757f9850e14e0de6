package gpcm.message;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.Resource;

/** What elements of the model state, where null and blank mean nothing. */
final class Stated {
  private Stated() {}

  /** The value of the first identifier of this system. */
  static Optional<String> identifier(List<Identifier> identifiers, String system) {
    for (Identifier identifier : identifiers) {
      if (system.equals(identifier.getSystem()) && text(identifier.getValue()).isPresent()) {
        return text(identifier.getValue());
      }
    }
    return Optional.empty();
  }

  /** A text of the model, where null and blank mean there is none. */
  static Optional<String> text(String value) {
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
  }

  /** A resource's id without type and version; empty when it has none. */
  static Optional<String> id(Resource resource) {
    return resource.hasIdElement() ? text(resource.getIdElement().getIdPart()) : Optional.empty();
  }
}
