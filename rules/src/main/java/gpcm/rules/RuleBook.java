package gpcm.rules;

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
public final class RuleBook {
  /** A rule together with the requirement it fulfils for one use case. */
  record Entry(String requirement, Rule rule) {}

  private final List<Rule> rules;
  private final Map<UseCaseKey, Map<MessagePart, List<Entry>>> byUseCase;

  private RuleBook(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    this.byUseCase = new EnumMap<>(UseCaseKey.class);
    for (UseCaseKey useCase : UseCaseKey.values()) {
      Map<MessagePart, List<Entry>> byPart = new HashMap<>();
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

  /** The book of these rules. */
  public static RuleBook of(List<Rule> rules) {
    return new RuleBook(rules);
  }

  /** All rules, in the order they were given. */
  public List<Rule> rules() {
    return rules;
  }

  /** Every requirement that some rule fulfils. */
  public Set<String> requirements() {
    Set<String> ids = new LinkedHashSet<>();
    rules.forEach(rule -> ids.addAll(rule.ids()));
    return ids;
  }

  List<Entry> rules(UseCaseKey useCase, MessagePart part) {
    return byUseCase.get(useCase).getOrDefault(part, List.of());
  }
}
