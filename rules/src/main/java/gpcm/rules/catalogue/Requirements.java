package gpcm.rules.catalogue;

import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleBook;
import gpcm.rules.Strength;
import gpcm.rules.UseCaseKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The account of all 588 requirements: those that rules fulfil, taken from the rules themselves,
 * and the others from the table beside this class. Immutable.
 */
public final class Requirements {
  private static final String TABLE = "requirements.txt";
  private static final int COLUMNS = 5;
  private static final String MUST_PROOF =
      "gpcm.rules.BrokenMessageTest#theSmallestBreakIsFoundUnderItsRequirementAndCode";
  private static final String SHOULD_PROOF =
      "gpcm.rules.ShouldRulesTest#leavingItOutOrGettingItWrongIsAWarning";
  private static final String MESH_PROOF =
      "gpcm.rules.MeshRulesTest#anyOtherFaultIsShownAndNeverRejects";
  private static final String RESPONSE_PROOF =
      "gpcm.rules.ResponseRulesTest#eachConditionHasAnAnswerThatBreaksIt";

  private final List<Requirement> list;

  private Requirements(List<Requirement> list) {
    this.list = List.copyOf(list);
  }

  /**
   * The account.
   *
   * @throws IllegalStateException when an id is missing, unknown or accounted for twice
   */
  public static Requirements all() {
    Map<String, Requirement> accounted = new LinkedHashMap<>();
    readTable().forEach(requirement -> put(accounted, requirement));
    Map<String, Requirement> ruled = ruled(RuleCatalogue.documents(), MUST_PROOF, MESH_PROOF);
    ruled(RuleCatalogue.responses(), RESPONSE_PROOF, RESPONSE_PROOF)
        .forEach((id, requirement) -> ruled.merge(id, requirement, Requirements::both));
    ruled.forEach((id, requirement) -> accounted.merge(id, requirement, Requirements::described));
    List<Requirement> ordered = new ArrayList<>();
    for (String id : ids()) {
      Requirement requirement = accounted.remove(id);
      if (requirement == null) {
        throw new IllegalStateException(
            "requirement " + id + " is fulfilled by no rule and not in " + TABLE);
      }
      ordered.add(requirement);
    }
    if (!accounted.isEmpty()) {
      throw new IllegalStateException("no such requirement: " + accounted.keySet());
    }
    return new Requirements(ordered);
  }

  /** In the order of the specification. */
  public List<Requirement> list() {
    return list;
  }

  /**
   * The ids of release 1.4.0, with the generic use case's from 1.5.1, where they were first
   * published.
   */
  static List<String> ids() {
    return Stream.of(
            numbered("GPCM-C-", "%02d", 1, 2),
            numbered("GPCM-SD-", "%03d", 1, 37),
            numbered("GPCM-SD-CS-", "%03d", 1, 77),
            numbered("GPCM-SD-CS-", "%03d", 79, 80), // 078 was withdrawn
            numbered("GPCM-SD-OC-", "%03d", 1, 175),
            numbered("GPCM-SD-GE-", "%03d", 1, 296))
        .flatMap(ids -> ids)
        .filter(id -> !id.equals("GPCM-SD-036")) // never published
        .toList();
  }

  private static Stream<String> numbered(String prefix, String format, int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> prefix + String.format(format, n));
  }

  private static void put(Map<String, Requirement> accounted, Requirement requirement) {
    if (accounted.put(requirement.id(), requirement) != null) {
      throw new IllegalStateException(
          "requirement " + requirement.id() + " is accounted for twice");
    }
  }

  /**
   * Several rules may fulfil one requirement between them: the strongest gives the strength, and
   * each says its part.
   */
  private static Map<String, Requirement> ruled(RuleBook book, String mustProof, String meshProof) {
    Map<String, Requirement> ruled = new LinkedHashMap<>();
    for (Rule rule : book.rules()) {
      for (String id : rule.ids()) {
        Requirement.Kind kind =
            rule.about().equals(MessagePart.MESH)
                ? Requirement.Kind.MESH_RULE
                : Requirement.Kind.RULE;
        String proof =
            kind == Requirement.Kind.MESH_RULE
                ? meshProof
                : rule.strength() == Strength.MUST ? mustProof : SHOULD_PROOF;
        String words =
            (kind == Requirement.Kind.MESH_RULE ? "MESH: " : rule.element() + ": ")
                + rule.expected();
        Requirement requirement =
            new Requirement(
                id,
                UseCaseKey.of(id).label(),
                rule.strength(),
                kind,
                words,
                conditions(rule),
                proof);
        ruled.merge(id, requirement, Requirements::both);
      }
    }
    return ruled;
  }

  private static List<Requirement.Condition> conditions(Rule rule) {
    return rule.conditions().stream()
        .map(name -> new Requirement.Condition(rule.element(), name))
        .toList();
  }

  /** The table's words and proof, with what the rules check. */
  private static Requirement described(Requirement table, Requirement ruled) {
    return table.kind() == Requirement.Kind.RULE
        ? new Requirement(
            table.id(),
            table.useCase(),
            table.strength(),
            table.kind(),
            table.words(),
            ruled.conditions(),
            table.proof())
        : table;
  }

  private static Requirement both(Requirement first, Requirement second) {
    boolean weaker = first.strength().compareTo(second.strength()) > 0;
    Requirement stronger = weaker ? second : first;
    String words =
        ("; " + first.words() + "; ").contains("; " + second.words() + "; ")
            ? first.words()
            : first.words() + "; " + second.words();
    List<Requirement.Condition> conditions = new ArrayList<>(first.conditions());
    second.conditions().stream().filter(one -> !conditions.contains(one)).forEach(conditions::add);
    return new Requirement(
        first.id(),
        first.useCase(),
        stronger.strength(),
        first.kind(),
        words,
        conditions,
        stronger.proof());
  }

  private static List<Requirement> readTable() {
    try (InputStream in = Requirements.class.getResourceAsStream(TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Requirements::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE + " from the program's own jar", e);
    }
  }

  private static Requirement row(String line) {
    String[] cells = line.split("\\|", COLUMNS);
    if (cells.length != COLUMNS) {
      throw new IllegalStateException(TABLE + ": a line without " + COLUMNS + " columns: " + line);
    }
    String id = PartRules.inFull(cells[0].strip());
    return new Requirement(
        id,
        UseCaseKey.of(id).label(),
        Strength.valueOf(cells[1].strip()),
        Requirement.Kind.of(cells[2].strip()),
        cells[3].strip(),
        List.of(),
        cells[4].strip());
  }
}
