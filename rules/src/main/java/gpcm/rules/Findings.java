package gpcm.rules;

import gpcm.message.ResponseCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that was found in one message, in the order of the requirements' areas. Immutable;
 * adding gives a new value.
 *
 * <p>A response may carry one code only, so one finding leads: the first, by the layers of {@link
 * #leading()}, among those that make the message invalid.
 */
public final class Findings implements Iterable<Finding> {
  private static final Findings NONE = new Findings(List.of(), List.of(), List.of());

  private final List<Finding> all;
  private final List<CrashedRule> crashed;
  private final List<NotChecked> unchecked;

  private Findings(List<Finding> all, List<CrashedRule> crashed, List<NotChecked> unchecked) {
    this.all = all;
    this.crashed = crashed;
    this.unchecked = unchecked;
  }

  /** No finding. */
  public static Findings none() {
    return NONE;
  }

  /** These findings. */
  public static Findings of(Collection<Finding> findings) {
    return new Findings(List.copyOf(findings), List.of(), List.of());
  }

  /** These findings, and the rules that crashed on the way to them. */
  public static Findings of(Collection<Finding> findings, Collection<CrashedRule> crashed) {
    return new Findings(List.copyOf(findings), List.copyOf(crashed), List.of());
  }

  /** The same findings, and what could not be checked. */
  Findings notChecked(Collection<NotChecked> more) {
    return new Findings(all, crashed, List.copyOf(more));
  }

  /** These findings and one more, which a node found itself. */
  public Findings plus(Finding finding) {
    return plus(of(List.of(finding)));
  }

  /** These findings and those. */
  public Findings plus(Findings others) {
    List<Finding> both = new ArrayList<>(all);
    both.addAll(others.all);
    List<CrashedRule> crashes = new ArrayList<>(crashed);
    crashes.addAll(others.crashed);
    List<NotChecked> unknown = new ArrayList<>(unchecked);
    unknown.addAll(others.unchecked);
    return of(both, crashes).notChecked(unknown);
  }

  /** All of them, tolerated ones and warnings too. */
  public List<Finding> all() {
    return all;
  }

  /** Those that make the message invalid (GPCM-SD-030). */
  public List<Finding> rejecting() {
    return all.stream().filter(Finding::rejects).toList();
  }

  /**
   * Those that do not: SHOULD rules and tolerated faults, to be kept with the message and shown to
   * staff.
   */
  public List<Finding> warnings() {
    return all.stream().filter(finding -> !finding.rejects()).toList();
  }

  /**
   * The rules that crashed, of whatever strength: faults of this program, which its own people have
   * to hear of whatever the verdict is.
   */
  public List<CrashedRule> crashedRules() {
    return crashed;
  }

  /**
   * What could not be looked at, because what it is about is not known here: the MESH metadata, or
   * a part of it. Says nothing for or against the message.
   */
  public List<NotChecked> notChecked() {
    return unchecked;
  }

  /**
   * What all this says of the message. A fault that was found makes it invalid, also where another
   * rule crashed; a message is valid only when no rule of a binding requirement crashed.
   */
  public Verdict verdict() {
    Optional<Finding> leading = leading();
    if (leading.isPresent()) {
      return new Verdict.Invalid(leading.get());
    }
    List<CrashedRule> binding =
        crashed.stream().filter(rule -> rule.strength() == Strength.MUST).toList();
    return binding.isEmpty() ? new Verdict.Valid() : new Verdict.Undecided(binding);
  }

  /** True when the verdict is {@link Verdict.Valid}. */
  public boolean valid() {
    return verdict() instanceof Verdict.Valid;
  }

  /**
   * The finding whose code a receiver answers with (GPCM-SD-031): the first of the first layer that
   * fails; empty for a valid message.
   */
  public Optional<Finding> leading() {
    return all.stream()
        .filter(Finding::rejects)
        .min(Comparator.comparing(finding -> FaultLayer.of(finding.code())));
  }

  /**
   * The code a receiver answers with: the leading finding's, or success.
   *
   * @throws IllegalStateException when the verdict is {@link Verdict.Undecided}: no code is true
   */
  public ResponseCode code() {
    return switch (verdict()) {
      case Verdict.Valid() -> ResponseCode.SUCCESS;
      case Verdict.Invalid(Finding leading) -> leading.code();
      case Verdict.Undecided(List<CrashedRule> binding) -> throw undecided(binding);
    };
  }

  private static IllegalStateException undecided(List<CrashedRule> binding) {
    CrashedRule first = binding.getFirst();
    return new IllegalStateException(
        "whether the message is valid is not known: " + first.description(), first.crash());
  }

  /**
   * The text for {@code OperationOutcome.issue.diagnostics} (GPCM-SD-032): the element that failed,
   * the requirement, what was expected, how to mend it, and how many further faults there are.
   * Holds no patient data and nothing of the payload. Empty for a valid message.
   *
   * @throws IllegalStateException when the verdict is {@link Verdict.Undecided}: there is nothing
   *     to tell the sender
   */
  public String diagnostics() {
    return switch (verdict()) {
      case Verdict.Valid() -> "";
      case Verdict.Invalid(Finding leading) -> diagnostics(leading);
      case Verdict.Undecided(List<CrashedRule> binding) -> throw undecided(binding);
    };
  }

  private String diagnostics(Finding first) {
    int further = rejecting().size() - 1;
    return first.path()
        + " does not meet requirement "
        + first.requirement()
        + ": expected "
        + first.expected()
        + ". "
        + first.fix()
        + "."
        + switch (further) {
          case 0 -> "";
          case 1 -> " 1 further fault was found.";
          default -> " " + further + " further faults were found.";
        };
  }

  /** The element paths of the findings, to look up where they are in the source. */
  public Set<String> paths() {
    return all.stream().map(Finding::path).collect(Collectors.toUnmodifiableSet());
  }

  /** The same findings, placed in the source as {@link SourcePositions} found them. */
  public Findings placed(Map<String, SourcePosition> positions) {
    return of(
            all.stream()
                .map(
                    finding ->
                        positions.containsKey(finding.path())
                            ? finding.at(positions.get(finding.path()))
                            : finding)
                .toList(),
            crashed)
        .notChecked(unchecked);
  }

  /** The findings as a stream. */
  public Stream<Finding> stream() {
    return all.stream();
  }

  @Override
  public Iterator<Finding> iterator() {
    return all.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Findings that
        && all.equals(that.all)
        && crashed.equals(that.crashed)
        && unchecked.equals(that.unchecked);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  /** Without values of the message. */
  @Override
  public String toString() {
    return crashed.isEmpty() ? all.toString() : all + ", crashed: " + crashed;
  }
}
