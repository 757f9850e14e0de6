package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.working.ListFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worklist as a browser gets it: views, filters, order, search, and what it says of rows. */
class WorklistPagesTest {
  @TempDir static Path folder;
  @Running static TestNetwork network;
  private static WebServer server;
  private static HttpCaller http;

  @BeforeAll
  static void documentsHaveCome() throws IOException {
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0), network.served(), folder.resolve("uploads"));
    http = HttpCaller.of(server.url(), network.served());
    for (String example :
        List.of("consultation-summary.json", "online-consultation.json", "generic.json")) {
      UUID id = network.submit(TestNetwork.document(example, TestNetwork.HUB));
      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  network.node().outbox().find(id).orElseThrow().state()
                      == DocumentState.COMPLETED);
    }
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  private static String page(String address) throws Exception {
    HttpCaller.Answer answer = http.get(address);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  /** The names of the patients, in the order of the rows. */
  private static List<String> patients(String page) {
    return Pattern.compile(
            "<a class=\"gpcm-name\""
                + " href=\"/worklist/[0-9a-f-]{36}(?:\\?[^\"]*)?\"[^>]*><bdi>([^<]*)</bdi>")
        .matcher(page)
        .results()
        .map((MatchResult row) -> row.group(1))
        .toList();
  }

  @Test
  void everyViewIsThereWithItsCount() throws Exception {
    String page = page("/worklist");
    assertThat(page)
        .contains(
            "Unassigned", "Needs matching", "In review", "Waiting", "Overdue", "Done (30 days)")
        .containsPattern("view=unassigned\"[^>]*>Unassigned <span class=\"gpcm-count \">3")
        .containsPattern("aria-current=\"page\">All <span");
    assertThat(patients(page)).hasSize(3);
  }

  /** For htmx, a file of the node's own; nothing inline, and nothing of anybody else. */
  @Test
  void onlyTheNodesOwnScriptRunsAndAsksTheNodeAlone() throws Exception {
    HttpCaller.Answer answer = http.get("/worklist");
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "; script-src 'self'; connect-src 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.text())
        .contains("<script src=\"" + Assets.HTMX.address() + "\" defer></script>")
        .contains("&quot;allowEval&quot;:false");
    assertThat(http.get(Assets.HTMX.address()).header("Content-Type"))
        .startsWith("text/javascript");
  }

  @Test
  void anEmptyViewSaysWhy() throws Exception {
    assertThat(page("/worklist?view=mine")).contains("You have no documents.");
    assertThat(page("/worklist?view=overdue")).contains("Nothing is late.");
  }

  /** The document itself is not due yet. */
  @Test
  void aLateReviewIsSaidInTheRowOfItsDocumentAndInTheNumberOfWhatIsOverdue() throws Exception {
    network.execute(
        """
        insert into work_review (id, entry, instruction, asked_at, asked_by, due_at)
        select gen_random_uuid(), id, 'Look', now(), 'A. Clerk', timestamptz '2020-01-01T00:00Z' from worklist_entry limit 1
        """);
    try {
      String overdue = page("/worklist?view=overdue");
      assertThat(patients(overdue)).hasSize(1);
      assertThat(overdue).contains("1 document</h2>", "a review or a task is late");
    } finally {
      network.execute("delete from work_review");
    }
    assertThat(page("/worklist")).doesNotContain("a review or a task is late");
  }

  @Test
  void whoeverFindsMoreThanIsShownIsToldHowMany() throws Exception {
    network.execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject,
          local_id, status_code, status_description, linked_message_id, sha256, size, state, position, received_at)
        select md5('many-' || n)::uuid, o.organisation, 'many-' || n, 'DATA', '', '', '', '', '', '', '', '', '', 0, 'filed',
          1000000 + n, timestamptz '2020-01-01T00:00Z'
        from (select organisation from worklist_entry limit 1) o, generate_series(1, 101) n
        """);
    network.execute(
        """
        insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title, version,
          confidential, patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name, encounter_id, message_id,
          document_id, composition_id, warnings, received_at, patient_search)
        select id, organisation, id, 'to-do', 'generic', 'FA', 'Report', 'Report', 1, false, '9990000107', 'Quill, Alpha',
          '1957-01-09', 'A99901', '', '', mesh_message_id, mesh_message_id, '', '', received_at, 'quill alpha'
        from received_message where mesh_message_id like 'many-%'
        """);
    try {
      HttpCaller.Answer answer =
          http.post("/worklist/find", HttpCaller.FORM, "find=qui".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.text()).contains("101 documents found, the newest 100 are here");
      assertThat(patients(answer.text())).hasSize(100);
    } finally {
      network.execute(
          "delete from worklist_entry where subject = 'Report' and document_id like 'many-%'");
      network.execute("delete from received_message where mesh_message_id like 'many-%'");
    }
  }

  @Test
  void aFilterIsNamedAndTakenAway() throws Exception {
    String filtered = page("/worklist?use-case=online-consultation&action=FA");
    assertThat(patients(filtered)).containsExactly("TESTPATIENT, Charlie (Mr)");
    assertThat(filtered)
        .contains("1 of 3 documents", "2 are hidden by the filters.", "Kind: Online consultation")
        .contains("href=\"/worklist?view=all&amp;action=FA\"", "Clear all filters");
    assertThat(page("/worklist?use-case=online-consultation&received-to=2020-01-01"))
        .contains("No document of this view fits the filters.", "3 are hidden by the filters.");
  }

  @Test
  void theHeadOfAColumnSortsAndSaysSo() throws Exception {
    String byPatient = page("/worklist?sort=patient");
    assertThat(patients(byPatient)).isSorted();
    assertThat(byPatient)
        .containsPattern(
            "aria-sort=\"ascending\"><a[^>]*href=\"/worklist\\?view=all&amp;sort=patient\"");
    assertThat(page("/worklist?sort=received"))
        .containsPattern("aria-sort=\"descending\"><a[^>]*sort=received");
  }

  @Test
  void aPartIsAsLongAsAsked() throws Exception {
    String first = page("/worklist?limit=2");
    assertThat(patients(first)).hasSize(2);
    Matched next = Matched.of(first, "rel=\"next\" href=\"([^\"]+)\"");
    assertThat(patients(page(next.text().replace("&amp;", "&")))).hasSize(1);
  }

  private record Matched(String text) {
    static Matched of(String page, String pattern) {
      return new Matched(
          Pattern.compile(pattern)
              .matcher(page)
              .results()
              .findFirst()
              .orElseThrow(() -> new AssertionError(page))
              .group(1));
    }
  }

  /** No address holds what was searched for; the audit log does. */
  @ParameterizedTest
  @CsvSource({
    "charl, 1",
    "999 000 0018, 3",
    "9990000018, 3",
    "9 Jan 1957, 3",
    "09/01/1957, 3",
    "nobody-here, 0"
  })
  void aDocumentIsFoundByItsPatient(String words, int found) throws Exception {
    HttpCaller.Answer answer =
        http.post(
            "/worklist/find",
            HttpCaller.FORM,
            ("find=" + Display.parameter(words)).getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(patients(answer.text())).hasSize(found);
    assertThat(answer.text())
        .contains(found == 0 ? "Nothing was received here for what you searched for." : "found");
    assertThat(
            network.one(
                "select count(*) from audit_entry where action = '"
                    + Action.PATIENT_SEARCHED.code()
                    + "'"))
        .isNotEqualTo("0");
  }

  @Test
  void whatIsWrittenIsReadForWhatItIs() {
    assertThat(WorklistPages.search("999 000 0018").nhsNumber()).contains("9990000018");
    assertThat(WorklistPages.search("9/1/1957").born()).contains(LocalDate.of(1957, 1, 9));
    assertThat(WorklistPages.search("1957-01-09").born()).contains(LocalDate.of(1957, 1, 9));
    String id = UUID.randomUUID().toString();
    assertThat(WorklistPages.search(id))
        .isEqualTo(
            new ListFilter.Search(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(id)));
    assertThat(WorklistPages.search("Testpatient").name()).contains("Testpatient");
  }

  @Test
  void howManyHaveComeSinceIsTold() throws Exception {
    assertThat(page("/worklist/new?since=2020-01-01T00:00:00Z"))
        .contains("3 new documents", "Refresh the list");
    assertThat(http.get("/worklist/new?since=2999-01-01T00:00:00Z").status()).isEqualTo(204);
  }

  /** GPCM-SD-CS-030: of a confidential document nobody learns where it came from. */
  @Test
  void whoHasSentSomethingCanBeChosenByName() throws Exception {
    assertThat(page("/worklist"))
        .contains("<option value=\"A99901\">Sampleton Evening Hub (A99901)</option>");
    assertThat(page("/worklist?sender=A99901"))
        .contains("From: Sampleton Evening Hub (A99901)", "3 of 3 documents");
    network.execute("update worklist_entry set confidential = true, sender_name = ''");
    try {
      assertThat(page("/worklist")).doesNotContain("value=\"A99901\"");
    } finally {
      network.execute(
          "update worklist_entry set confidential = false, sender_name = 'Sampleton Evening Hub'");
    }
  }

  @Test
  void aKindOfDocumentCanBeChosenByItsName() throws Exception {
    String code = network.one("select type_code from worklist_entry where use_case = 'generic'");
    String name = network.one("select type_display from worklist_entry where use_case = 'generic'");
    assertThat(page("/worklist"))
        .contains("<option value=\"%s\">%s (%1$s)</option>".formatted(code, name));
    assertThat(page("/worklist?type=" + code)).contains("1 of 3 documents", "Type: " + name);
    assertThat(http.get("/worklist?type=%27").status()).isEqualTo(422);
  }

  /** Whose documents a list has: it never has those of two organisations. */
  @Test
  void theListSaysWhoseItIs() throws Exception {
    String name = network.served().waysIn().organisations().of(TestNetwork.PRACTICE);
    assertThat(page("/worklist"))
        .contains("Documents received by " + name + " (A99902), 3 documents")
        .contains("<bdi>" + name + "</bdi></span></h1>");
  }

  @Test
  void whoeverStatesNoNameIsCalledAsThisNodeKnowsThem() throws Exception {
    String name = network.served().waysIn().organisations().of(TestNetwork.HUB);
    network.execute("update worklist_entry set sender_name = ''");
    try {
      assertThat(page("/worklist")).contains("<bdi class=\"gpcm-name\">" + name + "</bdi>");
    } finally {
      network.execute("update worklist_entry set sender_name = 'Sampleton Evening Hub'");
    }
  }

  @Test
  void theHeadOfEveryPageNamesTheOrganisationThenItsCode() throws Exception {
    assertThat(page("/worklist"))
        .containsPattern("gpcm-header__organisation\"><bdi>[^<]*[a-z][^<]* \\(A99902\\)</bdi>");
  }
}
