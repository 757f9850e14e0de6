package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import gpcm.bench.agreement.Agreement.Judged;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How far the rules agree with HAPI's validator, over messages with a single change each, and how
 * fast both are on the same texts. {@code --profiles} names the folder of the official profiles.
 */
public final class ValidatorAgreement {
  /** The size of a report as the project renders it. */
  private static final int REPORT = 40_000;

  /** As many as the compiler needs; the validator has seen every mutation by then. */
  private static final int WARM_UP = 20_000;

  private ValidatorAgreement() {}

  /** Runs the comparison and prints a table. */
  public static void main(String[] arguments) throws IOException {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments, Set.of("mutations", "seed", "profiles", "rounds"), Set.of());
    Path root = Path.of(System.getProperty("project.root", "."));
    Path profiles = options.path("profiles", root.resolve("../shared/profiles"));
    if (!Files.isDirectory(profiles)) {
      throw new IllegalArgumentException(
          "--profiles " + profiles + ": the folder of the official profiles is needed");
    }
    Map<String, ObjectNode> sources = Sources.of(root.resolve("examples"));
    Oracle oracle = Oracle.load(profiles);
    Agreement agreement = new Agreement(oracle, sources);
    PrintStream out = System.out;
    agreement
        .before()
        .forEach(
            (name, found) -> found.forEach(fault -> out.println(name + " unchanged: " + fault)));
    Mutator mutator = new Mutator(sources, options.number("seed", 1));
    List<Judged> judged = new ArrayList<>();
    for (int i = options.number("mutations", 2_000); i > 0; i--) {
      judged.add(agreement.judge(mutator.next()));
    }
    tell(judged, "found by the validator alone", Judged::validatorOnly, out);
    tell(judged, "found by us alone", Judged::oursOnlyBeyondRequirements, out);
    tell(judged, "false alarms", Judged::falseAlarm, out);
    table(judged, out);
    unexplained(judged, out);
    int rounds = options.number("rounds", 7);
    Map<String, ObjectNode> whole = Sources.of(root.resolve("examples"), REPORT);
    ResultLine.of("validator-agreement")
        .with("mutations", judged.size())
        .with("both", count(judged, Judged::both))
        .with("neither", count(judged, j -> j.validator().isEmpty() && j.ours().isEmpty()))
        .with("hapiOnly", count(judged, Judged::validatorOnly))
        .with("oursOnly", count(judged, Judged::oursOnly))
        .with("oursOnlyBeyondRequirements", count(judged, Judged::oursOnlyBeyondRequirements))
        .with("falseAlarms", count(judged, Judged::falseAlarm))
        .with("timesValidatorPlain", ratio(whole.get("consultation-summary"), oracle, rounds))
        .with("timesValidatorFullest", ratio(whole.get("generic-coded"), oracle, rounds))
        .print();
  }

  /** What only we find, by the reason; the rest has to be looked at. */
  private static void unexplained(List<Judged> judged, PrintStream out) {
    for (BlindSpot each : BlindSpot.values()) {
      int count =
          count(
              judged,
              one ->
                  one.oursOnlyBeyondRequirements()
                      && BlindSpot.of(one).filter(each::equals).isPresent());
      out.println(count + " " + each.words() + ": " + each.reason());
    }
    tell(
        judged,
        "found by us alone and not explained",
        one -> one.oursOnlyBeyondRequirements() && BlindSpot.of(one).isEmpty(),
        out);
  }

  private static int count(List<Judged> judged, Predicate<Judged> which) {
    return (int) judged.stream().filter(which).count();
  }

  private static void tell(
      List<Judged> judged, String heading, Predicate<Judged> which, PrintStream out) {
    out.println("== " + heading);
    for (Judged one : judged) {
      if (which.test(one)) {
        out.println(
            one.mutation().number()
                + " "
                + one.mutation().kind().words()
                + (one.mutation().json() ? " [json] " : " ")
                + one.mutation().source()
                + ": "
                + one.mutation().what());
        one.validator().forEach(error -> out.println("    validator: " + error));
        one.ours().forEach(fault -> out.println("    ours: " + fault));
      }
    }
  }

  private static void table(List<Judged> judged, PrintStream out) {
    out.println(
        "| change | messages | both | validator alone | we alone | of these beyond the requirements"
            + " | neither |");
    out.println("| --- | --- | --- | --- | --- | --- | --- |");
    for (MutationKind kind : MutationKind.values()) {
      List<Judged> these = judged.stream().filter(j -> j.mutation().kind() == kind).toList();
      out.printf(
          "| %s | %d | %d | %d | %d | %d | %d |%n",
          kind.words(),
          these.size(),
          count(these, Judged::both),
          count(these, Judged::validatorOnly),
          count(these, Judged::oursOnly),
          count(these, Judged::oursOnlyBeyondRequirements),
          count(these, j -> j.validator().isEmpty() && j.ours().isEmpty()));
    }
  }

  /** How many times as fast we are, both warm, taking turns. */
  private static double ratio(ObjectNode tree, Oracle oracle, int rounds) {
    String text = WireXml.of(tree);
    OurRules rules = new OurRules();
    for (int i = 0; i < WARM_UP; i++) {
      rules.faults(text, false);
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      oracle.errors(text);
      long between = System.nanoTime();
      for (int j = 0; j < 100; j++) {
        rules.faults(text, false);
      }
      long end = System.nanoTime();
      ratios.add((between - start) / ((end - between) / 100.0));
    }
    Collections.sort(ratios);
    return ratios.get(rounds / 2);
  }
}
