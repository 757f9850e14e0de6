package gpcm.report;

/** A file can't be shown as a picture. */
public final class UnreadablePictureException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnreadablePictureException(String reason) {
    this(reason, null);
  }

  UnreadablePictureException(String reason, Throwable cause) {
    super(
        "The picture can't be shown: "
            + reason
            + ". Send a JPEG, PNG or TIFF file of at most 50 million pixels.",
        cause);
  }
}
