package gpcm.node.content;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** There is no content of this hash in the database. */
public final class MissingContentException extends ContentException {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  MissingContentException(ContentHash hash, String message) {
    super(hash, message, null);
  }

  static MissingContentException of(Handle handle, ContentHash hash) {
    return ContentRows.isStillAFile(handle, hash)
        ? stillAFile(hash)
        : ContentRows.removedAt(handle, hash)
            .map(at -> removed(hash, at))
            .orElseGet(() -> neverStored(hash));
  }

  static MissingContentException neverStored(ContentHash hash) {
    return new MissingContentException(
        hash,
        ("no content %s in the store: it was never stored, or has been removed. Hand the document"
                + " in again, have its sender send it again, or restore the database from a backup")
            .formatted(hash));
  }

  private static MissingContentException removed(ContentHash hash, LocalDate at) {
    return new MissingContentException(
        hash,
        "it was removed on %s, since it need not be kept here any longer. It is no damage: look in the patient's record, to which it was handed over"
            .formatted(DAY.format(at)));
  }

  private static MissingContentException stillAFile(ContentHash hash) {
    return new MissingContentException(
        hash,
        ("content %s is not in the database yet: it is a file in the folder content of the data"
                + " folder of the node that stored it. Start that node with that folder; what it"
                + " cannot bring in, it reports")
            .formatted(hash));
  }

  static MissingContentException swept(ContentHash hash) {
    return new MissingContentException(
        hash,
        "the upload of content %s was swept before it was taken over. Upload it again"
            .formatted(hash));
  }
}
