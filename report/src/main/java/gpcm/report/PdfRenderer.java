package gpcm.report;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.w3c.dom.Document;

/**
 * Lays a page out and writes it as PDF/A-2a and PDF/UA-1. Keeps its fonts for the next page, and
 * serves one page at a time.
 */
final class PdfRenderer {
  static final byte[] SRGB = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

  /** More than any content needs; each is one laying out of the whole report. */
  private static final int MOST_ATTEMPTS = 12;

  static {
    // The library's own log may quote the text it lays out, and that is patient data.
    XRLog.setLoggingEnabled(false);
  }

  private final ReportFonts fonts = ReportFonts.found();

  /** Starts a page whose text will be set in this renderer's fonts. */
  PrintableText text() {
    fonts.begin();
    return new PrintableText(fonts::covers, fonts::ems);
  }

  void print(Document page, PdfMetadata metadata, OutputStream output) throws IOException {
    if (!printDirectly(page, metadata, output)) {
      printByTheLibrary(page, metadata, output);
    }
  }

  /** Writes a page that {@link OnePageLayout} can lay out; else nothing, and says so. */
  boolean printDirectly(Document page, PdfMetadata metadata, OutputStream output)
      throws IOException {
    LayoutAssumptions.ofOnePage().count(page);
    Optional<PlacedPage> placed = OnePageLayout.of(page, fonts.embedded());
    if (placed.isPresent()) {
      OnePageWriter.write(placed.get(), fonts.embedded(), metadata, output);
    }
    return placed.isPresent();
  }

  void printByTheLibrary(Document page, PdfMetadata metadata, OutputStream output)
      throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The library looks up an XML service for each file. Only the platform's own is wanted, and
    // searching the whole class path
    // for another takes longer than laying out the page.
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      printSettled(page, metadata, output);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void printSettled(Document page, PdfMetadata metadata, OutputStream output)
      throws IOException {
    LayoutAssumptions assumed = LayoutAssumptions.ofOnePage();
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      assumed.apply(page);
      try (PDDocument pdf = new PDDocument();
          PdfBoxRenderer renderer = renderer(page, pdf)) {
        renderer.layout();
        LayoutAssumptions needed = assumed.neededBy(page, renderer, attempt);
        if (needed.equals(assumed)) {
          renderer.createPDFWithoutClosing();
          frame(pdf);
          metadata.writeTo(pdf);
          pdf.save(output);
          return;
        }
        assumed = needed;
      }
    }
    throw new IllegalStateException(
        "The layout of the report did not settle in " + MOST_ATTEMPTS + " attempts");
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
            points(LayoutAssumptions.SIDE),
            points(LayoutAssumptions.EDGE),
            paper.getWidth() - 2 * points(LayoutAssumptions.SIDE),
            paper.getHeight() - 2 * points(LayoutAssumptions.EDGE));
        content.stroke();
        content.endMarkedContent();
      }
    }
  }

  private static float points(double millimetres) {
    return (float) (millimetres / 25.4 * 72);
  }

  private PdfBoxRenderer renderer(Document page, PDDocument pdf) throws IOException {
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.usePDDocument(pdf);
    fonts.register(builder, pdf);
    builder.useUnicodeBidiSplitter(RightToLeft.Splitter::new);
    builder.useUnicodeBidiReorderer(new RightToLeft());
    builder.usePdfAConformance(PdfAConformance.PDFA_2_A);
    builder.usePdfUaAccessibility(true);
    builder.useColorProfile(SRGB);
    builder.withW3cDocument(page, null);
    return builder.buildPdfRenderer();
  }
}
