package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirements;
import gpcm.rules.catalogue.UserStories;
import gpcm.rules.catalogue.UserStoriesDocument;
import gpcm.rules.catalogue.UserStory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The build fails when a criterion of a user story is missing or its proof does not exist. */
class UserStoriesTest {
  private static final UserStories ALL = UserStories.all();

  @Test
  void everyCriterionAndStepIsAccountedForOnce() {
    assertThat(ALL.list()).hasSize(21 + 4);
    assertThat(ALL.criteria())
        .hasSize(148)
        .extracting(UserStory.Criterion::id)
        .doesNotHaveDuplicates();
  }

  @Test
  void theListIsTheSpecifications() throws IOException {
    Path csv = Proofs.ROOT.resolve("../shared/spec/user-stories.csv");
    assumeTrue(
        Files.isRegularFile(csv),
        "skipped: no list of user stories at ../shared/spec/user-stories.csv");
    Matcher row =
        Pattern.compile(
                "^(GPC-[A-Z0-9-]+|PM-[A-Z0-9-]+),[a-z-]+,(sender|receiver|both),[a-z ]*,"
                    + "(?:\"[^\"]*\"|[^,\"]*),(?:\"[^\"]*\"|([^,\"]*)),",
                Pattern.MULTILINE)
            .matcher(Files.readString(csv, StandardCharsets.UTF_8));
    List<String> published = new ArrayList<>();
    while (row.find()) {
      String id = row.group(1).startsWith("PM-") ? row.group(1) : row.group(1) + "/" + row.group(3);
      published.add(id + " " + row.group(2));
    }
    assertThat(ALL.criteria()).extracting(c -> c.id() + " " + c.who()).isEqualTo(published);
  }

  @Test
  void everyProofExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (UserStory.Criterion criterion : ALL.criteria()) {
      for (String proof : criterion.proofs()) {
        if (!Proofs.exists(proof)) {
          missing.add(criterion.id() + ": " + proof);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /** In a browser, from the hub's node over MESH to the receiver's, signed in at a provider. */
  @Test
  void everythingAskedOfAReceiverIsProvenFromEndToEnd() {
    assertThat(ALL.criteria())
        .filteredOn(criterion -> criterion.kind() == UserStory.Kind.PROVEN)
        .filteredOn(criterion -> !criterion.who().equals("sender"))
        .isNotEmpty()
        .allSatisfy(
            criterion ->
                assertThat(criterion.proofs())
                    .as(criterion.id())
                    .anyMatch(proof -> proof.startsWith("gpcm.node.stories.")));
  }

  @Test
  void theDocumentIsTheTable() throws IOException {
    Proofs.assertGenerated("docs/user-stories.md", UserStoriesDocument.markdown(ALL.list()));
  }

  private static long requirements(Predicate<Requirement.Kind> kind) {
    return Requirements.all().list().stream().map(Requirement::kind).filter(kind).count();
  }

  private static long criteria(Predicate<UserStory.Kind> kind) {
    return ALL.criteria().stream().map(UserStory.Criterion::kind).filter(kind).count();
  }

  @Test
  void theReadmeSaysThatNoneIsOpen() {
    assertThat(requirements(kind -> kind == Requirement.Kind.OPEN)).isZero();
    assertThat(criteria(kind -> kind == UserStory.Kind.OPEN)).isZero();
    assertThat(Proofs.ROOT.resolve("README.md"))
        .content()
        .contains(
            "Every one of the %d requirements, and of the %d criteria and steps of the user stories, is accounted for: none is open."
                .formatted(requirements(kind -> true), criteria(kind -> true)));
  }

  @Test
  void theReadmeSaysHowManyAreShownAndHowManyAskNothingOfSoftware() {
    assertThat(Proofs.ROOT.resolve("README.md"))
        .content()
        .containsIgnoringWhitespaces(
            "%d and %d of them are shown by a rule or a named test; the other %d and %d ask nothing of software"
                .formatted(
                    requirements(kind -> kind != Requirement.Kind.NOT_SOFTWARE),
                    criteria(kind -> kind == UserStory.Kind.PROVEN),
                    requirements(kind -> kind == Requirement.Kind.NOT_SOFTWARE),
                    criteria(kind -> kind == UserStory.Kind.NOT_SOFTWARE)));
  }
}
