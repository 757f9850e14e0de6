package gpcm.node.working;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The lists that the received documents of an organisation are looked at in. */
public enum ListView {
  /** What one has, and what those have whom one stands in for. */
  MINE(
      "Mine",
      "e.owner_person = any (array(select cast(:person as uuid) union all select a.person from"
          + " absence a where a.stand_in = :person and a.organisation = :organisation and :today"
          + " between a.first_day and a.last_day)) and not e.closed"),
  MY_TEAM(
      "My team",
      "e.owner_team = any (array(select m.team from team_member m where m.person = :person)) and"
          + " not e.closed"),
  UNASSIGNED("Unassigned", "e.work = 'new'"),
  NEEDS_MATCHING("Needs matching", "e.work = 'needs-matching'"),
  IN_REVIEW("In review", "e.work = 'in-review'"),
  WAITING("Waiting", "e.work = 'waiting'"),
  OVERDUE("Overdue", "not e.closed and least(e.due_at, e.open_due_at) < :now"),
  DONE("Done (30 days)", "e.work = 'done' and e.done_at > :monthAgo"),
  ALL("All", "true");

  private final String words;
  private final String condition;

  ListView(String words, String condition) {
    this.words = words;
    this.condition = condition;
  }

  /** As pages show it. */
  public String words() {
    return words;
  }

  /** As addresses have it, such as {@code my-team}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The view of this text, if there is one. */
  public static Optional<ListView> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  String condition() {
    return condition;
  }

  /** The same, for a list in an order. */
  String condition(ListSort sort) {
    // In these orders what was done lately comes last: their index would be read through all that
    // was
    // done before.
    return this == DONE && (sort == ListSort.DUE || sort == ListSort.STATE)
        ? "e.id = any (array(select d.id from worklist_entry d where d.organisation = :organisation"
            + " and d.work = 'done' and d.done_at > :monthAgo))"
        : condition;
  }

  boolean ofPerson() {
    return this == MINE || this == MY_TEAM;
  }
}
