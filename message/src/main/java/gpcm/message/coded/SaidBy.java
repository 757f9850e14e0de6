package gpcm.message.coded;

import java.util.Locale;

/** Who says what a coded entry says (GPCM-SD-OC-052). */
public enum SaidBy {
  PATIENT,
  RELATED_PERSON,
  CLINICIAN,
  ORGANISATION,
  DEVICE,
  NOT_STATED;

  /** As the API and the database have it, such as {@code related-person}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people, such as {@code Related person}. */
  public String words() {
    String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** The one with this text. */
  public static SaidBy ofText(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
