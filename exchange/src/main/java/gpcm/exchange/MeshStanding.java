package gpcm.exchange;

import java.util.Arrays;
import java.util.Locale;

/**
 * What MESH said of a message when it was asked last. It closes nothing: only what the recipient
 * answers does.
 */
public enum MeshStanding {
  /** MESH was not asked, or has not answered. */
  NOT_ASKED("MESH has not been asked yet"),
  /** MESH has it, and the recipient has not collected it. */
  NOT_COLLECTED("MESH has it, and the recipient’s system has not collected it"),
  /** The recipient's system has collected it. */
  COLLECTED("MESH says that the recipient’s system has collected it"),
  /** MESH could not deliver it; its report is on its way, or was lost. */
  UNDELIVERABLE("MESH says that it could not be delivered"),
  /** MESH knows no such message. */
  NOT_FOUND("MESH does not know of it any more");

  private final String words;

  MeshStanding(String words) {
    this.words = words;
  }

  /** For people; a sentence without its full stop. */
  public String words() {
    return words;
  }

  /** The name in the database and the API, such as {@code not-collected}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The standing with a {@link #text()}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static MeshStanding of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("MESH says nothing called '" + text + "'"));
  }

  /** Whether the recipient's system has not got it, by what MESH says. */
  boolean away() {
    return this != NOT_ASKED && this != COLLECTED;
  }
}
