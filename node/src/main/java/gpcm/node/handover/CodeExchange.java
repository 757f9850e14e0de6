package gpcm.node.handover;

import gpcm.message.coded.CodedConcept;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Annotation;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * Puts the code that counts into the resources of an entry: the one that a person chose in the
 * place of the sender's, and the sender's own where it stands in a note beside a text alone, as GP
 * Connect has it for allergies.
 */
final class CodeExchange {
  private static final String IN_NOTE = "Coded as SNOMED CT %s, %s";

  private CodeExchange() {}

  /**
   * Changes the resources of one entry. What stood beside another code than the one that counts, in
   * words or as a translation, goes with it: nobody is to read the one and find the other.
   *
   * @param sent the sender's code
   * @param counts the one that counts; may be the same
   * @return whether the resources say what counts
   */
  static boolean exchange(List<Resource> resources, CodedConcept sent, CodedConcept counts) {
    boolean same = sent.equals(counts);
    List<CodeableConcept> coded =
        all(resources, CodeableConcept.class)
            .filter(concept -> concept.getCoding().stream().anyMatch(each -> is(each, sent)))
            .toList();
    List<Annotation> notes =
        all(resources, Annotation.class)
            .filter(note -> IN_NOTE.formatted(sent.code(), sent.display()).equals(note.getText()))
            .toList();
    if (coded.isEmpty() && !notes.isEmpty()) {
      coded = ofText(resources);
    }
    if (!same) {
      notes.forEach(note -> note.setText(IN_NOTE.formatted(counts.code(), counts.display())));
      withoutNarrative(resources);
    }
    if (!same || !notes.isEmpty()) {
      coded.forEach(concept -> put(concept, counts, !same));
    }
    return same || !coded.isEmpty();
  }

  private static void put(CodeableConcept concept, CodedConcept counts, boolean words) {
    concept.setCoding(
        List.of(
            new Coding()
                .setSystem(counts.system())
                .setCode(counts.code())
                .setDisplay(counts.display())));
    if (words) {
      concept.setText(counts.display());
    }
  }

  /** What the entry is about, where it is told in words alone. */
  private static List<CodeableConcept> ofText(List<Resource> resources) {
    return resources.stream()
        .map(resource -> resource.getChildByName("code"))
        .filter(property -> property != null)
        .flatMap(property -> property.getValues().stream())
        .filter(CodeableConcept.class::isInstance)
        .map(CodeableConcept.class::cast)
        .filter(concept -> !concept.hasCoding())
        .toList();
  }

  private static void withoutNarrative(List<Resource> resources) {
    for (Resource resource : resources) {
      if (resource instanceof DomainResource words) {
        words.setText(null);
      }
    }
  }

  private static boolean is(Coding coding, CodedConcept sent) {
    return !sent.code().isEmpty()
        && sent.code().equals(coding.getCode())
        && sent.system().equals(coding.hasSystem() ? coding.getSystem() : "");
  }

  private static <T extends Base> Stream<T> all(List<Resource> resources, Class<T> type) {
    return resources.stream().flatMap(CodeExchange::below).filter(type::isInstance).map(type::cast);
  }

  private static Stream<Base> below(Base base) {
    return Stream.concat(
        Stream.of(base),
        base.children().stream()
            .flatMap(child -> child.getValues().stream())
            .flatMap(CodeExchange::below));
  }
}
