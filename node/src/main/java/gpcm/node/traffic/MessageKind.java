package gpcm.node.traffic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a message is. */
public enum MessageKind {
  /** A Send Document message. */
  DOCUMENT,
  /** An ITK3 response about a message: whether it could be read and processed (1xxxx, 2xxxx). */
  INFRASTRUCTURE_RESPONSE,
  /** An ITK3 response about the patient (3xxxx). */
  BUSINESS_RESPONSE,
  /** MESH's own report that a message was not delivered. */
  MESH_REPORT,
  /** A message that is still to be read, could not be read, or is of another kind. */
  OTHER;

  /** As addresses and the API have it, such as {@code mesh-report}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of this text, if there is one. */
  public static Optional<MessageKind> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
