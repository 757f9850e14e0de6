package gpcm.node.web;

import gpcm.node.content.StoredContent;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.viewing.Zoom;
import java.util.List;

/**
 * A file of a document that was received or sent, as it is shown.
 *
 * @param document the page of its document
 * @param list the list from which it was come to, as addresses have it; may be empty
 * @param ordinal its place in the document
 * @param title what it is
 * @param declaredType the media type its sender declared
 * @param content its bytes
 * @param patient whose it is
 * @param confidential whether the document is
 * @param warning what is wrong with the document; empty when nothing is
 */
record ViewedFile(
    String document,
    String list,
    int ordinal,
    String title,
    String declaredType,
    StoredContent content,
    Patient patient,
    boolean confidential,
    boolean restrictedPatient,
    String warning) {

  /**
   * A patient as the document names them.
   *
   * @param listed the name as lists have it
   */
  record Patient(String name, String listed, String birthDate, String nhsNumber) {}

  /**
   * @param list where it was come to from, as addresses have it
   */
  static ViewedFile received(
      WorklistEntry entry, List<WorklistFile> files, int ordinal, String list) {
    WorklistFile file =
        files.stream()
            .filter(each -> each.ordinal() == ordinal)
            .findFirst()
            .orElseThrow(Query::missing);
    return new ViewedFile(
        "/worklist/" + entry.id(),
        list,
        ordinal,
        Display.title(file),
        file.contentType(),
        file.content(),
        new Patient(
            entry.patient().name(),
            entry.patient().listed(),
            Display.date(entry.patient().birthDate()),
            Display.nhsNumber(entry.patient().nhsNumber())),
        entry.heading().confidential(),
        entry.restrictedPatient(),
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
        "",
        ordinal,
        Display.title(file),
        file.contentType(),
        file.content(),
        new Patient(
            document.patient().name(),
            document.patient().name(),
            Display.date(document.patient().birthDate()),
            Display.nhsNumber(document.patient().nhsNumber())),
        document.confidential(),
        document.restrictedPatient(),
        "");
  }

  /** The page of its document, which leads back to the list. */
  String place() {
    return under("");
  }

  /** The page that shows it. */
  String address() {
    return under(path());
  }

  /** The same at one of its pages. */
  String page(int number, Zoom zoom) {
    return "%s%s?page=%d&zoom=%s%s"
        .formatted(document, path(), number, zoom.word(), list.isEmpty() ? "" : "&" + list);
  }

  /** What the frame in that page shows. */
  String frame() {
    return "/viewing" + document + path();
  }

  /** The file itself. */
  String download() {
    return under(path() + "/download");
  }

  private String path() {
    return "/files/" + ordinal;
  }

  private String under(String path) {
    return document + path + (list.isEmpty() ? "" : "?" + list);
  }
}
