package gpcm.rules.structure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one source asks of one element, and of the elements in it. Made together with the table of
 * facts, so that a walk only follows it.
 *
 * @param source the name of the profile, or {@code FHIR}: findings are reported under it
 * @param tolerable whether the element claims the profile under one of its other published names,
 *     so that what it breaks of it can be tolerated
 * @param children what it asks of the elements inside, by name
 * @param slices what it asks of those elements of a list that are told from the others
 * @param counted those slices of which there must be some, or may not be many
 * @param demanding whether it has something to say of a child that is not there
 */
record Layer(
    String source,
    boolean tolerable,
    ElementFacts facts,
    Map<String, Layer> children,
    List<Layer> slices,
    List<Layer> counted,
    boolean demanding) {
  static final String FHIR = "FHIR";

  static Layer of(String source, boolean tolerable, ElementFacts facts) {
    Map<String, Layer> children = new LinkedHashMap<>();
    facts.children().forEach((name, child) -> children.put(name, of(source, tolerable, child)));
    List<Layer> slices =
        facts.slices().stream().map(slice -> of(source, tolerable, slice)).toList();
    return new Layer(
        source,
        tolerable,
        facts,
        Map.copyOf(children),
        slices,
        slices.stream().filter(slice -> slice.facts.counted()).collect(Collectors.toList()),
        facts.children().values().stream().anyMatch(ElementFacts::demanded));
  }
}
