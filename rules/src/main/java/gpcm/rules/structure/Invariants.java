package gpcm.rules.structure;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every invariant, by what it is about. */
final class Invariants {
  private static final Map<String, List<Invariant>> BY_SUBJECT =
      all().collect(Collectors.groupingBy(Invariant::about, Collectors.toUnmodifiableList()));

  private Invariants() {}

  /**
   * The invariants about a type or an element.
   *
   * @param typeOrPath such as {@code Quantity}, {@code Patient.contact} or {@code DomainResource}
   */
  static List<Invariant> about(String typeOrPath) {
    return BY_SUBJECT.getOrDefault(typeOrPath, List.of());
  }

  /** All of them. */
  static Stream<Invariant> all() {
    return Stream.of(
            InvariantsOfTypes.all(),
            InvariantsOfTiming.all(),
            InvariantsOfNarrative.all(),
            InvariantsOfResources.all(),
            InvariantsOfBundles.all(),
            InvariantsOfPeople.all(),
            InvariantsOfRecords.all(),
            InvariantsOfCare.all(),
            InvariantsOfQuestions.all())
        .flatMap(each -> each);
  }
}
