package gpcm.node.working;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a list is sorted by. */
public enum ListSort {
  /** What is open first, the most urgent day first. */
  DUE(false, "closed", "due_at"),
  /** The newest first. */
  RECEIVED(true, "received_at"),
  /** By name. */
  PATIENT(false, "patient_search"),
  /**
   * By name; what is confidential comes first, as from nobody. What is of a restricted record is
   * not in it for whoever may not open that.
   */
  SENDER(false, "sender_name"),
  /** By state, and in each by day. */
  STATE(false, "work", "due_at");

  private final boolean descending;

  /** With a space between them. */
  private final String columns;

  ListSort(boolean descending, String... columns) {
    this.descending = descending;
    this.columns = String.join(" ", columns);
  }

  /** As addresses have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order of this text, if there is one. */
  public static Optional<ListSort> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  boolean descending() {
    return descending;
  }

  List<String> columns() {
    return List.of(columns.split(" ", -1));
  }
}
