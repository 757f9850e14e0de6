package gpcm.rules;

import gpcm.message.ResponseCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All rules, sorted by use case and by what they look at, so that each resource is visited once
 * with the rules that concern it. Immutable once built; safe for any number of threads.
 */
final class RuleBook {
  /** A rule together with the requirement it fulfils for one use case. */
  record Entry(String requirement, Rule rule) {}

  private final List<Rule> rules;
  private final Map<UseCaseKey, Map<Part, List<Entry>>> byUseCase;

  private RuleBook(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    this.byUseCase = new EnumMap<>(UseCaseKey.class);
    for (UseCaseKey useCase : UseCaseKey.values()) {
      Map<Part, List<Entry>> byPart = new HashMap<>();
      for (Rule rule : rules) {
        Optional<String> id = rule.idFor(useCase);
        id.ifPresent(
            requirement ->
                byPart
                    .computeIfAbsent(rule.about(), part -> new ArrayList<>())
                    .add(new Entry(requirement, rule)));
      }
      byUseCase.put(useCase, byPart);
    }
  }

  /** Every rule of the specification, in its order. */
  static RuleBook standard() {
    List<Rule> rules = new ArrayList<>();
    Area message = new Area(rules::add, Part.MESSAGE, ResponseCode.HEADER_INVALID);
    Area header = new Area(rules::add, Part.HEADER, ResponseCode.HEADER_INVALID);
    Area document = new Area(rules::add, Part.DOCUMENT, ResponseCode.PAYLOAD_INVALID);
    HeaderRules.add(message, header);
    HandlingRules.add(header);
    DocumentRules.add(message, document, each(rules, Part.ANY_RESOURCE));
    CompositionRules.add(each(rules, "Composition"), document);
    PeopleRules.add(rules);
    EncounterRules.add(rules, document);
    QuestionnaireRules.add(rules);
    ReferralRules.add(rules);
    AllergyRules.add(rules);
    TaskRules.add(rules);
    MedicationRules.add(rules);
    ImmunizationRules.add(rules);
    ProblemRules.add(rules);
    InvestigationRules.add(rules);
    MeshRules.add(document, message);
    return new RuleBook(rules);
  }

  /** The rules for a response. */
  static RuleBook response() {
    List<Rule> rules = new ArrayList<>();
    ResponseRules.add(
        new Area(rules::add, Part.MESSAGE, ResponseCode.HEADER_INVALID),
        new Area(rules::add, Part.HEADER, ResponseCode.HEADER_INVALID));
    return new RuleBook(rules);
  }

  static Area each(List<Rule> rules, String resourceType) {
    return each(rules, Part.each(resourceType));
  }

  private static Area each(List<Rule> rules, Part part) {
    return new Area(rules::add, part, ResponseCode.PAYLOAD_INVALID);
  }

  List<Rule> rules() {
    return rules;
  }

  /** Every requirement that some rule fulfils. */
  Set<String> requirements() {
    Set<String> ids = new LinkedHashSet<>();
    rules.forEach(rule -> ids.addAll(rule.ids()));
    return ids;
  }

  List<Entry> rules(UseCaseKey useCase, Part part) {
    return byUseCase.get(useCase).getOrDefault(part, List.of());
  }
}
