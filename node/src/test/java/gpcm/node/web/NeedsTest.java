package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.desk.DatabaseState;
import gpcm.node.desk.MailboxState;
import gpcm.node.desk.MailboxState.Pause;
import gpcm.node.desk.MailboxState.Refusal;
import gpcm.node.desk.MailboxState.Trouble;
import gpcm.node.desk.Queue;
import gpcm.node.desk.QueueState;
import gpcm.node.desk.Service;
import gpcm.node.desk.Service.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of the system somebody has to look at: each of these facts alone, and no other. */
class NeedsTest {
  private static final Instant NOW = Instant.parse("2026-11-27T15:10:00Z");
  private static final Trouble NONE = new Trouble(0, 0, "", Optional.empty());
  private static final QueueStatus QUIET = new QueueStatus(List.of(), List.of());
  private static final DatabaseState DATABASE =
      new DatabaseState(41, 12, Duration.ofSeconds(2), Optional.of(NOW), Optional.empty());

  private static NodeStatus node(String id, String name, boolean alive) {
    return new NodeStatus(id, name, "2.1.0", NOW, NOW.minusSeconds(600), alive, List.of(), 0);
  }

  private static MailboxState box(
      Trouble trouble, Duration unread, long waiting, Pause pauseOrNull) {
    return new MailboxState(
        "A99901",
        "A99901OT001",
        Optional.of("node-1"),
        Optional.of(NOW.minus(unread)),
        Optional.empty(),
        trouble,
        waiting,
        Optional.ofNullable(pauseOrNull),
        MailboxState.Handshake.NONE);
  }

  private static List<String> of(
      List<NodeStatus> nodes,
      List<QueueState> queues,
      List<MailboxState> boxes,
      DatabaseState database,
      Map<String, Instant> certificates) {
    return of(nodes, QUIET, queues, boxes, database, certificates);
  }

  private static List<String> of(
      List<NodeStatus> nodes,
      QueueStatus work,
      List<QueueState> queues,
      List<MailboxState> boxes,
      DatabaseState database,
      Map<String, Instant> certificates) {
    return Needs.of(nodes, work, queues, boxes, List.of(), database, certificates, NOW).stream()
        .map(each -> (each.what() + " " + each.detail()).strip())
        .toList();
  }

  private static List<String> ofNodes(NodeStatus... nodes) {
    return of(List.of(nodes), List.of(), List.of(), DATABASE, Map.of());
  }

  private static List<String> ofBox(MailboxState box) {
    return of(List.of(), List.of(), List.of(box), DATABASE, Map.of());
  }

  private static List<String> ofDatabase(DatabaseState database) {
    return of(List.of(), List.of(), List.of(), database, Map.of());
  }

  @Test
  void aSystemAsItShouldBeNeedsNobody() {
    assertThat(
            of(
                List.of(node("1", "node-1", true)),
                List.of(new QueueState(Queue.READY, 46, Optional.of(Duration.ofMinutes(3)), 0)),
                List.of(box(NONE, Duration.ofMinutes(5), 3, null)),
                DATABASE,
                Map.of("mesh", NOW.plus(Duration.ofDays(31)))))
        .isEmpty();
  }

  @Test
  void aSilentNode() {
    assertThat(ofNodes(node("1", "node-1", true), node("2", "node-2", false)))
        .containsExactly(
            "Node node-2 is silent. It was heard of last on 27 Nov 2026 15:00. The others have"
                + " taken over what it held; nothing is lost.");
  }

  @Test
  void aNodeThatHasComeBackUnderItsNameIsMissedByNobody() {
    assertThat(ofNodes(node("1", "node-1", false), node("2", "node-1", true))).isEmpty();
  }

  @Test
  void aMailboxThatMeshRefuses() {
    Refusal refusal = new Refusal(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofMinutes(15)));
    assertThat(
            ofBox(
                box(
                    new Trouble(2, 1, "MESH answers 403", Optional.of(refusal)),
                    Duration.ofHours(1),
                    0,
                    null)))
        .containsExactly(
            "MESH refuses mailbox A99901OT001. Since 27 Nov 2026 14:10; it is tried again at 27 Nov"
                + " 2026 15:25. MESH answers 403.");
  }

  @Test
  void aMailboxThatCannotBeRead() {
    assertThat(
            ofBox(
                box(
                    new Trouble(1, 0, "no route to host", Optional.empty()),
                    Duration.ofHours(1),
                    0,
                    null)))
        .containsExactly("Mailbox A99901OT001 can’t be read. No route to host.");
  }

  @Test
  void messagesThatCannotBeHandedOverAfterTheThirdTime() {
    assertThat(
            ofBox(box(new Trouble(0, 2, "busy", Optional.empty()), Duration.ofMinutes(1), 0, null)))
        .isEmpty();
    assertThat(
            ofBox(box(new Trouble(0, 3, "busy", Optional.empty()), Duration.ofMinutes(1), 0, null)))
        .containsExactly("Messages from mailbox A99901OT001 can’t be handed to MESH. Busy.");
  }

  @Test
  void aMailboxThatNobodyHasReadForAQuarterOfAnHour() {
    assertThat(ofBox(box(NONE, Duration.ofMinutes(15), 0, null))).isEmpty();
    assertThat(ofBox(box(NONE, Duration.ofMinutes(16), 0, null)))
        .containsExactly(
            "Mailbox A99901OT001 hasn’t been read for 16 minutes. MESH keeps what waits there for"
                + " five days.");
  }

  private static MailboxState withHandshake(Trouble trouble, MailboxState.Handshake handshake) {
    MailboxState box = box(trouble, Duration.ofMinutes(1), 0, null);
    return new MailboxState(
        box.organisation(),
        box.mailbox(),
        box.reader(),
        box.readAt(),
        box.wantedAt(),
        box.trouble(),
        box.waiting(),
        box.pause(),
        handshake);
  }

  @Test
  void aMailboxWhoseHandshakeMeshRefusesUnlessItRefusesItAltogether() {
    MailboxState.Handshake refused =
        new MailboxState.Handshake(
            Optional.of(NOW.minus(Duration.ofHours(13))),
            Optional.of(NOW.minus(Duration.ofHours(1))),
            "MESH answers 403");
    assertThat(ofBox(withHandshake(NONE, refused)))
        .containsExactly(
            "MESH doesn’t take the handshake of mailbox A99901OT001. Since 27 Nov 2026 14:10."
                + " Reading goes on. MESH answers 403.");
    assertThat(withHandshake(NONE, refused).works()).isFalse();
    Refusal refusal = new Refusal(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofMinutes(15)));
    assertThat(ofBox(withHandshake(new Trouble(2, 1, "MESH 403", Optional.of(refusal)), refused)))
        .singleElement()
        .asString()
        .startsWith("MESH refuses mailbox");
  }

  @Test
  void aMailboxWithoutAHandshakeForADay() {
    assertThat(ofBox(withHandshake(NONE, succeeded(Duration.ofHours(24))))).isEmpty();
    assertThat(ofBox(withHandshake(NONE, succeeded(Duration.ofHours(25)))))
        .containsExactly(
            "Mailbox A99901OT001 has had no handshake with MESH since 26 Nov 2026 14:10. MESH asks"
                + " for one each day.");
  }

  private static MailboxState.Handshake succeeded(Duration before) {
    return new MailboxState.Handshake(Optional.of(NOW.minus(before)), Optional.empty(), "");
  }

  private static List<String> ofService(Service service) {
    return Needs.of(
            List.of(), QUIET, List.of(), List.of(), List.of(service), DATABASE, Map.of(), NOW)
        .stream()
        .map(each -> each.what() + " " + each.detail())
        .toList();
  }

  private static Service service(
      Instant answeredOrNull, Instant failedOrNull, Outage outageOrNull) {
    return new Service(
        Service.Kind.PDS,
        "PDS (pds.example)",
        Optional.ofNullable(answeredOrNull),
        Optional.ofNullable(failedOrNull),
        failedOrNull == null ? "" : "HTTP 503",
        Optional.ofNullable(outageOrNull));
  }

  @Test
  void aServiceThatFailedLast() {
    assertThat(ofService(service(null, null, null))).isEmpty();
    assertThat(ofService(service(NOW, NOW.minusSeconds(60), null))).isEmpty();
    assertThat(ofService(service(NOW.minusSeconds(60), NOW, null)))
        .containsExactly(
            "PDS (pds.example) could not be asked. The last time was 27 Nov 2026 15:10. HTTP 503.");
  }

  @Test
  void aServiceThatIsNotAskedAsUsualAnyMore() {
    Instant since = NOW.minus(Duration.ofHours(1));
    assertThat(ofService(service(NOW, NOW, new Outage(false, since, "HTTP 503"))))
        .containsExactly(
            "PDS (pds.example) doesn’t answer. Since 27 Nov 2026 14:10. Documents wait. HTTP 503.");
    assertThat(ofService(service(NOW, NOW, new Outage(true, since, "HTTP 401"))))
        .singleElement()
        .asString()
        .startsWith("PDS (pds.example) refuses this system.");
  }

  @Test
  void aMailboxThatIsPaused() {
    Pause pause = new Pause(NOW.minus(Duration.ofHours(2)), "L. Operator", "A check");
    assertThat(ofBox(box(NONE, Duration.ofMinutes(1), 1, pause)))
        .containsExactly(
            "Sending from mailbox A99901OT001 is paused. Since 27 Nov 2026 13:10. 1 message waits"
                + " to leave it.");
  }

  @Test
  void aQueueOfWhichSomethingIsLateThatOfTheSystemFirst() {
    assertThat(
            of(
                List.of(),
                List.of(
                    new QueueState(Queue.HELD, 2, Optional.of(Duration.ofHours(18)), 1),
                    new QueueState(Queue.READY, 46, Optional.of(Duration.ofMinutes(38)), 2)),
                List.of(),
                DATABASE,
                Map.of()))
        .containsExactly(
            "“Ready to send”: 2 messages are past their time. The oldest has waited for 38"
                + " minutes.",
            "“Held for a person”: 1 message is past its time. The oldest has waited for 18 hours.");
  }

  @Test
  void whatHasFailedAgainAndAgain() {
    QueueStatus work =
        new QueueStatus(
            List.of(
                new QueueStatus.LaneStatus(QueueStatus.WorkKind.POST, 9, Optional.empty(), 2),
                new QueueStatus.LaneStatus(QueueStatus.WorkKind.READ, 9, Optional.empty(), 1)),
            List.of());
    assertThat(of(List.of(), work, List.of(), List.of(), DATABASE, Map.of()))
        .containsExactly(
            "3 messages have failed again and again. What fails is tried less and less often. Its"
                + " alert says why.");
  }

  @Test
  void anAuditLogThatIsNotSealed() {
    assertThat(
            ofDatabase(
                new DatabaseState(
                    1, 1, Duration.ZERO, Optional.of(NOW), Optional.of(Duration.ofMinutes(6)))))
        .containsExactly(
            "The audit log has not been sealed for 6 minutes. Sending and receiving go on. Its"
                + " alert says why.");
  }

  @Test
  void aTransactionThatStaysOpen() {
    assertThat(
            ofDatabase(
                new DatabaseState(
                    1, 1, Duration.ofMinutes(16), Optional.of(NOW), Optional.empty())))
        .containsExactly(
            "A transaction has been open for 16 minutes. It keeps the audit log from being sealed"
                + " and the tables from being cleaned.");
  }

  @Test
  void aCertificateOfWhichThirtyDaysAreLeft() {
    assertThat(
            of(
                List.of(),
                List.of(),
                List.of(),
                DATABASE,
                Map.of("mesh", NOW.plus(Duration.ofDays(21)))))
        .containsExactly(
            "This node’s certificate for MESH ends in 21 days. Put the new one into the same files;"
                + " nothing has to be started again.");
    assertThat(
            of(List.of(), List.of(), List.of(), DATABASE, Map.of("web", NOW.minusSeconds(1)))
                .getFirst())
        .startsWith("The certificate of this node’s web server has expired.");
  }
}
