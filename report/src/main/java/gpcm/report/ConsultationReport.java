package gpcm.report;

import gpcm.consultation.Consultation;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes the Consultation Report, a PDF in the layout of the specification (GPCM-SD-CS-001 to -016).
 * It is PDF/A-2a and PDF/UA-1, and the same consultation, context and settings always give the same
 * bytes. Nothing that is set as confidential is in the file. Thread-safe; make one and keep it,
 * because it keeps the fonts.
 */
public final class ConsultationReport {
  private static final String TITLE = "Consultation Report";

  private final ReportSettings settings;
  private final PdfRendererPool renderers = new PdfRendererPool();

  public ConsultationReport(ReportSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes the report. The stream is not closed.
   *
   * @throws IOException when the stream can't be written
   */
  public void write(Consultation consultation, ReportContext context, OutputStream output)
      throws IOException {
    renderers.run(
        renderer -> {
          ReportPage page =
              new ReportPage(
                  HtmlElement.document(renderer.text()),
                  TITLE,
                  settings,
                  consultation.patient(),
                  "Version " + consultation.version(),
                  "Number of related documents: " + context.relatedDocuments());
          new ConsultationPage(consultation, page, context.withheld()).write();
          String seed =
              consultation.encounterId() + '|' + consultation.version() + '|' + context.now();
          renderer.print(page.document(), new PdfMetadata(TITLE, seed, context.now()), output);
        });
  }
}
