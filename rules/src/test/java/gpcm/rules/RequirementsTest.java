package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirements;
import gpcm.rules.catalogue.RequirementsDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The build fails when a requirement is missing, unknown, accounted for twice, or its proof does
 * not exist.
 */
class RequirementsTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final List<Requirement> ALL = Requirements.all().list();

  @Test
  void everyRequirementIsAccountedForOnce() {
    assertThat(ALL).hasSize(588).extracting(Requirement::id).doesNotHaveDuplicates();
  }

  @Test
  void theListIsTheSpecifications() throws IOException {
    Path csv = ROOT.resolve("../shared/spec/requirements.csv");
    assumeTrue(
        Files.isRegularFile(csv),
        "skipped: no list of requirements at ../shared/spec/requirements.csv");
    Map<String, String> published = new HashMap<>();
    Matcher row =
        Pattern.compile(
                "^(GPCM-[A-Z0-9-]+),([a-z-]+),[0-9.]+,[a-z0-9_-]+,(MUST NOT|MUST|SHOULD),",
                Pattern.MULTILINE)
            .matcher(Files.readString(csv, StandardCharsets.UTF_8));
    while (row.find()) {
      published.put(row.group(1), row.group(2) + " " + row.group(3).replace(" NOT", ""));
    }
    Map<String, String> ours = new HashMap<>();
    ALL.forEach(
        requirement ->
            ours.put(requirement.id(), requirement.useCase() + " " + requirement.strength()));
    assertThat(ours).isEqualTo(published);
  }

  @Test
  void everyProofExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Requirement requirement : ALL) {
      if (requirement.kind() != Requirement.Kind.NOT_SOFTWARE
          && !requirement.awaited()
          && !exists(requirement.proof())) {
        missing.add(requirement.id() + ": " + requirement.proof());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void onlyPagesMayAwaitTheirProof() {
    assertThat(ALL)
        .filteredOn(Requirement::awaited)
        .allMatch(requirement -> requirement.kind() == Requirement.Kind.PAGE);
  }

  @Test
  void theDocumentIsTheTable() throws IOException {
    Path document = ROOT.resolve("docs/requirements.md");
    String generated = RequirementsDocument.markdown(ALL);
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(document, generated);
    }
    assertThat(document)
        .as(
            "docs/requirements.md is generated; run the tests of the rules room with"
                + " -Dregenerate=true to write it anew")
        .hasContent(generated);
  }

  /**
   * A proof is {@code package.Class} or {@code package.Class#method} of a test in one of the rooms.
   */
  private static boolean exists(String proof) throws IOException {
    String[] parts = proof.split("#", 2);
    Path file = Path.of("src/test/java", parts[0].replace('.', '/') + ".java");
    try (Stream<Path> rooms = Files.list(ROOT)) {
      for (Path room : rooms.filter(Files::isDirectory).toList()) {
        Path source = room.resolve(file);
        if (Files.isRegularFile(source)) {
          return parts.length == 1
              || Pattern.compile("void " + Pattern.quote(parts[1]) + "\\(")
                  .matcher(Files.readString(source))
                  .find();
        }
      }
    }
    return false;
  }
}
