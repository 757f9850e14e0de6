package gpcm.cli.node;

import gpcm.cli.terminal.UnusableFileException;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.consultation.json.ConsultationJson;
import gpcm.consultation.json.DocumentJson;
import gpcm.consultation.json.InvalidConsultationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A consultation's file with the attachments beside it, as a node takes them. */
record SubmittedFile(Document document, MultipartForm form) {

  /**
   * Reads it.
   *
   * @param report whether it is a report with its version; else a consultation as it was recorded
   * @throws UnusableFileException when it is not there or not acceptable, or an attachment cannot
   *     be read
   */
  static SubmittedFile read(Path file, boolean report) throws IOException {
    byte[] bytes = bytes(file);
    Document document;
    try {
      document = (report ? DocumentJson.report(bytes) : DocumentJson.recorded(bytes)).document();
    } catch (InvalidConsultationException e) {
      throw new UnusableFileException(file.toString(), "is not acceptable: " + e.getMessage());
    }
    MultipartForm form = new MultipartForm().add("consultation", "application/json", bytes);
    for (DeclaredAttachment each : document.attachments()) {
      Path attachment = file.resolveSibling(each.file());
      if (!Files.isReadable(attachment)) {
        throw new UnusableFileException(
            attachment.toString(), "is declared in " + file + " and cannot be read");
      }
      form.add("attachment", each.file(), each.contentType(), attachment);
    }
    return new SubmittedFile(document, form);
  }

  private static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(ConsultationJson.MAX_BYTES + 1);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new UnusableFileException(file.toString(), "is not there");
    }
  }
}
