package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.MailCatcher.Caught;
import gpcm.node.config.AlertSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.SecretSource;
import gpcm.node.journal.AlertSeverity;
import gpcm.node.journal.AlertView;
import gpcm.node.notifying.AlertChannel;
import gpcm.node.notifying.AlertChannel.Hours;
import gpcm.node.notifying.AlertChannel.Kind;
import gpcm.node.notifying.AlertChannel.Step;
import gpcm.node.notifying.AlertDeadlines;
import gpcm.node.notifying.AlertSide;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.Doer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** GPCM-SD-034 and -035: people hear of alerts by mail and webhook, whoever looks at the pages. */
class AlertsReachPeopleTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration GATHER = Duration.ofMinutes(1);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final String DESK = "desk@hub.example";
  private static final String MANAGER = "manager@hub.example";
  private static final Set<AlertSide> ALL = EnumSet.allOf(AlertSide.class);
  // Not what is technical: while a clock is moved on, MESH may refuse a token made before.
  private static final Set<AlertSide> SENT = EnumSet.of(AlertSide.SENDING);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Running static TestNetwork network;
  @TempDir static Path folder;
  private static MailCatcher mail;
  private static UUID document;
  private static UUID other;
  private static HttpServer webhook;
  private static final Map<String, String> HEADERS = new ConcurrentHashMap<>();
  private static final AtomicReference<byte[]> BODY = new AtomicReference<>();

  @BeforeAll
  static void aMailServerAndAWebhook() throws Exception {
    mail = new MailCatcher(folder.resolve("certs"));
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/alerts",
        exchange -> {
          exchange
              .getRequestHeaders()
              .forEach(
                  (name, values) -> HEADERS.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
          BODY.set(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
    Files.writeString(folder.resolve("secret"), "open-sesame\n");
    network.restartNode(AlertsReachPeopleTest::telling);
    document = completed();
    other = completed();
  }

  private static NodeConfiguration telling(NodeConfiguration before) {
    return before.with(
        new AlertSettings(
            Optional.of(mail.settings()),
            Map.of(
                HUB,
                new AlertSettings.Webhook(
                    URI.create("http://localhost:" + webhook.getAddress().getPort() + "/alerts"),
                    new SecretSource.InFile(folder.resolve("secret")))),
            GATHER,
            AGAIN));
  }

  @AfterAll
  static void stop() {
    mail.close();
    webhook.stop(0);
  }

  @BeforeEach
  @AfterEach
  void nobodyIsTold() {
    mail.refuse(false);
    network.empty(
        "notice_about",
        "notice",
        "alert_summary",
        "alert_channel",
        "alert_event",
        "alert",
        "alert_deadlines",
        "opening_hours");
  }

  private static ChangeOrder order() {
    return new ChangeOrder(
        new Doer(Optional.empty(), "A. Administrator", HUB), "A test", OptionalLong.empty());
  }

  private static AlertChannel channel(String name, String address, Step step) {
    return channel(name, address, step, Hours.ANY, false, false);
  }

  private static AlertChannel channel(
      String name, String address, Step step, Hours hours, boolean naming, boolean summary) {
    return network
        .served()
        .channels()
        .add(
            order(),
            new AlertChannel.Draft(
                name,
                address.isEmpty() ? Kind.WEBHOOK : Kind.MAIL,
                address,
                step,
                AlertSeverity.INFORMATION,
                address.isEmpty() ? ALL : SENT,
                hours,
                naming,
                summary))
        .value();
  }

  /** One that has arrived, of which nothing is raised by itself. */
  private static UUID completed() throws Exception {
    UUID sent = network.submit(TestNetwork.document("consultation-summary.json", HUB));
    await().atMost(PATIENCE).until(() -> network.state(sent) == DocumentState.COMPLETED);
    return sent;
  }

  private static void raise(UUID document, String problem, String happened) {
    network.raise(document, new AlertText(problem, "Not accepted: Testpatient", happened, "Ring"));
  }

  private static void gathered() {
    await()
        .atMost(PATIENCE)
        .until(() -> network.count("select count(*) from alert where noticed_at is null") == 0);
    network.advance(GATHER.plusSeconds(1));
  }

  private static Caught awaitMail(String address, int number) {
    await().atMost(PATIENCE).until(() -> mail.at(address).size() >= number);
    Caught caught = mail.at(address).get(number - 1);
    // That it was sent is noted after it has arrived, by the clock that tests move on.
    String noted =
        "select count(*) from notice where state = 'waiting' and id = '%s'"
            .formatted(caught.id().substring(1, caught.id().indexOf('@')));
    await().atMost(PATIENCE).until(() -> network.count(noted) == 0);
    return caught;
  }

  private static int arrived(String address) {
    return mail.at(address).size();
  }

  private static void settled() throws InterruptedException {
    Thread.sleep(2500);
  }

  @Test
  void aPersonIsToldByMailThatTheReceiverDidNotTakeADocument() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    UUID refused =
        network.submit(
            DocumentJson.read(
                TestNetwork.exampleJson(
                    TestNetwork.UNKNOWN_AT_PRACTICE, UUID.randomUUID().toString())));
    await().atMost(PATIENCE).until(() -> !network.alerts("rejected/" + refused).isEmpty());
    gathered();
    Caught notice = awaitMail(DESK, before + 1);
    assertThat(notice.subject())
        .isEqualTo(
            "Act now: A document was not accepted by its receiver, Organisation A99901 (A99901)");
    assertThat(notice.text())
        .contains(network.node().url() + "/alerts/" + network.one("select max(id) from alert"))
        .doesNotContain("Testpatient", TestNetwork.UNKNOWN_AT_PRACTICE, "999 000");
    assertThat(network.one("select action from audit_entry where action = 'alert-told' limit 1"))
        .isEqualTo("alert-told");
  }

  @Test
  void aPersonIsToldByMailThatAnAcknowledgementHasNotCome() throws Exception {
    network.restartNode(before -> telling(Configurations.without(before, TestNetwork.PRACTICE)));
    try {
      channel("Hub desk", DESK, Step.FIRST);
      int before = arrived(DESK);
      UUID waiting = network.submit(TestNetwork.document("consultation-summary.json", HUB));
      await().atMost(PATIENCE).until(() -> network.state(waiting) == DocumentState.SENT);
      network.advance(Duration.ofHours(25));
      await().atMost(PATIENCE).until(() -> !network.alerts("overdue/" + waiting).isEmpty());
      gathered();
      assertThat(awaitMail(DESK, before + 1).subject())
          .startsWith("Act now: An acknowledgement has not come in time");
    } finally {
      network.restartNode(AlertsReachPeopleTest::telling);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  network.count(
                          "select count(*) from document where state in ('sent',"
                              + " 'infrastructure-acknowledged')")
                      == 0);
    }
  }

  @Test
  void tenThousandFailuresOfOneCauseMakeOneProblemAndOneMail() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    network.execute(
        """
        insert into alert (organisation, problem, document, title, what_happened, what_to_do, times, severity, raised_at, last_at)
        select 'A99901', 'failed/' || gen_random_uuid(), '%s', 'Not delivered', 'MESH has no such mailbox for ' || gen_random_uuid(), 'Ring',
          1, 0, now(), now() from generate_series(1, 10000)
        """
            .formatted(document));
    gathered();
    Caught notice = awaitMail(DESK, before + 1);
    assertThat(notice.subject()).contains("A document was not delivered (10,000 documents)");
    settled();
    assertThat(arrived(DESK)).isEqualTo(before + 1);
    assertThat(network.node().alerts().groups().count(AlertView.of(HUB))).isEqualTo(1);
  }

  @Test
  void whatFollowsOfTheSameCauseIsCollectedForAnHour() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    raise(document, "rejected/1", "It is so");
    gathered();
    awaitMail(DESK, before + 1);
    raise(document, "rejected/2", "It is so");
    raise(document, "rejected/3", "It is so");
    gathered();
    settled();
    assertThat(arrived(DESK)).isEqualTo(before + 1);
    network.advance(AGAIN);
    assertThat(awaitMail(DESK, before + 2).subject()).contains("(3 documents)");
  }

  @Test
  void severalCausesStandInOneMail() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    raise(document, "stuck/1", "The wire is cut");
    raise(document, "rejected/1", "It is so");
    gathered();
    Caught notice = awaitMail(DESK, before + 1);
    assertThat(notice.subject()).startsWith("Act now: ").contains("and 1 more");
    assertThat(notice.text()).contains("A document is held up");
    settled();
    assertThat(arrived(DESK)).isEqualTo(before + 1);
  }

  @Test
  void whatIsOverBeforeItIsToldIsNotTold() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    raise(document, "rejected/1", "It is so");
    await().atMost(PATIENCE).until(() -> network.count("select count(*) from notice_about") == 1);
    network.execute("update alert set resolved_at = now(), resolved_by = 'mended by itself'");
    gathered();
    await()
        .atMost(PATIENCE)
        .until(() -> network.one("select state from notice").equals("not-needed"));
    assertThat(arrived(DESK)).isEqualTo(before);
  }

  @Test
  void aMailNamesPatientsWhereThatIsAllowedAndNeverConfidentialOnes() throws Exception {
    channel("Hub desk", DESK, Step.FIRST, Hours.ANY, true, false);
    int before = arrived(DESK);
    network.execute("update document set confidential = true where id = '" + other + "'");
    raise(document, "rejected/1", "It is so");
    network.raise(other, new AlertText("rejected/2", "Not accepted: Hidden", "It is so", "Ring"));
    gathered();
    assertThat(awaitMail(DESK, before + 1).text())
        .contains("Not accepted: Testpatient", "may name patients")
        .doesNotContain("Hidden");
  }

  @Test
  void aMailNamesNobodyWhoseRecordIsRestricted() throws Exception {
    channel("Hub desk", DESK, Step.FIRST, Hours.ANY, true, false);
    int before = arrived(DESK);
    String received =
        network.one(
            "select e.received from worklist_entry e join document d on d.document_id ="
                + " e.document_id where d.id = '"
                + other
                + "'");
    network.execute(
        "update received_message set organisation = 'A99901' where id = '" + received + "'");
    network.execute(
        "update worklist_entry set organisation = 'A99901' where received = '" + received + "'");
    network.execute("insert into restricted_record values ('A99901', '9990000018', now())");
    try {
      raise(document, "rejected/1", "It is so");
      network
          .node()
          .ledger()
          .tellOfReceived(
              HUB,
              UUID.fromString(received),
              new AlertText("rejected/2", "Not accepted: Hidden", "It is so", "Ring"));
      gathered();
      assertThat(awaitMail(DESK, before + 1).text())
          .contains("Not accepted: Testpatient", "may name patients")
          .doesNotContain("Hidden");
    } finally {
      network.execute("delete from restricted_record");
    }
  }

  @Test
  void aWebhookIsSignedAndNamesTheNotice() throws Exception {
    channel("Pager", "", Step.FIRST);
    BODY.set(null);
    raise(document, "rejected/1", "It is so");
    gathered();
    await().atMost(PATIENCE).until(() -> BODY.get() != null);
    JsonNode json = MAPPER.readTree(BODY.get());
    assertThat(json.path("type").asText()).isEqualTo("alerts");
    assertThat(json.at("/alerts/0/severity").asText()).isEqualTo("act-now");
    assertThat(json.path("id").asText()).isEqualTo(HEADERS.get("webhook-id"));
    assertThat(json.toString()).doesNotContain("Testpatient");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("open-sesame".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed =
        HEADERS.get("webhook-id")
            + "."
            + HEADERS.get("webhook-timestamp")
            + "."
            + new String(BODY.get(), StandardCharsets.UTF_8);
    assertThat(HEADERS.get("webhook-signature"))
        .isEqualTo(
            "v1,"
                + Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void whatCannotBeSentIsTriedAgainUnderItsIdAndBecomesAnAlertThatOthersAreToldOf()
      throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    channel("Pager", "", Step.FIRST);
    int before = arrived(DESK);
    mail.refuse(true);
    raise(document, "rejected/1", "It is so");
    gathered();
    await().atMost(PATIENCE).until(() -> "1".equals(network.one(ATTEMPTS)));
    network.advance(Duration.ofMinutes(4));
    await().atMost(PATIENCE).until(() -> !network.alerts("notice-undeliverable/").isEmpty());
    BODY.set(null);
    gathered();
    await().atMost(PATIENCE).until(() -> BODY.get() != null);
    assertThat(MAPPER.readTree(BODY.get()).at("/alerts/0/title").asText())
        .isEqualTo("Alerts do not reach Hub desk");
    assertThat(
            network.count(
                "select count(*) from notice_about a join notice n on n.id = a.notice join"
                    + " alert_channel c on c.id = n.channel where c.name = 'Hub desk' and a.cause"
                    + " like 'notice-undeliverable%'"))
        .as("the dead channel is not told that it is dead")
        .isZero();
    String id =
        network.one(
            "select n.id from notice n join alert_channel c on c.id = n.channel where c.name = 'Hub"
                + " desk'");
    mail.refuse(false);
    network.advance(Duration.ofHours(1));
    assertThat(awaitMail(DESK, before + 1).id()).isEqualTo("<" + id + "@node.example>");
    await().atMost(PATIENCE).until(() -> network.alerts("notice-undeliverable/").isEmpty());
  }

  @Test
  void thatAChannelIsDeadIsOverWhenItIsTakenAway() throws Exception {
    AlertChannel dead = channel("Hub desk", DESK, Step.FIRST);
    mail.refuse(true);
    raise(document, "rejected/1", "It is so");
    gathered();
    await().atMost(PATIENCE).until(() -> "1".equals(network.one(ATTEMPTS)));
    network.advance(Duration.ofMinutes(4));
    await().atMost(PATIENCE).until(() -> !network.alerts("notice-undeliverable/").isEmpty());

    network.served().channels().end(order(), dead.id());

    assertThat(network.alerts("notice-undeliverable/")).isEmpty();
  }

  private static final String ATTEMPTS =
      "select max(attempts) from notice n join alert_channel c on c.id = n.channel where c.name ="
          + " 'Hub desk' and trouble is not null";

  @Test
  void aNoticeThatANodeDidNotSendIsSentAfterTheNextStart() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    raise(document, "rejected/1", "It is so");
    await().atMost(PATIENCE).until(() -> network.count("select count(*) from notice_about") == 1);
    network.restartNode(AlertsReachPeopleTest::telling);
    gathered();
    awaitMail(DESK, before + 1);
  }

  @Test
  void theDeputyIsToldWhenNobodyTakesItInTime() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    channel("Hub manager", MANAGER, Step.DEPUTY);
    int before = arrived(MANAGER);
    raise(document, "rejected/1", "It is so");
    gathered();
    settled();
    assertThat(arrived(MANAGER)).as("not before").isEqualTo(before);
    network.advance(Duration.ofHours(4));
    assertThat(awaitMail(MANAGER, before + 1).subject()).startsWith("Nobody has taken it: Act now");
    assertThat(network.one("select words from alert_event"))
        .isEqualTo("escalated it, since nobody had taken it in time. Told: Hub manager");
  }

  @Test
  void whatSomebodyHasTakenIsNotEscalated() throws Exception {
    channel("Hub manager", MANAGER, Step.DEPUTY);
    int before = arrived(MANAGER);
    raise(document, "rejected/1", "It is so");
    gathered();
    network
        .node()
        .alerts()
        .handling()
        .take(
            AlertView.of(HUB),
            network.one("select cause from alert"),
            Optional.empty(),
            "S. Sender");
    network.advance(Duration.ofHours(5));
    settled();
    assertThat(arrived(MANAGER)).isEqualTo(before);
  }

  @Test
  void withoutADeputyThoseWhoWereToldAreToldAgain() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    raise(document, "rejected/1", "It is so");
    gathered();
    awaitMail(DESK, before + 1);
    network.advance(Duration.ofHours(4));
    assertThat(awaitMail(DESK, before + 2).subject()).startsWith("Nobody has taken it");
  }

  @Test
  void whatCanWaitWaitsUntilTheOrganisationIsOpen() throws Exception {
    ZonedDateTime tomorrow =
        network.clock().instant().atZone(ZoneId.of("Europe/London")).plusDays(1);
    network.execute(
        "insert into opening_hours values ('A99901', %d, '00:00', '23:59')"
            .formatted(tomorrow.getDayOfWeek().getValue()));
    channel("Hub desk", DESK, Step.FIRST, Hours.OPEN_BUT_NOW, false, false);
    int before = arrived(DESK);
    raise(document, "stuck/1", "The wire is cut");
    gathered();
    raise(document, "rejected/1", "It is so");
    gathered();
    assertThat(awaitMail(DESK, before + 1).text())
        .contains("not accepted")
        .doesNotContain("held up");
    settled();
    assertThat(arrived(DESK)).isEqualTo(before + 1);
    network.advance(Duration.ofHours(24));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                mail.at(DESK).subList(before + 1, arrived(DESK)).stream()
                    .anyMatch(each -> each.text().contains("held up")));
  }

  @Test
  void aNewChannelIsToldOfWhatIsOpen() throws Exception {
    raise(document, "rejected/1", "It is so");
    await()
        .atMost(PATIENCE)
        .until(() -> network.count("select count(*) from alert where noticed_at is null") == 0);
    int before = arrived(DESK);
    channel("Hub desk", DESK, Step.FIRST);
    assertThat(awaitMail(DESK, before + 1).subject()).startsWith("Act now");
  }

  @Test
  void aNewChannelIsToldOfEveryCauseHoweverManyAlertsThereAre() throws Exception {
    network.execute(
        """
        insert into alert (organisation, problem, document, title, what_happened, what_to_do, times, severity, raised_at, last_at, noticed_at)
        select 'A99901', 'failed/' || gen_random_uuid(), '%s', 'Not delivered', 'MESH has no such mailbox', 'Ring', 1, 0, now(), now(), now()
        from generate_series(1, 10001)
        """
            .formatted(document));
    raise(document, "rejected/1", "It is so");
    await()
        .atMost(PATIENCE)
        .until(() -> network.count("select count(*) from alert where noticed_at is null") == 0);
    channel("Hub desk", DESK, Step.FIRST);
    assertThat(
            network.one("select string_agg(alerts::text, ' ' order by alerts) from notice_about"))
        .isEqualTo("1 10001");
  }

  @Test
  void aNewDeputyIsToldOfWhatWasEscalatedBefore() throws Exception {
    raise(document, "rejected/1", "It is so");
    gathered();
    network.advance(Duration.ofHours(4));
    await()
        .atMost(PATIENCE)
        .until(() -> network.count("select count(escalated_at) from alert") == 1);
    int before = arrived(MANAGER);
    channel("Hub manager", MANAGER, Step.DEPUTY);
    assertThat(awaitMail(MANAGER, before + 1).subject()).startsWith("Nobody has taken it: Act now");
  }

  @Test
  void whatReadsOtherwiseByThenIsToldAllTheSame() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    raise(document, "stuck/1", "The wire is cut");
    await().atMost(PATIENCE).until(() -> network.count("select count(*) from notice_about") == 1);
    raise(document, "stuck/1", "The wire is gone");
    gathered();
    assertThat(awaitMail(DESK, before + 1).subject()).startsWith("Today: A document is held up");
  }

  @Test
  void whatIsAnotherMatterAfterAnHourIsToldAgain() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    channel("Hub manager", MANAGER, Step.DEPUTY);
    int before = arrived(DESK);
    raise(document, "stuck/1", "The wire is cut");
    gathered();
    awaitMail(DESK, before + 1);
    String escalates = network.one("select escalates_at from alert");
    network.advance(Duration.ofMinutes(61));
    raise(document, "stuck/1", "The wire is cut");
    gathered();
    raise(document, "stuck/1", "The wire is gone");
    gathered();
    awaitMail(DESK, before + 2);
    settled();
    assertThat(arrived(DESK)).as("what reads the same is not").isEqualTo(before + 2);
    assertThat(network.one("select escalates_at from alert")).isEqualTo(escalates);
  }

  @Test
  void peopleAreRemindedOfWhatIsHeldEachTime() throws Exception {
    channel("Hub desk", DESK, Step.FIRST);
    channel("Hub manager", MANAGER, Step.DEPUTY);
    int before = arrived(DESK);
    raise(document, "held/1", "To be talked over");
    gathered();
    awaitMail(DESK, before + 1);
    for (int reminder = 2; reminder <= 3; reminder++) {
      network.advance(Duration.ofHours(24));
      raise(document, "held/1", "It is still held: to be talked over");
      gathered();
      awaitMail(DESK, before + reminder);
    }
  }

  @Test
  void whatSomebodyTakesBeforeTheDeputyIsToldIsNotToldAsNotTaken() throws Exception {
    channel("Hub manager", MANAGER, Step.DEPUTY);
    int before = arrived(MANAGER);
    mail.refuse(true);
    raise(document, "rejected/1", "It is so");
    gathered();
    network.advance(Duration.ofHours(4));
    await().atMost(PATIENCE).until(() -> network.count("select count(trouble) from notice") == 1);
    network
        .node()
        .alerts()
        .handling()
        .take(
            AlertView.of(HUB),
            network.one("select cause from alert where problem = 'rejected/1'"),
            Optional.empty(),
            "S. Sender");
    mail.refuse(false);
    network.advance(Duration.ofMinutes(2));
    await()
        .atMost(PATIENCE)
        .until(() -> network.one("select state from notice").equals("not-needed"));
    assertThat(arrived(MANAGER)).isEqualTo(before);
  }

  @Test
  void aTestArrivesAtOnce() throws Exception {
    AlertChannel desk = channel("Hub desk", DESK, Step.FIRST);
    int before = arrived(DESK);
    network.served().channels().test(order(), desk.id());
    assertThat(awaitMail(DESK, before + 1).subject())
        .isEqualTo("Test: alerts of Organisation A99901 (A99901) arrive here");
  }

  @Test
  void aSummaryComesOnceADayWithWhatWasDoneAndWhatIsOpen() throws Exception {
    network
        .served()
        .channels()
        .set(order(), new AlertDeadlines(8760, 8760, 8760, LocalTime.of(0, 0)));
    channel("Hub desk", DESK, Step.DEPUTY, Hours.ANY, false, true);
    int before = arrived(DESK);
    raise(document, "rejected/1", "It is so");
    settled();
    assertThat(arrived(DESK)).as("not on the day on which it was set").isEqualTo(before);
    network.advance(Duration.ofHours(24));
    Caught summary = awaitMail(DESK, before + 1);
    assertThat(summary.subject()).isEqualTo("Daily summary of Organisation A99901 (A99901)");
    assertThat(summary.text())
        .contains("Documents handed in to be sent: ", "Alerts open now: 1 (Act now: 1)");
    settled();
    assertThat(arrived(DESK)).isEqualTo(before + 1);
  }

  private static List<String> log(ListAppender<ILoggingEvent> appender) {
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void theLogSaysThatPeopleWereToldWhenTheyWereAndAtStartWhereAlertsGo() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("gpcm.node.alerts");
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      network.restartNode(AlertsReachPeopleTest::telling);
      assertThat(log(lines))
          .anyMatch(
              line -> line.startsWith("alerts of A99901 reach nobody: they stand on its pages"));
      channel("Hub desk", DESK, Step.FIRST);
      network.restartNode(AlertsReachPeopleTest::telling);
      assertThat(log(lines))
          .contains("alerts of A99901 go by e-mail as soon as there is something");
      int before = arrived(DESK);
      raise(document, "rejected/1", "It is so");
      gathered();
      assertThat(log(lines))
          .contains("an alert stands on the page")
          .noneMatch(AlertsReachPeopleTest::told);
      awaitMail(DESK, before + 1);
      await()
          .atMost(PATIENCE)
          .until(() -> log(lines).stream().anyMatch(AlertsReachPeopleTest::told));
      network.restartNode();
      assertThat(log(lines))
          .anyMatch(
              line ->
                  line.startsWith("alerts of A99901 reach nobody: e-mail")
                      && line.contains("no mail server is set"));
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
      network.restartNode(AlertsReachPeopleTest::telling);
    }
  }

  private static boolean told(String line) {
    return line.contains("told");
  }
}
