package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.TimelineEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the timeline, the alerts and the log tell is what has happened, all of it and no more. */
class LedgerPromisesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running TestNetwork network;

  @Test
  void aReaderOfTheFeedMissesNoEventThatCommitsLate() {
    FeedPlace begin = lastPlace();
    try (Handle slow = network.node().database().jdbi().open();
        Handle quick = network.node().database().jdbi().open()) {
      slow.begin();
      tell(slow, "slow");
      quick.begin();
      tell(quick, "quick");
      quick.commit();

      List<TimelineEvent> first = network.node().timeline().after(begin, 100);
      FeedPlace reached = first.isEmpty() ? begin : first.getLast().place();
      slow.commit();

      List<String> kinds = new ArrayList<>(first.stream().map(TimelineEvent::kind).toList());
      await()
          .atMost(PATIENCE)
          .until(() -> network.node().timeline().after(reached, 100).size() + first.size() >= 2);
      network.node().timeline().after(reached, 100).forEach(each -> kinds.add(each.kind()));
      assertThat(kinds).containsOnlyOnce("slow").containsOnlyOnce("quick");
    }
  }

  /**
   * A crash of the database may take claims back. When the next one had the same number, two nodes
   * would hold one case, and a document would be built and sent twice.
   */
  @Test
  void aClaimThatWasTakenBackDoesNotGiveItsNumberToTheNext() throws IOException {
    UUID one = network.submit(TestNetwork.consultation(KNOWN));
    UUID other = network.submit(TestNetwork.consultation(KNOWN));
    for (UUID id : List.of(one, other)) {
      await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    }
    for (String table : List.of("document", "received_message")) {
      assertThat(network.count("select count(*) from " + table + " where fence > 1000"))
          .as("both had the same number of claims, from nought: " + table)
          .isGreaterThanOrEqualTo(2);
      assertThat(network.count("select count(*) - count(distinct fence) from " + table)).isZero();
    }
  }

  @Test
  void theAlertOfTheThirdFailedPostIsMendedByTheFourth() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 3));

    UUID id = network.submit(TestNetwork.consultation(KNOWN));

    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    await().atMost(PATIENCE).until(() -> network.alerts("mesh-posting").isEmpty());
    assertThat(
            network.one(
                "select concat(count(*), ' ', min(resolved_by)) from alert where organisation ="
                    + " '"
                    + HUB
                    + "' and problem = 'mesh-posting'"))
        .isEqualTo("1 mended by itself");
  }

  @Test
  void theAlertOfPostsThatFailNamesWhatMeshAnswered() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 502, 100_000));

    network.submit(TestNetwork.consultation(KNOWN));

    await().atMost(PATIENCE).until(() -> !network.alerts("mesh-posting").isEmpty());
    assertThat(network.alerts("mesh-posting").getFirst().whatHappened()).contains("502");
  }

  /** A failure on our side is not MESH's, and another message's success does not hide it. */
  @Test
  void aMessageThatFailsForAReasonOfItsOwnIsToldByItselfAndStaysTold() throws IOException {
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID damaged = network.submit(TestNetwork.consultation(KNOWN));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .one("select failures > 0 from document where id = '" + damaged + "'")
                    .equals("t"));
    network.damage(network.one("select message_sha256 from document where id = '" + damaged + "'"));
    network.mesh().clearFaults();
    await().atMost(PATIENCE).until(() -> network.state(damaged) == DocumentState.FAILED);

    UUID other = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(other) == DocumentState.COMPLETED);

    assertThat(network.alerts("failed/" + damaged))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.whatHappened()).contains("damaged");
              assertThat(alert.whatToDo()).doesNotContain("connection to MESH");
            });
  }

  @Test
  void theLogTellsNothingOfWhatWasRolledBack() throws IOException {
    network.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no room for entries'; end $$
        """);
    network.execute(
        "create trigger refuse before insert on worklist_entry for each row execute function"
            + " refuse()");
    Lines lines = Lines.of("gpcm.node.timeline");
    try {
      UUID id = network.submit(TestNetwork.consultation(KNOWN));
      await().atMost(PATIENCE).until(() -> !network.alerts("processing/").isEmpty());
      assertThat(network.alerts("processing/").getFirst().organisation()).isEqualTo(PRACTICE);
      assertThat(lines.text()).noneMatch(line -> line.contains("worklist entry"));

      network.execute("drop trigger refuse on worklist_entry");

      await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
      assertThat(lines.text()).filteredOn(line -> line.contains("worklist entry")).hasSize(1);
    } finally {
      lines.close();
    }
  }

  @Test
  void ofSeveralFailuresInOnePollEachIsTold() throws IOException {
    SuppliersMessage first = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    SuppliersMessage second = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.restartNode(
        () -> {
          String one = network.supplierSends(first.bytes(), PRACTICE_MAILBOX, WORKFLOW, "first");
          String two = network.supplierSends(second.bytes(), PRACTICE_MAILBOX, WORKFLOW, "second");
          network.mesh().add(InjectedFault.answer("GET", "/inbox/" + one, 503, 100_000));
          network.mesh().add(InjectedFault.answer("GET", "/inbox/" + two, 502, 100_000));
        });

    await().atMost(PATIENCE).until(() -> !network.alerts("mesh-polling").isEmpty());

    assertThat(network.alerts("mesh-polling").getFirst().whatHappened())
        .contains("503")
        .contains("502")
        .contains("2 messages could not be fetched");
  }

  @Test
  void fiveHundredStuckMessagesDoNotHideTheNext() throws IOException {
    List<String> stuck = new ArrayList<>();
    SuppliersMessage next = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    network.restartNode(
        () -> {
          byte[] nonsense = {'x'};
          for (int i = 0; i < 500; i++) {
            stuck.add(network.supplierSends(nonsense, PRACTICE_MAILBOX, WORKFLOW, "stuck"));
          }
          stuck.forEach(
              id -> network.mesh().add(InjectedFault.answer("GET", "/inbox/" + id, 503, 100_000)));
          network.supplierSends(next.bytes(), PRACTICE_MAILBOX, WORKFLOW, "next");
        });

    await().atMost(PATIENCE).until(() -> !network.entries(next.documentId()).isEmpty());
    await().atMost(PATIENCE).until(() -> !network.alerts("mesh-polling").isEmpty());
    assertThat(network.alerts("mesh-polling").getFirst().whatHappened())
        .contains("500 messages could not be fetched");
  }

  /** The lines of one logger. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger logger;

    private Lines(Logger logger) {
      this.logger = logger;
    }

    static Lines of(String name) {
      Lines lines = new Lines((Logger) LoggerFactory.getLogger(name));
      lines.start();
      lines.logger.setLevel(ch.qos.logback.classic.Level.INFO);
      lines.logger.addAppender(lines);
      return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }

    List<String> text() {
      return List.copyOf(lines);
    }

    void close() {
      logger.detachAppender(this);
      logger.setLevel(null);
    }
  }

  private FeedPlace lastPlace() {
    List<TimelineEvent> all = network.node().timeline().after(FeedPlace.START, 1000);
    return all.isEmpty() ? FeedPlace.START : all.getLast().place();
  }

  private static void tell(Handle handle, String kind) {
    handle.execute(
        "insert into event (at, organisation, kind, detail, actor) values (now(), 'A99901', ?, '',"
            + " 'node')",
        kind);
  }
}
