package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.config.ByteSize;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.sending.EncounterAddress;
import gpcm.node.web.HttpCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clinical system that can do no better puts what happened to consultations into a folder. */
class SendingFolderTest extends ConsultationFixture {
  private static final String NOTES = "consultation-summary-throat.txt";

  private static final String WAITS = "sending-folder-waits/";

  @TempDir static Path root;

  private final String name = "visit-" + UUID.randomUUID();

  @BeforeAll
  static void lookIntoFolder() throws IOException {
    restart(() -> {});
  }

  @BeforeEach
  void folderIsThere() {
    await().atMost(PATIENCE).until(() -> Files.isDirectory(root.resolve("in")));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(root.resolve("in"))) {
      for (Path each : left.toList()) {
        Files.delete(each);
      }
    }
  }

  /** With what happens to the folder while the node is down. */
  private static void restart(Meanwhile meanwhile) throws IOException {
    restart(meanwhile, UnaryOperator.identity());
  }

  private static void restart(Meanwhile meanwhile, UnaryOperator<NodeConfiguration> more)
      throws IOException {
    network.restartNode(
        before -> {
          meanwhile.run();
          return more.apply(
              Configurations.sender(before, TestNetwork.HUB, sender -> sender.takingFrom(root)));
        });
    http.close();
    http = HttpCaller.of(network.node().url(), network.served());
  }

  private interface Meanwhile {
    void run();
  }

  private void put(String file, byte[] bytes) throws IOException {
    Path begun = Files.write(root.resolve(".begun-" + UUID.randomUUID()), bytes);
    Files.move(begun, root.resolve("in").resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private void put(JsonNode json) throws IOException {
    put(name + ".json", MAPPER.writeValueAsBytes(json));
  }

  private ObjectNode act(String field) {
    return MAPPER
        .createObjectNode()
        .put("encounterId", encounter)
        .put(field, true)
        .put("by", "B. Fictional");
  }

  private JsonNode answer(String kind) throws IOException {
    Path file = root.resolve("out").resolve(name + "." + kind + ".json");
    await().atMost(PATIENCE).until(() -> Files.exists(file) && begun().isEmpty());
    return MAPPER.readTree(file.toFile());
  }

  private JsonNode receipt() throws IOException {
    return answer("receipt");
  }

  private void forget(String kind) throws IOException {
    Files.delete(root.resolve("out").resolve(name + "." + kind + ".json"));
  }

  private static List<Path> begun() throws IOException {
    try (Stream<Path> all = Files.list(root.resolve("begun"))) {
      return all.toList();
    }
  }

  private Path where(JsonNode answer, String folder) {
    return root.resolve(folder).resolve(answer.path("taken").asText());
  }

  private ObjectNode withNotes() throws IOException {
    ObjectNode consultation = consultation();
    consultation
        .putArray("attachments")
        .addObject()
        .put("file", NOTES)
        .put("title", "Examination notes")
        .put("contentType", "text/plain");
    return consultation;
  }

  private static byte[] notes() throws IOException {
    return Files.readAllBytes(TestNetwork.example(NOTES));
  }

  private int documents() {
    return network.count(
        "select count(*) from document where encounter_id = '%s'".formatted(encounter));
  }

  @Test
  void a_consultation_is_taken_in_as_by_the_api_and_answered_with_a_receipt() throws Exception {
    put(consultation());
    JsonNode receipt = receipt();
    assertThat(receipt.path("file").asText()).isEqualTo(name + ".json");
    assertThat(receipt.path("state").asText()).isEqualTo("waiting");
    JsonNode document =
        http.get(receipt.path("ask").asText().replaceFirst(".*/api/", "/api/")).json();
    assertThat(document.path("id")).isEqualTo(receipt.path("document"));
    assertThat(document.path("encounterId").asText()).isEqualTo(encounter);
    assertThat(document.path("waitsUntil")).isEqualTo(receipt.path("waitsUntil"));
    pass(Duration.ofHours(4));
    awaitState(document, DocumentState.COMPLETED);
  }

  @Test
  void its_files_are_taken_with_it_and_lie_with_it_afterwards() throws Exception {
    put(NOTES, notes());
    put(withNotes());
    JsonNode receipt = receipt();
    JsonNode files =
        http.get("/api/v1/documents/" + receipt.path("document").asText()).json().path("files");
    assertThat(files.toString()).contains(NOTES);
    assertThat(where(receipt, "done").resolve(name + ".json")).exists();
    assertThat(where(receipt, "done").resolve("files").resolve(NOTES)).hasBinaryContent(notes());
    assertThat(root.resolve("in").resolve(NOTES)).doesNotExist();
  }

  @Test
  void a_file_that_is_named_is_waited_for() throws Exception {
    put(withNotes());
    await().during(Duration.ofSeconds(3)).until(() -> documents() == 0);
    put(NOTES, notes());
    assertThat(receipt().path("state").asText()).isEqualTo("waiting");
  }

  @Test
  void a_file_that_is_still_written_is_not_taken() throws Exception {
    Path growing = root.resolve("in").resolve(NOTES);
    Files.writeString(growing, "It");
    put(withNotes());
    for (int i = 0; i < 12; i++) {
      Files.writeString(growing, "It grows. ".repeat(i + 1));
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      assertThat(documents()).isZero();
    }
    receipt();
    assertThat(documents()).isEqualTo(1);
  }

  @Test
  void a_file_that_never_comes_is_refused_and_a_person_is_told() throws Exception {
    put(withNotes());
    await().during(Duration.ofSeconds(3)).until(() -> documents() == 0);
    pass(Duration.ofMinutes(2));
    JsonNode refusal = answer("refusal");
    assertThat(refusal.at("/problems/0/field").asText()).isEqualTo("/attachments/0/file");
    assertThat(refusal.at("/problems/0/whatToDo").asText()).isNotEmpty();
    assertThat(where(refusal, "refused").resolve(name + ".json")).exists();
    assertThat(network.alerts("sending-folder-refused/" + refusal.path("taken").asText()))
        .hasSize(1);
    assertThat(documents()).isZero();
  }

  @Test
  void what_is_wrong_is_refused_with_each_element() throws Exception {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.path("patient")).put("nhsNumber", "9990000019");
    put(consultation);
    JsonNode refusal = answer("refusal");
    assertThat(refusal.at("/problems/0/field").asText()).isEqualTo("/patient/nhsNumber");
    assertThat(refusal.toString()).doesNotContain("9990000019");
  }

  @Test
  void what_was_refused_is_taken_when_it_is_mended_and_its_refusal_goes() throws Exception {
    put(consultation().put("useCase", "none"));
    answer("refusal");
    put(consultation());
    receipt();
    assertThat(root.resolve("out").resolve(name + ".refusal.json")).doesNotExist();
  }

  @Test
  void half_a_file_is_waited_for_and_then_refused() throws Exception {
    byte[] whole = MAPPER.writeValueAsBytes(consultation());
    put(name + ".json", Arrays.copyOf(whole, whole.length / 2));
    await()
        .during(Duration.ofSeconds(3))
        .until(() -> Files.exists(root.resolve("in").resolve(name + ".json")));
    pass(Duration.ofMinutes(2));
    assertThat(answer("refusal").path("problems")).isNotEmpty();
  }

  @Test
  void a_file_that_two_consultations_name_goes_with_the_first() throws Exception {
    put(NOTES, notes());
    put(withNotes());
    receipt();
    String other = name + "-other";
    put(
        other + ".json",
        MAPPER.writeValueAsBytes(withNotes().put("encounterId", UUID.randomUUID().toString())));
    Path refusal = root.resolve("out").resolve(other + ".refusal.json");
    await().during(Duration.ofSeconds(3)).until(() -> !Files.exists(refusal));
    pass(Duration.ofMinutes(2));
    await().atMost(PATIENCE).until(() -> Files.exists(refusal));
    assertThat(documents()).isEqualTo(1);
  }

  @Test
  void what_is_larger_with_its_files_than_a_request_may_be_is_refused() throws Exception {
    restart(
        () -> {},
        before -> before.with(before.http().withMaxRequestSize(ByteSize.ofKibibytes(64))));
    put(NOTES, "Nothing new. ".repeat(10_000).getBytes(StandardCharsets.UTF_8));
    put(withNotes());
    assertThat(answer("refusal").at("/problems/0/detail").asText()).contains("max-request-size");
    restart(() -> {});
  }

  @Test
  void a_name_that_begins_with_a_dot_is_left_alone() throws Exception {
    put(".half.json", MAPPER.writeValueAsBytes(consultation()));
    await().during(Duration.ofSeconds(3)).until(() -> documents() == 0);
    pass(Duration.ofHours(2));
    await()
        .during(Duration.ofSeconds(3))
        .until(() -> network.alerts("sending-folder-stays/").isEmpty());
    assertThat(root.resolve("in").resolve(".half.json")).exists();
  }

  @Test
  void a_consultation_does_not_take_another_one_for_its_file() throws Exception {
    ObjectNode consultation = withNotes();
    ((ObjectNode) consultation.at("/attachments/0")).put("file", "z-" + name + ".json");
    put(consultation);
    pass(Duration.ofMinutes(2));
    ObjectNode other = consultation().put("encounterId", UUID.randomUUID().toString());
    put("z-" + name + ".json", MAPPER.writeValueAsBytes(other));
    assertThat(answer("refusal").at("/problems/0/field").asText()).isEqualTo("/attachments/0/file");
    Path receipt = root.resolve("out").resolve("z-" + name + ".receipt.json");
    await().atMost(PATIENCE).until(() -> Files.exists(receipt));
  }

  @Test
  void a_ready_made_report_lies_beside_it_under_its_name() throws Exception {
    byte[] pdf =
        http.post(
                address() + "/dry-run",
                "application/json",
                MAPPER.writeValueAsBytes(consultation()))
            .json()
            .at("/report/pdf")
            .binaryValue();
    put(name + ".report.pdf", pdf);
    put(consultation());
    String document = receipt().path("document").asText();
    assertThat(
            network.one(
                "select count(*) from document_attachment where document = '%s' and is_report and"
                        .formatted(document)
                    + " not rendered"))
        .isEqualTo("1");
  }

  @Test
  void what_is_larger_than_json_may_be_is_refused() throws Exception {
    put(name + ".json", new byte[32 << 20]);
    pass(Duration.ofMinutes(2));
    assertThat(answer("refusal").at("/problems/0/detail").asText()).contains("max-json-size");
  }

  @Test
  void another_organisations_consultation_is_refused() throws Exception {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.path("organisation")).put("odsCode", TestNetwork.PHARMACY);
    put(consultation);
    assertThat(answer("refusal").at("/problems/0/field").asText())
        .isEqualTo("/organisation/odsCode");
  }

  @Test
  void what_is_put_there_later_about_the_same_consultation_comes_later() throws Exception {
    put("a-" + name + ".json", MAPPER.writeValueAsBytes(changed("A second thought")));
    Files.setLastModifiedTime(
        root.resolve("in").resolve("a-" + name + ".json"),
        FileTime.fromMillis(System.currentTimeMillis() + 5_000));
    put(consultation());
    receipt();
    await().atMost(PATIENCE).until(() -> documents() == 2);
    assertThat(reports()).containsExactly("superseded", "waiting");
    Files.delete(root.resolve("out").resolve("a-" + name + ".receipt.json"));
  }

  @Test
  void changed_back_under_the_same_name_it_is_changed_back() throws Exception {
    for (JsonNode each : List.of(consultation(), changed("Another"), consultation())) {
      put(each);
      receipt();
      forget("receipt");
    }
    assertThat(reports()).containsExactly("superseded", "superseded", "waiting");
  }

  @Test
  void a_deletion_withdraws_what_has_not_left() throws Exception {
    JsonNode recorded = created(record(consultation()));
    put(act("deleted").put("reason", "Entered twice"));
    assertThat(receipt().at("/withdrawn/0")).isEqualTo(recorded.path("id"));
    assertThat(state(recorded)).isEqualTo("withdrawn");
  }

  /** GPCM-SD-CS-077. */
  @Test
  void a_deletion_of_what_has_left_warns_with_the_four_facts() throws Exception {
    JsonNode recorded = created(record(consultation()));
    pass(Duration.ofHours(4));
    awaitState(recorded, DocumentState.COMPLETED);
    put(act("deleted"));
    JsonNode warning = receipt().path("warning");
    assertThat(warning.path("nhsNumber").asText()).isEqualTo(TestNetwork.KNOWN);
    assertThat(openFollowUps()).contains(warning.path("followUp").asText());
    assertThat(warning.has("patientName")).isTrue();
    assertThat(warning.has("consultationDate")).isTrue();
    assertThat(warning.has("registeredPractice")).isTrue();
  }

  /** GPCM-SD-CS-074. */
  @Test
  void a_confirmation_lets_the_report_go() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    put(act("confirmed"));
    receipt();
    assertThat(network.kinds(id(recorded))).contains("confirmed");
    forget("receipt");
    put(act("confirmed"));
    assertThat(answer("refusal").at("/problems/0/detail").asText()).contains("no report");
  }

  @Test
  void a_deletion_of_nothing_known_is_refused() throws Exception {
    put(act("deleted"));
    assertThat(answer("refusal").at("/problems/0/field").asText()).isEqualTo("/encounterId");
  }

  private JsonNode recordedAs(String visit) throws Exception {
    return created(
        http.put(
            EncounterAddress.of(visit),
            MAPPER.writeValueAsBytes(consultation().put("encounterId", visit))));
  }

  @Test
  void a_deletion_names_an_encounter_by_any_id_that_the_api_takes() throws Exception {
    String visit = "clinic/2026+week?48#{\\\"}%" + UUID.randomUUID();
    JsonNode recorded = recordedAs(visit);
    put(act("deleted").put("encounterId", visit));
    assertThat(receipt().at("/withdrawn/0")).isEqualTo(recorded.path("id"));
    assertThat(state(recorded)).isEqualTo("withdrawn");
  }

  @Test
  void a_confirmation_names_an_encounter_by_any_id_that_the_api_takes() throws Exception {
    set("consultation-summary", 180, true, "");
    String visit = "clinic/" + UUID.randomUUID() + "/" + "x".repeat(211);
    assertThat(visit).hasSize(255);
    JsonNode recorded = recordedAs(visit);
    put(act("confirmed").put("encounterId", visit));
    receipt();
    assertThat(network.kinds(id(recorded))).contains("confirmed");
  }

  @Test
  void an_act_with_an_id_that_no_encounter_can_have_is_refused() throws Exception {
    for (String visit : List.of("", "two words", "é", "a\nb", "x".repeat(256))) {
      put(act("deleted").put("encounterId", visit));
      JsonNode problem = answer("refusal").at("/problems/0");
      assertThat(problem.path("field").asText()).isEqualTo("/encounterId");
      assertThat(problem.path("detail").asText()).contains("1 to 255 visible ASCII characters");
      forget("refusal");
    }
  }

  @Test
  void an_act_that_says_two_things_or_nobody_is_refused() throws Exception {
    put(act("deleted").put("confirmed", true));
    assertThat(answer("refusal").at("/problems/0/field").asText()).isEqualTo("/deleted");
    ObjectNode nobody = act("deleted");
    nobody.remove("by");
    put(nobody);
    await()
        .atMost(PATIENCE)
        .until(() -> answer("refusal").at("/problems/0/field").asText().equals("/by"));
  }

  @Test
  void it_stands_in_the_audit_log_as_the_folders() throws Exception {
    put(consultation());
    String document = receipt().path("document").asText();
    assertThat(
            network.one(
                "select count(*) from audit_entry where action = 'submitted' and case_id = '%s' and"
                        .formatted(document)
                    + " actor like '%sending folder%'"))
        .isEqualTo("1");
  }

  // Killed before anything was done with what was taken.
  @Test
  void taken_and_killed_it_is_handed_in_by_the_next_node() throws Exception {
    byte[] json = MAPPER.writeValueAsBytes(consultation());
    restart(() -> lying("20261129T120000000-000001-" + UUID.randomUUID(), json));
    receipt();
    assertThat(documents()).isEqualTo(1);
  }

  private void lying(String taken, byte[] json) {
    try {
      Path begun = Files.createDirectories(root.resolve("begun").resolve(taken));
      Files.write(begun.resolve(name + ".json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Killed between what was handed in and its receipt, or between that and putting it away.
  @Test
  void handed_in_and_killed_it_gets_its_receipt_again_and_no_second_document() throws Exception {
    put(NOTES, notes());
    put(withNotes());
    JsonNode first = receipt();
    created(record(changed("A later thought")));
    for (boolean written : List.of(false, true)) {
      Path done = where(first, "done");
      restart(
          () -> {
            try {
              if (!written) {
                forget("receipt");
              }
              Files.move(done, where(first, "begun"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      await().atMost(PATIENCE).until(() -> Files.exists(done));
      assertThat(receipt().path("document")).isEqualTo(first.path("document"));
    }
    assertThat(documents()).isEqualTo(2);
  }

  @Test
  void confirmed_and_killed_it_gets_its_receipt_again() throws Exception {
    set("consultation-summary", 180, true, "");
    created(record(consultation()));
    put(act("confirmed"));
    JsonNode first = receipt();
    restart(
        () -> {
          try {
            forget("receipt");
            Files.move(where(first, "done"), where(first, "begun"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(receipt().path("document")).isEqualTo(first.path("document"));
  }

  // The receipt cannot be written, really, and the node ends before it can.
  @Test
  void when_no_receipt_can_be_written_a_person_is_told_and_it_is_written_later() throws Exception {
    Path way = Files.createDirectories(root.resolve("out").resolve(name + ".receipt.json/in"));
    put(consultation());
    await().atMost(PATIENCE).until(() -> documents() == 1);
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.alerts(WAITS).size() == 1);
    restart(() -> {});
    Files.delete(way);
    Files.delete(way.getParent());
    receipt();
    assertThat(documents()).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> network.alerts(WAITS).isEmpty());
  }

  @Test
  void what_a_node_told_that_was_killed_is_over_when_it_does_not_lie_there_any_more() {
    network.execute(
        "insert into alert (organisation, problem, title, what_happened, what_to_do, times,"
            + " raised_at, last_at) values ('%s', '%sgone', 'T', 'H', 'D', 1, now(), now())"
                .formatted(TestNetwork.HUB, WAITS));
    pass(Duration.ofMinutes(2));
    await().atMost(PATIENCE).until(() -> network.alerts(WAITS).isEmpty());
  }

  @Test
  void a_folder_that_cannot_be_read_raises_an_alert_until_it_can() throws Exception {
    Path in = root.resolve("in");
    Path aside = root.resolve("aside");
    Files.move(in, aside);
    Files.writeString(in, "no folder");
    await().atMost(PATIENCE).until(() -> network.alerts("sending-folder/").size() == 1);
    Files.delete(in);
    Files.move(aside, in);
    await().atMost(PATIENCE).until(() -> network.alerts("sending-folder/").isEmpty());
  }

  @Test
  void of_a_file_that_stays_a_person_is_told() throws Exception {
    put("nobody-names-me.pdf", notes());
    Files.createSymbolicLink(
        root.resolve("in").resolve("link.json"), TestNetwork.example("consultation-summary.json"));
    await()
        .during(Duration.ofSeconds(3))
        .until(() -> network.alerts("sending-folder-stays/").isEmpty());
    pass(Duration.ofHours(2));
    await().atMost(PATIENCE).until(() -> network.alerts("sending-folder-stays/").size() == 1);
    assertThat(root.resolve("in").resolve("link.json")).isSymbolicLink();
    Files.delete(root.resolve("in").resolve("link.json"));
    Files.delete(root.resolve("in").resolve("nobody-names-me.pdf"));
    await().atMost(PATIENCE).until(() -> network.alerts("sending-folder-stays/").isEmpty());
  }

  @Test
  void no_link_is_followed_to_a_file_that_is_named() throws Exception {
    Files.createSymbolicLink(root.resolve("in").resolve(NOTES), TestNetwork.example(NOTES));
    put(withNotes());
    await().during(Duration.ofSeconds(3)).until(() -> documents() == 0);
    pass(Duration.ofMinutes(2));
    assertThat(answer("refusal").at("/problems/0/field").asText()).isEqualTo("/attachments/0/file");
  }

  @Test
  void while_another_node_has_the_folder_this_one_takes_nothing() throws Exception {
    network.execute(
        "insert into node (id, name, build, organisations, started_at, heartbeat_at, alive_until)"
            + " values ('other', 'other', 'test', '{}', now(), now(), now() + interval '1 day')");
    network.execute("update sole_work set owner = 'other' where work = 'sending-folder'");
    put(consultation());
    await().during(Duration.ofSeconds(3)).until(() -> documents() == 0);
    network.execute("update node set alive_until = now() - interval '1 second' where id = 'other'");
    receipt();
    assertThat(documents()).isEqualTo(1);
  }

  @Test
  void many_are_each_taken_once() throws Exception {
    List<String> encounters = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      encounters.add(UUID.randomUUID().toString());
      put(
          name + "-" + i + ".json",
          MAPPER.writeValueAsBytes(consultation().put("encounterId", encounters.getLast())));
    }
    String all = "'" + String.join("','", encounters) + "'";
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        "select count(*) from document where encounter_id in (%s)".formatted(all))
                    == 120);
    await().atMost(PATIENCE).until(() -> begun().isEmpty());
    assertThat(
            Files.readString(
                root.resolve("out").resolve(name + "-0.receipt.json"), StandardCharsets.UTF_8))
        .contains("document");
  }

  /**
   * Something at which whatever concerns it fails, and nothing else: its receipt cannot be written.
   */
  private Path obstacle(String file) throws IOException {
    return Files.createDirectories(root.resolve("out").resolve(file + ".receipt.json/in"));
  }

  private static void away(Path obstacle) throws IOException {
    Files.delete(obstacle);
    Files.delete(obstacle.getParent());
  }

  private static void old(Path file, int seconds) throws IOException {
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(System.currentTimeMillis() - seconds * 1000L));
  }

  // Both lie there whole when the first of them comes to nothing.
  @Test
  void a_deletion_waits_while_what_was_told_before_it_is_not_done_with() throws Exception {
    String first = "a-" + name;
    Path obstacle = obstacle(first);
    Path one = Files.write(root.resolve(first), MAPPER.writeValueAsBytes(consultation()));
    Path two = Files.write(root.resolve(name), MAPPER.writeValueAsBytes(act("deleted")));
    old(one, 20);
    old(two, 10);
    Files.move(two, root.resolve("in").resolve(name + ".json"));
    Files.move(one, root.resolve("in").resolve(first + ".json"));
    await().atMost(PATIENCE).until(() -> documents() == 1);
    await().during(Duration.ofSeconds(3)).until(() -> reports().equals(List.of("waiting")));
    assertThat(root.resolve("in").resolve(name + ".json")).exists();
    away(obstacle);
    receipt();
    assertThat(reports()).containsExactly("withdrawn");
  }

  @Test
  void three_that_come_to_nothing_hold_up_no_other_and_each_is_told_of() throws Exception {
    List<Path> obstacles = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      obstacles.add(obstacle("a" + i + name));
      put(
          "a" + i + name + ".json",
          MAPPER.writeValueAsBytes(
              consultation().put("encounterId", UUID.randomUUID().toString())));
    }
    await().atMost(PATIENCE).until(() -> begun().size() == 3);
    put(consultation());
    Path receipt = root.resolve("out").resolve(name + ".receipt.json");
    await().atMost(PATIENCE).until(() -> Files.exists(receipt));
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.alerts(WAITS).size() == 3);
    for (Path each : obstacles) {
      away(each);
    }
    await().atMost(PATIENCE).until(() -> begun().isEmpty() && network.alerts(WAITS).isEmpty());
  }

  @Test
  void of_what_somebody_closed_though_it_lasts_people_are_told_again() throws Exception {
    Path obstacle = obstacle(name);
    put(consultation());
    await().atMost(PATIENCE).until(() -> documents() == 1);
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.alerts(WAITS).size() == 1);
    long first = network.alerts(WAITS).getFirst().id();
    network.execute(
        "update alert set resolved_at = last_at, resolved_by = 'B. Fictional' where id = " + first);
    pass(Duration.ofMinutes(20));
    await().atMost(PATIENCE).until(() -> network.alerts(WAITS).size() == 1);
    assertThat(network.alerts(WAITS).getFirst().id()).isNotEqualTo(first);
    away(obstacle);
    receipt();
  }

  @Test
  void a_file_that_the_node_may_not_read_holds_up_no_other_and_a_person_is_told() throws Exception {
    Path closed = Files.write(root.resolve("closed"), MAPPER.writeValueAsBytes(consultation()));
    Files.setPosixFilePermissions(closed, Set.of());
    Assumptions.assumeFalse(Files.isReadable(closed), "whoever runs this may read every file");
    Files.move(closed, root.resolve("in").resolve("closed.json"));
    put(consultation());
    receipt();
    pass(Duration.ofMinutes(2));
    await()
        .atMost(PATIENCE)
        .until(() -> network.alerts("sending-folder-unread/").toString().contains("closed.json"));
    assertThat(network.alerts("sending-folder/")).isEmpty();
  }

  @Test
  void what_lay_beside_what_is_refused_goes_away_with_it() throws Exception {
    put(NOTES, notes());
    put(name + ".report.pdf", notes());
    put(withNotes().put("useCase", "none"));
    JsonNode refusal = answer("refusal");
    Path files = where(refusal, "refused").resolve("files");
    assertThat(files.resolve(NOTES)).exists();
    assertThat(files.resolve(name + ".report.pdf")).exists();
    put(consultation());
    String document = receipt().path("document").asText();
    assertThat(
            network.count(
                "select count(*) from document_attachment where document = '%s' and not rendered"
                    .formatted(document)))
        .isZero();
  }

  @Test
  void of_half_a_file_the_report_goes_away_with_it() throws Exception {
    put(name + ".report.pdf", notes());
    put(name + ".json", "{".getBytes(StandardCharsets.UTF_8));
    await()
        .during(Duration.ofSeconds(3))
        .until(() -> Files.exists(root.resolve("in").resolve(name + ".json")));
    pass(Duration.ofMinutes(2));
    assertThat(where(answer("refusal"), "refused").resolve("files").resolve(name + ".report.pdf"))
        .exists();
  }

  // Killed after it was taken; what lies there by now is of the next patient.
  @Test
  void taken_and_killed_it_takes_no_file_that_came_later() throws Exception {
    byte[] json = MAPPER.writeValueAsBytes(withNotes());
    restart(
        () -> {
          lying("20261129T120000000-000001-" + UUID.randomUUID(), json);
          try {
            put(NOTES, notes());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(answer("refusal").at("/problems/0/field").asText()).isEqualTo("/attachments/0/file");
    assertThat(root.resolve("in").resolve(NOTES)).exists();
  }

  private void killedAfter(JsonNode answer) throws IOException {
    restart(
        () -> {
          try {
            forget("receipt");
            Files.move(where(answer, "done"), where(answer, "begun"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void deleted_and_killed_it_leaves_a_version_alone_that_came_later() throws Exception {
    JsonNode recorded = created(record(consultation()));
    put(act("deleted"));
    JsonNode first = receipt();
    JsonNode later = created(record(changed("It was no mistake")));
    killedAfter(first);
    assertThat(receipt().path("document")).isEqualTo(recorded.path("id"));
    assertThat(state(later)).isEqualTo("waiting");
  }

  @Test
  void confirmed_and_killed_it_leaves_a_version_alone_that_came_later() throws Exception {
    set("consultation-summary", 180, true, "");
    JsonNode recorded = created(record(consultation()));
    put(act("confirmed"));
    JsonNode first = receipt();
    JsonNode later = created(record(changed("Nobody has read this one")));
    killedAfter(first);
    assertThat(receipt().path("document")).isEqualTo(recorded.path("id"));
    assertThat(network.kinds(id(later))).doesNotContain("confirmed");
  }

  // Killed after it was written down which report is meant, and before anything was done.
  @Test
  void a_deletion_that_was_not_done_yet_is_refused_when_another_version_has_come()
      throws Exception {
    JsonNode recorded = created(record(consultation()));
    String taken = "20261129T120000000-000001-" + UUID.randomUUID();
    network.execute(
        "insert into sending_folder_act (organisation, taken, document) values ('%s', '%s', '%s')"
            .formatted(TestNetwork.HUB, taken, id(recorded)));
    JsonNode later = created(record(changed("A later thought")));
    byte[] json = MAPPER.writeValueAsBytes(act("deleted"));
    restart(() -> lying(taken, json));
    assertThat(answer("refusal").at("/problems/0/field").asText()).isEqualTo("/encounterId");
    assertThat(state(later)).isEqualTo("waiting");
  }

  @Test
  void of_more_files_than_are_looked_at_together_a_person_is_told_and_each_is_taken()
      throws Exception {
    for (int i = 0; i <= 10_000; i++) {
      Files.createFile(root.resolve("in").resolve("nobody-names-" + i + ".pdf"));
    }
    await().atMost(PATIENCE).until(() -> network.alerts("sending-folder-crowded/").size() == 1);
    put(consultation());
    receipt();
    nothingIsLeft();
    await().atMost(PATIENCE).until(() -> network.alerts("sending-folder-crowded/").isEmpty());
  }
}
