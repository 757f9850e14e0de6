package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Which of FHIR core's libraries a node loads, and in which versions: public advisories are about
 * the older ones, so the page of dependencies has to tell the truth.
 */
class FhirCoreVersionsTest {
  private static final Pattern LIBRARY =
      Pattern.compile("org\\.hl7\\.fhir\\.([a-z0-9.]+)-([0-9.]+)\\.jar");

  private static Map<String, SortedSet<String>> loaded() {
    Map<String, SortedSet<String>> versions = new TreeMap<>();
    Matcher library = LIBRARY.matcher(System.getProperty("java.class.path"));
    while (library.find()) {
      versions.computeIfAbsent(library.group(2), unused -> new TreeSet<>()).add(library.group(1));
    }
    return versions;
  }

  @Test
  void theValidatorsOwnAreNotAmongWhatANodeLoads() {
    assertThat(System.getProperty("java.class.path").split(File.pathSeparator))
        .noneMatch(each -> each.contains("hapi-fhir-validation"));
    assertThat(loaded().toString()).isEqualTo("{6.8.1=[convertors, r4], 6.9.4=[dstu3, utilities]}");
  }

  @Test
  void thePageOfDependenciesSaysWhichTheyAre() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("project.root"), "docs", "dependencies.md"),
            StandardCharsets.UTF_8);
    loaded()
        .forEach(
            (version, libraries) ->
                assertThat(page)
                    .contains("`" + String.join("` and `", libraries) + "` in " + version));
  }
}
