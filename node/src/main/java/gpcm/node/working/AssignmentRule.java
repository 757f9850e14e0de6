package gpcm.node.working;

import java.util.OptionalInt;
import java.util.UUID;

/**
 * A rule that gives documents to a person or a team.
 *
 * @param name what people call it; the history of a document names it
 * @param fits for which documents it is
 * @param to whom they go
 * @param dueHours within how many hours they are to be finished, when otherwise than usual
 * @param urgent whether they are marked urgent
 */
public record AssignmentRule(
    UUID id, String name, Fits fits, Assignee to, OptionalInt dueHours, boolean urgent) {
  /** Within which time, in words; empty where nothing else than usual is set. */
  public String due() {
    return dueHours.isPresent() ? hours(dueHours.getAsInt()) : "";
  }

  /** Days when they are whole ones, or else hours. */
  static String hours(int hours) {
    boolean days = hours % 24 == 0;
    int number = days ? hours / 24 : hours;
    return "%d %s%s".formatted(number, days ? "day" : "hour", number == 1 ? "" : "s");
  }

  String in(Telling how) {
    return "the rule %s: %s, to %s%s%s"
        .formatted(
            how == Telling.SEALED ? id : how.text(name),
            fits.words(),
            to.in(how),
            dueHours.isPresent() ? ", due within " + due() : "",
            urgent ? ", marked urgent" : "");
  }
}
