package gpcm.exchange;

/** Who brought an event about. */
public sealed interface Actor {
  /** The node itself, by its own rules. */
  record Software() implements Actor {}

  /**
   * A person.
   *
   * @param name as they gave it
   */
  record Person(String name) implements Actor {}

  /**
   * Somebody on the other side of MESH.
   *
   * @param mailbox the MESH mailbox, or {@code MESH} for MESH itself
   */
  record Peer(String mailbox) implements Actor {}

  /**
   * How the database and people write it: {@code node}, {@code person:NAME} or {@code
   * peer:MAILBOX}.
   */
  default String text() {
    return switch (this) {
      case Software software -> "node";
      case Person(String name) -> "person:" + name;
      case Peer(String mailbox) -> "peer:" + mailbox;
    };
  }
}
