package gpcm.report;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The parsed fonts of one worker, kept from report to report because parsing costs more than a
 * page. Latin, Greek, Cyrillic, Hebrew and Arabic are DejaVu Sans Condensed; Han and Kana are Noto
 * Sans SC, loaded when first needed. Not thread-safe.
 */
final class Typefaces {
  /** The CSS families, in the order of fallback. */
  static final String FAMILIES = "Body, Han";

  private enum Face {
    REGULAR(
        "Body",
        400,
        FontStyle.NORMAL,
        "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed.ttf"),
    BOLD(
        "Body",
        700,
        FontStyle.NORMAL,
        "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-Bold.ttf"),
    OBLIQUE(
        "Body",
        400,
        FontStyle.ITALIC,
        "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-Oblique.ttf"),
    HAN("Han", 400, FontStyle.NORMAL, "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf"),
    HAN_BOLD("Han", 700, FontStyle.NORMAL, "/fonts/ttf/NotoSansSC/NotoSansSC-Bold.ttf");

    private final String family;
    private final int weight;
    private final FontStyle style;
    private final String resource;

    Face(String family, int weight, FontStyle style, String resource) {
      this.family = family;
      this.weight = weight;
      this.style = style;
      this.resource = resource;
    }

    boolean han() {
      return family.equals("Han");
    }
  }

  private final Map<Face, TrueTypeFont> loaded = new EnumMap<>(Face.class);
  private boolean hanNeeded;

  /** Starts a new document, which has shown no need of the East Asian fonts yet. */
  void begin() {
    hanNeeded = false;
  }

  /** Whether the character has a glyph in every weight it could be set in. */
  boolean covers(int codePoint) {
    if (glyph(Face.REGULAR, codePoint) && glyph(Face.BOLD, codePoint)) {
      return true;
    }
    boolean han =
        mayBeHan(codePoint) && glyph(Face.HAN, codePoint) && glyph(Face.HAN_BOLD, codePoint);
    hanNeeded |= han;
    return han;
  }

  /**
   * East Asian letters and punctuation, and the supplementary planes that hold the rarer ideographs
   * of names.
   */
  private static boolean mayBeHan(int codePoint) {
    return (codePoint >= 0x2E80 && codePoint <= 0xFFEF) || codePoint >= 0x20000;
  }

  /**
   * Gives the fonts to the document begun, all of whose text was looked up; the East Asian ones
   * only when some text needs them.
   */
  void register(PdfRendererBuilder builder, PDDocument document) throws IOException {
    for (Face face : Face.values()) {
      if (!face.han() || hanNeeded) {
        builder.useFont(
            new PDFontSupplier(PDType0Font.load(document, font(face), true)),
            face.family,
            face.weight,
            face.style,
            true);
      }
    }
  }

  private boolean glyph(Face face, int codePoint) {
    try {
      return font(face).getUnicodeCmapLookup().getGlyphId(codePoint) != 0;
    } catch (IOException broken) {
      throw new UncheckedIOException("The font " + face.resource + " can't be read", broken);
    }
  }

  private TrueTypeFont font(Face face) {
    return loaded.computeIfAbsent(face, Typefaces::load);
  }

  private static TrueTypeFont load(Face face) {
    try (InputStream resource = Typefaces.class.getResourceAsStream(face.resource)) {
      if (resource == null) {
        throw new IllegalStateException("The font " + face.resource + " is not on the class path");
      }
      TrueTypeFont font =
          new TTFParser().parse(new RandomAccessReadBuffer(resource.readAllBytes()));
      // No ligatures: a reader that searches the file for a word must find its letters.
      font.setEnableGsub(false);
      return font;
    } catch (IOException broken) {
      throw new UncheckedIOException("The font " + face.resource + " can't be read", broken);
    }
  }
}
