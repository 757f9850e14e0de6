package gpcm.node.journal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** How soon somebody has to act on an alert. */
public enum AlertSeverity {
  /** Somebody lacks information, or may rely on what is wrong. */
  ACT_NOW(0, "Act now"),
  /** It has to be looked at within the day. */
  TODAY(1, "Today"),
  /** It is good to know, and nobody waits. */
  INFORMATION(2, "Information");

  private static final Set<String> NOW =
      Set.of(
          "failed",
          "rejected",
          "void",
          "overdue",
          "deleted",
          "contradicted",
          "moved",
          "disagreement",
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
          "break-glass",
          "hand-over-contradicted",
          "notice-undeliverable",
          "sending-folder",
          "sending-folder-refused",
          "sending-folder-unread",
          "sending-folder-waits");
  private static final Set<String> GOOD_TO_KNOW =
      Set.of("audit-unpublished", "audit-not-witnessed");

  private final int row;
  private final String words;

  AlertSeverity(int row, String words) {
    this.row = row;
    this.words = words;
  }

  /** As a row of the database has it: the sooner somebody has to act, the less. */
  public int row() {
    return row;
  }

  /** The one that a row has. */
  public static AlertSeverity ofRow(int row) {
    return Arrays.stream(values()).filter(each -> each.row == row).findFirst().orElseThrow();
  }

  /** As pages show it. */
  public String words() {
    return words;
  }

  /** As the API has it, such as {@code act-now}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
