package gpcm.node.submitting;

import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import gpcm.node.submitting.SubmissionFolder.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What people are told of files in a sending folder that come to nothing. Belongs to one lane. */
final class FolderTroubles {
  private static final int NAMED = 10;
  private static final Duration UNFINISHED = Duration.ofMinutes(15);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final String WAITS = "sending-folder-waits/";

  private final Ledger ledger;
  private final String organisation;
  private final Standing stays;
  private final Standing unreadable;
  private final Standing crowd;
  private final Map<String, Standing> notDone = new HashMap<>();
  private Instant looked = Instant.EPOCH;

  FolderTroubles(Ledger ledger, String organisation) {
    this.ledger = ledger;
    this.organisation = organisation;
    this.stays = new Standing(ledger, organisation, "sending-folder-stays/" + organisation);
    this.unreadable = new Standing(ledger, organisation, "sending-folder-unread/" + organisation);
    this.crowd = new Standing(ledger, organisation, "sending-folder-crowded/" + organisation);
  }

  /**
   * Tells of each that is not done with for long.
   *
   * @param lasts whether one is still not done with
   * @param why by its id, where it was tried
   */
  void notDone(List<Taken> begun, Predicate<Taken> lasts, Map<String, String> why, Instant now) {
    List<String> known = begun.stream().map(Taken::id).toList();
    if (notDone.keySet().retainAll(known) || !now.isBefore(looked.plus(LOOK))) {
      onlyOf(known, now);
      looked = now;
    }
    for (Taken each : begun) {
      Standing standing = notDone.computeIfAbsent(each.id(), this::notDone);
      if (!lasts.test(each)) {
        standing.over();
      } else if (each.since().plus(UNFINISHED).isBefore(now)) {
        standing.is(
            "A file of the sending folder was begun and is not done with",
            "It lies in the folder begun, as %s, and what it tells of its consultation has not happened: %s. All that is told of that consultation later waits for it."
                .formatted(each.id(), why.getOrDefault(each.id(), "it waits for another one")),
            "Show this to the people who run this node. It is tried again all the time.");
      }
    }
  }

  // Also of what a node has told that did not live to say that it was over.
  private void onlyOf(List<String> begun, Instant now) {
    ledger
        .database()
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        update alert set resolved_at = :now, resolved_by = 'mended by itself'
                        where organisation = :organisation and resolved_at is null and starts_with(problem, :problem)
                          and substr(problem, length(:problem) + 1) <> all (:begun)
                        """)
                    .bind("now", Moment.column(now))
                    .bind("organisation", organisation)
                    .bind("problem", WAITS)
                    .bindArray("begun", String.class, begun)
                    .execute());
  }

  private Standing notDone(String taken) {
    return new Standing(ledger, organisation, WAITS + taken);
  }

  /**
   * Tells of what is wrong with what lies there to be taken.
   *
   * @param all how many files do
   * @param staying how many of them nobody has taken for long
   * @param unread which cannot be read, and why
   */
  void lying(long all, int staying, Map<String, String> unread) {
    tell(
        unreadable,
        !unread.isEmpty(),
        "Files of the sending folder cannot be read",
        "They lie in its folder in, and nobody knows what they tell: %s."
            .formatted(
                unread.entrySet().stream()
                    .limit(NAMED)
                    .map(each -> each.getKey() + " (" + each.getValue() + ")")
                    .collect(Collectors.joining(", "))),
        "Let this node read them, or take them away. Each is taken as soon as it can be read, after"
            + " what was told of its consultation meanwhile: look whether that is newer.");
    tell(
        stays,
        staying > 0,
        "Files lie in the sending folder that are not taken in",
        "%d lie in its folder in for more than an hour, and belong to nothing that was taken in."
            .formatted(staying),
        "Look into the folder. Nobody sends what lies there: a file is taken in when it is named in"
            + " a consultation's JSON beside it, and that ends in .json. Take away what is not"
            + " needed.");
    tell(
        crowd,
        all > SubmissionFolder.MOST_NAMES,
        "More files lie in the sending folder than are looked at together",
        "More than %d lie in its folder in. The oldest are taken first; the others wait, and those that belong to nothing hold up none."
            .formatted(SubmissionFolder.MOST_NAMES),
        "Look into the folder, and take away what is not needed. If all of it is, it is taken in"
            + " within a while.");
  }

  private static void tell(
      Standing standing, boolean is, String title, String whatHappened, String whatToDo) {
    if (is) {
      standing.is(title, whatHappened, whatToDo);
    } else {
      standing.over();
    }
  }
}
