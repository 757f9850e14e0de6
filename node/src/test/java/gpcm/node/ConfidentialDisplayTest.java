package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static gpcm.node.TestNetwork.UNKNOWN_AT_PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.consultation.json.ConsultationJson;
import gpcm.consultation.json.DocumentJson;
import gpcm.node.config.HandOverSettings;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * GPCM-SD-CS-030, GPCM-SD-GE-014: whatever the sender of a confidential document says in subject,
 * title and names, no page and no route of the API shows its organisation's name and ODS code.
 * Every route of the API's description and every link of the pages is fetched, of each use case.
 */
class ConfidentialDisplayTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  private static final String NAME = "Quietwater Clinic";

  /** Which has sent a document openly, and its next version marked confidential. */
  private static final String OPEN_CODE = "A99907";

  private static final String OPEN_NAME = "Brookhollow Clinic";

  private static final Pattern LINK =
      Pattern.compile("href=\"(/[^\"#]*)\"|\"(?:href|next)\" ?: ?\"(/[^\"]*)\"");

  @TempDir static Path folder;
  private static TestNetwork network;
  private static SuppliersMessage accepted;
  private static SuppliersMessage opened;
  private static SuppliersMessage closed;
  private static Map<String, HttpCaller.Answer> fetched;

  private static final Lines LOG = new Lines();

  /** Every line of the node's log. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
    }
  }

  @BeforeAll
  static void confidentialDocumentsHaveCome() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("gpcm.node");
    logger.setLevel(Level.INFO);
    logger.addAppender(LOG);
    LOG.start();
    network = new TestNetwork(folder);
    network.restartNode(
        before ->
            before.with(List.of(HandOverSettings.fetchedFor(new OdsCode(TestNetwork.PRACTICE)))));
    accepted = confidential(about(KNOWN));
    send(accepted);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    send(confidential(about(UNKNOWN_AT_PRACTICE)));
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30002");
    send(
        confidential(about(KNOWN)).with("<status value=\"final\"/>", "<status value=\"banana\"/>"));
    assertThat(codes(1)).containsExactly("20009");
    SuppliersMessage original = confidential(about(KNOWN));
    send(original);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    send(
        confidential(SuppliersMessage.about(consultation(KNOWN, original)))
            .with("<status value=\"final\"/>", "<status value=\"banana\"/>"));
    assertThat(codes(1)).containsExactly("20014");
    // It names another mailbox than the one it comes from; the answers go where it came from.
    send(confidential(about(KNOWN)).with("\"" + SUPPLIER_MAILBOX + "\"", "\"A99904OT001\""));
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    assertThat(network.alerts("sent-back/")).hasSize(1);
    assertThat(network.alerts("not-known-here/")).hasSize(1);
    assertThat(network.alerts("void/")).hasSize(1);
    send(accepted);
    assertThat(codes(1)).containsExactly("20007");
    send(accepted.with(accepted.messageId(), UUID.randomUUID().toString()));
    assertThat(codes(1)).containsExactly("20008");
    otherUseCasesAndAnOpenVersion();
    try (HttpCaller http =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
      everyCodedEntryIsConfirmed(http);
      fetched = everything(http);
    }
  }

  private static void otherUseCasesAndAnOpenVersion() throws IOException {
    for (String example : List.of("online-consultation-coded.json", "generic-coded.json")) {
      Document document = named(TestNetwork.document(example, SUPPLIER));
      SuppliersMessage message = SuppliersMessage.about(document);
      network.supplierSends(
          message.restricted(document).bytes(),
          PRACTICE_MAILBOX,
          WORKFLOW,
          message.line(document, false));
      await().atMost(PATIENCE).until(() -> network.entries(message.documentId()).size() == 1);
    }
    String encounter = UUID.randomUUID().toString();
    Document first = openly(TestNetwork.exampleJson(KNOWN, encounter));
    opened = SuppliersMessage.about(first);
    network.supplierSends(opened.bytes(), PRACTICE_MAILBOX, WORKFLOW, opened.line(first, false));
    await().atMost(PATIENCE).until(() -> network.entries(opened.documentId()).size() == 1);
    Document second =
        openly(
            new String(TestNetwork.exampleJson(KNOWN, encounter), StandardCharsets.UTF_8)
                .replace(
                    "\"version\": 1,",
                    "\"version\": 2, \"replaces\": \"" + opened.documentId() + "\",")
                .getBytes(StandardCharsets.UTF_8));
    SuppliersMessage open = SuppliersMessage.about(second);
    closed = open.restricted(second);
    network.supplierSends(closed.bytes(), PRACTICE_MAILBOX, WORKFLOW, open.line(second, false));
    await().atMost(PATIENCE).until(() -> network.entries(closed.documentId()).size() == 1);
  }

  private static void everyCodedEntryIsConfirmed(HttpCaller http) throws Exception {
    List<String> documents =
        network
            .node()
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select distinct entry from coded_entry where state = 'to-review'")
                        .mapTo(String.class)
                        .list());
    assertThat(documents).hasSizeGreaterThanOrEqualTo(2);
    for (String document : documents) {
      String coded = "/worklist/" + document + "/coded";
      for (JsonNode each : http.get("/api/v1" + coded).json().path("entries")) {
        if (each.path("state").asText().equals("to-review")) {
          HttpCaller.Answer answer =
              http.post(
                  coded + "/" + each.path("n").asInt(),
                  "application/x-www-form-urlencoded",
                  "decision=confirm".getBytes(StandardCharsets.UTF_8));
          assertThat(answer.status()).as(answer.text()).isEqualTo(303);
        }
      }
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> network.one("select count(*) from hand_over_item where kind = 'coded'"),
            Integer.toString(documents.size())::equals);
  }

  private static Document named(Document document) throws IOException {
    return DocumentJson.read(
        new String(DocumentJson.write(document), StandardCharsets.UTF_8)
            .replaceAll("Sampleton (Online Triage|Evening Hub|Walk-in Centre)", NAME)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Document openly(byte[] json) throws IOException {
    return ConsultationJson.read(
        new String(json, StandardCharsets.UTF_8)
            .replace(HUB, OPEN_CODE)
            .replace("Sampleton Evening Hub", OPEN_NAME)
            .getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    network.close();
    ((Logger) LoggerFactory.getLogger("gpcm.node")).detachAppender(LOG);
  }

  /** What its own page leaves out is not kept beside it either. */
  @Test
  void neitherWhoWroteItNorWhatIsToBeDoneIsKeptOfIt() {
    String rows =
        "select count(*) from document_detail d join worklist_entry e on e.id = d.entry where"
            + " e.confidential";
    assertThat(network.one(rows)).isNotEqualTo("0");
    assertThat(network.one(rows + " and (d.authors <> '[]' or d.follow_ups <> '[]')"))
        .isEqualTo("0");
  }

  @Test
  void noLineOfTheLogNamesTheOrganisationOrItsMailbox() {
    assertThat(LOG.lines).anyMatch(line -> line.contains("answered") || line.contains("20013"));
    String open = network.entries(opened.documentId()).getFirst().received().toString();
    assertThat(LOG.lines)
        .filteredOn(line -> !line.contains(open))
        .noneMatch(line -> line.contains(NAME))
        .noneMatch(line -> line.contains(SUPPLIER));
  }

  @Test
  void theLineShownIsMadeAnewAndTheSubjectAsReceivedIsKeptForAudit() {
    WorklistEntry entry = network.entries(accepted.documentId()).getFirst();
    assertThat(entry.heading().confidential()).isTrue();
    assertThat(entry.heading().subject())
        .isEqualTo(
            "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, Version 1");
    assertThat(
            network.one(
                "select subject from received_message where state = 'accepted' and message_id = '%s'"
                    .formatted(accepted.messageId())))
        .contains(NAME)
        .contains(SUPPLIER);
  }

  @Test
  void noPageAndNoRouteShowsNameOrCodeOfTheOrganisation() throws Exception {
    for (String document : List.of("consultation-summary", "online-consultation", "generic")) {
      assertThat(
              network.one(
                  "select count(*) from worklist_entry where confidential and use_case = '%s'"
                      .formatted(document)))
          .as(document)
          .isNotEqualTo("0");
    }
    // The mailbox that an open document came from stands on its own page.
    String open = network.entries(opened.documentId()).getFirst().id().toString();
    fetched.forEach(
        (path, answer) -> {
          if (!path.contains(open)) {
            assertThat(said(answer)).as(path).doesNotContain(words());
          }
        });
  }

  /** GPCM-SD-GE-014. */
  @Test
  void theLineOfAGenericDocumentIsShownAndNamesNoOrganisation() {
    WorklistEntry entry =
        network.node().worklist().list(WorklistQuery.newest(1000)).stream()
            .filter(each -> each.useCase().equals("generic"))
            .findFirst()
            .orElseThrow();
    String line =
        "Walk-in clinic letter report for Alpha Example Testpatient, NHS Number 9990000018,"
            + " Version 1";
    assertThat(entry.heading().subject()).isEqualTo(line);
    assertThat(fetched.get("/api/v1/worklist/" + entry.id()).text()).contains(line);
    assertThat(fetched.get("/worklist").text()).contains("Walk-in clinic letter");
  }

  /** Otherwise a page that cannot be seen would count as one that shows nothing. */
  @Test
  void whatIsLookedAtIsThere() {
    WorklistEntry entry = network.entries(accepted.documentId()).getFirst();
    WorklistEntry latest = network.entries(closed.documentId()).getFirst();
    long alert = network.alerts("sent-back/").getFirst().id();
    Stream.of(
            Stream.of("/", "/worklist", "/alerts", "/messages", "/reports", "/audit", "/outbox"),
            Stream.of("/system", "/settings", "/confirmations", "/people", "/help"),
            Stream.of("/api/v1/worklist", "/api/v1/alerts", "/api/v1/messages", "/api/v1/reports"),
            Stream.of("/api/v1/documents", "/api/v1/system", "/metrics"),
            Stream.of("/alerts/" + alert, "/api/v1/alerts/" + alert),
            Stream.of(entry, latest)
                .flatMap(
                    each ->
                        Stream.of(
                            "/worklist/" + each.id(),
                            "/worklist/" + each.id() + "/files/0",
                            "/api/v1/worklist/" + each.id(),
                            "/api/v1/worklist/" + each.id() + "/files/0",
                            "/api/v1/worklist/" + each.id() + "/coded",
                            "/messages/" + each.received(),
                            "/api/v1/messages/" + each.received())))
        .flatMap(paths -> paths)
        .forEach(
            path ->
                assertThat(fetched.get(path))
                    .as(path)
                    .isNotNull()
                    .satisfies(answer -> assertThat(answer.status()).isLessThan(400)));
  }

  /** By its feed, and of the coded documents the files that are made of what was confirmed. */
  @Test
  void whatIsHandedOverOfAConfidentialDocumentIsLookedAt() throws Exception {
    JsonNode items = fetched.get("/api/v1/handover").json().path("items");
    Map<String, Set<String>> files = new TreeMap<>();
    for (JsonNode item : items) {
      if (item.at("/document/confidential").asBoolean()) {
        assertThat(fetched.get("/api/v1/handover/" + item.path("id").asText()).status())
            .isEqualTo(200);
        for (JsonNode file : item.at("/document/files")) {
          assertThat(fetched.get(file.path("href").asText()).status()).isEqualTo(200);
          files
              .computeIfAbsent(item.path("kind").asText(), unused -> new TreeSet<>())
              .add(file.path("title").asText());
        }
      }
    }
    assertThat(files.keySet()).containsExactly("coded", "document");
    assertThat(files.get("coded"))
        .containsExactly("Confirmed entries in FHIR R4", "Confirmed entries in FHIR STU3");
  }

  /** Of the addresses that answer nobody here, each is known to. */
  @Test
  void whatIsNotThereIsKnown() {
    Map<String, Set<Integer>> statuses = new TreeMap<>();
    fetched.forEach(
        (path, answer) ->
            statuses
                .computeIfAbsent(
                    path.replaceFirst("\\?.*", "")
                        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{id}")
                        .replaceAll("/[0-9]+(?=/|$)", "/{n}"),
                    unused -> new TreeSet<>())
                .add(answer.status()));
    statuses.values().removeIf(seen -> seen.stream().anyMatch(status -> status < 400));
    assertThat(statuses.entrySet().stream().map(Object::toString))
        .containsExactly(
            "/api/v1/alerts/{id}=[404]",
            "/api/v1/codes=[400]",
            "/api/v1/confirmations=[403]",
            "/api/v1/confirmations/{id}=[403]",
            "/api/v1/confirmations/{id}/message=[403]",
            "/api/v1/consultations/e=[404]",
            "/api/v1/documents/bulk/{id}=[404]",
            "/api/v1/documents/{id}=[404]",
            "/api/v1/documents/{id}/files/{n}=[404]",
            "/api/v1/providers=[400]",
            "/api/v1/worklist/{id}/match=[404, 409]");
  }

  /** Where the first version was open, that much stands on its own pages. */
  @Test
  void nothingOfAConfidentialVersionShowsWhoSentTheOpenOneBeforeIt() {
    WorklistEntry before = network.entries(opened.documentId()).getFirst();
    assertThat(said(fetched.get("/worklist/" + before.id())))
        .contains(OPEN_NAME.toLowerCase(Locale.ROOT));
    WorklistEntry after = network.entries(closed.documentId()).getFirst();
    assertThat(after.heading().confidential()).isTrue();
    String item =
        network.one(
            "select id from hand_over_item where kind = 'document' and entry = '%s'"
                .formatted(after.id()));
    List<String> ofIt =
        fetched.keySet().stream()
            .filter(
                path ->
                    path.startsWith("/messages")
                        || path.startsWith("/api/v1/messages")
                        || path.contains(after.id().toString())
                        || path.contains(after.received().toString())
                        || path.contains(item))
            .toList();
    assertThat(ofIt)
        .contains(
            "/messages/" + after.received(),
            "/api/v1/messages/" + before.received(),
            "/api/v1/handover/" + item)
        .allSatisfy(
            path ->
                assertThat(said(fetched.get(path)))
                    .doesNotContain(OPEN_NAME.toLowerCase(Locale.ROOT))
                    .doesNotContain(OPEN_CODE.toLowerCase(Locale.ROOT)));
  }

  /** Searches and exports are no GET. */
  @ParameterizedTest
  @CsvSource({
    "/worklist/find, application/x-www-form-urlencoded, find=testpatient",
    "/worklist/find, application/x-www-form-urlencoded, find=9990000018",
    "/api/v1/worklist-search, application/json, '{\"name\":\"testpatient\"}'",
    "/api/v1/worklist-search, application/json, '{\"nhs-number\":\"9990000018\"}'",
    "/outbox/find, application/x-www-form-urlencoded, find=testpatient",
    "/api/v1/documents-search, application/json, '{\"name\":\"testpatient\"}'",
    "/audit, application/x-www-form-urlencoded, patient=9990000018",
    "/audit/export, application/x-www-form-urlencoded, format=csv",
  })
  void noSearchAndNoExportShowsThem(String path, String type, String body) throws Exception {
    try (HttpCaller http =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
      HttpCaller.Answer answer = http.post(path, type, body.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(said(answer)).doesNotContain(words());
    }
  }

  /** Who looks for the organisation finds none of its confidential documents. */
  @ParameterizedTest
  @CsvSource({"A99903", "A99903OT001"})
  void whoLooksForTheOrganisationFindsNothing(String party) throws Exception {
    try (HttpCaller http =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
      JsonNode found = http.get("/api/v1/messages?limit=1000&party=" + party).json();
      assertThat(found.path("messages").isArray()).isTrue();
      assertThat(found.path("messages")).isEmpty();
      assertThat(http.get("/api/v1/worklist?sender=" + SUPPLIER).json().path("entries")).isEmpty();
    }
  }

  private static String said(HttpCaller.Answer answer) {
    return (answer.response().headers().map() + answer.text()).toLowerCase(Locale.ROOT);
  }

  private static String[] words() {
    return new String[] {NAME.toLowerCase(Locale.ROOT), SUPPLIER.toLowerCase(Locale.ROOT)};
  }

  /** Every GET of the API's description, with every id there is, and whatever they link to. */
  private static Map<String, HttpCaller.Answer> everything(HttpCaller http) throws Exception {
    Deque<String> open =
        new ArrayDeque<>(List.of("/", "/messages", "/reports", "/audit", "/outbox", "/metrics"));
    List<UUID> ids = new ArrayList<>();
    network
        .node()
        .database()
        .jdbi()
        .useHandle(
            handle ->
                ids.addAll(
                    handle
                        .createQuery(
                            "select id from worklist_entry union select id from received_message"
                                + " union select id from answer union select id from"
                                + " hand_over_item")
                        .mapTo(UUID.class)
                        .list()));
    network.node().alerts().open(1000).stream()
        .filter(alert -> alert.organisation().equals(TestNetwork.PRACTICE))
        .forEach(
            alert -> open.addAll(List.of("/alerts/" + alert.id(), "/api/v1/alerts/" + alert.id())));
    for (UUID id : ids) {
      open.add("/messages/" + id);
      open.add("/worklist/" + id);
    }
    JsonNode paths = http.get("/api/v1/openapi.json").json().path("paths");
    paths
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("get")) {
                (path.getKey().contains("{id}") ? ids : List.of(new UUID(0, 0)))
                    .forEach(
                        id ->
                            open.add(
                                path.getKey()
                                    .replace("{id}", id.toString())
                                    .replace("{n}", "0")
                                    .replace("{encounter}", "e")
                                    .replace("{useCase}", "generic")
                                    .replace("{mailbox}", "none")
                                    .replace("{site}", "none")));
              }
            });
    Map<String, HttpCaller.Answer> all = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      String path = open.remove();
      if (!all.containsKey(path)) {
        HttpCaller.Answer answer = http.get(path);
        all.put(path, answer);
        Matcher link = LINK.matcher(answer.text());
        while (link.find()) {
          String found = link.group(1) == null ? link.group(2) : link.group(1);
          open.add(found.replace("&amp;", "&"));
        }
      }
    }
    return all;
  }

  private static SuppliersMessage about(String nhsNumber) throws IOException {
    return SuppliersMessage.about(consultation(nhsNumber, null));
  }

  private static Consultation consultation(String nhsNumber, SuppliersMessage replacedOrNull)
      throws IOException {
    String encounter =
        replacedOrNull == null ? UUID.randomUUID().toString() : replacedOrNull.encounterId();
    String json =
        new String(TestNetwork.exampleJson(nhsNumber, encounter), StandardCharsets.UTF_8)
            .replace(HUB, SUPPLIER)
            .replace("Sampleton Evening Hub", NAME)
            .replace("Examination notes", "Notes of " + NAME + " (" + SUPPLIER + ")");
    if (replacedOrNull != null) {
      json =
          json.replace(
              "\"version\": 1,",
              "\"version\": 2, \"replaces\": \"" + replacedOrNull.documentId() + "\",");
    }
    return ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static SuppliersMessage confidential(SuppliersMessage open) {
    return open.with("<confidentiality value=\"N\"/>", "<confidentiality value=\"R\"/>")
        .with(", seen at " + NAME + ", ODS Code " + SUPPLIER, "");
  }

  /** The sender leaves its organisation in the subject, which it must not. */
  private static void send(SuppliersMessage message) {
    network.supplierSends(
        message.bytes(),
        PRACTICE_MAILBOX,
        WORKFLOW,
        "Consultation report for Alpha Example Testpatient, NHS Number 9990000018, seen at "
            + NAME
            + ", ODS Code "
            + SUPPLIER
            + ", Version 1");
  }

  private static List<String> codes(int count) {
    return network.supplierAwaits(count).stream()
        .map(answer -> answer.codeText().orElseThrow())
        .toList();
  }
}
