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
import org.junit.jupiter.api.Test;

/**
 * The build fails when a requirement is missing, unknown, accounted for twice, or its proof does
 * not exist.
 */
class RequirementsTest {
  private static final List<Requirement> ALL = Requirements.all().list();

  @Test
  void everyRequirementIsAccountedForOnce() {
    assertThat(ALL).hasSize(588).extracting(Requirement::id).doesNotHaveDuplicates();
  }

  @Test
  void theListIsTheSpecifications() throws IOException {
    Path csv = Proofs.ROOT.resolve("../shared/spec/requirements.csv");
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
      for (String proof : requirement.proofs()) {
        if (!Proofs.exists(proof)) {
          missing.add(requirement.id() + ": " + proof);
        }
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
    Proofs.assertGenerated("docs/requirements.md", RequirementsDocument.markdown(ALL));
  }
}
