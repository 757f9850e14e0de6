package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.desk.Hours;
import gpcm.node.desk.MessageHour;
import gpcm.node.desk.Queue;
import gpcm.node.desk.QueueHour;
import gpcm.node.people.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What went through in an hour is counted from what is there, and kept for a while. */
class HoursTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;

  private Hours hours;

  @BeforeEach
  void theNodeItselfCountsNothing() {
    network.countsNoMore();
    hours = new Hours(network.node().ledger());
  }

  private UUID completed() throws Exception {
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    return id;
  }

  private String counted() {
    return network.one(
        "select coalesce(string_agg(organisation || ' ' || sent || ' ' || received, ', ' order by"
            + " hour, organisation), '') from message_hour");
  }

  @Test
  void whatIsSentAndReceivedIsCountedByOrganisation() throws Exception {
    completed();
    completed();

    hours.count(0);

    // Two answers came back for each document.
    assertThat(counted()).isEqualTo("A99901 2 4, A99902 0 2");
    assertThat(hours.messages(Extent.ALL, Instant.EPOCH))
        .extracting(MessageHour::sent, MessageHour::received)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, 6L));
  }

  @Test
  void whatWasNotCountedWhileNoNodeRanIsCountedAfterwards() throws Exception {
    completed();
    network.advance(Duration.ofHours(30));

    hours.count(0);

    assertThat(counted()).isEqualTo("A99901 1 2, A99902 0 1");
    assertThat(network.one("select max(hour) < now() + interval '1 hour' from message_hour"))
        .isEqualTo("t");
  }

  @Test
  void countingAgainChangesNothing() throws Exception {
    completed();
    long hour = hours.count(0);

    hours.count(hour);

    assertThat(counted()).isEqualTo("A99901 1 2, A99902 0 1");
  }

  @Test
  void whatWasDeletedSinceStaysCounted() throws Exception {
    completed();
    hours.count(0);
    network.execute("delete from event where kind = 'sent'");

    hours.count(0);

    assertThat(counted()).startsWith("A99901 1 ");
  }

  private String codes() {
    return hours.codes(Extent.ALL).stream()
        .map(
            each ->
                "%s %s %d %d %d"
                    .formatted(
                        each.code(),
                        each.given() ? "given" : "came",
                        each.hour(),
                        each.day(),
                        each.week()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private void happens(String kind, String detail, int hoursAgo) {
    network.execute(
        """
        insert into event (at, organisation, kind, detail, actor)
        values (now() - interval '%d hours', 'A99901', '%s', '%s', 'somebody')
        """
            .formatted(hoursAgo, kind, detail));
  }

  @Test
  void codesAreCountedByTheWayTheyWent() throws Exception {
    completed();

    hours.count(0);
    hours.count(0);

    assertThat(codes())
        .isEqualTo("20013 came 1 1 1, 20013 given 1 1 1, 30001 came 1 1 1, 30001 given 1 1 1");
  }

  @Test
  void aReportOfMeshCountsByItsCodeAndOldOnesByTheDayAndTheWeek() {
    happens("mesh-report", "code EPL-151", 0);
    happens("mesh-report", "code 14, about an earlier copy", 5);
    happens("mesh-report", "code EPL-151", 30);

    hours.count(0);

    assertThat(codes()).isEqualTo("14 came 0 1 1, EPL-151 came 1 1 2");
  }

  @Test
  void ofAnAnswerThatNobodyUnderstandsNothingIsKeptButThatItCame() {
    happens("business-acknowledgement", "9990000018 Alpha Testpatient", 0);
    happens("business-acknowledgement", "Testpatient said 30001", 0);

    hours.count(0);

    assertThat(codes()).isEqualTo("other came 2 2 2");
    assertThat(network.one("select string_agg(code, ' ') from code_hour")).isEqualTo("other");
  }

  @Test
  void ofAQueueTheDeepestAndTheOldestOfAnHourAreKept() throws Exception {
    UUID id = completed();
    network.execute(
        "update document set state = 'built', due_at = 'infinity', lease_owner = null, state_since"
            + " = now() - interval '40 minutes' where id = '"
            + id
            + "'");
    hours.count(0);
    network.execute("update document set state = 'completed' where id = '" + id + "'");
    hours.count(0);

    List<QueueHour> ready = hours.queue(Extent.ALL, Queue.READY, Instant.EPOCH);

    assertThat(ready).hasSize(1);
    assertThat(ready.getFirst().deepest()).isEqualTo(1);
    assertThat(ready.getFirst().oldest()).isBetween(Duration.ofMinutes(39), Duration.ofMinutes(42));
  }

  @Test
  void whatWaitedIsKeptForEachOrganisationToo() throws Exception {
    UUID id = completed();
    network.execute(
        "update document set state = 'built', due_at = 'infinity', lease_owner = null, state_since"
            + " = now() - interval '40 minutes' where id = '"
            + id
            + "'");
    hours.count(0);

    assertThat(hours.queue(Extent.of(HUB), Queue.READY, Instant.EPOCH))
        .extracting(QueueHour::deepest)
        .containsExactly(1L);
    assertThat(hours.queue(Extent.of(TestNetwork.PRACTICE), Queue.READY, Instant.EPOCH))
        .extracting(QueueHour::deepest, QueueHour::oldest)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(0L, Duration.ZERO));
  }

  @Test
  void ofAnHourTheDeepestOfEachOrganisationIsKept() throws Exception {
    UUID id = completed();
    network.execute(
        "update document set state = 'built', due_at = 'infinity', lease_owner = null where id = '"
            + id
            + "'");
    hours.count(0);
    network.execute("update document set state = 'completed' where id = '" + id + "'");
    hours.count(0);

    assertThat(hours.queue(Extent.of(HUB), Queue.READY, Instant.EPOCH))
        .extracting(QueueHour::deepest)
        .containsExactly(1L);
  }

  @Test
  void anHourIsForgottenAfterFiveWeeks() {
    network.execute(
        "insert into message_hour select now() - d * interval '1 day', '"
            + HUB
            + "', 1, 1 from generate_series(34, 36) d");
    network.execute(
        "insert into queue_hour select now() - d * interval '1 day', 'ready', 1, 1 from"
            + " generate_series(34, 36) d");
    network.execute(
        "insert into organisation_queue_hour select now() - d * interval '1 day', 'A99901',"
            + " 'ready', 1, 1 from generate_series(34, 36) d");

    hours.count(0);

    assertThat(network.one("select count(*) from message_hour")).isEqualTo("1");
    assertThat(network.one("select count(*) from queue_hour where hour < now() - interval '1 day'"))
        .isEqualTo("1");
    assertThat(
            network.one(
                "select count(*) from organisation_queue_hour where hour < now() - interval '1"
                    + " day'"))
        .isEqualTo("1");
  }

  @Test
  void aNodeCountsOnceAMinute() throws Exception {
    completed();
    network.execute("update housekeeping set done_at = null, place = 0 where task = 'hours'");

    network.node().look();

    await().atMost(PATIENCE).until(() -> counted().equals("A99901 1 2, A99902 0 1"));
    assertThat(
            network.one(
                "select done_at < now() + interval '1 minute' and place > 400000 from housekeeping"
                    + " where task = 'hours'"))
        .isEqualTo("t");
  }

  @Test
  void whatWaitsHasWaitedSinceItCameIntoItsState() throws Exception {
    UUID id = completed();

    assertThat(
            network.one(
                "select state_since > accepted_at and state_since <= updated_at from document where"
                    + " id = '"
                    + id
                    + "'"))
        .isEqualTo("t");
  }
}
