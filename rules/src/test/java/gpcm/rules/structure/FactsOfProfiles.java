package gpcm.rules.structure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.ElementDefinition;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.StructureDefinition;
import org.hl7.fhir.dstu3.model.UriType;

/**
 * Computes the table of facts from the definitions of base FHIR STU3 and the official profiles: of
 * a type all its elements, of a profile what differs from its type.
 */
final class FactsOfProfiles {
  private static final String BASE = "http://hl7.org/fhir/StructureDefinition/";

  /** They describe definitions, which no message holds. */
  private static final Set<String> OF_DEFINITIONS =
      Set.of(
          "DataRequirement",
          "ElementDefinition",
          "MessageDefinition",
          "ParameterDefinition",
          "TriggerDefinition");

  /** What a message may hold, beside the types of the official profiles. */
  private static final Set<String> RESOURCES =
      Set.of(
          "DiagnosticReport",
          "DomainResource",
          "Group",
          "Procedure",
          "Provenance",
          "Resource",
          "Specimen",
          "Substance");

  private final Map<String, StructureDefinition> base = new TreeMap<>();
  private final Map<String, StructureDefinition> profiles = new TreeMap<>();
  private final Codes codes;
  private final Map<String, Map<String, Line>> types = new TreeMap<>();
  private final Map<String, String> parents = new TreeMap<>();
  private final List<String> out = new ArrayList<>();

  /** What one element asks for, as it is written. */
  private record Line(
      int min,
      String max,
      String types,
      String binding,
      String fixed,
      String length,
      String slicing) {
    static final Line NOTHING = new Line(0, "*", "", "", "", "", "");

    /** What this asks for that the other does not, or empty. */
    List<String> beyond(Line that) {
      List<String> cells = new ArrayList<>();
      if (min != that.min || !max.equals(that.max)) {
        cells.add(min + ".." + max);
      }
      add(cells, ":", types, that.types);
      add(cells, "=", binding, that.binding);
      add(cells, "!", fixed, that.fixed);
      add(cells, "<", length, that.length);
      add(cells, "/", slicing, that.slicing);
      return cells;
    }

    private static void add(List<String> cells, String sign, String mine, String others) {
      if (!mine.isEmpty() && !mine.equals(others)) {
        cells.add(sign + mine);
      }
    }
  }

  FactsOfProfiles(List<Resource> fhir, List<Resource> official) {
    this.codes = new Codes(fhir, official);
    fhir.stream()
        .filter(StructureDefinition.class::isInstance)
        .map(StructureDefinition.class::cast)
        .forEach(definition -> base.put(definition.getUrl(), definition));
    official.stream()
        .filter(StructureDefinition.class::isInstance)
        .map(StructureDefinition.class::cast)
        .filter(definition -> !OF_DEFINITIONS.contains(definition.getType()))
        .forEach(definition -> profiles.put(definition.getUrl(), definition));
  }

  /** The lines of the table. */
  List<String> lines() {
    Set<String> resources = new TreeSet<>(RESOURCES);
    profiles.values().forEach(profile -> resources.add(profile.getType()));
    for (StructureDefinition definition : base.values()) {
      boolean type =
          definition.getKind() == StructureDefinition.StructureDefinitionKind.COMPLEXTYPE;
      if (definition.getUrl().equals(BASE + definition.getName())
          && !OF_DEFINITIONS.contains(definition.getName())
          && (type || resources.contains(definition.getName()))) {
        type(definition);
      }
    }
    types.forEach(
        (type, elements) -> {
          String parent = parents.getOrDefault(type, "");
          Map<String, Line> inherited = types.getOrDefault(parent, Map.of());
          out.add(("*type\t" + type + "\t" + parent).stripTrailing());
          elements.forEach(
              (name, line) -> {
                if (!inherited.containsKey(name)) {
                  write(name, line.beyond(Line.NOTHING));
                }
              });
        });
    profiles.values().forEach(this::profile);
    out.addAll(codes.lines());
    return out;
  }

  private void type(StructureDefinition definition) {
    String above = definition.getBaseDefinition();
    if (above != null) {
      parents.put(definition.getName(), above.substring(above.lastIndexOf('/') + 1));
    }
    for (ElementDefinition element : definition.getSnapshot().getElement()) {
      String code = element.getTypeFirstRep().getCode();
      if ("BackboneElement".equals(code) || "Element".equals(code)) {
        parents.put(element.getPath(), code);
      }
      int dot = element.getPath().lastIndexOf('.');
      if (dot < 0 || element.getId().contains(":")) {
        continue;
      }
      String owner = element.getPath().substring(0, dot);
      String name = element.getPath().substring(dot + 1).replace("[x]", "");
      types.computeIfAbsent(owner, o -> new LinkedHashMap<>()).put(name, line(element, true));
    }
  }

  private void profile(StructureDefinition definition) {
    boolean extension = definition.getType().equals("Extension");
    out.add(
        (extension ? "*extension\t" : "*profile\t")
            + definition.getUrl()
            + "\t"
            + (extension
                ? definition.getContext().stream()
                    .map(context -> context.getValue())
                    .distinct()
                    .collect(Collectors.joining("|"))
                : definition.getType()));
    Map<String, String> typesById = new TreeMap<>();
    Map<String, String> written = new TreeMap<>();
    for (ElementDefinition element : definition.getSnapshot().getElement()) {
      String id = element.getId();
      int dot = id.indexOf('.');
      if (dot < 0) {
        typesById.put(id, definition.getType());
        continue;
      }
      Line line = line(element, false);
      typesById.put(id, line.types);
      typesById.putIfAbsent(element.getPath(), line.types);
      String ownerPath = element.getPath().substring(0, element.getPath().lastIndexOf('.'));
      String owner =
          typesById.getOrDefault(id.substring(0, id.lastIndexOf('.')), typesById.get(ownerPath));
      if (owner == null) {
        throw new IllegalStateException(definition.getUrl() + " has no owner for " + id);
      }
      if (owner.equals("Resource")
          || (Character.isLowerCase(owner.charAt(0)) && id.endsWith(".value"))) {
        // Any resource has a profile of its own; a primitive's text is a matter of its type.
        continue;
      }
      Line known = baseOf(element, owner);
      String parent = id.substring(0, id.lastIndexOf('.'));
      String path =
          step(
              id.substring(parent.length() + 1).replace("[x]", ""),
              written.getOrDefault(parent, ""),
              line.types,
              types.getOrDefault(bare(owner), types.get("Element")));
      written.put(id, path);
      List<String> cells = line.beyond(known);
      if (!cells.isEmpty() || element.hasSliceName()) {
        write(path, cells);
      }
    }
  }

  /**
   * The way to an element as the table has it: {@code value#Quantity} where the definition writes
   * {@code valueQuantity}.
   */
  private static String step(String step, String owner, String types, Map<String, Line> children) {
    int colon = step.indexOf(':');
    String name = colon < 0 ? step : step.substring(0, colon);
    String own =
        children.containsKey(name)
            ? step
            : name.substring(0, name.length() - bare(types).length()) + "#" + bare(types);
    return owner.isEmpty() ? own : owner + "." + own;
  }

  private static String bare(String types) {
    return types.replaceAll("[(|].*", "");
  }

  private void write(String path, List<String> cells) {
    out.add(path + (cells.isEmpty() ? "" : "\t" + String.join("\t", cells)));
  }

  /** What the type of its owner asks of it already. */
  private Line baseOf(ElementDefinition element, String ownerTypes) {
    String owner = bare(ownerTypes);
    String name =
        element.getPath().substring(element.getPath().lastIndexOf('.') + 1).replace("[x]", "");
    Map<String, Line> children = types.getOrDefault(owner, types.get("Element"));
    Line line = children.get(name);
    for (int end = name.length() - 1; line == null && end > 0; end--) {
      if (Character.isUpperCase(name.charAt(end))) {
        line = children.get(name.substring(0, end));
      }
    }
    if (line == null) {
      throw new IllegalStateException("no base for " + element.getId() + " in " + owner);
    }
    return element.hasSliceName()
        ? new Line(-1, "", line.types, line.binding, line.fixed, line.length, "")
        : line;
  }

  private Line line(ElementDefinition element, boolean ofType) {
    return new Line(
        element.getMin(),
        element.getMax(),
        types(element, ofType),
        binding(element),
        element.hasFixed() ? element.getFixed().primitiveValue() : "",
        element.hasMaxLength() ? String.valueOf(element.getMaxLength()) : "",
        slicing(element));
  }

  private static String slicing(ElementDefinition element) {
    if (!element.hasSlicing()) {
      return "";
    }
    String discriminators =
        element.getSlicing().getDiscriminator().stream()
            .map(discriminator -> discriminator.getPath())
            .collect(Collectors.joining("|"));
    if (element.getSlicing().getRules() == ElementDefinition.SlicingRules.CLOSED) {
      throw new IllegalStateException(element.getId() + " is closed, which the walk does not know");
    }
    // Extensions are sliced by url everywhere, and the types of a choice by themselves.
    if (discriminators.equals("url") || discriminators.equals("$this")) {
      return "";
    }
    return discriminators;
  }

  private String types(ElementDefinition element, boolean ofType) {
    if (element.hasContentReference()) {
      return element.getContentReference().substring(1);
    }
    Map<String, Set<String>> found = new TreeMap<>();
    for (ElementDefinition.TypeRefComponent type : element.getType()) {
      String code = type.getCode();
      if (code == null) {
        code = "string"; // Resource.id and Element.id: XML attributes
      }
      if (code.equals("BackboneElement") || code.equals("Element")) {
        code = element.hasBase() ? element.getBase().getPath() : element.getPath();
      }
      Set<String> about = found.computeIfAbsent(code, c -> new TreeSet<>());
      if (type.hasTargetProfile()) {
        about.add(typeOf(type.getTargetProfile()));
      } else if (code.equals("Reference")) {
        about.add("Any");
      }
      if (type.hasProfile() && !ofType && !base.containsKey(type.getProfile())) {
        about.add(type.getProfile());
      } else if (type.hasProfile() && type.getProfile().endsWith("/SimpleQuantity")) {
        about.add("SimpleQuantity");
      }
    }
    return found.entrySet().stream()
        .map(
            type -> {
              Set<String> about = type.getValue();
              boolean any = about.isEmpty() || about.contains("Any");
              return any ? type.getKey() : type.getKey() + "(" + String.join(",", about) + ")";
            })
        .collect(Collectors.joining("|"));
  }

  /** The type of the resources that a reference may lead to. */
  private String typeOf(String profile) {
    if (profiles.containsKey(profile)) {
      return profiles.get(profile).getType();
    }
    String name = profile.substring(profile.lastIndexOf('/') + 1);
    if (profile.startsWith(BASE)) {
      return name.equals("Resource") ? "Any" : name;
    }
    // Profiles that were not published in the folder: their names end in their types.
    return name.replaceAll("-[0-9]+$", "").replaceAll(".*-", "");
  }

  private String binding(ElementDefinition element) {
    if (!element.hasBinding()) {
      return "";
    }
    ElementDefinition.ElementDefinitionBindingComponent binding = element.getBinding();
    String url =
        switch (binding.getValueSet()) {
          case Reference reference -> reference.getReference();
          case UriType uri -> uri.getValue();
          case null, default -> "";
        };
    codes.mentioned(url);
    boolean required =
        binding.getStrength() == org.hl7.fhir.dstu3.model.Enumerations.BindingStrength.REQUIRED;
    return required && codes.known(url) ? codes.required(url) : "";
  }
}
