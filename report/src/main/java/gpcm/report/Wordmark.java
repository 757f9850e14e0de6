package gpcm.report;

import java.util.Objects;

/** What stands in a corner of the title band: words, or the operator's own logo. Immutable. */
public sealed interface Wordmark {
  /**
   * Words in the report's own typeface.
   *
   * @param text the words; blank for an empty corner
   */
  record Words(String text) implements Wordmark {
    /**
     * @throws NullPointerException when the text is null
     */
    public Words {
      Objects.requireNonNull(text);
    }
  }

  /**
   * A picture.
   *
   * @param file the bytes of a PNG or JPEG file
   * @param alternative what a screen reader says for it
   */
  record Logo(Picture file, String alternative) implements Wordmark {
    /**
     * @throws IllegalArgumentException when there is no alternative text, which PDF/UA demands
     */
    public Logo {
      Objects.requireNonNull(file);
      if (alternative.isBlank()) {
        throw new IllegalArgumentException(
            "A logo needs a text for screen readers. Give the name of the organisation.");
      }
    }
  }
}
