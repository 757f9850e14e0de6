package gpcm.node.content;

/** The bytes in the database are not the ones that were stored. */
public final class DamagedContentException extends ContentException {
  DamagedContentException(ContentHash hash, String found, Throwable cause) {
    super(
        hash,
        ("content %s is damaged: %s. None of it is shown or sent. Storing the same bytes again"
                + " repairs it (hand the document in again, or have its sender send it again);"
                + " otherwise restore the database from a backup, and check the disk")
            .formatted(hash, found),
        cause);
  }

  DamagedContentException(ContentHash hash, String found) {
    this(hash, found, null);
  }
}
