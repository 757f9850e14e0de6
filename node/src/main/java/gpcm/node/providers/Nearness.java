package gpcm.node.providers;

import java.util.Locale;

/** How much of two postcodes agrees, most first. */
public enum Nearness {
  SAME_POSTCODE("Same postcode"),
  SAME_SECTOR("Same part of the postcode district"),
  SAME_DISTRICT("Same postcode district"),
  SAME_AREA("Same postcode area"),
  ELSEWHERE("Another postcode area");

  private final String words;

  Nearness(String words) {
    this.words = words;
  }

  /** As the API has it, such as {@code same-district}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For people. */
  public String words() {
    return words;
  }
}
