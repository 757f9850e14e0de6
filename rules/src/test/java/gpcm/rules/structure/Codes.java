package gpcm.rules.structure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.CodeSystem;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.UriType;
import org.hl7.fhir.dstu3.model.ValueSet;

/** The value sets that elements are bound to, and the code systems they take their codes from. */
final class Codes {
  /** Larger ones would make the table large and are asked for nowhere here. */
  private static final int MOST = 600;

  private final Map<String, ValueSet> valueSets = new TreeMap<>();
  private final Map<String, CodeSystem> systems = new TreeMap<>();
  private final Set<String> mentioned = new TreeSet<>();
  private final Set<String> required = new TreeSet<>();

  Codes(List<Resource> fhir, List<Resource> official) {
    for (List<Resource> resources : List.of(fhir, official)) {
      for (Resource resource : resources) {
        if (resource instanceof ValueSet set) {
          valueSets.put(set.getUrl(), set);
        } else if (resource instanceof CodeSystem system) {
          systems.put(system.getUrl(), system);
        }
      }
    }
    official.stream()
        .filter(CodeSystem.class::isInstance)
        .map(CodeSystem.class::cast)
        .forEach(system -> mentioned.add(system.getUrl()));
  }

  boolean known(String url) {
    return valueSets.containsKey(bare(url));
  }

  /** The name of a value set in the table, from now on part of it. */
  String required(String url) {
    required.add(bare(url));
    return bare(url);
  }

  /** A value set, of whatever strength: codes that claim its systems are looked up in them. */
  void mentioned(String url) {
    ValueSet set = valueSets.get(bare(url));
    if (set != null) {
      set.getCompose().getInclude().forEach(include -> mentioned.add(include.getSystem() + ""));
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String url : required) {
      StringBuilder line = new StringBuilder("*values\t" + url);
      content(valueSets.get(url))
          .forEach(
              (system, all) ->
                  line.append('\t')
                      .append(system)
                      .append(all.contains("*") ? "" : " " + String.join(" ", all)));
      lines.add(line.toString());
    }
    for (String url : mentioned) {
      CodeSystem system = systems.get(url);
      if (complete(system)) {
        lines.add("*codes\t" + url + "\t" + String.join(" ", new TreeSet<>(all(system))));
      }
    }
    return lines;
  }

  private static boolean complete(CodeSystem system) {
    return system != null
        && system.getContent() == CodeSystem.CodeSystemContentMode.COMPLETE
        && system.hasConcept()
        && all(system).size() <= MOST;
  }

  /** The codes by system; a star for whatever the system has. */
  private Map<String, Set<String>> content(ValueSet set) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (ValueSet.ConceptSetComponent include : set.getCompose().getInclude()) {
      include(include).forEach((s, c) -> found.computeIfAbsent(s, x -> new TreeSet<>()).addAll(c));
    }
    for (ValueSet.ConceptSetComponent exclude : set.getCompose().getExclude()) {
      include(exclude).forEach((s, c) -> found.getOrDefault(s, new TreeSet<>()).removeAll(c));
    }
    return found;
  }

  private Map<String, Set<String>> include(ValueSet.ConceptSetComponent include) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (UriType other : include.getValueSet()) {
      content(valueSets.get(bare(other.getValue())))
          .forEach((s, c) -> found.computeIfAbsent(s, x -> new TreeSet<>()).addAll(c));
    }
    if (!include.hasSystem()) {
      return found;
    }
    Set<String> these = new TreeSet<>();
    CodeSystem system = systems.get(include.getSystem());
    if (include.hasConcept()) {
      include.getConcept().forEach(concept -> these.add(concept.getCode()));
    } else if (!complete(system)) {
      these.add("*");
    } else if (include.hasFilter()) {
      these.addAll(filtered(system, include.getFilter()));
    } else {
      these.addAll(all(system));
    }
    found.computeIfAbsent(include.getSystem(), x -> new TreeSet<>()).addAll(these);
    return found;
  }

  private static Set<String> filtered(
      CodeSystem system, List<ValueSet.ConceptSetFilterComponent> filters) {
    Set<String> left = new LinkedHashSet<>(all(system));
    for (ValueSet.ConceptSetFilterComponent filter : filters) {
      switch (filter.getOp()) {
        case ISA -> left.retainAll(below(system.getConcept(), filter.getValue(), false));
        case DESCENDENTOF -> {
          left.retainAll(below(system.getConcept(), filter.getValue(), false));
          left.remove(filter.getValue());
        }
        default -> {
          return Set.of("*");
        }
      }
    }
    return left;
  }

  private static Set<String> below(
      Collection<CodeSystem.ConceptDefinitionComponent> concepts, String root, boolean inside) {
    Set<String> found = new TreeSet<>();
    for (CodeSystem.ConceptDefinitionComponent concept : concepts) {
      boolean in = inside || concept.getCode().equals(root);
      if (in) {
        found.add(concept.getCode());
      }
      found.addAll(below(concept.getConcept(), root, in));
    }
    return found;
  }

  private static Set<String> all(CodeSystem system) {
    return all(system.getConcept()).stream()
        .filter(code -> !code.contains(" "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> all(Collection<CodeSystem.ConceptDefinitionComponent> concepts) {
    Set<String> found = new TreeSet<>();
    for (CodeSystem.ConceptDefinitionComponent concept : concepts) {
      found.add(concept.getCode());
      found.addAll(all(concept.getConcept()));
    }
    return found;
  }

  private static String bare(String url) {
    int bar = url.indexOf('|');
    return bar < 0 ? url : url.substring(0, bar);
  }
}
