package gpcm.node.sending;

import gpcm.consultation.Circumstances;
import gpcm.consultation.Document;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A document handed in to be sent.
 *
 * @param document what was handed in, checked
 * @param source the JSON, byte for byte as it was handed in; the sender keeps it
 * @param attachments the bytes of the files that the document declares, by file name
 * @param report a ready-made PDF; without one the report is rendered; a generic document has none
 * @param again whether it is sent again on purpose, though this version of its encounter stands
 * @param idempotencyKey the caller's own name for this submission: handing in the same bytes under
 *     the same key again changes nothing, other bytes under it are refused
 * @param by the person who handed it in, whose own it is; empty when a machine did
 * @param circumstances what is said beside the document
 * @param numbered whether its system gave the version itself
 * @param recorded whether it tells what happened to a consultation, so that this node numbers its
 *     report and lets it wait for the organisation's time; else it is a report that is to go at
 *     once
 * @param haste that somebody says that it does not wait for the organisation's time; empty when
 *     nobody does
 */
public record Submission(
    Document document,
    Bytes source,
    List<File> attachments,
    Optional<File> report,
    boolean again,
    Optional<String> idempotencyKey,
    Optional<UUID> by,
    Circumstances circumstances,
    boolean numbered,
    boolean recorded,
    Optional<Haste> haste) {

  /** One of which nobody says that it does not wait. */
  public Submission(
      Document document,
      Bytes source,
      List<File> attachments,
      Optional<File> report,
      boolean again,
      Optional<String> idempotencyKey,
      Optional<UUID> by,
      Circumstances circumstances,
      boolean numbered,
      boolean recorded) {
    this(
        document,
        source,
        attachments,
        report,
        again,
        idempotencyKey,
        by,
        circumstances,
        numbered,
        recorded,
        Optional.empty());
  }

  /** The same, which does not wait for the organisation's time because somebody says so. */
  public Submission hastened(Haste said) {
    return new Submission(
        document,
        source,
        attachments,
        report,
        again,
        idempotencyKey,
        by,
        circumstances,
        numbered,
        recorded,
        Optional.of(said));
  }

  /** A report that is to go at once, of which nothing else is said. */
  public Submission(
      Document document,
      Bytes source,
      List<File> attachments,
      Optional<File> report,
      boolean again,
      Optional<String> idempotencyKey,
      Optional<UUID> by) {
    this(
        document,
        source,
        attachments,
        report,
        again,
        idempotencyKey,
        by,
        Circumstances.UNSAID,
        true,
        false);
  }

  /** The same as the report with this number. */
  Submission numbered(int version) {
    return new Submission(
        document.as(document.encounter().as(version, Optional.empty())),
        source,
        attachments,
        report,
        again,
        idempotencyKey,
        by,
        circumstances,
        numbered,
        recorded,
        haste);
  }

  /** One of a machine that is not sent again on purpose. */
  public Submission(
      Document document,
      Bytes source,
      List<File> attachments,
      Optional<File> report,
      Optional<String> idempotencyKey) {
    this(document, source, attachments, report, false, idempotencyKey, Optional.empty());
  }

  /**
   * That a document does not wait for the organisation's time.
   *
   * @param by who says so
   * @param reason why; empty when that is not told
   */
  public record Haste(String by, Optional<String> reason) {
    /** What stands of it in the document's timeline. */
    String words() {
      return "it goes now instead of waiting" + reason.map(why -> ": " + why).orElse("");
    }
  }

  /**
   * A file handed in with the document: its plain name, and its bytes, which may be read more than
   * once.
   */
  public record File(String name, Bytes bytes) {}

  /** Opens the bytes of a file from the beginning. */
  @FunctionalInterface
  public interface Bytes {
    /** A new stream; the caller closes it. */
    InputStream open() throws IOException;
  }
}
