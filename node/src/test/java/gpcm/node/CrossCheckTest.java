package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.audit.AuditQuery;
import gpcm.node.audit.AuditSearch;
import gpcm.node.audit.CrossCheck;
import gpcm.node.audit.CrossCheckResult;
import gpcm.node.journal.Alert;
import gpcm.node.web.HttpCaller;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What happened, as a node's other tables have it, against its audit log; each test on a day of its
 * own.
 */
class CrossCheckTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Running static TestNetwork network;

  /** Noon of the next day: none of these tests goes on past midnight. */
  @BeforeEach
  void anotherDay() {
    Instant noon =
        today().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plus(Duration.ofHours(12));
    network.advance(Duration.between(network.clock().instant(), noon));
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(network.clock().instant(), ZoneOffset.UTC);
  }

  private static CrossCheckResult compared() {
    return new CrossCheck(network.node().database().jdbi()).of(today());
  }

  private static List<CrossCheckResult.Line> missing() {
    return compared().lines().stream().filter(line -> line.missing() > 0).toList();
  }

  private static List<String> kinds(List<CrossCheckResult.Line> lines) {
    return lines.stream().map(CrossCheckResult.Line::kind).distinct().toList();
  }

  /** A document that is submitted over HTTP, delivered, filed and answered. */
  private static UUID exchanged(HttpCaller http) throws Exception {
    ObjectNode consultation =
        (ObjectNode)
            MAPPER.readTree(
                TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()));
    consultation.remove("attachments");
    HttpCaller.Answer stored =
        http.post("/api/v1/documents", "application/json", MAPPER.writeValueAsBytes(consultation));
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    UUID id = UUID.fromString(stored.json().path("id").asText());
    await().atMost(Duration.ofMinutes(4)).until(() -> network.state(id) == DocumentState.COMPLETED);
    return id;
  }

  private static HttpCaller http() {
    return HttpCaller.of(network.node().url(), network.served());
  }

  /** What only the owner of the database can do. */
  private static void tamper(String sql) {
    network
        .node()
        .database()
        .jdbi()
        .useTransaction(
            (Handle handle) -> {
              handle.execute("set local session_replication_role = replica");
              handle.execute(sql);
            });
  }

  @Test
  void whatHappensOverHttpHasItsEntryAndWhatWasMadeBesideItHasNone() throws Exception {
    try (HttpCaller http = http()) {
      UUID document = exchanged(http);
      network.raise(document, new AlertText("a-test", "A test", "It happened", "Act"));
      String alert = network.one("select max(id)::text from alert where problem = 'a-test'");
      assertThat(
              http.post(
                      "/alerts/" + alert + "/resolution",
                      "application/x-www-form-urlencoded",
                      "outcome=fault-mended".getBytes(StandardCharsets.UTF_8))
                  .status())
          .isEqualTo(303);
      assertThat(
              http.post(
                      "/sign-out",
                      "application/x-www-form-urlencoded",
                      "".getBytes(StandardCharsets.UTF_8))
                  .status())
          .isEqualTo(303);
    }
    assertThat(kinds(compared().lines()))
        .contains(
            "submitted",
            "built",
            "sent",
            "infrastructure-acknowledgement",
            "business-acknowledgement",
            "filed",
            "worklist entry",
            "document completed",
            "alert closed",
            "session ended");
    assertThat(kinds(missing()))
        .as("sessions and keys of tests are made without anybody signing in")
        .containsExactly("key made", "session begun");
  }

  @Test
  void whatASecondPersonWasAskedForHasItsEntriesAndWhatWasDecidedByHandHasNone() throws Exception {
    String form = "application/x-www-form-urlencoded";
    try (HttpCaller http = http()) {
      UUID document = exchanged(http);
      network.execute("update document set state = 'failed' where id = '%s'".formatted(document));
      byte[] asked = "reason=Why&document=%s".formatted(document).getBytes(StandardCharsets.UTF_8);
      String place =
          http.post("/confirmations", form, asked)
              .response()
              .headers()
              .firstValue("Location")
              .orElseThrow();
      assertThat(http.post(place + "/withdraw", form, new byte[0]).status()).isEqualTo(303);
      assertThat(kinds(compared().lines()))
          .contains("second person asked", "second person decided");
      assertThat(kinds(missing())).doesNotContain("second person asked", "second person decided");
      assertThat(http.post("/confirmations", form, asked).status()).isEqualTo(303);
    }
    network.execute("update confirmation set state = 'confirmed' where state = 'waiting'");
    assertThat(kinds(missing())).contains("second person decided");
    tamper("delete from audit_entry where action = 'second-asked'");
    assertThat(kinds(missing())).contains("second person asked");
  }

  @Test
  void aDocumentThatAProgramHandsInHasItsEntryToo() throws Exception {
    UUID document = network.submit(TestNetwork.consultation(TestNetwork.KNOWN));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.state(document) == DocumentState.COMPLETED);
    assertThat(kinds(compared().lines())).contains("submitted");
    assertThat(missing()).isEmpty();
  }

  @Test
  void anEntryThatWasRemovedIsNamedByWhatItWasAbout() throws Exception {
    UUID document;
    try (HttpCaller http = http()) {
      document = exchanged(http);
    }
    assertThat(kinds(missing())).doesNotContain("sent", "submitted");
    tamper(
        "delete from audit_entry where case_id = '%s' and action = 'accepted'".formatted(document));
    assertThat(missing())
        .contains(
            new CrossCheckResult.Line(TestNetwork.HUB, "sent", 1, 1, List.of(document.toString())));
    tamper("delete from audit_entry where case_id = '%s'".formatted(document));
    assertThat(kinds(missing())).contains("built", "sent", "submitted", "document completed");
  }

  @Test
  void whatIsChangedByHandHasNoEntry() throws Exception {
    UUID document;
    try (HttpCaller http = http()) {
      document = exchanged(http);
    }
    assertThat(kinds(missing())).doesNotContain("overdue", "session ended", "key withdrawn");
    String now = "'" + network.clock().instant() + "'";
    network.execute(
        """
        insert into event (at, organisation, document, kind, detail, actor) values (%s, '%s', '%s', 'overdue', 'by hand', 'node')
        """
            .formatted(now, TestNetwork.HUB, document));
    network.execute(
        "update session set ended_at = %s, end_reason = 'by hand' where ended_at is null"
            .formatted(now));
    network.execute(
        "update api_key set withdrawn_at = %s where withdrawn_at is null".formatted(now));
    network.execute(
        """
        insert into role_assignment (id, person, organisation, role, kind, reason, made_at)
        select gen_random_uuid(), id, '%s', 'auditor', 'given', 'by hand', %s from person limit 1
        """
            .formatted(TestNetwork.HUB, now));
    assertThat(kinds(missing()))
        .contains("overdue", "session ended", "key withdrawn", "role decided");
  }

  @Test
  void theNightAfterwardsAPersonIsToldAndTheLogSaysWhatWasCompared() throws Exception {
    catchUp();
    LocalDate day = today();
    UUID document;
    try (HttpCaller http = http()) {
      document = exchanged(http);
    }
    tamper("delete from audit_entry where case_id = '%s' and action = 'built'".formatted(document));

    network.advance(Duration.ofHours(13));
    assertThat(network.node().crossChecks().look()).as("at one o'clock").isZero();
    network.advance(Duration.ofHours(2));
    assertThat(network.node().crossChecks().look()).as("at three o'clock").isOne();
    assertThat(network.node().crossChecks().look()).as("a second time").isZero();

    Alert told =
        network.alerts("audit-entries-missing-" + day).stream()
            .filter(alert -> alert.organisation().equals(TestNetwork.HUB))
            .findFirst()
            .orElseThrow();
    assertThat(told.whatHappened()).contains(day.toString(), "1 of 1 'built' (" + document + ")");
    assertThat(told.whatToDo()).contains("gpcm audit crosscheck --day " + day);
    AuditEntry said = said(TestNetwork.HUB).getFirst();
    assertThat(said.outcome().kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(said.query())
        .isPresent()
        .get()
        .asString()
        .contains(day.toString(), "built 0 of 1", "sent 1 of 1");
  }

  @Test
  void daysThatAllNodesSleptThroughAreMadeUpFor() {
    catchUp();
    network.advance(Duration.ofDays(3));
    int before = said(TestNetwork.PRACTICE).size();
    assertThat(network.node().crossChecks().look()).isEqualTo(3);
    catchUp();
    assertThat(said(TestNetwork.PRACTICE)).hasSize(before + 3);
    assertThat(said(TestNetwork.PRACTICE).getFirst().outcome()).isEqualTo(Outcome.DONE);
    network.advance(Duration.ofDays(100));
    assertThat(network.node().crossChecks().look()).isEqualTo(31);
    catchUp();
  }

  @Test
  void oneNodeAtATimeCompares() {
    catchUp();
    network.advance(Duration.ofDays(1));
    try (Handle other = network.node().database().jdbi().open()) {
      other.execute("begin");
      other.execute("select pg_advisory_xact_lock(" + 0x6770636d_78636865L + ")");
      assertThat(network.node().crossChecks().look()).isZero();
      other.execute("rollback");
    }
    assertThat(network.node().crossChecks().look()).isOne();
  }

  private static void catchUp() {
    while (network.node().crossChecks().look() > 0) {
      // Each look compares one day.
    }
  }

  private static List<AuditEntry> said(String organisation) {
    return new AuditSearch(network.node().database().jdbi(), network.served().audited().log())
        .find(AuditQuery.newest(organisation, 1000).doing(List.of(Action.AUDIT_VERIFIED)));
  }
}
