package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.audit.entry.Action;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Permission;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What whoever runs the system finds faults with, over HTTP. */
class SystemToolPagesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> EXAMPLES =
      List.of("consultation-summary.json", "generic.json", "online-consultation.json");

  @TempDir static Path folder;
  private static TestNetwork network;
  private static Someone operator;

  @BeforeAll
  static void start() throws Exception {
    network = new TestNetwork(folder);
    network.restartNode(configuration -> configuration.in("integration").runBy(TestNetwork.HUB));
    for (String example : EXAMPLES) {
      UUID sent = network.submit(TestNetwork.document(example, TestNetwork.HUB));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  network.node().outbox().find(sent).orElseThrow().state()
                      == DocumentState.COMPLETED);
    }
    operator = Someone.at(network, TestNetwork.HUB, "L. Operator", Role.OPERATOR);
  }

  @AfterAll
  static void stop() {
    network.close();
  }

  @BeforeEach
  void noChecks() {
    network.execute("delete from check_run");
  }

  private static Answer form(Someone who, String path) throws Exception {
    return who.post(path, "csrf=" + FormToken.of(who.session()));
  }

  private static boolean told(Action action) {
    return network.served().audited().search().find(AuditQuery.newest(TestNetwork.HUB, 50)).stream()
        .anyMatch(each -> each.action().equals(action));
  }

  private static Map<String, String> unzipped(Answer answer) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.bytes()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        files.put(each.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whoSeesNodesSeesWhatTheyWereToldAndTheOperatorAloneDoesMore(Role role) throws Exception {
    boolean sees = role == Role.OPERATOR || role == Role.ADMINISTRATOR;
    boolean checks = role == Role.OPERATOR;
    Someone one = Someone.at(network, TestNetwork.HUB, "One with a role", role);
    for (String path : List.of("/configuration", "/checks")) {
      assertThat(one.get("/system" + path).status()).isEqualTo(sees ? 200 : 403);
      assertThat(one.get("/api/v1/system" + path).status()).isEqualTo(sees ? 200 : 403);
    }
    assertThat(one.get("/system/configuration/file").status()).isEqualTo(sees ? 200 : 403);
    assertThat(one.get("/system/support").status()).isEqualTo(checks ? 200 : 403);
    assertThat(one.get("/api/v1/system/support").status()).isEqualTo(checks ? 200 : 403);
    assertThat(form(one, "/system/checks").status()).isEqualTo(checks ? 303 : 403);
    if (sees) {
      assertThat(one.get("/system").text().contains("href=\"/system/support\"")).isEqualTo(checks);
    }
  }

  @Test
  void theEnvironmentStandsInWordsOnEveryPage() throws Exception {
    String mark = "Environment: integration</strong>";
    for (String path : List.of("/", "/system", "/system/configuration", "/system/checks")) {
      assertThat(operator.get(path).text()).contains(mark);
    }
    assertThat(operator.get("/worklist").text()).contains(mark);
    assertThat(operator.get("/nowhere").text()).contains(mark);
    try (HttpCaller nobody = new HttpCaller(network.node().url())) {
      assertThat(nobody.get("/sign-in").text()).contains(mark);
      assertThat(nobody.get("/sign-in/passkey").text()).contains(mark);
    }
    assertThat(operator.get("/api/v1/system").json().path("environment").asText())
        .isEqualTo("integration");
  }

  @Test
  void theConfigurationIsShownKeyByKeyWithoutSecrets() throws Exception {
    String page = operator.get("/system/configuration").text();
    assertThat(page)
        .contains("Configuration as loaded", "This node", network.node().url().getHost())
        .doesNotContain("TestKey");
    JsonNode json = operator.get("/api/v1/system/configuration").json();
    assertThat(json.path("settings").toString())
        .contains("{\"key\":\"mesh.http.sharedKey\",\"value\":\"set\",\"from\":\"program\"}")
        .doesNotContain("TestKey");
    assertThat(json.path("nodes").path(0).path("digest").asText()).matches("[0-9a-f]{12}");
  }

  @Test
  void theConfigurationIsSavedAsAFileWithAnEntry() throws Exception {
    Answer file = operator.get("/system/configuration/file");
    assertThat(file.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"gpcm-configuration.json\"");
    assertThat(file.json().path("settings")).isNotEmpty();
    assertThat(told(Action.SYSTEM_EXPORTED)).isTrue();
  }

  private static JsonNode ended() {
    return await()
        .atMost(PATIENCE)
        .until(() -> operator.get("/api/v1/system/checks").json(), json -> json.has("endedAt"));
  }

  @Test
  void checksAreMadeAndShownWithWhatTheyCameTo() throws Exception {
    assertThat(operator.get("/system/checks").text())
        .contains("None was made yet.", "action=\"/system/checks\"");
    assertThat(
            Someone.at(network, TestNetwork.HUB, "An administrator", Role.ADMINISTRATOR)
                .get("/system/checks")
                .text())
        .contains("None was made yet.")
        .doesNotContain("action=\"/system/checks\"");
    Answer begun = form(operator, "/system/checks");
    assertThat(begun.status()).isEqualTo(303);
    assertThat(begun.header("Location")).isEqualTo("/system/checks");
    JsonNode json = ended();
    Map<String, String> outcomes = new LinkedHashMap<>();
    json.path("checks")
        .forEach(each -> outcomes.put(each.path("name").asText(), each.path("outcome").asText()));
    assertThat(outcomes)
        .containsEntry("Database", "good")
        .containsEntry("Clock", "good")
        .containsKey("Disk")
        .containsEntry("Certificates", "not-made")
        .containsEntry("MESH mailbox A99901OT001", "good")
        .containsEntry("MESH mailbox A99902OT001", "good")
        .containsEntry("PDS", "not-made")
        .containsEntry("Audit log", "good")
        .containsEntry("Messages and attachments", "good");
    assertThat(operator.get("/system/checks").text())
        .contains(
            "MESH has taken the handshake.",
            "asked for by <bdi>L. Operator</bdi>",
            "Make them again");
    assertThat(told(Action.SYSTEM_CHECKED)).isTrue();
  }

  @Test
  void whoAskedIsNotToldToOtherOrganisations() throws Exception {
    form(operator, "/system/checks");
    ended();
    Someone other = Someone.at(network, TestNetwork.PRACTICE, "P. Operator", Role.OPERATOR);
    assertThat(other.get("/system/checks").text())
        .contains("MESH has taken the handshake.")
        .doesNotContain("L. Operator");
    assertThat(other.get("/api/v1/system/checks").text()).doesNotContain("L. Operator");
  }

  @Test
  void whoeverRunsTheSystemSeesWhatAllOfItWasTold() throws Exception {
    assertThat(operator.get("/system/configuration").text())
        .contains("Organisation A99904", "A99902OT001")
        .doesNotContain("You see what is of");
    assertThat(operator.get("/api/v1/system/configuration").json().path("whole").asBoolean())
        .isTrue();
  }

  @Test
  void aKeyOfWhoRunsTheSystemReadsTheFiguresOfAllOrganisations() throws Exception {
    String key =
        HttpCaller.Credentials.key(network.served(), TestNetwork.HUB, Permission.READ_METRICS);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      assertThat(machine.get("/metrics").text())
          .contains(
              "gpcm_mailbox_refused{organisation=\"A99901\"}",
              "gpcm_mailbox_refused{organisation=\"A99904\"}",
              "lane=\"post-A99902OT001\"")
          .doesNotContain("is told of A99901 alone");
    }
  }

  @Test
  void checksAreNotBegunWhileOthersAreMade() throws Exception {
    network.execute(
        "insert into check_run (id, asked_by, organisation, node, started_at) values"
            + " (gen_random_uuid(), 'L. Operator', 'A99901', 'elsewhere', now())");
    Answer refused = operator.post("/api/v1/system/checks", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText()).isEqualTo("checks are being made already");
    assertThat(operator.get("/system/checks").text())
        .contains("They are being made", "Show what is known now")
        .doesNotContain("Make them again");
  }

  @Test
  void theApiBeginsThemToo() throws Exception {
    assertThat(operator.get("/api/v1/system/checks").json().path("checks")).isEmpty();
    assertThat(operator.post("/api/v1/system/checks", "").status()).isEqualTo(202);
    assertThat(ended().path("checks")).isNotEmpty();
  }

  @Test
  void theSupportBundleHoldsWhatHelpNeeds() throws Exception {
    Answer bundle = operator.get("/system/support");
    assertThat(bundle.header("Content-Type")).isEqualTo("application/zip");
    assertThat(bundle.header("Content-Disposition"))
        .matches("attachment; filename=\"gpcm-support-\\d{8}-\\d{4}\\.zip\"");
    Map<String, String> files = unzipped(bundle);
    assertThat(files.keySet())
        .containsExactly(
            "README.txt",
            "version.json",
            "system.json",
            "nodes.json",
            "configuration.json",
            "checks.json",
            "alerts.json",
            "migrations.json",
            "metrics.txt");
    assertThat(files.get("README.txt")).doesNotContain("is left out");
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(files.get("version.json")).path("environment").asText())
        .isEqualTo("integration");
    assertThat(json.readTree(files.get("system.json")).path("mailboxes")).hasSize(3);
    assertThat(json.readTree(files.get("migrations.json")).path("migrations").toString())
        .contains("V79 restricted by match");
    assertThat(files.get("metrics.txt")).contains("gpcm_database_up");
    assertThat(told(Action.SYSTEM_EXPORTED)).isTrue();
  }

  @Test
  void nothingOfAPatientNoSecretAndNoWordOfSomebodyIsInTheSupportBundle() throws Exception {
    form(operator, "/system/checks");
    ended();
    network.execute(
        "update mailbox set paused_at = now(), paused_by = 'L. Operator', paused_because ="
            + " 'something somebody typed' where organisation = 'A99901'");
    network.raise(
        new AlertText(
            "undelivered/9990000018", "About Testpatient", "It did not arrive", "Telephone"));
    String all = String.join("\n", unzipped(operator.get("/system/support")).values());
    network.execute("update mailbox set paused_at = null, paused_by = null, paused_because = null");
    List<String> patients =
        List.of(
            network
                .one(
                    """
                    select string_agg(distinct word, ' ') from (
                      select unnest(string_to_array(patient_name, ' ')) as word from document
                      union select unnest(string_to_array(patient_name, ' ')) from worklist_entry
                      union select patient_nhs_number from document union select patient_nhs_number from worklist_entry
                      union select d.id::text from document d) each where length(word) > 3
                    """)
                .split(" ", -1));
    assertThat(patients).contains("9990000018").hasSizeGreaterThan(4);
    for (String word : patients) {
      assertThat(all).doesNotContainIgnoringCase(word.replaceAll("[,()]", ""));
    }
    assertThat(all)
        .contains("\"problem\":\"undelivered\"")
        .doesNotContain(
            "TestKey", operator.session(), "L. Operator", "something somebody typed", "About T");
  }

  @Test
  void thePageOfTheSystemLeadsThereAndSaysWhoSealsTheLog() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> operator.get("/system").text(), page -> page.contains("entries"));
    assertThat(operator.get("/system").text())
        .contains(
            "href=\"/system/checks\"",
            "href=\"/system/configuration\"",
            "Last checkpoint",
            "None is asked (audit.witnesses");
    JsonNode audit = operator.get("/api/v1/system").json().path("audit");
    assertThat(audit.path("entries").asLong()).isPositive();
    assertThat(audit.path("checkpointAt").asText()).isNotEmpty();
    network.execute(
        "insert into audit_cosignature (size, witness, line, made_at) values (1, 'nobody', 'x',"
            + " now())");
    assertThat(operator.get("/api/v1/system").json().path("audit").path("witnesses")).isEmpty();
  }
}
