package gpcm.report;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The parsed fonts of one worker, kept from report to report because parsing costs more than a
 * page. Latin, Greek, Cyrillic, Hebrew and Arabic are DejaVu Sans Condensed; Han and Kana are the
 * {@link EastAsianFont} on the class path, loaded when first needed. Not thread-safe.
 */
final class ReportFonts {
  /** The CSS families, in the order of fallback. */
  static final String FAMILIES = "Body, Han";

  /** A font of one family, weight and slant. */
  enum Face {
    REGULAR("Body", 400, FontStyle.NORMAL, "DejaVuSansCondensed.ttf"),
    BOLD("Body", 700, FontStyle.NORMAL, "DejaVuSansCondensed-Bold.ttf"),
    OBLIQUE("Body", 400, FontStyle.ITALIC, "DejaVuSansCondensed-Oblique.ttf"),
    HAN("Han", 400, FontStyle.NORMAL, "the regular East Asian font"),
    HAN_BOLD("Han", 700, FontStyle.NORMAL, "the bold East Asian font");

    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";

    private final String family;
    private final int weight;
    private final FontStyle style;
    private final String file;

    Face(String family, int weight, FontStyle style, String file) {
      this.family = family;
      this.weight = weight;
      this.style = style;
      this.file = file;
    }

    boolean han() {
      return family.equals("Han");
    }
  }

  private final Optional<EastAsianFont> eastAsian;
  private final Map<Face, TrueTypeFont> loaded = new EnumMap<>(Face.class);
  private final Map<Face, EmbeddedFace> embedded = new EnumMap<>(Face.class);
  private boolean hanNeeded;

  ReportFonts(Optional<EastAsianFont> eastAsian) {
    this.eastAsian = eastAsian;
  }

  /** With the East Asian font that is on the class path, if there is one. */
  static ReportFonts found() {
    return new ReportFonts(
        ServiceLoader.load(EastAsianFont.class, EastAsianFont.class.getClassLoader()).findFirst());
  }

  /** The report's own fonts, as the direct writer needs them. */
  Map<Face, EmbeddedFace> embedded() {
    if (embedded.isEmpty()) {
      for (Face face : Face.values()) {
        if (!face.han()) {
          embedded.put(face, new EmbeddedFace(font(face)));
        }
      }
    }
    return embedded;
  }

  /** How wide letters are in the report's own fonts, in ems. */
  double ems(String letters, boolean bold) {
    return embedded().get(bold ? Face.BOLD : Face.REGULAR).thousandths(letters) / 1000;
  }

  boolean hanNeeded() {
    return hanNeeded;
  }

  /** Starts a new document, which has shown no need of the East Asian fonts yet. */
  void begin() {
    hanNeeded = false;
  }

  /**
   * Whether the character has a glyph in every weight it could be set in.
   *
   * @throws MissingFontException when it would have one, but for a font that is not there
   */
  boolean covers(int codePoint) {
    if (glyph(Face.REGULAR, codePoint) && glyph(Face.BOLD, codePoint)) {
      return true;
    }
    if (eastAsian.isEmpty()) {
      if (isEastAsian(codePoint)) {
        throw new MissingFontException(codePoint);
      }
      return false;
    }
    boolean han =
        mayBeHan(codePoint) && glyph(Face.HAN, codePoint) && glyph(Face.HAN_BOLD, codePoint);
    hanNeeded |= han;
    return han;
  }

  /** What names and sentences in Chinese and Japanese are written with. */
  private static boolean isEastAsian(int codePoint) {
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO -> true;
      // Ideographic punctuation and full-width letters, which have no script of their own.
      case COMMON, LATIN ->
          (codePoint >= 0x3000 && codePoint <= 0x33FF)
              || (codePoint >= 0xFF01 && codePoint <= 0xFFEE);
      default -> false;
    };
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
      throw new UncheckedIOException("The font " + face.file + " can't be read", broken);
    }
  }

  TrueTypeFont font(Face face) {
    return loaded.computeIfAbsent(face, this::load);
  }

  private TrueTypeFont load(Face face) {
    try (InputStream resource = open(face)) {
      TrueTypeFont font =
          new TTFParser().parse(new RandomAccessReadBuffer(resource.readAllBytes()));
      // No ligatures: a reader that searches the file for a word must find its letters.
      font.setEnableGsub(false);
      return font;
    } catch (IOException broken) {
      throw new UncheckedIOException("The font " + face.file + " can't be read", broken);
    }
  }

  private InputStream open(Face face) throws IOException {
    if (face.han()) {
      EastAsianFont font = eastAsian.orElseThrow();
      return face == Face.HAN ? font.regular() : font.bold();
    }
    InputStream resource = ReportFonts.class.getResourceAsStream(Face.FOLDER + face.file);
    if (resource == null) {
      throw new IllegalStateException("The font " + face.file + " is not on the class path");
    }
    return resource;
  }
}
