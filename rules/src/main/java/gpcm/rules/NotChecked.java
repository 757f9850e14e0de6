package gpcm.rules;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A requirement, or one of its conditions, that could not be looked at: nobody may take it for met.
 *
 * @param requirement the id, such as {@code GPCM-SD-CS-064}
 * @param strength how binding it is
 * @param expected what it asks for
 * @param reason what is not known; nothing of the message
 */
public record NotChecked(String requirement, Strength strength, String expected, String reason) {
  public NotChecked {
    Objects.requireNonNull(requirement, "requirement");
    Objects.requireNonNull(strength, "strength");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(reason, "reason");
  }

  /** For people: the reasons, each with the ids of the requirements that it concerns. */
  public static Map<String, Set<String>> byReason(List<NotChecked> all) {
    Map<String, Set<String>> reasons = new LinkedHashMap<>();
    all.forEach(
        one ->
            reasons
                .computeIfAbsent(one.reason, reason -> new LinkedHashSet<>())
                .add(one.requirement));
    return reasons;
  }
}
