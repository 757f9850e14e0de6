package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.audit.AuditQuery;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of messages over HTTP, and what one says when a second person has confirmed it. */
class MessagePagesTest {
  private static final String SECRET = "Testpatient-who-is-not-named";

  @Running static TestNetwork network;
  private static MessagesFixture there;

  @BeforeAll
  static void messagesHaveTravelled() throws Exception {
    there = MessagesFixture.in(network);
  }

  private static Someone hub() {
    return operator(TestNetwork.HUB, "L. Operator");
  }

  private static Someone operator(String organisation, String name) {
    return Someone.at(network, organisation, name, Role.OPERATOR);
  }

  /** Has a message shown: the address of what was asked for, once it is confirmed. */
  private static String confirmed(Someone asker, String organisation, Object id) throws Exception {
    Answer asked = asker.post("/messages/" + id + "/text", "reason=It+is+refused+there");
    assertThat(asked.status()).as(asked.text()).isEqualTo(303);
    String place = asked.header("Location");
    assertThat(operator(organisation, "Second-Operator").post(place + "/confirm", "").status())
        .isEqualTo(303);
    return place;
  }

  private static String read(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static List<AuditEntry> taken(String organisation) {
    return network.served().audited().search().find(AuditQuery.newest(organisation, 200)).stream()
        .filter(each -> each.action() == Action.MESSAGE_TAKEN_OUT)
        .filter(each -> each.outcome().equals(Outcome.DONE))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whoMaySeeThemHasThemInTheNavigation(Role role) throws Exception {
    boolean sees = role == Role.OPERATOR || role == Role.AUDITOR;
    Someone one = Someone.at(network, TestNetwork.HUB, "One with a role", role);
    assertThat(one.get("/").text().contains("href=\"/messages\"")).isEqualTo(sees);
  }

  @Test
  void thePageOfTheSystemLeadsToThem() throws Exception {
    assertThat(read(hub().get("/system"))).contains("Find a message and what belongs to it");
  }

  @Test
  void theListHasARowForEachAndSaysWhatIsFiltered() throws Exception {
    String page = read(hub().get("/messages"));
    assertThat(page)
        .contains("Messages of ", "No patient data on this page")
        .contains("href=\"/messages/" + there.accepted() + "\"", "Document, sent")
        .contains("Business response, received", "MESH report, received", "Not accepted");
    String filtered = read(hub().get("/messages?code=EPL-151"));
    assertThat(filtered)
        .contains("Code EPL-151", "href=\"/messages/" + there.report() + "\"")
        .doesNotContain("href=\"/messages/" + there.accepted() + "\"");
  }

  @Test
  void anEmptyListSaysWhy() throws Exception {
    assertThat(read(hub().get("/messages?id=" + UUID.randomUUID())))
        .contains("Your organisation has sent and received no message that is called so.");
    assertThat(read(hub().get("/messages?code=20001"))).contains("No messages like this.");
    assertThat(read(operator(TestNetwork.PHARMACY, "N. Operator").get("/messages")))
        .contains("No messages. What is sent and received stands here.");
  }

  @Test
  void thePageOfOneHasItsOutsideItsExchangeAndWhatHappened() throws Exception {
    String page = read(hub().get("/messages/" + there.refused()));
    assertThat(page)
        .contains("The practice that MESH finds by the patient", "GPFED_CONSULT_REPORT")
        .contains("<strong>30002</strong>", "Patient not known here")
        .contains("href=\"/messages?code=30002\"")
        .contains(there.of("mesh_message_id", there.refused()))
        .contains("The message was made.", "MESH reported on a message.")
        .contains("href=\"/messages/" + there.report() + "\"")
        .contains("href=\"/outbox/" + there.refused() + "\"");
    assertThat(read(hub().get("/messages/" + there.report())))
        .contains("No mailbox was found for the patient")
        .contains("href=\"/messages/" + there.refused() + "\"")
        .doesNotContain("href=\"/outbox/");
  }

  @Test
  void whatASecondPersonConfirmedIsShownLineByLine() throws Exception {
    Someone asker = operator(TestNetwork.HUB, "Asking-Operator");
    assertThat(read(asker.get("/messages/" + there.accepted()))).contains("Ask a second person");
    int before = taken(TestNetwork.HUB).size();
    Answer asked = asker.post("/messages/" + there.accepted() + "/text", "reason=Why");
    String waiting = asked.header("Location");
    assertThat(asker.get(waiting + "/message/text").status()).isEqualTo(409);

    String place = confirmed(asker, TestNetwork.HUB, there.accepted());
    assertThat(read(asker.get(place))).contains("href=\"" + place + "/message/text\"");
    assertThat(taken(TestNetwork.HUB)).hasSize(before);
    String text = read(asker.get(place + "/message/text"));
    assertThat(text)
        .contains("<li id=\"line-1\" value=\"1\">", "&lt;MessageHeader", "The checks found nothing")
        .contains("more characters of base64 are not shown")
        .contains("/message/text?form=raw");
    AuditEntry entry = taken(TestNetwork.HUB).getFirst();
    assertThat(entry.data().caseId()).contains(there.accepted());
    assertThat(entry.second()).isPresent();
    assertThat(entry.reason()).contains("It is refused there");

    String raw = read(asker.get(place + "/message/text?form=raw"));
    assertThat(raw).contains("As it is, raw").contains("&lt;MessageHeader");
    assertThat(asker.get(place + "/message/text?form=other").status()).isEqualTo(400);
  }

  @Test
  void itIsForWhoAskedForAQuarterOfAnHour() throws Exception {
    Someone asker = operator(TestNetwork.HUB, "Asking-Operator");
    String place = confirmed(asker, TestNetwork.HUB, there.accepted());
    assertThat(operator(TestNetwork.HUB, "Second-Operator").get(place + "/message/text").status())
        .isEqualTo(404);
    assertThat(operator(TestNetwork.PRACTICE, "M. Operator").get(place + "/message/text").status())
        .isEqualTo(404);
    network.advance(Duration.ofMinutes(15));
    assertThat(operator(TestNetwork.HUB, "Asking-Operator").get(place + "/message/text").status())
        .isEqualTo(409);
  }

  @Test
  void findingsStandUnderTheirLinesWithALinkFromTheTop() throws Exception {
    UUID id =
        there.unreadable(
            "<Bundle><type value=\"%s\"/><entry><x/></entry></Bundle>".formatted(SECRET));
    network.execute(
        """
        insert into finding (received, ordinal, requirement, strength, code, path, found, expected, fix, tolerated)
        values ('%s', 0, 'GPCM-SD-CS-018', 'MUST', '20009', 'Bundle.type', '%s', 'message', 'Say message', false)
        """
            .formatted(id, SECRET));
    Someone asker = operator(TestNetwork.PRACTICE, "Asking-Operator");
    assertThat(read(asker.get("/messages/" + id)))
        .contains("GPCM-SD-CS-018", "Say message")
        .doesNotContain(SECRET);
    String place = confirmed(asker, TestNetwork.PRACTICE, id);
    String text = read(asker.get(place + "/message/text"));
    assertThat(text)
        .contains("<a href=\"#line-2\">GPCM-SD-CS-018, line 2</a>", "The checks found 1 thing");
    String line = text.substring(text.indexOf("id=\"line-2\""), text.indexOf("id=\"line-3\""));
    assertThat(line).contains("gpcm-source__finding", "GPCM-SD-CS-018", SECRET, "Say message");
    assertThat(read(asker.get(place + "/message/text?form=raw")))
        .contains("<a href=\"#line-1\">GPCM-SD-CS-018, line 1</a>");
  }

  @Test
  void whatIsHostileInAMessageIsTextOnThePage() throws Exception {
    UUID id =
        there.unreadable(
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><script>alert(1)</script>&x;"
                + "<b c='\u202Eabc'/></a>");
    Someone asker = operator(TestNetwork.PRACTICE, "Asking-Operator");
    String text = read(asker.get(confirmed(asker, TestNetwork.PRACTICE, id) + "/message/text"));
    assertThat(text)
        .contains("&lt;script&gt;alert(1)", "&amp;x;", "\\u202E")
        .doesNotContain("<script>alert", "root:", "\u202E");
  }

  @Test
  void anAnswerCanBeAskedForToo() throws Exception {
    String answer =
        network.one(
            "select id from answer where received = '%s' and kind = 'business'"
                .formatted(there.received(there.refused())));
    Someone asker = operator(TestNetwork.PRACTICE, "Asking-Operator");
    String place = confirmed(asker, TestNetwork.PRACTICE, answer);
    assertThat(read(asker.get(place))).contains("Answer to a received message");
    assertThat(read(asker.get(place + "/message/text"))).contains("30002", "OperationOutcome");
  }

  @Test
  void whatIsConfidentialIsNotForOperatorsFiledOrNot() throws Exception {
    UUID id = there.unreadable("<a/>");
    network.execute("update received_message set restricted = true where id = '" + id + "'");
    Someone asker = operator(TestNetwork.PRACTICE, "Asking-Operator");
    assertThat(read(asker.get("/messages/" + id)))
        .contains("what it says is not for you")
        .doesNotContain("Ask a second person");
    assertThat(asker.post("/messages/" + id + "/text", "reason=Why").status()).isEqualTo(403);
  }

  @Test
  void anAuditorSaysWhyAndIsShownItAtOnce() throws Exception {
    Someone auditor = Someone.at(network, TestNetwork.HUB, "Auditor-Example", Role.AUDITOR);
    String place = "/messages/" + there.accepted();
    Answer why = auditor.get(place);
    assertThat(why.status()).isEqualTo(403);
    assertThat(why.text()).contains("action=\"" + place + "\"");
    assertThat(read(auditor.post(place, "reason=A+complaint"))).contains("Show it as it is, raw");
    assertThat(read(auditor.post("/messages?code=30002", "reason=A+complaint")))
        .contains("Code 30002");
    String text = read(auditor.post(place + "/text", "reason=A+complaint&form=raw"));
    assertThat(text).contains("&lt;MessageHeader", "What a message says");
    assertThat(taken(TestNetwork.HUB).getFirst().reason()).contains("A complaint");
  }

  @Test
  void itIsTheSameAsWhatIsDownloaded() throws Exception {
    String source = new String(there.bytes(there.accepted()), StandardCharsets.UTF_8);
    Someone asker = operator(TestNetwork.HUB, "Asking-Operator");
    String place = confirmed(asker, TestNetwork.HUB, there.accepted());
    assertThat(asker.get(place + "/message").text()).isEqualTo(source);
    String first = source.lines().findFirst().orElseThrow();
    String shown = first.substring(0, Math.min(60, first.length()));
    assertThat(read(asker.get(place + "/message/text?form=raw")))
        .contains(shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }
}
