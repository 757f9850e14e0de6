package gpcm.node.coded;

import gpcm.message.coded.CodedKind;
import gpcm.node.config.CodedSettings.Handling;
import gpcm.node.config.CodedSettings.Rule;
import java.util.List;

/**
 * What organisations do with coded entries, by sender and kind. It is looked at whenever entries
 * are read: another policy holds at once, also for what was received before, and what a person has
 * decided stays decided. Immutable.
 */
final class CodedPolicy {
  private final List<Rule> rules;

  CodedPolicy(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  private Handling handling(String organisation, String sender, CodedKind kind) {
    return rules.stream()
        .filter(rule -> fits(rule, organisation, sender, kind))
        .findFirst()
        .map(Rule::handling)
        .orElse(Handling.ACCEPT_AFTER_REVIEW);
  }

  private static boolean fits(Rule rule, String organisation, String sender, CodedKind kind) {
    return rule.organisation().value().equals(organisation)
        && (rule.senders().isEmpty()
            || rule.senders().stream().anyMatch(each -> each.value().equals(sender)))
        && (rule.kinds().isEmpty() || rule.kinds().contains(kind));
  }

  /** How it stands with an entry under this policy. */
  CodedState standing(String organisation, String sender, CodedKind kind, CodedState state) {
    if (state != CodedState.TO_REVIEW) {
      return state;
    }
    return switch (handling(organisation, sender, kind)) {
      case ACCEPT_AFTER_REVIEW -> state;
      case PAUSE -> CodedState.PAUSED;
      case DOCUMENT_ONLY -> CodedState.DOCUMENT_ONLY;
    };
  }

  /** Whether what a person has confirmed may go further now. */
  boolean takes(String organisation, String sender, CodedKind kind) {
    return handling(organisation, sender, kind) == Handling.ACCEPT_AFTER_REVIEW;
  }
}
