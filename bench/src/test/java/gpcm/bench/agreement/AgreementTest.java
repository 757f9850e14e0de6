package gpcm.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.bench.agreement.Agreement.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules find what HAPI's validator finds, over a seeded set of changes. */
class AgreementTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

  /**
   * The validator takes a tenth of a second and more for each, so a build judges a sample; the
   * table in docs/rules.md is of {@code -Dagreement.mutations=2000 -Dagreement.seed=1}.
   */
  private static final int MUTATIONS = Integer.getInteger("agreement.mutations", 540);

  private static final long SEED = Long.getLong("agreement.seed", 20261128);

  private static Map<String, ObjectNode> sources() throws IOException {
    return Sources.of(ROOT.resolve("examples"));
  }

  @Test
  void the_same_seed_makes_the_same_changes_and_another_one_others() throws IOException {
    assertThat(changes(1, 100)).isEqualTo(changes(1, 100)).isNotEqualTo(changes(2, 100));
  }

  @Test
  void every_kind_of_change_is_made_and_changes_its_message() throws IOException {
    List<Mutation> mutations = changes(3, 300);
    assertThat(mutations.stream().map(Mutation::kind)).contains(MutationKind.values());
    Map<String, ObjectNode> sources = sources();
    assertThat(mutations)
        .allSatisfy(
            mutation -> {
              ObjectNode before = sources.get(mutation.source());
              assertThat(mutation.text())
                  .isNotEqualTo(mutation.json() ? before.toString() : WireXml.of(before));
            });
  }

  @Test
  void the_messages_before_any_change_are_right_in_both_forms() throws IOException {
    OurRules rules = new OurRules();
    sources()
        .forEach(
            (name, tree) -> {
              assertThat(rules.faults(WireXml.of(tree), false)).as(name).isEmpty();
              assertThat(rules.faults(tree.toString(), true)).as(name).isEmpty();
            });
  }

  @Test
  void each_harmless_change_has_a_message_to_change() throws IOException {
    List<List<Mutation>> harmless = new Mutator(sources(), 4).harmless();
    assertThat(harmless).hasSizeGreaterThan(100);
    assertThat(
            IntStream.range(0, harmless.size())
                .filter(i -> harmless.get(i).isEmpty())
                .mapToObj(HarmlessChanges.all()::get))
        .isEmpty();
  }

  /** Nor by a rule of a numbered requirement: all of them are asked. */
  @Test
  void what_nothing_forbids_is_never_found() throws IOException {
    OurRules rules = new OurRules();
    assertThat(
            new Mutator(sources(), 4)
                .harmless().stream()
                    .flatMap(List::stream)
                    .flatMap(one -> said(one, rules.faults(one.text(), one.json()))))
        .isEmpty();
  }

  private static Stream<String> said(Mutation mutation, List<String> faults) {
    return faults.stream().map(fault -> mutation.source() + ": " + mutation.what() + ": " + fault);
  }

  @Test
  @Tag("slow")
  void what_the_validator_finds_is_found() throws IOException {
    Path profiles = ROOT.resolve("../shared/profiles");
    assumeTrue(Files.isDirectory(profiles), "skipped: no official profiles at ../shared/profiles");
    Agreement agreement = new Agreement(Oracle.load(profiles), sources());
    assertThat(agreement.before().values()).allSatisfy(found -> assertThat(found).isEmpty());
    assertThat(
            new Mutator(sources(), 4)
                .harmless().stream()
                    .map(List::getLast)
                    .flatMap(one -> said(one, agreement.judge(one).validator())))
        .as("harmless, and the validator finds it")
        .isEmpty();
    List<Judged> judged = changes(SEED, MUTATIONS).stream().map(agreement::judge).toList();
    String run = MUTATIONS + " changes of seed " + SEED;
    assertThat(judged.stream().filter(Judged::validatorOnly))
        .as("found by the validator alone, of " + run)
        .isEmpty();
    assertThat(judged.stream().filter(Judged::falseAlarm)).as("false alarms, of " + run).isEmpty();
    assertThat(judged.stream().filter(Judged::oursOnlyBeyondRequirements))
        .as("found by the rules alone, of " + run)
        .allMatch(one -> BlindSpot.of(one).isPresent());
  }

  private static List<Mutation> changes(long seed, int count) throws IOException {
    Mutator mutator = new Mutator(sources(), seed);
    List<Mutation> mutations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mutations.add(mutator.next());
    }
    return mutations;
  }
}
