package gpcm.attachments;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which attachments a place takes. Immutable.
 *
 * @param types media types in lower case, without parameters; others are refused with 20004
 * @param largest how many bytes one may have; larger ones are refused with 20015
 * @param most how many there may be in a message; more are refused with 20015
 */
public record AttachmentPolicy(Set<String> types, OptionalLong largest, OptionalInt most) {
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

  /** Takes any number of these types, of any size. */
  public AttachmentPolicy(Set<String> types) {
    this(types, OptionalLong.empty(), OptionalInt.empty());
  }

  /** Takes a copy of the set. */
  public AttachmentPolicy {
    types = Set.copyOf(types);
  }
}
