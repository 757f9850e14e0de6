package gpcm.node.notifying;

import gpcm.node.journal.AlertSeverity;
import gpcm.node.working.Telling;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Where an organisation's alerts go.
 *
 * @param id names it
 * @param draft how it was set
 * @param madeAt when it was set
 */
public record AlertChannel(UUID id, Draft draft, Instant madeAt) {
  /** How it gets there. */
  public enum Kind {
    /** By e-mail. */
    MAIL("e-mail"),
    /** Posted to the address that the node's configuration has for the organisation. */
    WEBHOOK("webhook");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As pages show it. */
    public String words() {
      return words;
    }

    /** As forms, tables and the API have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this text, if there is one. */
    public static Optional<Kind> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
  }

  /** When it is told. */
  public enum Step {
    /** As soon as an alert is raised. */
    FIRST("as soon as there is something"),
    /** When nobody has taken or closed it in time. */
    DEPUTY("when nobody has taken it in time");

    private final String words;

    Step(String words) {
      this.words = words;
    }

    /** As pages show it. */
    public String words() {
      return words;
    }

    /** As forms, tables and the API have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The step of this text, if there is one. */
    public static Optional<Step> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
  }

  /**
   * How one is set.
   *
   * @param name what people call whoever is there, such as the hub desk
   * @param kind how it gets there
   * @param address an e-mail address; empty for a webhook
   * @param step when it is told
   * @param severity of what it is told: of this and of whatever has to be acted on sooner
   * @param sides about what
   * @param hours when notices are sent
   * @param naming whether notices may say whom an alert is about, unless that is confidential
   * @param summary whether it gets the daily summary
   */
  public record Draft(
      String name,
      Kind kind,
      String address,
      Step step,
      AlertSeverity severity,
      Set<AlertSide> sides,
      Hours hours,
      boolean naming,
      boolean summary) {
    /** Copies the sides. */
    public Draft {
      sides = sides.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(sides));
    }

    boolean takes(AlertSeverity other, AlertSide side) {
      return other.row() <= severity.row() && sides.contains(side);
    }

    String in(Telling how) {
      return "%s by %s to %s: %s, %s and sooner, %s, %s%s%s"
          .formatted(
              how.text(name),
              kind.words(),
              how.text(kind == Kind.MAIL ? address : "the webhook"),
              step.words(),
              severity.words(),
              sides.stream().sorted().map(AlertSide::words).collect(Collectors.joining(", ")),
              hours.words(),
              naming ? ", naming patients" : "",
              summary ? ", with the daily summary" : "");
    }
  }

  /** When notices are sent. */
  public enum Hours {
    /** At any time. */
    ANY("at any time"),
    /** While the organisation is open; what is to be acted on now, at any time. */
    OPEN_BUT_NOW("while you are open; “act now” at any time"),
    /** While the organisation is open, whatever it is. */
    OPEN("while you are open only");

    private final String words;

    Hours(String words) {
      this.words = words;
    }

    /** As pages show it. */
    public String words() {
      return words;
    }

    /** As forms and the API have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The hours of this text, if there are such. */
    public static Optional<Hours> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    boolean wait(AlertSeverity severity) {
      return switch (this) {
        case ANY -> false;
        case OPEN_BUT_NOW -> severity != AlertSeverity.ACT_NOW;
        case OPEN -> true;
      };
    }
  }
}
