package gpcm.node.web;

import gpcm.node.desk.DatabaseState;
import gpcm.node.desk.Desk;
import gpcm.node.desk.MailboxState;
import gpcm.node.desk.MailboxState.Refusal;
import gpcm.node.desk.QueueState;
import gpcm.node.desk.Service;
import gpcm.node.people.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds out of what the system is like what somebody has to look at, the worst first. */
final class Needs {
  /** As the alert rules that come with this program have it. */
  private static final Duration UNREAD = Duration.ofMinutes(15);

  private static final Duration LONG_TRANSACTION = Duration.ofMinutes(15);
  private static final Duration UNSEALED = Duration.ofMinutes(5);
  private static final Duration CERTIFICATE = Duration.ofDays(30);
  private static final int POSTS_UNTOLD = 3;
  private static final Duration HANDSHAKE = Duration.ofHours(24);

  private final List<Need> found = new ArrayList<>();
  private final Instant now;

  private Needs(Instant now) {
    this.now = now;
  }

  static List<Need> of(
      List<NodeStatus> nodes,
      QueueStatus work,
      List<QueueState> queues,
      List<MailboxState> mailboxes,
      List<Service> services,
      DatabaseState database,
      Map<String, Instant> certificates,
      Instant now) {
    Needs needs = new Needs(now);
    nodes.stream().filter(node -> isMissed(node, nodes)).forEach(needs::silent);
    mailboxes.forEach(needs::mailbox);
    services.forEach(needs::service);
    queues.stream()
        .filter(each -> each.late() > 0)
        .sorted(Comparator.comparing(each -> !each.queue().ours()))
        .forEach(needs::late);
    needs.stuck(work);
    needs.database(database);
    certificates.forEach(needs::certificate);
    return List.copyOf(needs.found);
  }

  /** Of what is served now, as far as it is of these organisations or of all nodes. */
  static List<Need> of(Served served, Extent extent) {
    Desk desk = served.desk();
    return of(
        served.nodes().nodes(extent),
        served.nodes().queues(extent),
        desk.queues(extent),
        desk.mailboxes(extent),
        desk.services(),
        desk.database(),
        desk.certificates(),
        served.clock().instant());
  }

  /** Whether a node is gone and has not come back under its name. */
  private static boolean isMissed(NodeStatus node, List<NodeStatus> all) {
    return !node.alive()
        && all.stream().noneMatch(each -> each.alive() && each.name().equals(node.name()));
  }

  private void silent(NodeStatus node) {
    add(
        "Node " + node.name() + " is silent.",
        "It was heard of last on %s. The others have taken over what it held; nothing is lost."
            .formatted(Display.time(node.heartbeatAt())),
        "nodes",
        "Look at the nodes");
  }

  private void mailbox(MailboxState box) {
    MailboxState.Trouble trouble = box.trouble();
    if (trouble.refused().isPresent()) {
      Refusal refusal = trouble.refused().get();
      about(
          "MESH refuses mailbox %s.".formatted(box.mailbox()),
          "Since %s; it is tried again at %s. %s"
              .formatted(
                  Display.time(refusal.since()),
                  Display.time(refusal.until()),
                  Display.sentence(trouble.words())));
    } else if (trouble.readFailures() > 0) {
      about(
          "Mailbox %s can’t be read.".formatted(box.mailbox()), Display.sentence(trouble.words()));
    } else if (trouble.postFailures() >= POSTS_UNTOLD) {
      about(
          "Messages from mailbox %s can’t be handed to MESH.".formatted(box.mailbox()),
          Display.sentence(trouble.words()));
    }
    if (trouble.refused().isEmpty() && trouble.readFailures() == 0) {
      box.handshake()
          .failedSince()
          .ifPresent(
              since ->
                  about(
                      "MESH doesn’t take the handshake of mailbox %s.".formatted(box.mailbox()),
                      "Since %s. Reading goes on. %s"
                          .formatted(
                              Display.time(since), Display.sentence(box.handshake().trouble()))));
    }
    box.handshake()
        .succeededAt()
        .filter(at -> box.handshake().failedSince().isEmpty())
        .filter(at -> Duration.between(at, now).compareTo(HANDSHAKE) > 0)
        .ifPresent(
            at ->
                about(
                    "Mailbox %s has had no handshake with MESH since %s."
                        .formatted(box.mailbox(), Display.time(at)),
                    "MESH asks for one each day."));
    box.readAt()
        .filter(at -> trouble.refused().isEmpty() && trouble.readFailures() == 0)
        .filter(at -> Duration.between(at, now).compareTo(UNREAD) > 0)
        .ifPresent(
            at ->
                about(
                    "Mailbox %s hasn’t been read for %s."
                        .formatted(box.mailbox(), Display.duration(Duration.between(at, now))),
                    "MESH keeps what waits there for five days."));
    box.pause()
        .ifPresent(
            pause ->
                about(
                    "Sending from mailbox %s is paused.".formatted(box.mailbox()),
                    "Since %s. %s"
                        .formatted(
                            Display.time(pause.at()),
                            box.waiting() == 0
                                ? "Nothing waits to leave it."
                                : "%s to leave it."
                                    .formatted(
                                        box.waiting() == 1
                                            ? "1 message waits"
                                            : box.waiting() + " messages wait"))));
  }

  private void about(String what, String detail) {
    add(what, detail, "mailboxes", "Look at the mailboxes");
  }

  private void service(Service service) {
    if (!service.fails()) {
      return;
    }
    String what =
        service
            .outage()
            .map(
                outage ->
                    outage.refused()
                        ? "%s refuses this system.".formatted(service.name())
                        : "%s doesn’t answer.".formatted(service.name()))
            .orElse("%s could not be asked.".formatted(service.name()));
    String since =
        service
            .outage()
            .map(outage -> "Since %s. Documents wait. ".formatted(Display.time(outage.since())))
            .orElseGet(
                () ->
                    service
                        .failedAt()
                        .map(at -> "The last time was %s. ".formatted(Display.time(at)))
                        .orElse(""));
    add(
        what,
        (since + Display.sentence(service.failure())).strip(),
        "services",
        "Look at the services");
  }

  private void late(QueueState state) {
    add(
        "“%s”: %s.".formatted(state.queue().words(), past(state.late())),
        state
            .oldest()
            .map(oldest -> "The oldest has waited for " + Display.duration(oldest) + ".")
            .orElse(""),
        "queues",
        "Look at the queues");
  }

  private void stuck(QueueStatus work) {
    long stuck =
        work.lanes().stream()
            .filter(lane -> lane.lane() != QueueStatus.WorkKind.POLL)
            .mapToLong(QueueStatus.LaneStatus::stuck)
            .sum();
    if (stuck > 0) {
      add(
          stuck == 1
              ? "1 message has failed again and again."
              : stuck + " messages have failed again and again.",
          "What fails is tried less and less often. Its alert says why.",
          "queues",
          "Look at the queues");
    }
  }

  private static String past(long late) {
    return late == 1 ? "1 message is past its time" : late + " messages are past their time";
  }

  private void database(DatabaseState database) {
    database
        .unsealed()
        .filter(since -> since.compareTo(UNSEALED) > 0)
        .ifPresent(
            since ->
                add(
                    "The audit log has not been sealed for %s.".formatted(Display.duration(since)),
                    "Sending and receiving go on. Its alert says why.",
                    "everything-else",
                    "Look at the database"));
    if (database.oldestTransaction().compareTo(LONG_TRANSACTION) > 0) {
      add(
          "A transaction has been open for %s."
              .formatted(Display.duration(database.oldestTransaction())),
          "It keeps the audit log from being sealed and the tables from being cleaned.",
          "everything-else",
          "Look at the database");
    }
  }

  private void certificate(String use, Instant expires) {
    Duration left = Duration.between(now, expires);
    if (left.compareTo(CERTIFICATE) > 0) {
      return;
    }
    add(
        left.isNegative()
            ? "%s has expired.".formatted(SystemView.certificate(use))
            : "%s ends in %s.".formatted(SystemView.certificate(use), SystemView.days(left)),
        "Put the new one into the same files; nothing has to be started again.",
        "everything-else",
        "Look at the certificates");
  }

  private void add(String what, String detail, String at, String link) {
    found.add(new Need(what, detail, "#" + at, link));
  }
}
