package gpcm.node.viewing;

import gpcm.node.viewing.Shown.Note;
import gpcm.node.viewing.Shown.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDVectorFont;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/** A page of a PDF, drawn by PDFBox. What a PDF would run, it never runs. */
final class PdfPage {
  private static final int MOST_PAGES = 1_000;
  private static final double MOST_PIXELS = 12e6;
  private static final double LONGEST_SIDE = 10_000;
  private static final int MOST_CHARACTERS = 200_000;

  private PdfPage() {}

  static Shown draw(Drawing drawing) throws IOException {
    try (PDDocument document =
        Loader.loadPDF(
            new RandomAccessReadBuffer(drawing.bytes()),
            "",
            null,
            null,
            IOUtils.createMemoryOnlyStreamCache())) {
      int all = document.getNumberOfPages();
      if (all < 1) {
        return new Shown.Nothing(Reason.BROKEN);
      }
      int pages = Math.min(all, MOST_PAGES);
      if (drawing.page() > pages) {
        return new Shown.Nothing(Reason.NO_SUCH_PAGE);
      }
      return draw(document, drawing, pages, pages < all);
    } catch (InvalidPasswordException e) {
      return new Shown.Nothing(Reason.LOCKED);
    }
  }

  private static Shown draw(PDDocument document, Drawing drawing, int pages, boolean cut)
      throws IOException {
    Painter painter = new Painter(document);
    painter.setSubsamplingAllowed(true);
    int index = drawing.page() - 1;
    float scale = scale(document.getPage(index).getCropBox(), drawing.zoom());
    BufferedImage image = painter.renderImage(index, scale, ImageType.RGB);
    String text = text(document, drawing.page());
    List<Note> notes = new ArrayList<>();
    if (painter.incomplete) {
      notes.add(Note.INCOMPLETE);
    }
    if (cut) {
      notes.add(Note.ONLY_THE_BEGINNING);
    }
    if (holdsFiles(document)) {
      notes.add(Note.HOLDS_FILES);
    }
    return new Shown.Picture(
        drawing.page(),
        pages,
        image.getWidth(),
        image.getHeight(),
        PictureFile.png(image),
        text,
        notes);
  }

  /** The zoom's, or a smaller one for a page that would have too many pixels. */
  static float scale(PDRectangle box, Zoom zoom) throws IOException {
    double width = box.getWidth();
    double height = box.getHeight();
    if (!(width > 0 && height > 0 && Double.isFinite(width * height))) {
      throw new IOException("a page without a size");
    }
    double most =
        Math.min(Math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / Math.max(width, height));
    return (float) Math.min(zoom.scale(), most);
  }

  /** Empty when there is none, or it cannot be made out; the picture says the same. */
  private static String text(PDDocument document, int page) {
    try {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setStartPage(page);
      stripper.setEndPage(page);
      StringWriter text = new StringWriter();
      stripper.writeText(document, text);
      String all = text.toString().replaceAll("[\\p{Cc}&&[^\n\t]]", "").strip();
      return all.length() > MOST_CHARACTERS ? all.substring(0, MOST_CHARACTERS) + "..." : all;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return "";
    }
  }

  private static boolean holdsFiles(PDDocument document) {
    try {
      PDDocumentNameDictionary names = document.getDocumentCatalog().getNames();
      return names != null && names.getEmbeddedFiles() != null;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Whether our font has no such letter. */
  private static boolean lacks(PDFont font, int code) throws IOException {
    String letter = font.toUnicode(code);
    return font instanceof PDVectorFont drawn
        && !drawn.hasGlyph(code)
        && (letter == null || !letter.isBlank());
  }

  /** Goes on where something cannot be drawn, and notes that it could not. */
  private static final class Painter extends PDFRenderer {
    private boolean incomplete;

    Painter(PDDocument document) {
      super(document);
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
      return new PageDrawer(parameters) {
        @Override
        protected void operatorException(
            Operator operator, List<COSBase> operands, IOException cause) {
          incomplete = true;
        }

        // The letters of our fonts may be wider than those of a font that the file names and does
        // not hold, and would run into each other.
        @Override
        protected void showFontGlyph(
            Matrix textRenderingMatrix, PDFont font, int code, Vector displacement)
            throws IOException {
          Matrix matrix = textRenderingMatrix;
          if (!font.isEmbedded() && lacks(font, code)) {
            incomplete = true;
          }
          if (!font.isEmbedded() && font.isStandard14()) {
            float ours = font.getWidthFromFont(code);
            float wanted = font.getWidth(code);
            if (wanted > 0 && ours > wanted) {
              matrix =
                  Matrix.concatenate(
                      textRenderingMatrix, Matrix.getScaleInstance(wanted / ours, 1));
            }
          }
          super.showFontGlyph(matrix, font, code, displacement);
        }
      };
    }
  }
}
