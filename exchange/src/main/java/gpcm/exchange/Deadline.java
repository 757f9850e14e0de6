package gpcm.exchange;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a document may wait for, and for how long before a person is told or something else is done.
 * Organisations set their own.
 */
public enum Deadline {
  /** Somebody's word that it is to be sent (GPCM-SD-CS-074). */
  CONFIRMATION("somebody is told that a document waits to be confirmed"),
  /** A person's decision on what is held; they are told again. */
  HELD("somebody is told again that a document is held"),
  /** That MESH takes it, once it may go. */
  NOT_ACCEPTED("somebody is told that MESH hasn’t taken a document"),
  /** That the recipient collects it from MESH, as far as MESH says. */
  NOT_COLLECTED(
      "somebody is told that the recipient hasn’t collected a document, by what MESH says"),
  /** The infrastructure acknowledgement (GPCM-SD-035). */
  INFRASTRUCTURE("somebody is told that the recipient’s system hasn’t confirmed a document"),
  /** The business acknowledgement of the registered practice (GPCM-SD-035). */
  BUSINESS("somebody is told that the practice hasn’t accepted a document"),
  /** The same at another provider, which may answer with its decision only. */
  PROVIDER("somebody is told that another provider hasn’t answered"),
  /** Any sign of it at all: MESH keeps a message for five days. */
  UNDELIVERED("somebody is told that a document must be taken as undelivered"),
  /** An answer about where it may go; then it is held. */
  LOOK_UP(days(7), "a document is held when nobody can say where it may go"),
  /** The same of an online consultation. */
  LOOK_UP_ONLINE(days(7), "an online consultation is held when nobody can say where it may go"),
  /** The first question to MESH whether it was collected. */
  TRACKING(quarter(), days(60), "MESH is first asked whether a document was collected"),
  /** Each further one. */
  TRACKING_AGAIN(quarter(), days(60), "MESH is asked again");

  private final Duration shortest;
  private final Duration longest;
  private final String words;

  Deadline(String words) {
    this(days(60), words);
  }

  Deadline(Duration longest, String words) {
    this(Duration.ofMinutes(1), longest, words);
  }

  Deadline(Duration shortest, Duration longest, String words) {
    this.shortest = shortest;
    this.longest = longest;
    this.words = words;
  }

  private static Duration quarter() {
    return Duration.ofMinutes(15);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  /** The shortest time that an organisation may set. */
  public Duration shortest() {
    return shortest;
  }

  /** The longest time that an organisation may set. */
  public Duration longest() {
    return longest;
  }

  /** What happens when that time is over, for people. */
  public String words() {
    return words;
  }

  /** The name in the database and the API, such as {@code not-accepted}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The deadline with a {@link #text()}; empty when there is none. */
  public static Optional<Deadline> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }
}
