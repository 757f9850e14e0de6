package gpcm.node.web;

import gpcm.node.bulk.BulkAct;
import gpcm.node.bulk.BulkCount;
import gpcm.node.bulk.BulkKind;
import gpcm.node.bulk.BulkLine;
import gpcm.node.bulk.BulkOutcome;
import gpcm.node.sending.SentRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An act on many documents as its page shows it.
 *
 * @param act the act
 * @param counts how many documents are alike, the most first
 * @param outcomes how many ended in each way
 * @param from position of the first line
 * @param size how many lines a part has
 * @param lines a part of its documents
 * @param rows these as lists show them, without those that are not there any more
 * @param named those of which the patient is shown
 * @param stops whether whoever looks may stop it
 */
record BulkActPage(
    BulkAct act,
    List<BulkCount> counts,
    Map<BulkOutcome, Integer> outcomes,
    int from,
    PageSize size,
    List<BulkLine> lines,
    Map<UUID, SentRow> rows,
    Set<UUID> named,
    boolean stops) {

  /** What it is called, with how many documents it is for. */
  static String title(BulkAct act) {
    return act.kind().words() + ": " + SentPage.documents(act.items());
  }

  boolean isDraft() {
    return act.state() == BulkAct.State.DRAFTED;
  }

  boolean isRunning() {
    return act.state() == BulkAct.State.RUNNING;
  }

  boolean needsSecond() {
    return act.kind() == BulkKind.RESEND;
  }

  /** What follows for each of them, for whoever is about to do it. */
  String follows() {
    return act.kind()
        .act()
        .map(SentPage::follows)
        .orElse(
            "It goes again, unchanged, once a second person has confirmed it. Whoever has it"
                + " already sees that it is the same.");
  }

  static String colour(BulkAct.State state) {
    return switch (state) {
      case DRAFTED -> "white";
      case ASKED -> "yellow";
      case RUNNING -> "blue";
      case DONE -> "green";
      case STOPPED, REFUSED -> "grey";
    };
  }

  /** How far it is, or how it ended. */
  static String progress(BulkAct act) {
    return switch (act.state()) {
      case DRAFTED, ASKED, REFUSED -> "Nothing has been done.";
      case RUNNING -> had(act) + " " + open(act) + " to come.";
      case DONE -> had(act);
      case STOPPED -> had(act) + " " + open(act) + " left as they are, because it was stopped.";
    };
  }

  private static String had(BulkAct act) {
    return "Done with "
        + SentPage.documents(act.done())
        + (act.leftOut() == 0 ? "." : ", " + act.leftOut() + " left as they were.");
  }

  private static String open(BulkAct act) {
    return Integer.toString(act.open());
  }

  String outcome(BulkLine line) {
    return line.outcome()
        .map(BulkOutcome::words)
        .map(words -> words.substring(0, 1).toUpperCase(Locale.UK) + words.substring(1))
        .orElse(isRunning() ? "To come" : isDraft() || act.ended().isEmpty() ? "" : "Not done");
  }

  Optional<SentRow> row(BulkLine line) {
    return Optional.ofNullable(rows.get(line.document()));
  }

  boolean isNamed(BulkLine line) {
    return named.contains(line.document());
  }

  Optional<String> before() {
    return from > 1 ? Optional.of(address(Math.max(1, from - size.rows()))) : Optional.empty();
  }

  Optional<String> after() {
    return lines.size() == size.rows() && lines.getLast().position() < act.items()
        ? Optional.of(address(lines.getLast().position() + 1))
        : Optional.empty();
  }

  private String address(int position) {
    String query = PageSize.behind(position == 1 ? "" : "from=" + position, size.said());
    return "/outbox/bulk/" + act.id() + (query.isEmpty() ? "" : "?" + query);
  }

  /** The list that it was counted in. */
  String list() {
    return act.query().isEmpty() ? "/outbox" : "/outbox?" + act.query();
  }
}
