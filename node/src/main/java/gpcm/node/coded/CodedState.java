package gpcm.node.coded;

import java.util.Locale;

/** How it stands with a coded entry. */
public enum CodedState {
  /** A person has to decide on it; until then it is provisional. */
  TO_REVIEW,
  /** A person has said that it holds. */
  CONFIRMED,
  /** A person has said that it holds with another code. */
  CHANGED,
  /** A person has said that it does not hold, or does not belong in the record. */
  REJECTED,
  /** There is nothing to decide: it says where, when or with what something was done. */
  FOR_READING,
  /** The organisation takes nothing of this kind from this sender for the time being. */
  PAUSED,
  /** The organisation takes the document alone, and no such entry of this sender. */
  DOCUMENT_ONLY;

  /** As the API and the database have it, such as {@code to-review}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people, such as {@code To review}. */
  public String words() {
    String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Whether a person has decided. */
  public boolean decided() {
    return this == CONFIRMED || this == CHANGED || this == REJECTED;
  }

  static CodedState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
