package gpcm.node.confirming;

import gpcm.node.people.Acting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that is done only when a second person confirms it. What is asked for never changes.
 *
 * @param id this node's id of it
 * @param organisation ODS code of the organisation it is for
 * @param action what is asked for
 * @param named whether whoever asks is shown patients
 * @param items for what
 * @param asker who asks
 * @param reason why
 * @param askedAt when
 * @param endsAt from when on nobody can confirm it any more
 * @param state what has become of it
 * @param decided who confirmed or refused it; empty while nobody has
 */
public record Confirmation(
    UUID id,
    String organisation,
    AskedAction action,
    boolean named,
    List<AskedItem> items,
    Party asker,
    String reason,
    Instant askedAt,
    Instant endsAt,
    State state,
    Optional<Decided> decided) {
  /** How long something waits. */
  public static final Duration WAITS = Duration.ofHours(24);

  /** How long a message can be fetched after that was confirmed. */
  public static final Duration FETCHED_WITHIN = Duration.ofMinutes(15);

  /** Copies the items. */
  public Confirmation {
    items = List.copyOf(items);
  }

  /** What may have become of it. */
  public enum State {
    /** A second person can confirm it. */
    WAITING,
    /** A second person has, and it was carried out. */
    CONFIRMED,
    /** A second person has refused it. */
    REFUSED,
    /** Who asked has taken it back. */
    WITHDRAWN,
    /** Nobody has confirmed it in time. */
    ENDED;

    /** The name in the database and the API. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * What the second person decided.
   *
   * @param by who
   * @param at when
   * @param answer why it was refused; empty when it was confirmed
   */
  public record Decided(Party by, Instant at, Optional<String> answer) {}

  /** Whether somebody has asked for it themselves. */
  public boolean isOf(Acting acting) {
    return asker.isSameHuman(acting);
  }

  /** Until when the message that it gives can be fetched; empty when it gives none. */
  public Optional<Instant> fetchedUntil() {
    return action == AskedAction.SHOW_MESSAGE && state == State.CONFIRMED
        ? decided.map(each -> each.at().plus(FETCHED_WITHIN))
        : Optional.empty();
  }

  /** The same for these. */
  Confirmation of(List<AskedItem> all) {
    return new Confirmation(
        id, organisation, action, named, all, asker, reason, askedAt, endsAt, state, decided);
  }

  /** The same, decided by a second person. */
  Confirmation decided(State how, Acting by, Instant at, Optional<String> answer) {
    return new Confirmation(
        id,
        organisation,
        action,
        named,
        items,
        asker,
        reason,
        askedAt,
        endsAt,
        how,
        Optional.of(new Decided(Party.of(by), at, answer)));
  }

  /** Ids only, so that it can be logged. */
  @Override
  public String toString() {
    return "Confirmation[" + id + ", " + state.text() + "]";
  }
}
