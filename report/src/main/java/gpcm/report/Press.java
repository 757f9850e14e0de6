package gpcm.report;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Lays a sheet out and writes it as PDF/A-2a and PDF/UA-1. Keeps its fonts for the next sheet, and
 * serves one sheet at a time.
 */
final class Press {
  private static final byte[] SRGB = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
  private static final String STYLE = resource("report.css");

  /** The frame's distance from the edge of the paper, in millimetres. */
  private static final double EDGE = 10;

  private static final double SIDE = 16;

  /**
   * What a running header is given before the real one was measured, in millimetres: an ordinary
   * patient block.
   */
  private static final double ORDINARY_HEADER = 40;

  /** The header settles in the second attempt, the number of pages in the third. */
  private static final int MOST_ATTEMPTS = 5;

  static {
    // The library's own log may quote the text it lays out, and that is patient data.
    XRLog.setLoggingEnabled(false);
  }

  private final Typefaces typefaces = new Typefaces();

  /** Starts a sheet whose text will be set in this press's fonts. */
  PrintableText text() {
    typefaces.begin();
    return new PrintableText(typefaces::covers);
  }

  void print(Document sheet, DocumentFacts facts, OutputStream output) throws IOException {
    Setting setting = new Setting(ORDINARY_HEADER, 1);
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      setting.apply(sheet);
      try (PDDocument pdf = new PDDocument();
          PdfBoxRenderer renderer = renderer(sheet, pdf)) {
        renderer.layout();
        Setting needed = setting.neededBy(renderer);
        if (needed.equals(setting)) {
          renderer.createPDFWithoutClosing();
          frame(pdf);
          facts.writeTo(pdf);
          pdf.save(output);
          return;
        }
        setting = needed;
      }
    }
    throw new IllegalStateException(
        "The layout of the report did not settle after " + MOST_ATTEMPTS + " attempts");
  }

  /** The frame is decoration, and marked so; the layout library's page borders are not. */
  private static void frame(PDDocument pdf) throws IOException {
    for (PDPage page : pdf.getPages()) {
      try (PDPageContentStream content =
          new PDPageContentStream(pdf, page, AppendMode.APPEND, true, true)) {
        content.beginMarkedContent(COSName.ARTIFACT);
        content.setLineWidth(0.75f);
        PDRectangle paper = page.getMediaBox();
        content.addRect(
            points(SIDE),
            points(EDGE),
            paper.getWidth() - 2 * points(SIDE),
            paper.getHeight() - 2 * points(EDGE));
        content.stroke();
        content.endMarkedContent();
      }
    }
  }

  private static float points(double millimetres) {
    return (float) (millimetres / 25.4 * 72);
  }

  private PdfBoxRenderer renderer(Document sheet, PDDocument pdf) throws IOException {
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.usePDDocument(pdf);
    typefaces.register(builder, pdf);
    builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
    builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
    builder.usePdfAConformance(PdfAConformance.PDFA_2_A);
    builder.usePdfUaAccessibility(true);
    builder.useColorProfile(SRGB);
    builder.withW3cDocument(sheet, null);
    return builder.buildPdfRenderer();
  }

  /**
   * What a layout must know beforehand and is only known after it: the height of the running header
   * in millimetres, and how many pages there are. A report of one page settles at once.
   */
  private record Setting(double header, int pages) {
    void apply(Document sheet) {
      String margins =
          String.format(
              Locale.ROOT,
              """
              body { font-family: %s }
              #running { position: running(header) }
              .page-of:before { content: "Page " counter(page) " of " counter(pages) }
              @page { margin: %2$.2fmm %4$.2fmm 18mm %4$.2fmm; @top-center { content: element(header); vertical-align: bottom } }
              @page :first { margin-top: %3$.2fmm; @top-center { content: none } }
              """,
              Typefaces.FAMILIES,
              EDGE + header,
              EDGE,
              SIDE);
      sheet.getElementsByTagName("style").item(0).setTextContent(STYLE + margins);
      sheet.getElementById(Sheet.FIRST_OF).setTextContent("Page 1 of " + pages);
    }

    Setting neededBy(PdfBoxRenderer renderer) {
      int count = renderer.getRootBox().getLayer().getPages().size();
      double measured = count == 1 ? header : measuredHeader(renderer);
      return new Setting(Math.abs(measured - header) < 0.5 ? header : measured, count);
    }

    /** The height of what a later page repeats, measured on the first page. */
    private static double measuredHeader(PdfBoxRenderer renderer) {
      double dots =
          height(renderer.getRootBox(), Sheet.IDENTITY)
              + height(renderer.getRootBox(), Sheet.NOTES_BAND);
      return dots / renderer.getDotsPerPoint() / 72 * 25.4;
    }

    private static double height(Box box, String id) {
      Element element = box.getElement();
      if (element != null && element.getAttribute("id").equals(id)) {
        return box.getHeight();
      }
      double found = 0;
      for (int i = 0; i < box.getChildCount() && found == 0; i++) {
        found = height(box.getChild(i), id);
      }
      return found;
    }
  }

  private static String resource(String name) {
    try (InputStream stream = Press.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(name, broken);
    }
  }
}
