package gpcm.report;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.OnlineConsultation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The report of a document of any use case. Thread-safe; make one and keep it, because it keeps the
 * fonts.
 */
public final class DocumentReport {
  private final boolean disclosed;
  private final ConsultationReport summaries;
  private final OnlineConsultationReport onlineConsultations;

  public DocumentReport(ReportSettings settings) {
    this.disclosed = settings.disclosed();
    this.summaries = new ConsultationReport(settings);
    this.onlineConsultations = new OnlineConsultationReport(settings);
  }

  /**
   * Renders the report.
   *
   * @param files where the declared files are, for the pictures among them
   * @param now the moment to note in the report
   * @return the PDF; empty for a generic document, which is never rendered
   * @throws IOException when a file can't be read
   */
  public Optional<byte[]> render(
      Document document, OnlineConsultationReport.DeclaredFiles files, Instant now)
      throws IOException {
    int related = document.attachments().size();
    ReportContext context =
        new ReportContext(now, related, related > 0 && document.confidential() && !disclosed);
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    switch (document) {
      case Consultation summary -> summaries.write(summary, context, pdf);
      case OnlineConsultation online -> onlineConsultations.write(online, files, context, pdf);
      case GenericDocument generic -> {
        return Optional.empty();
      }
    }
    return Optional.of(pdf.toByteArray());
  }
}
