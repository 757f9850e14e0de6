package gpcm.node.viewing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How large a page is shown. */
public enum Zoom {
  /** For an overview, and small screens. */
  SMALL(72),
  /** As wide as the page around it. */
  NORMAL(110),
  /** For small print. */
  LARGE(180);

  /** The width of A4 at 72 dots per inch. */
  private static final double PAGE = 595.28;

  private final int dotsPerInch;

  Zoom(int dotsPerInch) {
    this.dotsPerInch = dotsPerInch;
  }

  /** How it is written in an address. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The zoom of this word, if it is one. */
  public static Optional<Zoom> of(String word) {
    return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** What makes pages smaller, if anything does. */
  public Optional<Zoom> smaller() {
    return switch (this) {
      case SMALL -> Optional.empty();
      case NORMAL -> Optional.of(SMALL);
      case LARGE -> Optional.of(NORMAL);
    };
  }

  /** What makes pages larger, if anything does. */
  public Optional<Zoom> larger() {
    return switch (this) {
      case SMALL -> Optional.of(NORMAL);
      case NORMAL -> Optional.of(LARGE);
      case LARGE -> Optional.empty();
    };
  }

  float scale() {
    return dotsPerInch / 72f;
  }

  /** How wide a picture is shown that is wider. */
  int pixels() {
    return (int) Math.round(PAGE * scale());
  }
}
