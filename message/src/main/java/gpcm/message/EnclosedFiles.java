package gpcm.message;

import gpcm.fhir.AttachmentContent;
import java.util.List;
import java.util.Optional;

/**
 * The files that go into a message beside a document's plain values. Immutable.
 *
 * @param report the PDF of the document; a generic document has none, and what is given for one is
 *     left out
 * @param attachments the files the document declares, in its order; the first one of a generic
 *     document is the document
 * @param disclosed whether attachments and coded entries travel even when the document is
 *     confidential; otherwise those of a confidential one are withheld, for they tell what took
 *     place (section 9 of the specification digest)
 */
public record EnclosedFiles(
    Optional<AttachmentContent> report, List<Attachment> attachments, boolean disclosed) {
  /** Takes a copy of the list. */
  public EnclosedFiles {
    attachments = List.copyOf(attachments);
  }

  /** These files; what is confidential is withheld. */
  public EnclosedFiles(Optional<AttachmentContent> report, List<Attachment> attachments) {
    this(report, attachments, false);
  }

  /** The same, with attachments and coded entries of a confidential document travelling too. */
  public EnclosedFiles disclosing() {
    return new EnclosedFiles(report, attachments, true);
  }

  /** A report and what travels with it. */
  public static EnclosedFiles of(AttachmentContent report, List<Attachment> attachments) {
    return new EnclosedFiles(Optional.of(report), attachments);
  }

  /** The files of a document that needs no report. */
  public static EnclosedFiles withoutReport(List<Attachment> attachments) {
    return new EnclosedFiles(Optional.empty(), attachments);
  }
}
