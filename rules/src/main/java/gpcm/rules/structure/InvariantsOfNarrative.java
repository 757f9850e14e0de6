package gpcm.rules.structure;

import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Narrative;

/** What FHIR STU3 asks of every narrative: words to read, and nothing that acts. */
final class InvariantsOfNarrative {
  private InvariantsOfNarrative() {}

  static Stream<Invariant> all() {
    return Stream.of(
        Invariant.of(
            "txt-1",
            "Narrative",
            Narrative.class,
            "the basic formatting elements and attributes of XHTML only: no scripts, forms, frames,"
                + " objects, event attributes, external images or addresses that run something",
            narrative -> !narrative.hasDiv() || NarrativeContent.allowed(narrative.getDiv())),
        Invariant.of(
            "txt-2",
            "Narrative",
            Narrative.class,
            "a div with words or a picture in it",
            narrative -> narrative.hasDiv() && NarrativeContent.says(narrative.getDiv())));
  }
}
