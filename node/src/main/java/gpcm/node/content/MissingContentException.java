package gpcm.node.content;

import org.jdbi.v3.core.Handle;

/** There is no content of this hash in the database. */
public final class MissingContentException extends ContentException {
  MissingContentException(ContentHash hash, String message) {
    super(hash, message, null);
  }

  static ContentException of(Handle handle, ContentHash hash) {
    if (ContentRows.isStillAFile(handle, hash)) {
      return stillAFile(hash);
    }
    return ContentRows.removedAt(handle, hash)
        .<ContentException>map(at -> new RemovedContentException(hash, at))
        .orElseGet(() -> neverStored(hash));
  }

  static MissingContentException neverStored(ContentHash hash) {
    return new MissingContentException(
        hash,
        ("no content %s in the store: it was never stored, or has been removed. Hand the document"
                + " in again, have its sender send it again, or restore the database from a backup")
            .formatted(hash));
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
