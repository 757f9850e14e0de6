package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.json.ConsultationJson;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.sending.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a browser gets them, in front of a real node. */
class PagesTest {
  private static final String ATTACHMENT = "consultation-summary-throat.txt";
  private static final String ALERT_COUNT =
      "<span class=\"gpcm-count gpcm-count--act\">%d<span class=\"nhsuk-u-visually-hidden\">"
          + " %s</span>";
  private static final String NASTY = "Testford <script>alert(1)</script> & \"Sons\"";

  @TempDir static Path folder;
  @Running static TestNetwork network;
  private static WebServer server;
  private static HttpCaller http;
  private static UUID document;

  @BeforeAll
  static void aDocumentHasTravelled() throws IOException {
    server =
        WebServer.start(
            HttpSettings.defaults().onPort(0).withMaxRequestSize(ByteSize.ofMebibytes(1)),
            network.served(),
            folder.resolve("uploads"));
    http = HttpCaller.of(server.url(), network.served());
    byte[] json =
        new String(
                TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()),
                StandardCharsets.UTF_8)
            .replace("Testford Surgery", NASTY.replace("\"", "\\\""))
            .getBytes(StandardCharsets.UTF_8);
    byte[] attachment = Files.readAllBytes(TestNetwork.example(ATTACHMENT));
    document =
        network
            .node()
            .outbox()
            .submit(
                new Submission(
                    ConsultationJson.read(json),
                    () -> new ByteArrayInputStream(json),
                    List.of(
                        new Submission.File(
                            ATTACHMENT, () -> new ByteArrayInputStream(attachment))),
                    Optional.empty(),
                    Optional.empty()))
            .id();
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network.node().outbox().find(document).orElseThrow().state()
                    == DocumentState.COMPLETED);
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @Test
  void theOutboxShowsTheDocumentAndItsTimeline() throws Exception {
    assertThat(page("/outbox")).contains("Completed", "999 000 0018", "/outbox/" + document);
    assertThat(page("/outbox/" + document))
        .contains(
            "Consultation report for",
            "20013 processed",
            "30001 patient known here",
            "9 Jan 1957",
            "<h2 id=\"timeline\" class=\"nhsuk-heading-s\"><bdi>Timeline</bdi></h2>",
            "Infrastructure acknowledge",
            "/outbox/" + document + "/files/",
            "/download\"");
    assertThat(page("/outbox?state=failed")).contains("No documents like this");
  }

  @Test
  void theWorklistShowsTheSubjectVersionRecipientTypeAndDocuments() throws Exception {
    String list = page("/worklist");
    assertThat(list).contains("Consultation report", "version 1", "For action");
    String entry = page(link(list, "/worklist/[0-9a-f-]{36}"));
    assertThat(entry)
        .contains(
            "Consultation report for",
            "Version 1",
            "For action<",
            "New<",
            "999 000 0018",
            "Examination notes");
    String href = link(entry, "/worklist/[0-9a-f-]{36}/files/0/download");
    assertThat(
            http.post(href, HttpCaller.FORM, "reason=for+a+test".getBytes(StandardCharsets.UTF_8))
                .text())
        .startsWith("%PDF-");
  }

  @Test
  void whatCameFromOutsideIsText() throws Exception {
    assertThat(page("/outbox"))
        .contains("Testford &lt;script&gt;alert(1)&lt;/script&gt; &amp;")
        .doesNotContain("<script");
    assertThat(http.get("/outbox?organisation=%22%3E%3Cscript%3E").text())
        .doesNotContain("<script");
  }

  @Test
  void anAlertStandsOnEveryPageUntilAPersonHasDealtWithIt() throws Exception {
    network.raise(
        document,
        new AlertText("test", "An answer is late", "No answer came", "Telephone the practice"));
    for (String path : List.of("/", "/outbox")) {
      assertThat(page(path))
          .contains(ALERT_COUNT.formatted(1, "open alert"))
          .doesNotContain("An answer is late");
    }
    String its = link(page("/alerts"), "/alerts/\\d+");
    for (String path : List.of(its, "/outbox/" + document)) {
      assertThat(page(path)).contains("An answer is late", "Telephone the practice");
    }
    String alerts = page(its);
    String action = link(alerts, "/alerts/\\d+/resolution");
    HttpCaller.Answer dealtWith =
        http.post(
            action,
            "application/x-www-form-urlencoded",
            "outcome=fault-mended".getBytes(StandardCharsets.UTF_8));
    assertThat(dealtWith.status()).isEqualTo(303);
    assertThat(page("/alerts")).contains("No open alerts");
    assertThat(page("/outbox")).doesNotContain("open alert");
    assertThat(page("/outbox/" + document)).doesNotContain("An answer is late");
    assertThat(network.one("select resolved_by from alert where problem = 'test'"))
        .isEqualTo("B. Fictional");
  }

  @Test
  void theOverviewSaysWhetherTheSystemNeedsSomebodyAndLeadsToIt() throws Exception {
    assertThat(page("/"))
        .contains(
            "<h2 id=\"system\" class=\"nhsuk-heading-s\"><bdi>System</bdi></h2>",
            "<a href=\"/system\">The whole system</a>");
    assertThat(page("/system"))
        .contains(
            "<h2 id=\"nodes\" class=\"nhsuk-heading-s\"><bdi>Nodes at work</bdi></h2>",
            "Alive",
            "Messages to post");
  }

  @Test
  void ofManyAlertsAPageShowsTheNumberAndTheListAFew() throws Exception {
    for (int i = 0; i < 60; i++) {
      network.raise(new AlertText("many-" + i, "Alert no. " + i, "It happened", "Act"));
    }
    assertThat(page("/outbox"))
        .contains(ALERT_COUNT.formatted(60, "open alerts"), "href=\"/alerts\"")
        .doesNotContain("Alert no.");
    String first = page("/alerts");
    assertThat(first).contains("Alert no. 0<", "Alert no. 24<").doesNotContain("Alert no. 25<");
    String further = link(first, "/alerts\\?after=\\d+");
    assertThat(page(further))
        .contains("Alert no. 25<", "Alert no. 49<")
        .doesNotContain("Alert no. 24<", "Alert no. 50<");
    for (var alert : network.node().alerts().open(100)) {
      network.node().alerts().resolve(alert.id(), "B. Fictional");
    }
    assertThat(page("/outbox")).doesNotContain("open alerts");
  }

  @Test
  void whatIsNotThereIsAPageToo() throws Exception {
    HttpCaller.Answer missing = http.get("/outbox/" + UUID.randomUUID());
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("Content-Type")).startsWith("text/html");
    assertThat(missing.text()).contains("There is nothing at this address.", "Overview");
    assertThat(http.get("/worklist?after=0").status()).isEqualTo(400);
  }

  @Test
  void aPageOfWhatWentWrongLeadsBackToWhereOneWasAndKeepsTheAlertsInSight() throws Exception {
    network.raise(
        document, new AlertText("in-sight", "An answer is late", "No answer came", "Ring them"));
    HttpCaller.Answer refused =
        http.post(
            "/outbox/" + document + "/resend",
            HttpCaller.FORM,
            new byte[0],
            "Referer",
            server.url().resolve("/outbox/" + document).toString());
    network.execute("delete from alert where problem = 'in-sight'");
    assertThat(refused.text())
        .contains("href=\"/outbox/" + document + "\">Go back</a>")
        .contains(ALERT_COUNT.formatted(1, "open alert"), "(A99901)");
    HttpCaller.Answer missing = http.get("/outbox/" + UUID.randomUUID());
    assertThat(missing.text()).doesNotContain("Go back").contains("href=\"/outbox\"");
  }

  @Test
  void aPageOfWhatWentWrongIsWrittenForPeople() throws Exception {
    assertThat(http.get("/worklist?sort=age").text())
        .contains("<h1 class=\"nhsuk-heading-l\">Something has to be filled in otherwise</h1>")
        .contains("“sort” must be one of due, received, patient, sender, state: choose one.");
    assertThat(http.get("/outbox?limit=0").text())
        .contains("This address is not right")
        .doesNotContain("parameter or header");
  }

  @Test
  void aPageOfWhatWentWrongSaysWhetherAnythingWasDoneAndHowToNameIt() throws Exception {
    HttpCaller.Answer refused =
        http.post("/outbox/" + document + "/resend", HttpCaller.FORM, new byte[0]);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text())
        .contains(
            "Only what failed can be sent again", "Nothing was done.", "its reference: <code>")
        .contains("<code>" + refused.header("X-Request-ID") + "</code>");
    assertThat(http.get("/outbox/" + UUID.randomUUID()).text()).doesNotContain("Nothing was done.");
  }

  @Test
  void everyPageNamesItsLanguageItsTitleAndItsFields() throws Exception {
    for (String path : List.of("/", "/outbox", "/worklist", "/alerts", "/outbox/" + document)) {
      String page = page(path);
      assertThat(page).startsWith("<!DOCTYPE html>").contains("<html lang=\"en-GB\">", "<title>");
      assertThat(page.split("<h1[ >]")).hasSize(2);
      Matcher field = Pattern.compile("<(?:input|select|textarea) id=\"([^\"]+)\"").matcher(page);
      while (field.find()) {
        assertThat(page).contains("<label for=\"" + field.group(1) + "\" ");
      }
      assertThat(page).doesNotContain("style=", "onclick");
      Matcher header = Pattern.compile("<th(?![a-z])([^>]*)>").matcher(page);
      while (header.find()) {
        assertThat(header.group(1)).containsPattern("scope=\"(col|row)\"");
      }
    }
  }

  private static String page(String path) throws Exception {
    HttpCaller.Answer answer = http.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=utf-8");
    return answer.text();
  }

  private static String link(String page, String pattern) {
    Matcher matcher = Pattern.compile("\"(" + pattern + ")\"").matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1);
  }
}
