package gpcm.rules.structure;

import gpcm.rules.Element;
import org.hl7.fhir.dstu3.model.Bundle;

/** Where in a message a resource stands, which decides the profile that is expected of it. */
enum Place {
  /** The message itself. */
  MESSAGE,
  /** A resource beside the document. */
  HEADER,
  /** The document. */
  DOCUMENT,
  /** A resource of the document. */
  INSIDE,
  /** A resource inside another. */
  CONTAINED,
  /** A resource of a bundle that is neither the message nor the document. */
  ELSEWHERE;

  /** Where a resource stands that stands in a resource here. */
  Place inside(Element resource) {
    if (resource.name().equals("contained")) {
      return CONTAINED;
    }
    return switch (this) {
      case MESSAGE -> resource.value() instanceof Bundle ? DOCUMENT : HEADER;
      case DOCUMENT -> INSIDE;
      case HEADER, INSIDE, CONTAINED, ELSEWHERE -> ELSEWHERE;
    };
  }

  boolean payload() {
    return this != MESSAGE && this != HEADER && this != CONTAINED;
  }
}
