package gpcm.exchange;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long each thing is waited for. Immutable.
 *
 * @param all of each deadline one
 */
public record Deadlines(Map<Deadline, Duration> all) {

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException when a deadline is missing
   */
  public Deadlines {
    for (Deadline each : Deadline.values()) {
      if (!all.containsKey(each)) {
        throw new IllegalArgumentException("no time is given for " + each.text());
      }
    }
    all = Map.copyOf(all);
  }

  /** What holds unless somebody has set something else. */
  public static Deadlines usual() {
    Map<Deadline, Duration> usual = new EnumMap<>(Deadline.class);
    for (Deadline each : Deadline.values()) {
      usual.put(each, usual(each));
    }
    return new Deadlines(usual);
  }

  /** The same for everything. */
  public static Deadlines each(Duration time) {
    Map<Deadline, Duration> same = new EnumMap<>(Deadline.class);
    for (Deadline each : Deadline.values()) {
      same.put(each, time);
    }
    return new Deadlines(same);
  }

  private static Duration usual(Deadline deadline) {
    return switch (deadline) {
      case LOOK_UP_ONLINE -> Duration.ofMinutes(15);
      case NOT_ACCEPTED -> Duration.ofHours(1);
      case TRACKING -> Duration.ofHours(2);
      case LOOK_UP -> Duration.ofHours(3);
      case CONFIRMATION, TRACKING_AGAIN -> Duration.ofHours(4);
      case NOT_COLLECTED -> Duration.ofHours(12);
      case HELD, INFRASTRUCTURE -> Duration.ofDays(1);
      case BUSINESS, UNDELIVERED -> Duration.ofDays(5);
      case PROVIDER -> Duration.ofDays(14);
    };
  }

  /** How long it is waited. */
  public Duration of(Deadline deadline) {
    return all.get(deadline);
  }

  /** The same but for these. */
  public Deadlines but(Map<Deadline, Duration> others) {
    if (others.isEmpty()) {
      return this;
    }
    Map<Deadline, Duration> changed = new EnumMap<>(all);
    changed.putAll(others);
    return new Deadlines(changed);
  }

  /** The same but for one. */
  public Deadlines but(Deadline deadline, Duration time) {
    return but(Map.of(deadline, time));
  }
}
