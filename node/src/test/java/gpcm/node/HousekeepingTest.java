package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.content.ContentHash;
import gpcm.node.content.DamagedContentException;
import gpcm.node.content.StoredContent;
import gpcm.node.content.Upload;
import gpcm.node.journal.Alert;
import gpcm.node.people.Person;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.DocumentFile;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.web.HttpCaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node looks after by itself: damaged content, what nobody needs, the events' months. */
class HousekeepingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running static TestNetwork network;

  /** Other tests let months pass at once: what is written while their tables are made can fail. */
  @BeforeEach
  void theMonthsAreThere() {
    YearMonth last =
        YearMonth.from(network.clock().instant().atOffset(ZoneOffset.UTC)).plusMonths(3);
    network.node().look();
    for (String table : List.of(name(last), name(last).replace("event", "audit_entry"))) {
      await()
          .atMost(PATIENCE)
          .until(() -> network.one("select to_regclass('" + table + "') is not null").equals("t"));
    }
  }

  @Test
  void whatSomebodyHadTypedIsDeletedWhenItsTimeIsOver() {
    Person person =
        network
            .served()
            .directory()
            .people()
            .known("https://provider.example", "t.typing", "T. Typing-Example", Optional.empty());
    Instant now = network.clock().instant();
    for (Duration left : List.of(Duration.ofSeconds(-1), Duration.ofHours(1))) {
      network.execute(
          """
          insert into typed_text (id, person, organisation, page, labels, texts, kept_at, ends_at)
          values (gen_random_uuid(), '%s', '%s', '/', array['Text'], array['%s'], '%s', '%s')
          """
              .formatted(person.id(), HUB, left, now, now.plus(left)));
    }
    network.execute("update housekeeping set done_at = null where task = 'sweep'");
    network.node().look();
    await()
        .atMost(PATIENCE)
        .until(() -> network.one("select count(*) from typed_text").equals("1"));
    assertThat(network.one("select texts[1] from typed_text")).isEqualTo("PT1H");
  }

  @Test
  void aMessageThatIsDamagedWhileItWaitsIsNotPostedAndAPersonIsTold() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    String tried = "select failures > 0 from document where id = '" + id + "'";
    await().atMost(PATIENCE).until(() -> network.one(tried).equals("t"));
    assertThat(document(id).state()).isEqualTo(DocumentState.BUILT);
    String hash = network.one("select message_sha256 from document where id = '" + id + "'");
    network.damage(hash);

    network.mesh().clearFaults();

    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.FAILED);
    assertThat(network.alerts("failed/" + id))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(HUB);
              assertThat(alert.title()).contains(KNOWN);
              assertThat(alert.whatHappened()).contains("damaged").contains(hash);
              assertThat(alert.whatToDo()).contains("Restore the database from a backup");
            });
    assertThat(network.kinds(id)).doesNotContain("sent");
    assertThat(document(id).identifiers().meshMessageId()).isEmpty();
    assertThat(network.entries(document(id).identifiers().documentId().orElseThrow())).isEmpty();
  }

  @Test
  void aFileThatIsFoundDamagedWhenItIsAskedForIsToldWithWhatIsLost() throws Exception {
    OutboxDocument document = completed();
    DocumentFile attachment = network.node().outbox().files(document.id()).get(1);
    StoredContent file = attachment.content();
    network.damage(file.hash().hex());

    // Once one of them is told, the other is told with it, or both are later.
    try (HttpCaller http = HttpCaller.of(network.node().url(), network.served());
        RefusedWrites second =
            RefusedWrites.of(
                network,
                "alert",
                """
                new.problem like 'damaged-content/%'
                  and exists (select from alert a where a.problem = new.problem and a.organisation <> new.organisation)
                """)) {
      String address = "/api/v1/documents/" + document.id() + "/files/" + attachment.ordinal();
      assertThat(http.get(address).status()).isEqualTo(500);
      network.node().look();
      await().atMost(PATIENCE).until(second::tried);
    }

    List<Alert> told = damaged(file.hash());
    assertThat(told).extracting(Alert::organisation).containsExactlyInAnyOrder(HUB, PRACTICE);
    assertThat(told)
        .allSatisfy(
            alert ->
                assertThat(alert.whatHappened()).contains(file.hash().hex()).contains("the file"));

    // Stored again, the same bytes mend it.
    completed();

    await()
        .atMost(PATIENCE)
        .until(() -> network.alerts("damaged-content/" + file.hash().hex()).isEmpty());
  }

  @Test
  void theAuditLogIsSealedAndItsMonthsAreMadeWhileTheNodeRuns() {
    await()
        .atMost(PATIENCE)
        .until(() -> !network.one("select count(*) from audit_checkpoint").equals("0"));
    assertThat(network.one("select count(*) from pg_class where relname like 'audit\\_entry\\_2%'"))
        .isNotEqualTo("0");
    assertThat(network.one("select count(*) from audit_key")).isEqualTo("1");
  }

  @Test
  void whatNobodyAsksForIsLookedAtInTurn() throws Exception {
    OutboxDocument document = completed();
    StoredContent report = network.node().outbox().files(document.id()).getFirst().content();
    network.damage(report.hash().hex());

    List<Alert> told = damaged(report.hash());

    assertThat(told)
        .filteredOn(alert -> alert.organisation().equals(HUB))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.document()).contains(document.id());
              assertThat(alert.whatHappened()).contains("of document " + document.id());
              assertThat(alert.whatToDo()).contains("Restore the database from a backup");
            });
    WorklistEntry entry =
        network.entries(document.identifiers().documentId().orElseThrow()).getFirst();
    assertThat(told)
        .filteredOn(alert -> alert.organisation().equals(PRACTICE))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.received()).contains(entry.received());
              assertThat(alert.whatHappened()).contains("of worklist entry " + entry.id());
            });
    assertThat(catchThrowable(() -> network.node().content().read(report.hash())))
        .isInstanceOf(DamagedContentException.class);
  }

  @Test
  void damagedContentThatNobodyHasKeepsNoOtherFromBeingTold() throws IOException {
    network.execute(
        "insert into stored_content (id, sha256, size, damaged) select -n,"
            + " sha256(convert_to('nobody' || n, 'UTF8')), 1, now() from generate_series(1, 100)"
            + " n");
    try {
      UUID id = completed().id();
      String hash = network.one("select message_sha256 from document where id = '" + id + "'");
      String row = " where sha256 = decode('" + hash + "', 'hex')";

      network.execute("update stored_content set damaged = now()" + row);

      network.node().look();
      await().atMost(PATIENCE).until(() -> !network.alerts("damaged-content/" + hash).isEmpty());
      network.execute("update stored_content set damaged = null" + row);
    } finally {
      network.execute("delete from stored_content where id < 0");
    }
  }

  @Test
  void anUploadThatNobodyTookOverGoesAndSoDoesTheRowOfANodeLongGone() throws IOException {
    byte[] large = new byte[1 << 20];
    new Random(7).nextBytes(large);
    try (Upload upload = network.node().content().upload()) {
      upload.write(new ByteArrayInputStream(large));
      assertThat(upload.finish().content().size()).isEqualTo(large.length);
    }
    String left =
        "select count(*) from content_sweep where id = "
            + network.one("select max(id) from content_sweep");
    assertThat(network.one(left)).isEqualTo("1");
    network.execute("update content_sweep set since = since - interval '2 days'");
    network.execute(
        """
        insert into node (id, name, build, started_at, heartbeat_at, alive_until)
        values ('long-gone', 'x', 'x', now() - interval '9 days', now() - interval '8 days', now() - interval '8 days')
        """);
    network.execute("update housekeeping set done_at = null");

    network.node().look();

    await().atMost(PATIENCE).until(() -> network.one(left).equals("0"));
    await()
        .atMost(PATIENCE)
        .until(() -> network.one("select count(*) from node where id = 'long-gone'").equals("0"));
  }

  @Test
  void everyMonthsEventsLieInAPartitionOfTheirOwn() throws IOException {
    UUID id = completed().id();
    YearMonth month = YearMonth.from(network.clock().instant().atOffset(ZoneOffset.UTC));

    for (int ahead = 0; ahead <= 3; ahead++) {
      String partition = name(month.plusMonths(ahead));
      await()
          .atMost(PATIENCE)
          .until(
              () -> network.one("select to_regclass('" + partition + "') is not null").equals("t"));
    }
    assertThat(network.one("select count(*) from event_other")).isEqualTo("0");
    assertThat(
            network.one(
                "select string_agg(distinct tableoid::regclass::text, ' ') from event where"
                    + " document = '"
                    + id
                    + "'"))
        .isEqualTo(name(month));
  }

  @Test
  void eventsThatCameBeforeTheirMonthHadAPartitionMoveIntoItUnchanged() {
    YearMonth later =
        YearMonth.from(network.clock().instant().atOffset(ZoneOffset.UTC)).plusMonths(5);
    network.execute(
        "insert into event (at, organisation, kind, detail, actor) values ('"
            + later.atDay(3)
            + " 10:00:00+00', 'A99901', 'early', 'x', 'node')");
    String before =
        network.one("select concat(tx, ' ', id, ' ', at) from event where kind = 'early'");

    network.advance(Duration.ofDays(70));
    network.node().look();

    await()
        .atMost(PATIENCE)
        .until(
            () -> network.one("select to_regclass('" + name(later) + "') is not null").equals("t"));
    assertThat(network.one("select tableoid::regclass::text from event where kind = 'early'"))
        .isEqualTo(name(later));
    assertThat(network.one("select concat(tx, ' ', id, ' ', at) from event where kind = 'early'"))
        .isEqualTo(before);
  }

  @Test
  void whoWritesEventsWhileTheirMonthGetsItsPartitionIsNotDisturbed() throws Exception {
    YearMonth later =
        YearMonth.from(network.clock().instant().atOffset(ZoneOffset.UTC)).plusMonths(4);
    String event =
        "insert into event (at, organisation, kind, detail, actor) values ('"
            + later.atDay(3)
            + " 10:00:00+00', 'A99901', 'busy', 'x', 'node')";
    String made = "select to_regclass('" + name(later) + "') is not null";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> writer =
          () -> {
            int written = 0;
            while (network.one(made).equals("f")) {
              network.execute(event);
              written++;
            }
            return written;
          };
      List<Future<Integer>> writing = List.of(threads.submit(writer), threads.submit(writer));

      network.advance(Duration.ofDays(31));
      network.node().look();

      int written = writing.get(0).get() + writing.get(1).get();
      assertThat(network.one("select count(*) from event where kind = 'busy'"))
          .isEqualTo(Integer.toString(written));
    }
    assertThat(
            network.one(
                "select string_agg(distinct tableoid::regclass::text, ' ') from event where"
                    + " kind = 'busy'"))
        .isEqualTo(name(later));
  }

  private static String name(YearMonth month) {
    return "event_%04d_%02d".formatted(month.getYear(), month.getMonthValue());
  }

  private static OutboxDocument completed() throws IOException {
    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    await().atMost(PATIENCE).until(() -> document(id).state() == DocumentState.COMPLETED);
    return document(id);
  }

  private static List<Alert> damaged(ContentHash hash) {
    String problem = "damaged-content/" + hash.hex();
    await().atMost(PATIENCE).until(() -> network.alerts(problem).size() == 2);
    return network.alerts(problem);
  }

  private static OutboxDocument document(UUID id) {
    return network.node().outbox().find(id).orElseThrow();
  }
}
