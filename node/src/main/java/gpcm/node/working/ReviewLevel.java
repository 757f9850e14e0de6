package gpcm.node.working;

import java.util.OptionalInt;

/**
 * A level of a template of reviews.
 *
 * @param of who gives it
 * @param instruction what they are to look at
 * @param dueHours within how many hours of its beginning
 */
public record ReviewLevel(Assignee of, String instruction, OptionalInt dueHours) {
  /** Within which time, in words; empty where none is set. */
  public String due() {
    return dueHours.isPresent() ? AssignmentRule.hours(dueHours.getAsInt()) : "";
  }

  String in(Telling how) {
    return "%s: %s%s"
        .formatted(
            of.in(how), how.text(instruction), dueHours.isPresent() ? ", within " + due() : "");
  }
}
