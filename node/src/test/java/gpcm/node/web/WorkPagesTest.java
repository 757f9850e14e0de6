package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.json.ConsultationJson;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.working.Working;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with a received document, by the forms of its page. */
class WorkPagesTest {
  @Running static TestNetwork network;
  private static Someone clerk;
  private static Someone other;
  private static Someone clinician;
  private String entry;

  @BeforeAll
  static void peopleAreKnown() {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    other = Someone.at(network, TestNetwork.PRACTICE, "B. Clerk", Role.CLERK);
    clinician = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN);
  }

  @BeforeEach
  void aDocumentIsReceived() throws Exception {
    entry = received(UUID.randomUUID().toString());
  }

  private static String received(String encounter) throws Exception {
    return network.entryOf(
        network.submit(
            ConsultationJson.read(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter))));
  }

  private String page(Someone who) throws Exception {
    return page(who, "/worklist/" + entry);
  }

  private static String page(Someone who, String address) throws Exception {
    Answer answer = who.get(address);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private static String found(String page, String pattern) {
    return Pattern.compile(pattern)
        .matcher(page)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " is not in " + page))
        .group(1);
  }

  /** The fields of a form as the page of whoever sends it has them. */
  private Map<String, String> form(Someone who, String... fields) throws Exception {
    String page = page(who);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("version", found(page, "name=\"version\" value=\"(\\d+)\""));
    form.put("once", found(page, "name=\"once\" value=\"([0-9a-f-]+)\""));
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    return form;
  }

  private Answer send(Someone who, String act, Map<String, String> form) throws Exception {
    return send(who, act, "", form);
  }

  private Answer send(Someone who, String act, String query, Map<String, String> form)
      throws Exception {
    return who.post(
        "/worklist/" + entry + "/work/" + act + query,
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + Display.parameter(each.getValue()))
            .collect(Collectors.joining("&")));
  }

  /** Does it, and gives the page that one is led to. */
  private String done(Someone who, String act, String... fields) throws Exception {
    Answer answer = send(who, act, form(who, fields));
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    return page(who, answer.header("Location"));
  }

  private static void banner(String page, String words) {
    assertThat(found(page, "notification-banner__heading\"><bdi>([^<]*)</bdi>")).contains(words);
  }

  private String refused(Someone who, String act, int status, String... fields) throws Exception {
    Answer answer = send(who, act, form(who, fields));
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains("<title>Error: ", "There is a problem");
    assertThat(answer.text().indexOf("There is a problem"))
        .isLessThan(answer.text().indexOf("<h1"));
    return answer.text();
  }

  private static void wrongAt(String page, String field, String words) {
    assertThat(page)
        .contains("<a href=\"#" + field + "\"><bdi>" + words)
        .contains("id=\"" + field + "-error\"")
        .containsPattern("id=\"" + field + "-error\"><span [^>]*>Error:</span> " + words);
  }

  /** The entries of the audit log about it, by action. */
  private String logged(String action) {
    return network.one(
        "select count(*) from audit_entry where case_id = '%s' and action = '%s'"
            .formatted(entry, action));
  }

  @Test
  void whoTakesItHasItAndGivesItBack() throws Exception {
    assertThat(page(clerk)).contains("Take this document", "Nobody has it. Due");
    String taken = done(clerk, "take");
    banner(taken, "You have taken this document.");
    assertThat(taken).contains("You have it. Due", "A. Clerk took it.").doesNotContain("Take this");
    assertThat(page(other))
        .contains("A. Clerk has it.")
        .doesNotContain("Take this", "Give it back");
    banner(done(clerk, "give-back"), "You have given this document back.");
  }

  @Test
  void theBannerSaysNothingThatIsNotSo() throws Exception {
    assertThat(page(clerk, "/worklist/" + entry + "?done=complete"))
        .doesNotContain("notification-banner");
    done(clerk, "take");
    assertThat(page(other, "/worklist/" + entry + "?done=take"))
        .doesNotContain("notification-banner");
    assertThat(page(clerk, "/worklist/" + entry + "?done=%3Cscript%3E"))
        .doesNotContain("notification-banner", "script%3E", "<script>");
  }

  @Test
  void assigningSaysHowMuchIsOpenThere() throws Exception {
    Someone busy = Someone.at(network, TestNetwork.PRACTICE, "D. Busy", Role.CLERK);
    String page = done(clerk, "assign", "who", "person:" + busy.person().id());
    banner(page, "Assigned to D. Busy. 1 open there, oldest");
    assertThat(page).contains("D. Busy has it.");
  }

  @Test
  void assigningToNobodyIsToldAtTheField() throws Exception {
    wrongAt(refused(clerk, "assign", 422, "who", ""), "assign-who", "Choose a person or a team.");
    wrongAt(
        refused(clerk, "assign", 422, "who", "person:" + UUID.randomUUID()),
        "assign-who",
        "Choose a person or a team.");
  }

  @Test
  void aNoteIsKeptAndCorrectedByAnother() throws Exception {
    String noted = done(clerk, "note", "text", "Rang <her>\nShe is well");
    banner(noted, "Your note is kept");
    assertThat(noted).contains("Rang &lt;her&gt;\nShe is well", "Notes (1)", "A. Clerk:");
    String note = found(noted, "<li id=\"item-([0-9a-f-]{36})\">");
    String corrected = done(clerk, "note", "text", "Rang him", "corrects", note);
    assertThat(corrected)
        .contains(
            "Rang &lt;her&gt;", "Rang him", "Corrected by a later note.", "Corrects the note");
  }

  @Test
  void anEmptyNoteIsRefusedAtItsField() throws Exception {
    wrongAt(refused(clerk, "note", 422, "text", " "), "note-text", "Write the note");
    assertThat(logged("noted")).as("that it came to nothing").isEqualTo("1");
    assertThat(logged("document-opened")).as("before and after it").isEqualTo("2");
  }

  @Test
  void aNoteThatIsRefusedComesBackAsItWasTyped() throws Exception {
    String typed = "From \u2067right\u2069\u2069 to \u2067left" + "x".repeat(4000);
    assertThat(refused(clerk, "note", 422, "text", typed)).contains(">" + typed + "</textarea>");
  }

  @Test
  void aNoteOfFourThousandSignsIsKeptHoweverTheyAreWritten() throws Exception {
    assertThat(send(clerk, "note", form(clerk, "text", "\uD83D\uDE00".repeat(4000))).status())
        .isEqualTo(303);
  }

  @Test
  void whatWasTypedIsKeptWhenItIsRefused() throws Exception {
    String page = refused(clerk, "task", 422, "what", "Book a <test>", "due", "tomorrow");
    wrongAt(page, "task-due", "Give the day by which it is to be done");
    assertThat(page).contains("value=\"Book a &lt;test>\"").containsPattern("<details [^>]* open>");
  }

  @Test
  void anOpenTaskKeepsItFromBeingCompletedAndThePageSaysWhich() throws Exception {
    done(clerk, "take");
    String added = done(clerk, "task", "what", "Book a test", "due", "2099-01-31");
    banner(added, "The task is open.");
    assertThat(added)
        .contains("It cannot be completed yet.", "Open: 1 task", "Task: Book a test")
        .contains("by 31 Jan 2099")
        .doesNotContain("Complete this document");
    String task = found(added, "href=\"#item-([0-9a-f-]{36})\"");
    assertThat(added).contains("<li id=\"item-" + task + "\"");
    String refused = refused(clerk, "complete", 409, "outcome", "no-action-needed");
    assertThat(refused).contains("<a href=\"#open\"><bdi>It cannot be completed while", "1 task");
    banner(done(other, "task-done", "task", task), "The task is done.");
    assertThat(page(clerk)).contains("Complete this document", "Done by");
  }

  @Test
  void aClinicianReviewsAndAClerkDoesNot() throws Exception {
    String asked = done(clerk, "review", "instruction", "Is the allergy known?");
    banner(asked, "The review is asked for.");
    assertThat(asked)
        .contains("In review<", "Review: Is the allergy known?", "any clinician")
        .doesNotContain("Give this review");
    String review = found(asked, "href=\"#item-([0-9a-f-]{36})\"");
    assertThat(
            send(clerk, "review-result", form(clerk, "review", review, "result", "Yes")).status())
        .isEqualTo(403);
    String empty = refused(clinician, "review-result", 422, "review", review, "result", "");
    wrongAt(empty, "review-result-" + review + "-result", "Write what the review found");
    String given = done(clinician, "review-result", "review", review, "result", "It is known");
    banner(given, "Your review is kept");
    assertThat(given).contains("It is known", "Given by");
  }

  private static String template(String name, String levels) throws Exception {
    Someone administrator =
        Someone.at(network, TestNetwork.PRACTICE, "G. Administrator", Role.ADMINISTRATOR);
    Answer made =
        administrator.post(
            "/settings/reviews", "name=" + name + "&reason=They+asked+for+it&" + levels);
    assertThat(made.status()).as(made.text()).isEqualTo(303);
    return network.one(
        "select id from review_template where ended_at is null and name = '%s'".formatted(name));
  }

  private static void endTemplates() {
    network.execute("update review_template set ended_at = now() where ended_at is null");
  }

  @Test
  void whereThereIsNoTemplateNoneIsOffered() throws Exception {
    assertThat(page(clerk)).contains("Ask for a review").doesNotContain("by a template");
  }

  @Test
  void aTemplateIsBegunWithItsLevelsSaidInWords() throws Exception {
    String giver = clinician.person().id().toString();
    String template =
        template(
            "Results",
            "whom-1=person-%1$s&instruction-1=Read+<it>&whom-2=person-%1$s&instruction-2=Decide&due-2=4&due-unit-2=hours"
                .formatted(giver));
    template("Letters", "whom-1=person-%s&instruction-1=Look".formatted(giver));
    try {
      assertThat(page(clerk))
          .contains("Begin reviews by a template", ">Results</label>", ">Letters</label>")
          .contains(
              "Level 1, C. Clinician: Read &lt;it&gt;. Level 2, C. Clinician, within 4 hours:"
                  + " Decide.");
      wrongAt(
          refused(clerk, "review-template", 422),
          "review-template-template",
          "Choose one of the templates.");
      wrongAt(
          refused(clerk, "review-template", 422, "template", UUID.randomUUID().toString()),
          "review-template-template",
          "Choose one of the templates.");
      Map<String, String> form = form(clerk, "template", template);
      Answer begun = send(clerk, "review-template", form);
      assertThat(begun.status()).as(begun.text()).isEqualTo(303);
      String page = page(clerk, begun.header("Location"));
      banner(page, "The reviews are begun.");
      assertThat(page)
          .contains("In review<", "Level 1 of “<bdi>Results</bdi>”", "Waits for the level");
      assertThat(logged("review-asked")).as("two that came to nothing, and this").isEqualTo("3");
      twice(clerk, "review-template", form);
    } finally {
      endTemplates();
    }
  }

  @Test
  void whichTemplateWasChosenIsKeptWhenItIsRefused() throws Exception {
    String template =
        template("Kept", "whom-1=person-%s&instruction-1=Look".formatted(clinician.person().id()));
    try {
      Map<String, String> old = form(clerk, "template", template);
      done(other, "take");
      Answer refused = send(clerk, "review-template", old);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.text())
          .contains("Since you opened it, B. Clerk took it")
          .containsPattern("value=\"" + template + "\" checked");
    } finally {
      endTemplates();
    }
  }

  @Test
  void whoMayNotAssignIsOfferedNoTemplate() throws Exception {
    template("Other", "whom-1=person-%s&instruction-1=Look".formatted(clinician.person().id()));
    try {
      Someone auditor = Someone.at(network, TestNetwork.PRACTICE, "E. Auditor", Role.AUDITOR);
      assertThat(auditor.post("/worklist/" + entry, "reason=a+complaint").text())
          .contains("History of the work")
          .doesNotContain("by a template");
    } finally {
      endTemplates();
    }
  }

  @Test
  void itWaitsUntilADay() throws Exception {
    wrongAt(
        refused(clerk, "wait", 422, "until", "2020-01-01", "why", "Result"),
        "wait-until",
        "Give a day after today");
    LocalDate until = LocalDate.now(Working.ZONE).plusDays(7);
    banner(
        done(clerk, "wait", "until", until.toString(), "why", "Result"),
        "This document waits until " + Display.date(until));
  }

  @Test
  void itIsCompletedWithAnOutcomeAndOpenedAgain() throws Exception {
    wrongAt(refused(clerk, "complete", 422), "complete-outcome", "Choose how it ends.");
    wrongAt(
        refused(clerk, "complete", 422, "outcome", "action-taken"),
        "complete-what",
        "Say which action was taken");
    String completed = done(clerk, "complete", "outcome", "action-taken", "what", "Rang her");
    banner(completed, "This document is completed.");
    assertThat(completed).contains("Done<", "Done: <bdi>action taken</bdi>", "Rang her");
    assertThat(page(other)).doesNotContain("Open it again");
    assertThat(send(other, "reopen", form(other, "why", "Wrong patient")).status()).isEqualTo(403);
    banner(done(clerk, "reopen", "why", "She rang back"), "This document is open again.");
  }

  @Test
  void whatTheSenderWasToldIsNotedInTheTimeOfTheUnitedKingdom() throws Exception {
    String told =
        done(
            clerk,
            "tell-sender",
            "how",
            "call",
            "told",
            "Dr Golf Sample",
            "at-day",
            "2025-07-01",
            "at-time",
            "14:30",
            "what",
            "The patient has moved");
    banner(told, "It is noted what you told the sender. Nothing is sent by this.");
    assertThat(told).contains("told the sender by telephone: Dr Golf Sample, 1 Jul 2025 14:30.");
    assertThat(
            network.one(
                "select told_at = '2025-07-01T13:30:00Z' from work_note where entry = '%s'"
                    .formatted(entry)))
        .isEqualTo("t");
  }

  /** The clocks went forward at one. */
  @Test
  void aTimeThatNeverWasIsRefused() throws Exception {
    wrongAt(
        refused(
            clerk,
            "tell-sender",
            422,
            "how",
            "call",
            "told",
            "Dr Golf Sample",
            "at-day",
            "2025-03-30",
            "at-time",
            "01:30",
            "what",
            "x"),
        "tell-sender-at-day",
        "Give the day and the time");
  }

  @Test
  void itIsMarkedUrgentAndNotUrgent() throws Exception {
    assertThat(done(clerk, "urgent", "urgent", "true")).contains("Urgent<", "Not urgent any more");
    banner(
        done(clerk, "urgent", "urgent", "false"), "This document is not marked urgent any more.");
  }

  @Test
  void whoActsOnAnOldPageIsToldWhatHasChangedAndLosesNothing() throws Exception {
    Map<String, String> old = form(other, "outcome", "action-taken", "what", "Rang her twice");
    done(clerk, "complete", "outcome", "no-action-needed");
    Answer answer = send(other, "complete", old);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text())
        .contains("<a href=\"#work\"><bdi>Since you opened it, A. Clerk completed it")
        .contains("This page shows it as it is now")
        .contains("What you typed, which is not kept", "Rang her twice");
  }

  @Test
  void aDoubleClickDoesNothingTwice() throws Exception {
    for (String[] act :
        new String[][] {
          {"note", "text", "Rang her"},
          {"task", "what", "Ring her"},
          {"take"},
          {"assign", "who", "person:" + other.person().id()},
          {"urgent", "urgent", "true"}
        }) {
      Map<String, String> form = form(clerk, Arrays.copyOfRange(act, 1, act.length));
      for (int i = 0; i < 2; i++) {
        Answer answer = send(clerk, act[0], form);
        assertThat(answer.status()).as(act[0] + answer.text()).isEqualTo(303);
        entryIsThereOnce();
      }
    }
  }

  @Test
  void aDoubleClickOnATaskThatIsDoneDoesNothingTwice() throws Exception {
    String task = found(done(clerk, "task", "what", "Ring her"), "href=\"#item-([0-9a-f-]{36})\"");
    twice(clerk, "task-done", form(clerk, "task", task));
    assertThat(send(other, "task-done", form(other, "task", task)).status())
        .as("by somebody else")
        .isEqualTo(409);
  }

  @Test
  void aDoubleClickOnAReviewThatIsGivenDoesNothingTwice() throws Exception {
    String review =
        found(
            done(clerk, "review", "instruction", "Is it known?"), "href=\"#item-([0-9a-f-]{36})\"");
    Map<String, String> form = form(clinician, "review", review, "result", "Yes");
    twice(clinician, "review-result", form);
    form.put("result", "No");
    assertThat(send(clinician, "review-result", form).status()).as("other words").isEqualTo(409);
  }

  private void twice(Someone who, String act, Map<String, String> form) throws Exception {
    for (int i = 0; i < 2; i++) {
      Answer answer = send(who, act, form);
      assertThat(answer.status()).as(answer.text()).isEqualTo(303);
      entryIsThereOnce();
    }
  }

  private void entryIsThereOnce() {
    assertThat(
            network.one(
                "select max(n) <= 1 from (select count(*) as n from work_event where entry = '%s' group by words) as each"
                    .formatted(entry)))
        .isEqualTo("t");
  }

  /** Another text is another note, though it comes from the same page. */
  @Test
  void whatIsTypedAnewOnTheSamePageIsKeptToo() throws Exception {
    Map<String, String> form = form(clerk, "text", "Rang her");
    send(clerk, "note", form);
    form.put("text", "Rang him");
    assertThat(send(clerk, "note", form).status()).isEqualTo(303);
    assertThat(page(clerk)).contains("Rang her", "Rang him", "Notes (2)");
  }

  @Test
  void whoWorkedOnAReplacedVersionSaysThatTheyKnow() throws Exception {
    String encounter = UUID.randomUUID().toString();
    entry = received(encounter);
    done(clerk, "take");
    String json =
        new String(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter), StandardCharsets.UTF_8)
            .replace("\"version\": 1,", "\"version\": 2, \"replaces\": \"" + encounter + "\",");
    String first = entry;
    entry =
        network.entryOf(
            network.submit(ConsultationJson.read(json.getBytes(StandardCharsets.UTF_8))));
    assertThat(page(clerk)).contains("I have seen the replacement");
    assertThat(page(other)).doesNotContain("I have seen the replacement");
    Answer seen = send(clerk, "replacement-seen", Map.of());
    assertThat(seen.status()).isEqualTo(303);
    banner(page(clerk, seen.header("Location")), "It is noted that you know about the change.");
    assertThat(page(clerk)).doesNotContain("I have seen the replacement");
    String old = page(clerk, "/worklist/" + first);
    assertThat(old)
        .contains("A newer version has replaced this document.")
        .doesNotContain("Complete this document", "Take this document", "Assign it");
  }

  @Test
  void whoMayNotIsNotOfferedIt() throws Exception {
    Someone auditor = Someone.at(network, TestNetwork.PRACTICE, "E. Auditor", Role.AUDITOR);
    Answer page = auditor.post("/worklist/" + entry, "reason=a+complaint");
    assertThat(page.text())
        .contains("History of the work", "Notes (0)")
        .doesNotContain("Take this document", "Complete this document", "Add a note", "Assign it");
    assertThat(
            auditor
                .post("/worklist/" + entry + "/work/note", "reason=a+complaint&text=x&version=1")
                .status())
        .isEqualTo(403);
  }

  /** Both by one view that nothing else is in. */
  @Test
  void fromAListOneGoesOnInItAndBackToIt() throws Exception {
    Someone own = Someone.at(network, TestNetwork.PRACTICE, "F. Clerk", Role.CLERK);
    String first = entry;
    done(own, "take");
    entry = received(UUID.randomUUID().toString());
    String second = entry;
    done(own, "take");
    String list = page(own, "/worklist?view=mine&sort=patient&action=FA");
    String query = "?view=mine&amp;sort=patient&amp;action=FA";
    assertThat(list).contains("href=\"/worklist/" + first + query, "href=\"/worklist/" + second);
    String lower = first.compareTo(second) < 0 ? first : second;
    String higher = lower.equals(first) ? second : first;
    String page = page(own, "/worklist/" + lower + query.replace("&amp;", "&"));
    assertThat(page)
        .contains("nhsuk-back-link\" href=\"/worklist" + query)
        .containsPattern(Pattern.quote("href=\"/worklist/" + higher + query + "\" rel=\"next\""))
        .doesNotContain("rel=\"prev\"");
    entry = lower;
    Answer completed =
        send(
            own, "complete", query.replace("&amp;", "&"), form(own, "outcome", "no-action-needed"));
    String after = page(own, completed.header("Location"));
    assertThat(after)
        .contains("Go to the next document in the list")
        .containsPattern(Pattern.quote("href=\"/worklist/" + higher + query + "\""));
  }

  private static final String PLACE = "view=mine&amp;sort=patient&amp;action=FA";

  private String placed(String path) throws Exception {
    return page(clerk, "/worklist/" + entry + path + "?" + PLACE.replace("&amp;", "&"));
  }

  private String under(String path) {
    return "\"/worklist/" + entry + path + "?" + PLACE + "\"";
  }

  @Test
  void thePageOfADocumentLeadsToItsFilesWithThePlaceInTheList() throws Exception {
    assertThat(placed(""))
        .contains("href=" + under("/files/0"), "action=" + under("/files/0/download"))
        .contains("action=" + under("/work/note"));
  }

  @Test
  void aFileLeadsBackToItsDocumentAndOnInItsPagesWithThePlaceInTheList() throws Exception {
    assertThat(placed("/files/0"))
        .contains("nhsuk-back-link\" href=" + under(""))
        .contains("action=" + under("/files/0/download"))
        .contains("/files/0?page=1&amp;zoom=large&amp;" + PLACE);
  }

  @Test
  void aDownloadWhoseReasonWasLeftOutAsksForItWithThePlaceInTheList() throws Exception {
    String address = "/worklist/" + entry + "/files/0/download?" + PLACE.replace("&amp;", "&");
    assertThat(clerk.post(address, "").text()).contains("action=" + under("/files/0/download"));
    assertThat(clerk.post(address, "reason=A+letter").status()).isEqualTo(200);
  }

  @Test
  void aReasonThatWasLeftOutIsAskedForWithThePlaceInTheList() throws Exception {
    Someone auditor = Someone.at(network, TestNetwork.PRACTICE, "E. Auditor", Role.AUDITOR);
    Answer asked = auditor.get("/worklist/" + entry + "/files/0?" + PLACE.replace("&amp;", "&"));
    assertThat(asked.text()).contains("action=" + under("/files/0"));
    Answer given =
        auditor.post(
            "/worklist/" + entry + "/files/0?" + PLACE.replace("&amp;", "&"), "reason=a+complaint");
    assertThat(given.text()).contains("nhsuk-back-link\" href=" + under(""));
  }

  @Test
  void aPageThatSaysWhatIsWrongLeadsBackWithThePlaceInTheList() throws Exception {
    Answer refused =
        clerk
            .http()
            .post(
                "/worklist/" + entry + "/files/0/download?view=nothing",
                HttpCaller.FORM,
                "reason=A+letter".getBytes(StandardCharsets.UTF_8),
                "Referer",
                network.node().url() + "/worklist/" + entry + "?" + PLACE.replace("&amp;", "&"));
    assertThat(refused.text()).contains("href=" + under(""), "Go back");
  }

  @Test
  void whatIsNoPlaceInAListIsRefusedOnEveryPageOfADocument() throws Exception {
    for (String path : List.of("/files/0", "/coded")) {
      assertThat(clerk.get("/worklist/" + entry + path + "?view=nothing").status())
          .as(path)
          .isBetween(400, 422);
    }
  }

  @Test
  void whatAnAddressMayNotSayIsRefused() throws Exception {
    for (String query : List.of("?view=nothing", "?sort=x", "?next=x", "?nhs-number=9990000018")) {
      assertThat(clerk.get("/worklist/" + entry + query).status()).as(query).isBetween(400, 422);
    }
  }
}
