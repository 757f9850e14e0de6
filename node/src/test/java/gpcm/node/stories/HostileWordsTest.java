package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names, titles and texts that are markup, or turn round what follows, go from the hub to the
 * practice: every page shows them as the text that they are, and does nothing that they say.
 */
@Tag("slow")
@ExtendWith(Stories.class)
class HostileWordsTest {
  private final ThreeNodes nodes;
  private Guard guard;
  private String words;

  HostileWordsTest(ThreeNodes nodes) {
    this.nodes = nodes;
  }

  @BeforeEach
  void watch() throws Exception {
    guard = new Guard(nodes.desk().browser());
    words = Guard.TURNS_ROUND + guard.script();
  }

  @AfterEach
  void stop() {
    guard.close();
  }

  /** An example in which everybody and everything is called by the hostile words. */
  private Document hostile(String example) throws Exception {
    return Papers.example(
        example,
        json -> {
          ObjectNode patient = (ObjectNode) json.path("patient");
          ObjectNode name = (ObjectNode) patient.path("name");
          name.putArray("given").add("Hostile" + words);
          name.put("prefix", words);
          ((ObjectNode) json.path("organisation")).put("name", words);
          if (json.has("practitioner")) {
            ((ObjectNode) json.at("/practitioner/name")).put("family", words);
            ((ObjectNode) json.path("practitioner")).put("role", words);
            ((ObjectNode) json.at("/followUpActions/0")).put("text", words);
            ((ObjectNode) json.at("/sections/0/items/0")).put("text", words);
          }
          if (json.has("title")) {
            json.put("title", words);
            ((ObjectNode) json.at("/type")).put("term", words);
          }
          if (json.has("sections")) {
            ((ObjectNode) json.at("/sections/0")).put("title", words);
          }
          ((ObjectNode) json.at("/attachments/0")).put("title", words);
        });
  }

  private UUID received(UUID sent) {
    return nodes.practice().entryOf(nodes.hub().documentId(sent));
  }

  private void visits(String page) {
    nodes.desk().open(page);
    guard.findsNothing(page);
  }

  /** The frame of the viewer has no origin; its words are looked at in a tab of their own. */
  private void visitsFrameOf(String page) {
    nodes.desk().open(page).openFrame();
    guard.findsNothing("the frame of " + page);
  }

  @Test
  void onThePagesOfTheSenderTheyAreText() throws Exception {
    UUID sent =
        nodes.hub().handsIn(Papers.about(ThreeNodes.LEFT, hostile("consultation-summary.json")));
    nodes.hub().sent(sent, "rejected");
    nodes.desk().signIn(nodes.hub(), "sender");

    for (String page : List.of("/", "/outbox", "/alerts", "/outbox/" + sent)) {
      visits(page);
    }
    assertThat(nodes.desk().page()).contains(guard.script());
    for (int file : new int[] {0, 1}) {
      visits("/outbox/" + sent + "/files/" + file);
      visitsFrameOf("/outbox/" + sent + "/files/" + file);
    }
  }

  @Test
  void onThePagesOfTheReceiverTheyAreText() throws Exception {
    UUID summary = received(nodes.hub().handsIn(hostile("consultation-summary.json")));
    nodes.desk().signIn(nodes.practice(), "clinician");

    assertThat(nodes.desk().row(summary)).contains("<script id=evil>window.evil=1");
    for (String page : List.of("/", "/worklist", "/worklist?view=all&limit=100", "/alerts")) {
      visits(page);
    }
    visits("/worklist/" + summary);
    assertThat(nodes.desk().page()).contains(guard.script());
    for (int file : new int[] {0, 1}) {
      visits("/worklist/" + summary + "/files/" + file);
      visitsFrameOf("/worklist/" + summary + "/files/" + file);
    }
  }

  @Test
  void amongTheCodedEntriesTheyAreText() throws Exception {
    Document coded =
        Papers.changed(
            hostile("online-consultation.json"),
            json -> {
              ((ObjectNode) json.at("/sections/0/questions/0")).put("text", words);
              ((ObjectNode) json.at("/sections/0/questions/0/answers/0")).put("text", words);
              ObjectNode allergy = json.putArray("resources").addObject().putObject("allergy");
              allergy.put("category", "medication").put("recordedOn", "2026-11-20");
              allergy.put("reaction", words).put("note", words);
              allergy
                  .putObject("code")
                  .put("system", "snomed")
                  .put("code", "91936005")
                  .put("term", words);
            });
    UUID entry = received(nodes.hub().handsIn(coded));
    nodes.desk().signIn(nodes.practice(), "clinician");

    visits("/worklist/" + entry);
    visits("/worklist/" + entry + "/coded");
    int entries =
        nodes.desk().browser().evaluate("document.querySelectorAll('tbody tr').length").asInt();
    assertThat(entries).isGreaterThan(1);
    for (int i = 1; i <= entries; i++) {
      visits("/worklist/" + entry + "/coded/" + i);
      assertThat(nodes.desk().page()).contains("<script id=evil>");
    }
  }

  @Test
  void whenSeveralDocumentsAreChosenTheyAreText() throws Exception {
    UUID entry = received(nodes.hub().handsIn(hostile("generic.json")));
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    for (String act : List.of("take", "assign", "done")) {
      clerk.row(entry);
      clerk.fill("input[name='entry'][value^='" + entry + "']", "");
      clerk.click("button[name='act'][value='" + act + "']", "/worklist/selected");
      guard.findsNothing("what is to be done with several: " + act);
      assertThat(clerk.page()).contains("<script id=evil>");
    }
  }

  @Test
  void aSavedViewMayBeCalledSoAndIsText() {
    Desk clerk = nodes.desk().signIn(nodes.practice(), "clerk");
    clerk.open("/worklist?view=all&action=FA");
    clerk.fill("#view-name", "<img id=evil src=x onerror=window.evil=1>\u202Etxet");
    clerk.click("form[action='/worklist/views'] button", "/worklist.*");
    guard.findsNothing("the list that was saved");
    for (String page : List.of("/worklist", "/worklist/views", "/worklist?view=all&action=FA")) {
      visits(page);
      assertThat(clerk.page()).contains("<img id=evil src=x onerror=window.evil=1>");
    }
  }

  @Test
  void inTheAuditTrailTheyAreText() throws Exception {
    UUID sent = nodes.hub().handsIn(hostile("online-consultation.json"));
    UUID entry = received(sent);
    nodes.desk().signIn(nodes.practice(), "clinician").openDocument(entry);
    nodes.desk().signIn(nodes.practice(), "auditor");

    visits("/audit");
    nodes.desk().fill("#action", "image-filed");
    nodes.desk().click("form[aria-label='Which entries'] button", "/audit");
    guard.findsNothing("the images of the audit trail");
    assertThat(nodes.desk().page()).contains("<script id=evil>");
  }

  @Test
  void whereARuleIsTriedOutTheyAreText() throws Exception {
    received(nodes.hub().handsIn(hostile("generic.json")));
    Desk administrator = nodes.desk().signIn(nodes.practice(), "administrator");
    administrator.open("/settings/rules/new");
    administrator.fill("#name", "<img id=evil src=x onerror=window.evil=1>\u202Etxet");
    String whom =
        administrator
            .browser()
            .evaluate("[...document.querySelectorAll('#whom option')].at(-1).value")
            .asText();
    administrator.fill("#whom", whom).fill("#why", words);
    administrator.click("main form[action='/settings/rules'] button", "/settings/rules");
    String rule =
        administrator
            .browser()
            .evaluate("document.querySelector(\"a[href$='/test']\").getAttribute('href')")
            .asText();
    try {
      guard.findsNothing("the rules");
      visits(rule);
      assertThat(administrator.page()).contains("<script id=evil>", "<img id=evil");
      visits(rule.replace("/test", ""));
    } finally {
      // Else it would give away what comes for the tests after this one.
      administrator.open(rule.replace("/test", "")).fill("#why-end", "A test has ended");
      administrator.click("main form[action$='/end'] button", "/settings/rules");
    }
    guard.findsNothing("what was changed in the rules");
  }
}
