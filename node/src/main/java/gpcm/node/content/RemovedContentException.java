package gpcm.node.content;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The content was stored, and was removed when it had been kept for as long as it has to be. */
public final class RemovedContentException extends ContentException {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

  RemovedContentException(ContentHash hash, LocalDate at) {
    super(
        hash,
        "it was removed on %s, since it need not be kept here any longer. It is not damaged: look in the patient's record, to which it was handed over"
            .formatted(DAY.format(at)),
        null);
  }
}
