package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.desk.ServiceNotice;
import gpcm.node.desk.ServiceNotices;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What whoever runs the system does with the notice at the head of every page, by a page or by the
 * API.
 */
final class NoticeActs {
  static final String TEXT = "text";
  static final String UNTIL = "until";

  /** Which one whoever asks has seen; only a page says it. */
  static final String SEEN = "seen";

  static final String NONE = "none";

  /** For how long a notice can stand that says when it ends. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final ServiceNotices notices;
  private final InstantSource clock;

  NoticeActs(Served served) {
    this.notices = served.desk().notices();
    this.clock = served.clock();
  }

  /** Sets one, in the place of the one that is there. */
  void set(Context context, WorkFields fields, String by) {
    Instant now = clock.instant();
    ServiceNotice notice =
        new ServiceNotice(
            UUID.randomUUID(),
            fields.needed(TEXT, ServiceNotice.LONGEST).replaceAll("\\s+", " "),
            until(fields, now),
            now,
            by,
            Caller.of(context).organisation());
    change(
        context,
        before -> {
          requireSeen(fields, before);
          return Optional.of(notice);
        });
  }

  private static Optional<Instant> until(WorkFields fields, Instant now) {
    Optional<Instant> until = fields.instant(UNTIL);
    if (until.filter(end -> !end.isAfter(now) || end.isAfter(now.plus(LONGEST))).isPresent()) {
      throw WorkFields.wrong(
          UNTIL, "must be a time to come, within a year", "correct it or leave it out");
    }
    return until;
  }

  /** Takes it away. */
  void takeAway(Context context, WorkFields fields) {
    change(
        context,
        before -> {
          if (before.isEmpty()) {
            throw new ProblemException(ProblemKind.NOT_IN_THIS_STATE, "there is no service notice");
          }
          requireSeen(fields, before);
          return Optional.empty();
        });
  }

  private static void requireSeen(WorkFields fields, Optional<ServiceNotice> before) {
    Optional<String> seen = fields.text(SEEN, 40);
    String there = before.map(notice -> notice.id().toString()).orElse(NONE);
    if (seen.filter(id -> !id.equals(there)).isPresent()) {
      throw new ProblemException(
          ProblemKind.CHANGED_MEANWHILE,
          "somebody else has changed the service notice meanwhile: look at the one that stands"
              + " there now");
    }
  }

  private void change(Context context, UnaryOperator<Optional<ServiceNotice>> change) {
    ServiceNotices.Change unused =
        Trail.of(context)
            .doingForAll(
                Action.CONFIGURATION_CHANGED,
                () -> notices.change(change),
                done ->
                    entry ->
                        entry
                            .asked(done.after().or(done::before).orElseThrow().words())
                            .changing(words(done.before()), words(done.after())));
    notices.forget();
  }

  /** In the audit log, where the words themselves can be erased. */
  private static String words(Optional<ServiceNotice> notice) {
    return notice
        .map(
            each ->
                "service notice of %s, %s"
                    .formatted(
                        each.setAt(), each.until().map(end -> "until " + end).orElse("no end")))
        .orElse("no service notice");
  }
}
