package gpcm.node.viewing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;

/**
 * Stands in for the fonts that a PDF names and does not hold, with those that come with the
 * program: a page looks the same on every machine, and on one without any fonts. For one thread.
 */
final class BundledFonts implements FontMapper {
  /** Where they lie, for whoever makes the class path. */
  static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";

  /** One of them. */
  static final String COMMONEST = "DejaVuSansCondensed.ttf";

  private final Map<String, TrueTypeFont> loaded = new HashMap<>();

  @Override
  public FontMapping<TrueTypeFont> getTrueTypeFont(String name, PDFontDescriptor descriptor) {
    return new FontMapping<>(font(name, descriptor), true);
  }

  @Override
  public FontMapping<FontBoxFont> getFontBoxFont(String name, PDFontDescriptor descriptor) {
    return new FontMapping<>(font(name, descriptor), true);
  }

  @Override
  public CIDFontMapping getCIDFont(
      String name, PDFontDescriptor descriptor, PDCIDSystemInfo collection) {
    return new CIDFontMapping(null, font(name, descriptor), true);
  }

  private TrueTypeFont font(String name, PDFontDescriptor descriptor) {
    return loaded.computeIfAbsent(file(name, descriptor), BundledFonts::load);
  }

  private static String file(String name, PDFontDescriptor descriptor) {
    String words = name == null ? "" : name.toLowerCase(Locale.ROOT);
    boolean known = descriptor != null;
    boolean fixed =
        words.contains("courier") || words.contains("mono") || (known && descriptor.isFixedPitch());
    boolean serif =
        words.contains("times") || words.contains("serif") || (known && descriptor.isSerif());
    boolean bold =
        words.contains("bold")
            || words.contains("black")
            || (known && (descriptor.isForceBold() || descriptor.getFontWeight() >= 600));
    boolean italic =
        words.contains("italic")
            || words.contains("oblique")
            || (known && (descriptor.isItalic() || descriptor.getItalicAngle() != 0));
    if (fixed) {
      return "DejaVuSansMono" + style(bold, italic, "Oblique");
    }
    return serif && !words.contains("sans")
        ? "DejaVuSerifCondensed" + style(bold, italic, "Italic")
        : "DejaVuSansCondensed" + style(bold, italic, "Oblique");
  }

  private static String style(boolean bold, boolean italic, String slanted) {
    String style = (bold ? "Bold" : "") + (italic ? slanted : "");
    return style.isEmpty() ? ".ttf" : "-" + style + ".ttf";
  }

  private static TrueTypeFont load(String file) {
    try (InputStream in = BundledFonts.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the font " + file + " is not on the class path");
      }
      return new TTFParser().parse(new RandomAccessReadBuffer(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
