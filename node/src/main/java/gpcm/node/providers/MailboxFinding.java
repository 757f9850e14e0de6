package gpcm.node.providers;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether MESH knows one mailbox of a provider that takes documents. Immutable.
 *
 * @param state what is known
 * @param at when MESH said so; empty when it has not been asked
 */
public record MailboxFinding(State state, Optional<Instant> at) {
  static final MailboxFinding NOT_KNOWN = new MailboxFinding(State.NOT_KNOWN, Optional.empty());

  /** What is known of a mailbox. */
  public enum State {
    FOUND("found", "Can be sent to"),
    NOT_FOUND("not-found", "Cannot be sent to: MESH knows no mailbox of it"),
    NOT_KNOWN("not-known", "Not known yet whether it can be sent to");

    private final String text;
    private final String words;

    State(String text, String words) {
      this.text = text;
      this.words = words;
    }

    /** As the API has it. */
    public String text() {
      return text;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }
}
