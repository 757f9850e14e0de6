package gpcm.attachments;

import java.util.List;
import java.util.Set;

/**
 * Which kinds of attachment a place takes. Immutable.
 *
 * @param types media types in lower case, without parameters
 */
public record AttachmentPolicy(Set<String> types) {
  /** What applies unless something else is configured, in the order in which it is shown. */
  public static final List<String> USUAL_TYPES =
      List.of(
          "application/pdf",
          "image/jpeg",
          "image/png",
          "image/gif",
          "image/tiff",
          "text/plain",
          "text/rtf",
          "application/rtf",
          "application/msword",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document");

  /** Takes {@link #USUAL_TYPES}. */
  public static final AttachmentPolicy USUAL = new AttachmentPolicy(Set.copyOf(USUAL_TYPES));

  /** Takes a copy of the set. */
  public AttachmentPolicy {
    types = Set.copyOf(types);
  }
}
