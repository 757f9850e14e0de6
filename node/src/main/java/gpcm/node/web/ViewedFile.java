package gpcm.node.web;

import gpcm.node.content.StoredContent;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.OutboxDocument;
import java.util.List;

/**
 * A file of a document that was received or sent, as it is shown.
 *
 * @param place the page of its document
 * @param ordinal its place in the document
 * @param title what it is
 * @param declaredType the media type its sender declared
 * @param content its bytes
 * @param patient whose it is
 * @param confidential whether the document is
 * @param warning what is wrong with the document; empty when nothing is
 */
record ViewedFile(
    String place,
    int ordinal,
    String title,
    String declaredType,
    StoredContent content,
    Patient patient,
    boolean confidential,
    String warning) {

  /** A patient as the document names them. */
  record Patient(String name, String birthDate, String nhsNumber) {}

  static ViewedFile received(WorklistEntry entry, List<WorklistFile> files, int ordinal) {
    WorklistFile file =
        files.stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    return new ViewedFile(
        "/worklist/" + entry.id(),
        ordinal,
        Display.title(file),
        file.contentType(),
        file.content(),
        new Patient(
            entry.patient().listed(),
            Display.date(entry.patient().birthDate()),
            Display.nhsNumber(entry.patient().nhsNumber())),
        entry.heading().confidential(),
        warning(entry));
  }

  private static String warning(WorklistEntry entry) {
    if (entry.state() == WorklistEntry.State.VOID) {
      return "Void, do not rely on it.";
    }
    return entry.replacedBy().isPresent() ? "A newer version has replaced this document." : "";
  }

  static ViewedFile sent(OutboxDocument document, List<DocumentFile> files, int ordinal) {
    DocumentFile file =
        files.stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    return new ViewedFile(
        "/outbox/" + document.id(),
        ordinal,
        Display.title(file),
        file.contentType(),
        file.content(),
        new Patient(
            document.patient().name(),
            Display.date(document.patient().birthDate()),
            Display.nhsNumber(document.patient().nhsNumber())),
        document.confidential(),
        "");
  }

  /** The page that shows it. */
  String address() {
    return place + "/files/" + ordinal;
  }

  /** What the frame in that page shows. */
  String frame() {
    return "/viewing" + address();
  }

  /** The file itself. */
  String download() {
    return address() + "/download";
  }
}
