package gpcm.rules.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, Layer> children = HashMap.newHashMap(facts.children().size());
    boolean demanding = false;
    for (Map.Entry<String, ElementFacts> child : facts.children().entrySet()) {
      children.put(child.getKey(), of(source, tolerable, child.getValue()));
      demanding |= child.getValue().demanded();
    }
    List<Layer> slices = new ArrayList<>(facts.slices().size());
    List<Layer> counted = new ArrayList<>();
    for (ElementFacts slice : facts.slices()) {
      Layer layer = of(source, tolerable, slice);
      slices.add(layer);
      if (slice.counted()) {
        counted.add(layer);
      }
    }
    return new Layer(
        source,
        tolerable,
        facts,
        Map.copyOf(children),
        List.copyOf(slices),
        List.copyOf(counted),
        demanding);
  }
}
