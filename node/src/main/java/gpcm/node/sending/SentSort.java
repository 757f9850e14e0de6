package gpcm.node.sending;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a list of sent documents is sorted by. */
public enum SentSort {
  /** What was handed in last comes first. */
  NEWEST(true, "d.accepted_at", "d.id"),
  /** What was handed in first. */
  OLDEST(false, "d.accepted_at", "d.id"),
  /** By family name; what is confidential comes first, as about nobody. */
  PATIENT(false, "l.patient", "l.document"),
  /** The latest consultation first. */
  CONSULTATION(true, "l.occurred_at", "l.document"),
  /** By the name of the organisation that it goes to. */
  RECIPIENT(false, "l.recipient", "l.document");

  private final boolean descending;
  private final String column;
  private final String id;

  SentSort(boolean descending, String column, String id) {
    this.descending = descending;
    this.column = column;
    this.id = id;
  }

  /** As addresses have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order of this text, if there is one. */
  public static Optional<SentSort> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /** Whether the last comes first. */
  public boolean descending() {
    return descending;
  }

  List<String> columns() {
    return List.of(column, id);
  }

  /** Whether a row of the list says itself where it stands, be it there any more or not. */
  boolean isByTime() {
    return this == NEWEST || this == OLDEST;
  }
}
