package gpcm.node.journal;

import java.util.Set;

/**
 * How soon somebody has to act on an alert. Rows of alerts have it as its place in this order,
 * which is never changed.
 */
public enum AlertSeverity {
  /** Somebody lacks information, or may rely on what is wrong. */
  ACT_NOW("Act now"),
  /** It has to be looked at within the day. */
  TODAY("Today"),
  /** It is good to know, and nobody waits. */
  INFORMATION("Information");

  private static final Set<String> NOW =
      Set.of(
          "failed",
          "rejected",
          "void",
          "overdue",
          "contradicted",
          "answer-unclear",
          "answer-in-doubt",
          "taken-for-another",
          "damaged",
          "damaged-content",
          "lost-content",
          "unexpected",
          "processing",
          "mesh-polling",
          "mesh-posting",
          "mesh-refused",
          "audit-damaged",
          "hand-over-contradicted");
  private static final Set<String> GOOD_TO_KNOW =
      Set.of("audit-unpublished", "audit-not-witnessed");

  private final String words;

  AlertSeverity(String words) {
    this.words = words;
  }

  /** As pages show it. */
  public String words() {
    return words;
  }

  /** Of a problem; of one that is not known here, that it has to be looked at today. */
  public static AlertSeverity of(String problem) {
    String kind = problem.replaceFirst("/.*", "");
    if (NOW.contains(kind)) {
      return ACT_NOW;
    }
    return GOOD_TO_KNOW.contains(kind) ? INFORMATION : TODAY;
  }
}
