package gpcm.node.web;

import gpcm.node.checking.CheckRun;
import gpcm.node.checking.Outcome;
import gpcm.node.desk.DatabaseState;
import gpcm.node.desk.Desk;
import gpcm.node.desk.MailboxState;
import gpcm.node.desk.QueueState;
import gpcm.node.desk.SealState;
import gpcm.node.desk.Service;
import gpcm.node.people.Extent;
import gpcm.node.people.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the page of the system shows at one moment.
 *
 * @param now when that is
 * @param alone of which organisation alone it tells, by its name and code; empty where of all
 * @param needs what somebody has to look at, the worst first
 * @param own the mailbox of the organisation of whoever looks; empty where it has none
 * @param codes what answers and reports said
 * @param services what is asked elsewhere
 * @param seals how far the audit log is sealed
 * @param checks what the last checks came to; empty when there never were any
 * @param done what they did a moment ago, in a sentence
 */
record SystemView(
    Frame frame,
    Instant now,
    Optional<String> alone,
    List<Need> needs,
    List<QueueState> queues,
    QueueStatus work,
    List<NodeStatus> nodes,
    List<MailboxState> mailboxes,
    Optional<MailboxState> own,
    DatabaseState database,
    Map<String, Instant> certificates,
    SystemCharts charts,
    List<CodeLine> codes,
    List<Service> services,
    SealState seals,
    Optional<CheckRun> checks,
    Optional<String> done) {
  /** Who has more to look at than this begins at the top. */
  static final int SHOWN = 8;

  private static final Duration JUST_NOW = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofDays(30);

  static SystemView of(Frame frame, Served served, Stretch stretch, String did) {
    Desk desk = served.desk();
    Instant now = served.clock().instant();
    Extent extent = desk.extent(frame.organisation());
    List<NodeStatus> nodes = served.nodes().nodes(extent);
    QueueStatus work = served.nodes().queues(extent);
    List<QueueState> queues = desk.queues(extent);
    List<MailboxState> mailboxes = desk.mailboxes(extent);
    List<Service> services = desk.services();
    DatabaseState database = desk.database();
    Optional<MailboxState> own =
        mailboxes.stream()
            .filter(each -> each.organisation().equals(frame.organisation()))
            .findFirst();
    return new SystemView(
        frame,
        now,
        alone(served, frame),
        Needs.of(nodes, work, queues, mailboxes, services, database, desk.certificates(), now),
        queues,
        work,
        nodes,
        mailboxes,
        own,
        database,
        desk.certificates(),
        SystemCharts.of(desk.hours(), extent, desk.limitOfReady(), stretch, now),
        CodeLine.of(desk.hours().codes(extent)),
        services,
        desk.seals(),
        desk.own().checks().newest(extent),
        own.flatMap(box -> sentence(did, box, frame, now)));
  }

  /**
   * Of which organisation alone somebody is told, by its name and code: that others are left out is
   * for the page to say. Empty where nothing is left out.
   */
  static Optional<String> alone(Served served, Frame frame) {
    Extent extent = served.desk().extent(frame.organisation());
    return served.desk().leavesOut(extent)
        ? extent.organisation().map(frame.names()::inFull)
        : Optional.empty();
  }

  /** Of an act, where what it did is still so. */
  private static Optional<String> sentence(String did, MailboxState box, Frame frame, Instant now) {
    return switch (did) {
      case "read-now" ->
          box.wantedAt()
                  .or(box::readAt)
                  .filter(at -> Duration.between(at, now).compareTo(JUST_NOW) < 0)
                  .isPresent()
              ? Optional.of(
                  "MESH is asked now what waits in mailbox %s. When it was read stands below."
                      .formatted(box.mailbox()))
              : Optional.empty();
      case "pause-sending" ->
          box.pause()
              .filter(
                  pause -> frame.person().filter(who -> who.name().equals(pause.by())).isPresent())
              .map(
                  pause ->
                      "Nothing leaves mailbox %s until you resume sending. What was on its way to MESH arrives there."
                          .formatted(box.mailbox()));
      case "resume-sending" ->
          box.pause().isEmpty()
              ? Optional.of("Messages leave mailbox %s again.".formatted(box.mailbox()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** For the heading of what somebody has to look at. */
  String needed() {
    return switch (needs.size()) {
      case 0 -> "Nothing needs you";
      case 1 -> "1 thing needs you";
      default -> needs.size() + " things need you";
    };
  }

  /** Whether they do something to a mailbox. */
  boolean acts() {
    return frame.could(Permission.WORK_CHANNEL) && own.isPresent();
  }

  /** What people call the environment; empty where nobody has said. */
  Optional<String> environment() {
    return frame.environment();
  }

  /** Whether they have checks made and take out what the system says of itself. */
  boolean mayCheck() {
    return frame.could(Permission.CHECK_NODES);
  }

  /** What the last checks came to, in a sentence. */
  String checked() {
    if (checks.isEmpty()) {
      return "None was made yet.";
    }
    CheckRun run = checks.get();
    if (run.endedAt().isEmpty()) {
      return "They are being made.";
    }
    long bad = run.count(Outcome.BAD);
    long look = run.count(Outcome.LOOK);
    return "Made %s: %s."
        .formatted(
            ago(run.startedAt()),
            bad + look == 0 ? "nothing to look at" : bad + " not good, " + look + " to look at");
  }

  boolean isOwn(MailboxState box) {
    return box.organisation().equals(frame.organisation());
  }

  /** How long ago something was; as a time, where that is more than a day. */
  String ago(Instant at) {
    Duration past = Duration.between(at, now);
    if (past.compareTo(Duration.ofDays(1)) > 0) {
      return Display.time(at);
    }
    return past.isNegative() || past.toSeconds() < 2 ? "just now" : Display.duration(past) + " ago";
  }

  /** Until when a certificate is good, in words. */
  String left(Instant expires) {
    Duration left = Duration.between(now, expires);
    return left.isNegative() ? "expired on " + Display.time(expires) : days(left) + " left";
  }

  /** Whether entries of the audit log have waited to be sealed for longer than they usually do. */
  boolean isUnsealed() {
    return database.unsealed().filter(since -> since.compareTo(JUST_NOW) > 0).isPresent();
  }

  boolean isSoon(Instant expires) {
    return Duration.between(now, expires).compareTo(SOON) <= 0;
  }

  static String days(Duration time) {
    return time.toDays() == 1 ? "1 day" : time.toDays() + " days";
  }

  /** What a certificate is for. */
  static String certificate(String use) {
    return switch (use) {
      case "web" -> "The certificate of this node’s web server";
      case "mesh" -> "This node’s certificate for MESH";
      default -> "The certificate “" + use + "” of this node";
    };
  }
}
