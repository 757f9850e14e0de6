package gpcm.rules.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.ElementDefinition.ConstraintSeverity;
import org.hl7.fhir.dstu3.model.ElementDefinition.ElementDefinitionConstraintComponent;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.StructureDefinition;
import org.junit.jupiter.api.Test;

/**
 * The table of facts that ships is what the official profiles and base FHIR say. With {@code
 * -Dregenerate=true} it is written anew.
 */
class FactsTableTest {
  private static final Path PROFILES =
      Path.of(System.getProperty("project.root", ".."), "..", "shared", "profiles");
  private static final Path TABLE =
      Path.of(
          System.getProperty("project.root", ".."),
          "rules/src/main/resources/gpcm/rules/structure/facts.txt");

  @Test
  void theTableIsWhatTheProfilesAndBaseFhirSay() throws IOException {
    assumeTrue(
        Files.isDirectory(PROFILES),
        () -> "skipped: the official profiles are not at ../shared/profiles");
    List<String> computed = new FactsOfProfiles(base(), official()).lines();
    computed.addAll(units());
    if (Boolean.getBoolean("regenerate")) {
      Files.write(TABLE, computed, StandardCharsets.UTF_8);
    }
    assertThat(Files.readAllLines(TABLE, StandardCharsets.UTF_8)).isEqualTo(computed);
  }

  /**
   * No condition of base FHIR on a type that the table has is without code, but one: ele-1, that an
   * element has a value or children, is how every element is read.
   */
  @Test
  void everyInvariantOfItsTypesIsWritten() throws IOException {
    Set<String> types =
        Files.readAllLines(TABLE, StandardCharsets.UTF_8).stream()
            .filter(line -> line.startsWith("*type\t"))
            .map(line -> line.split("\t", -1)[1])
            .collect(Collectors.toSet());
    Set<String> keys =
        base().stream()
            .filter(StructureDefinition.class::isInstance)
            .map(StructureDefinition.class::cast)
            .filter(definition -> types.contains(definition.getName()))
            .flatMap(definition -> definition.getSnapshot().getElement().stream())
            .flatMap(element -> element.getConstraint().stream())
            .filter(constraint -> constraint.getSeverity() == ConstraintSeverity.ERROR)
            .map(ElementDefinitionConstraintComponent::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(keys).hasSizeGreaterThan(60).contains("ele-1");
    keys.remove("ele-1");
    assertThat(Invariants.all().map(Invariant::key).collect(Collectors.toSet())).containsAll(keys);
  }

  /** The units of UCUM: those that take a prefix, the others, and the prefixes. */
  private static List<String> units() throws IOException {
    try (InputStream in = FactsTableTest.class.getResourceAsStream("/ucum-essence.xml")) {
      String essence = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return List.of(
          units("prefix", "<prefix [^>]*?Code=\"([^\"]+)\"", essence),
          units(
              "metric",
              "<(?:base-unit|unit(?=[^>]* isMetric=\"yes\")) [^>]*?Code=\"([^\"]+)\"",
              essence),
          units("other", "<unit(?=[^>]* isMetric=\"no\") [^>]*?Code=\"([^\"]+)\"", essence));
    }
  }

  private static String units(String kind, String form, String essence) {
    return Pattern.compile(form)
        .matcher(essence)
        .results()
        .map(found -> found.group(1).replace("&quot;", "\""))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" ", "*units\t" + kind + "\t", ""));
  }

  private static List<Resource> base() throws IOException {
    FhirContext context = FhirContext.forDstu3();
    List<Resource> resources = new ArrayList<>();
    for (String name :
        List.of(
            "profile/profiles-types.xml",
            "profile/profiles-resources.xml",
            "valueset/valuesets.xml",
            "valueset/v2-tables.xml",
            "valueset/v3-codesystems.xml")) {
      try (InputStream in =
          FactsTableTest.class.getResourceAsStream("/org/hl7/fhir/dstu3/model/" + name)) {
        Bundle bundle = context.newXmlParser().parseResource(Bundle.class, in);
        bundle.getEntry().forEach(entry -> resources.add(entry.getResource()));
      }
    }
    return resources;
  }

  private static List<Resource> official() throws IOException {
    FhirContext context = FhirContext.forDstu3();
    List<Resource> resources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(PROFILES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
        resources.add((Resource) context.newXmlParser().parseResource(Files.readString(file)));
      }
    }
    return resources;
  }
}
