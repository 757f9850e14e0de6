package gpcm.report;

import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.OnlineConsultation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the report of an online consultation: questions, answers and pictures in the house style of
 * the Consultation Report, marked as entered by the patient. It is PDF/A-2a and PDF/UA-1, and the
 * same input always gives the same bytes. Documents of the generic use case are never rendered:
 * they travel as they are. Thread-safe; make one and keep it, because it keeps the fonts.
 */
public final class OnlineConsultationReport {
  private static final String TITLE = "Online Consultation Report";

  /** More than any camera makes of a picture. */
  private static final int LARGEST_PICTURE = 32 << 20;

  /** Where the files are that a consultation declares. */
  @FunctionalInterface
  public interface DeclaredFiles {
    /** A new stream of the file's bytes; it is closed after use. */
    InputStream open(DeclaredAttachment file) throws IOException;
  }

  private final ReportSettings settings;
  private final PdfRendererPool renderers = new PdfRendererPool();

  public OnlineConsultationReport(ReportSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes the report. The stream is not closed.
   *
   * @param pictures the pictures among the attachments, by file name; an answer whose picture is
   *     missing here names the attachment
   * @throws IOException when the stream can't be written
   */
  public void write(
      OnlineConsultation consultation,
      Map<String, Picture> pictures,
      ReportContext context,
      OutputStream output)
      throws IOException {
    Map<String, List<Picture>> pages = new HashMap<>();
    pictures.forEach((file, picture) -> pages.put(file, List.of(picture)));
    print(consultation, pages, context, output);
  }

  private void print(
      OnlineConsultation consultation,
      Map<String, List<Picture>> pictures,
      ReportContext context,
      OutputStream output)
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
          new OnlineConsultationPage(consultation, pictures, page, context.withheld()).write();
          String seed =
              consultation.encounterId() + '|' + consultation.version() + '|' + context.now();
          renderer.print(page.document(), new PdfMetadata(TITLE, seed, context.now()), output);
        });
  }

  /**
   * Writes the report, the pictures taken from the declared files, with all pages of those that
   * have several. One that cannot be shown is named in its place; it travels as it is.
   *
   * @throws IOException when a file can't be read or the stream can't be written
   */
  public void write(
      OnlineConsultation consultation,
      DeclaredFiles files,
      ReportContext context,
      OutputStream output)
      throws IOException {
    Map<String, List<Picture>> pictures = new HashMap<>();
    if (consultation.confidential()) {
      print(consultation, pictures, context, output);
      return;
    }
    for (DeclaredAttachment declared : consultation.attachments()) {
      if (declared.contentType().startsWith("image/")) {
        try (InputStream in = files.open(declared)) {
          pictures.put(declared.file(), Picture.pages(in.readNBytes(LARGEST_PICTURE)));
        } catch (UnreadablePictureException e) {
          // The page says that it is not shown here, and where it is.
          pictures.remove(declared.file());
        }
      }
    }
    print(consultation, pictures, context, output);
  }
}
