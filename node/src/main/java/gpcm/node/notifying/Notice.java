package gpcm.node.notifying;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One message to one channel.
 *
 * @param id names it; a mail has it in its Message-ID, a post as its id
 * @param organisation whose alerts it tells of
 * @param channel where it goes
 * @param channelName what people call that
 * @param kind what it tells
 * @param state how far it has come
 * @param attempts how often it was tried
 * @param madeAt when it came into being
 * @param dueAt when it is tried next
 * @param endedAt when it was sent, or given up
 * @param trouble why the last attempt failed
 */
public record Notice(
    UUID id,
    String organisation,
    UUID channel,
    String channelName,
    Kind kind,
    State state,
    int attempts,
    Instant madeAt,
    Instant dueAt,
    Optional<Instant> endedAt,
    Optional<String> trouble) {
  /** What a notice tells. */
  public enum Kind {
    /** What has come up. */
    ALERTS,
    /** That nobody has taken something in time. */
    ESCALATION,
    /** What there was in a day, and what is open. */
    SUMMARY,
    /** Nothing: it shows that it arrives. */
    TEST;

    /** As tables and webhooks have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far a notice has come. */
  public enum State {
    /** It is to be sent. */
    WAITING("waits"),
    /** The mail server or the webhook has taken it. */
    SENT("sent"),
    /** What it was to tell was over before. */
    NOT_NEEDED("not needed any more"),
    /** It could not be sent for days. */
    GIVEN_UP("given up");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** As pages show it. */
    public String words() {
      return words;
    }

    /** As tables and the API have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static State of(String text) {
      return State.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** In words: how far it has come, and what stops it. */
  public String standing() {
    return state == State.WAITING && attempts > 0 && trouble.isPresent()
        ? "not arrived yet: " + trouble.get()
        : state.words();
  }
}
