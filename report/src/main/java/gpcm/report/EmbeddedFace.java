package gpcm.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import org.apache.fontbox.ttf.TrueTypeFont;

/**
 * One of the report's own fonts as {@link OnePageWriter} needs it: widths of text, and a part of
 * the font to embed. Not thread-safe.
 */
final class EmbeddedFace {
  private static final int ASCII = 128;

  private final TrueTypeFont font;
  private final int unitsPerEm;
  private final int[] asciiGlyphs = new int[ASCII];
  private final int[] asciiWidths = new int[ASCII];
  private final FontSubset ordinary;

  EmbeddedFace(TrueTypeFont font) {
    this.font = font;
    try {
      this.unitsPerEm = font.getUnitsPerEm();
      BitSet letters = new BitSet();
      for (int c = ' '; c < ASCII - 1; c++) {
        asciiGlyphs[c] = font.getUnicodeCmapLookup().getGlyphId(c);
        asciiWidths[c] = font.getAdvanceWidth(asciiGlyphs[c]);
        letters.set(c);
      }
      // What the template's own words may hold beside ASCII.
      letters.set(0xA0);
      this.ordinary = FontSubset.of(font, letters);
    } catch (IOException broken) {
      throw new UncheckedIOException("The report's font can't be read", broken);
    }
  }

  /** The width in units of the font's size divided by 1,000, as PDF counts. */
  double thousandths(String text) {
    long units = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      units += c < ASCII ? asciiWidths[c] : width(c);
    }
    return units * 1000.0 / unitsPerEm;
  }

  private int width(int codePoint) {
    try {
      return font.getAdvanceWidth(font.getUnicodeCmapLookup().getGlyphId(codePoint));
    } catch (IOException broken) {
      throw new UncheckedIOException("The report's font can't be read", broken);
    }
  }

  /**
   * The part of the font that has these characters. Cutting and deflating it costs more than laying
   * a page out, so one part with all of ASCII serves every report that needs no more.
   */
  FontSubset subset(BitSet characters) throws IOException {
    if (ordinary.has(characters)) {
      return ordinary;
    }
    BitSet all = (BitSet) characters.clone();
    all.or(ordinary.characters());
    return FontSubset.of(font, all);
  }
}
