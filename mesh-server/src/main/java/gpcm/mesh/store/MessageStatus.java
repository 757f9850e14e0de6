package gpcm.mesh.store;

import java.util.Locale;

/** The life of a message on the server. */
public enum MessageStatus {
  /** Chunks are missing; next: ACCEPTED, ROUTING. */
  UPLOADING,
  /** Complete, the practice of its patient is still to be found; next: ACCEPTED, ERROR. */
  ROUTING,
  /** In the recipient's inbox; next: ACKNOWLEDGED, UNDELIVERABLE. */
  ACCEPTED,
  /** The recipient has it. */
  ACKNOWLEDGED,
  /** Nobody fetched it in time. */
  UNDELIVERABLE,
  /** It couldn't be delivered. */
  ERROR;

  /** As tracking v2 shows it; a message that is being routed counts as accepted for its sender. */
  public String text() {
    return this == ROUTING ? "accepted" : name().toLowerCase(Locale.ROOT);
  }

  /** Whether anything can still happen to it. */
  boolean open() {
    return this == UPLOADING || this == ROUTING || this == ACCEPTED;
  }
}
