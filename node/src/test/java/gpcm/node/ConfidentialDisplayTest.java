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
import gpcm.consultation.json.ConsultationJson;
import gpcm.message.ItkResponse;
import gpcm.node.receiving.WorklistEntry;
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
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * GPCM-SD-CS-030, GPCM-SD-GE-014: whatever the sender of a confidential document says in subject,
 * title and names, no page and no route of the API shows its organisation's name and ODS code.
 * Every route of the API's description and every link of the pages is fetched.
 */
class ConfidentialDisplayTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  private static final String NAME = "Quietwater Clinic";
  private static final Pattern LINK =
      Pattern.compile("href=\"(/[^\"#]*)\"|\"(?:href|next)\" ?: ?\"(/[^\"]*)\"");

  @TempDir static Path folder;
  private static TestNetwork network;
  private static SuppliersMessage accepted;

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
  static void confidentialDocumentsHaveCome() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger("gpcm.node");
    logger.setLevel(Level.INFO);
    logger.addAppender(LOG);
    LOG.start();
    network = new TestNetwork(folder);
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
    assertThat(LOG.lines)
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
                "select subject from received_message where message_id = '%s'"
                    .formatted(accepted.messageId())))
        .contains(NAME)
        .contains(SUPPLIER);
  }

  @Test
  void noPageAndNoRouteShowsNameOrCodeOfTheOrganisation() throws Exception {
    try (HttpCaller http =
        HttpCaller.of(network.node().url(), network.served(), TestNetwork.PRACTICE)) {
      Map<String, HttpCaller.Answer> fetched = everything(http);

      assertThat(fetched.keySet())
          .contains("/", "/worklist", "/alerts", "/api/v1/worklist", "/api/v1/alerts")
          .contains("/worklist/" + network.entries(accepted.documentId()).getFirst().id())
          .contains("/api/v1/worklist/" + network.entries(accepted.documentId()).getFirst().id());
      fetched.forEach(
          (path, answer) ->
              assertThat(
                      (answer.response().headers().map() + answer.text()).toLowerCase(Locale.ROOT))
                  .as(path)
                  .doesNotContain(NAME.toLowerCase(Locale.ROOT))
                  .doesNotContain(SUPPLIER.toLowerCase(Locale.ROOT)));
    }
  }

  /** Every GET of the API's description, with every id there is, and whatever they link to. */
  private static Map<String, HttpCaller.Answer> everything(HttpCaller http) throws Exception {
    Deque<String> open = new ArrayDeque<>(List.of("/"));
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
                                + " union select id from answer")
                        .mapTo(UUID.class)
                        .list()));
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
    Map<String, HttpCaller.Answer> fetched = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      String path = open.remove();
      if (!fetched.containsKey(path)) {
        HttpCaller.Answer answer = http.get(path);
        fetched.put(path, answer);
        Matcher link = LINK.matcher(answer.text());
        while (link.find()) {
          String found = link.group(1) == null ? link.group(2) : link.group(1);
          open.add(found.replace("&amp;", "&"));
        }
      }
    }
    return fetched;
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
    List<ItkResponse> answers = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              answers.addAll(network.supplierReceives());
              return answers.size() == count;
            });
    return answers.stream().map(answer -> answer.codeText().orElseThrow()).toList();
  }
}
