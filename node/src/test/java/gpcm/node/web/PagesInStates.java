package gpcm.node.web;

import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.PageInState.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Every page there is, in the states that it has. */
final class PagesInStates {
  private static final Viewer HUB = Viewer.of(TestNetwork.HUB, "Dana Example", Role.values());
  private static final Viewer PRACTICE =
      Viewer.of(TestNetwork.PRACTICE, "Dana Example", Role.values());
  private static final Viewer CLERK = Viewer.of(TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);

  /** Of an organisation that has sent and received nothing. */
  private static final Viewer NEWCOMER = Viewer.of("A99909", "N. Newcomer-Example", Role.values());

  private static final Viewer OPERATOR =
      Viewer.of(TestNetwork.HUB, "O. Operator-Example", Role.OPERATOR);
  private static final Viewer AUDITOR =
      Viewer.of(TestNetwork.PRACTICE, "U. Auditor-Example", Role.AUDITOR);
  private static final Viewer ASKER = Viewer.of(TestNetwork.HUB, "A. Asker-Example", Role.SENDER);
  private static final Viewer SECOND = Viewer.of(TestNetwork.HUB, "B. Second-Example", Role.SENDER);
  private static final Viewer ENDING =
      Viewer.of(TestNetwork.PRACTICE, "E. Ending-Example", Role.CLERK);
  private static final Viewer TYPING =
      Viewer.of(TestNetwork.PRACTICE, "T. Typing-Example", Role.CLERK);
  private static final Viewer NO_ROLE = Viewer.of(TestNetwork.HUB, "R. Norole-Example");

  private final FullNetwork full;
  private final List<PageInState> pages = new ArrayList<>();

  private PagesInStates(FullNetwork full) {
    this.full = full;
  }

  static List<PageInState> of(FullNetwork full) {
    PagesInStates all = new PagesInStates(full);
    all.signingIn();
    all.outbox();
    all.sent();
    all.worklist();
    all.received();
    all.alerts();
    all.messages();
    all.settings();
    all.around();
    all.notice();
    all.problems();
    all.lately();
    return List.copyOf(all.pages);
  }

  /** States that change what other pages show, or that end: each is made right before its page. */
  private void lately() {
    page("worklist-selected", "/worklist", PRACTICE, "/worklist");
    then(ticked("#selected button[value=assign]"));
    page("worklist-selected-done", "/worklist", PRACTICE, "/worklist");
    then(ticked("#selected button[value=done]"));
    page("outbox-selected", "/outbox", HUB, "/outbox");
    then(ticked("#again button[name=act]"));
    page("outbox-bulk-counted", "/outbox", HUB, "/outbox?view=waiting");
    then("document.querySelector('form[action=\"/outbox/bulk\"] button').click()");
    page("match-by-two", "/worklist/{id}/match", PRACTICE, document("generic") + "/match");
    before(browser -> full.twoPeopleMatch());
    page("match-second", "/worklist/{id}/match", PRACTICE, document("generic") + "/match");
    before(browser -> full.oneOfTwoHasMatched());
    page("sign-in-choice", "/sign-in/choice", Viewer.NOBODY, "/sign-in/choice");
    before(
        browser ->
            browser.cookie(full.server().url(), Cookies.CHOICE, full.choiceOfOrganisations()));
    page("typed", "/typed", TYPING, "/typed");
    before(browser -> theirSessionHadRunOut());
    page("overview-typed", "/", TYPING, "/");
    page("typed-empty", "/typed", NEWCOMER, "/typed");
    page("sign-in-typed", "/sign-in", Viewer.NOBODY, "/sign-in?to=%2Ftyped");
    page("session-ending", "/session/ending", ENDING, "/session/ending?to=%2Fworklist");
    before(browser -> full.isIdle(ENDING.name(), Duration.ofMinutes(13).plusSeconds(5)));
  }

  /** While they typed. */
  private void theirSessionHadRunOut() {
    full.network()
        .execute(
            """
            insert into typed_text (id, person, organisation, page, labels, texts, kept_at, ends_at)
            select gen_random_uuid(), id, '%s', '%s', array['What is to be done', 'By which day'],
              array[E'Ring her before the weekend.\\nShe is at her daughter''s.', to_char(now() + interval '90 days', 'YYYY-MM-DD')], now(), now() + interval '12 hours'
            from person where name = '%s'
            """
                .formatted(TYPING.organisation(), document("summary"), TYPING.name()));
  }

  /** The first three of a list, and what is done with them. */
  private static String ticked(String button) {
    return """
    (() => {
      [...document.querySelectorAll('.gpcm-tick')].slice(0, 3).forEach(each => { each.checked = true; });
      const button = document.querySelector(%s);
      if (button.form.elements.reason) { button.form.elements.reason.value = 'Entered twice'; }
      button.click();
    })()
    """
        .formatted(Chromium.quoted(button));
  }

  /** As the last one, led on from by a script. */
  private void then(String script) {
    PageInState page = pages.removeLast();
    pages.add(
        new PageInState(
            page.name(), page.route(), page.viewer(), page.address(), script, page.before()));
  }

  private void before(PageInState.Before state) {
    pages.add(pages.removeLast().after(state));
  }

  private void page(String name, String route, Viewer viewer, String address) {
    pages.add(new PageInState(name, route, viewer, address, ""));
  }

  /** The page of a route without parts that vary. */
  private void page(String name, Viewer viewer, String route) {
    page(name, route, viewer, route);
  }

  /** As the last one, with its form sent with a field left empty or wrong. */
  private void wrong(String form, String field, String value) {
    PageInState page = pages.getLast();
    pages.add(
        new PageInState(page.name() + "-wrong", page.route(), page.viewer(), page.address(), "")
            .sending(form, field, value));
  }

  private void signingIn() {
    page("sign-in", "/sign-in", Viewer.NOBODY, "/sign-in?to=%2Foutbox");
    wrong("main form", "user", "nobody");
    page("sign-in-link", "/sign-in/link", Viewer.NOBODY, "/sign-in/link?key=x");
    wrong("main form", "key", "x");
    page("sign-in-passkey", Viewer.NOBODY, "/sign-in/passkey");
    page(
        "sign-in-turned-away",
        "/sign-in/callback",
        Viewer.NOBODY,
        "/sign-in/callback?error=denied");
    page("signed-out", "/outbox", Viewer.NOBODY, "/outbox");
  }

  private void outbox() {
    page("overview-hub", HUB, "/");
    page("outbox", HUB, "/outbox");
    page("outbox-filtered", "/outbox", HUB, "/outbox?view=all&state=failed");
    page("outbox-none-found", "/outbox", HUB, "/outbox?view=all&recipient=Z9");
    for (String view : List.of("needs-attention", "held", "no-answer", "not-accepted")) {
      page("outbox-" + view, "/outbox", HUB, "/outbox?view=" + view);
    }
    page("outbox-without-names", OPERATOR, "/outbox");
    page("outbox-empty", NEWCOMER, "/outbox");
    page("outbox-follow-ups", HUB, "/outbox/follow-ups");
    page("outbox-follow-ups-empty", NEWCOMER, "/outbox/follow-ups");
    page("outbox-views", HUB, "/outbox/views");
    page("outbox-bulk", HUB, "/outbox/bulk");
    page("outbox-bulk-empty", NEWCOMER, "/outbox/bulk");
    page("outbox-bulk-running", "/outbox/bulk/{id}", HUB, "/outbox/bulk/" + full.id("act"));
    page("providers", HUB, "/providers");
    page("provider", "/providers/{site}", HUB, "/providers/A99904");
    page("confirmations-asked", ASKER, "/confirmations");
    page("confirmation-asked", "/confirmations/{id}", ASKER, full.id("confirmation"));
    page("confirmations-waiting", SECOND, "/confirmations");
    page("confirmation-waiting", "/confirmations/{id}", SECOND, full.id("confirmation"));
  }

  private void sent() {
    for (String name :
        List.of(
            "summary",
            "generic",
            "online",
            "working",
            "waiting",
            "replaced",
            "void",
            "done",
            "confidential",
            "refused")) {
      page("sent-" + name, "/outbox/{id}", HUB, "/outbox/" + full.id("sent-" + name));
    }
    page(
        "sent-confidential-closed",
        "/outbox/{id}",
        ASKER,
        "/outbox/" + full.id("sent-confidential"));
    String unconfirmed = "/outbox/" + full.id("sent-generic");
    page("sent-confirm", "/outbox/{id}/confirm", HUB, unconfirmed + "/confirm");
    String sent = "/outbox/" + full.id("sent-letter");
    page("sent-letter", "/outbox/{id}", HUB, sent);
    page("sent-correct", "/outbox/{id}/correct", HUB, sent + "/correct");
    page("sent-file", "/outbox/{id}/files/{n}", HUB, sent + "/files/0");
  }

  private void worklist() {
    page("overview-practice", PRACTICE, "/");
    page("overview-empty", NEWCOMER, "/");
    page("overview-no-role", NO_ROLE, "/");
    page("worklist", PRACTICE, "/worklist");
    for (String view : List.of("mine", "needs-matching", "waiting", "done", "all")) {
      page("worklist-" + view, "/worklist", PRACTICE, "/worklist?view=" + view);
    }
    page("worklist-filtered", "/worklist", PRACTICE, "/worklist?view=all&use-case=generic");
    page("worklist-none-found", "/worklist", PRACTICE, "/worklist?view=all&sender=Z9");
    page("worklist-withheld", "/worklist", CLERK, "/worklist?view=all");
    page("worklist-empty", NEWCOMER, "/worklist");
    page("saved-views", PRACTICE, "/worklist/views");
    page("saved-views-empty", NEWCOMER, "/worklist/views");
  }

  private void received() {
    for (String name :
        List.of(
            "summary",
            "generic",
            "online",
            "letter",
            "working",
            "done",
            "waiting",
            "replaced",
            "current",
            "void",
            "refused",
            "confidential")) {
      page("document-" + name, "/worklist/{id}", PRACTICE, document(name));
    }
    wrong("#task", "what", "");
    page("document-withheld", "/worklist/{id}", CLERK, document("confidential"));
    page("document-reason", "/worklist/{id}", AUDITOR, document("summary"));
    page("file", "/worklist/{id}/files/{n}", PRACTICE, document("summary") + "/files/0");
    page("file-text", "/worklist/{id}/files/{n}", PRACTICE, document("summary") + "/files/1");
    page("coded", "/worklist/{id}/coded", PRACTICE, document("online") + "/coded");
    page("coded-entry", "/worklist/{id}/coded/{n}", PRACTICE, document("online") + "/coded/1");
    page("match", "/worklist/{id}/match", PRACTICE, document("generic") + "/match");
    wrong("form[action$='/match']", "reason", "");
    page("decision", "/worklist/{id}/decision", PRACTICE, document("letter") + "/decision");
    wrong("form[action$='/decision']", "reason", "");
  }

  private String document(String name) {
    return "/worklist/" + full.id(name);
  }

  private void alerts() {
    page("alerts-hub", HUB, "/alerts");
    page("alerts-practice", PRACTICE, "/alerts");
    page("alerts-closed", "/alerts", HUB, "/alerts?state=closed");
    page("alerts-empty", NEWCOMER, "/alerts");
    page("alerts-closed-empty", "/alerts", NEWCOMER, "/alerts?state=closed");
    for (String name : List.of("alert", "alert-of-many", "alert-closed")) {
      page(name, "/alerts/{id}", HUB, "/alerts/" + full.id(name));
    }
  }

  private void messages() {
    page("messages", OPERATOR, "/messages");
    page("messages-filtered", "/messages", OPERATOR, "/messages?kind=business-response");
    page("messages-none-found", "/messages", OPERATOR, "/messages?code=20001");
    page("messages-empty", NEWCOMER, "/messages");
    page("messages-reason", AUDITOR, "/messages");
    page("message-sent", "/messages/{id}", OPERATOR, "/messages/" + full.id("sent-letter"));
    page("message-unreadable", "/messages/{id}", PRACTICE, "/messages/" + full.id("unreadable"));
  }

  private void settings() {
    page("settings", PRACTICE, "/settings");
    form("/settings/teams", "name");
    page("settings-rules", PRACTICE, "/settings/rules");
    page("settings-rules-empty", NEWCOMER, "/settings/rules");
    page("settings-rule-new", PRACTICE, "/settings/rules/new");
    wrong("form[action='/settings/rules']", "name", "");
    String rule = full.network().one("select id from assignment_rule where position = 1");
    page("settings-rule", "/settings/rules/{id}", PRACTICE, "/settings/rules/" + rule);
    page(
        "settings-rule-test",
        "/settings/rules/{id}/test",
        PRACTICE,
        "/settings/rules/" + rule + "/test");
    page("settings-reviews", PRACTICE, "/settings/reviews");
    page("settings-review-new", PRACTICE, "/settings/reviews/new");
    wrong("form[action='/settings/reviews']", "reason", "");
    page(
        "settings-review",
        "/settings/reviews/{id}",
        PRACTICE,
        "/settings/reviews/" + full.network().one("select id from review_template"));
    form("/settings/absence", "from");
    form("/settings/sampling", "percent");
    page("settings-sending", PRACTICE, "/settings/sending");
    wrong("form[action='/settings/deadlines']", "infrastructure", "0");
    page("settings-deciding", PRACTICE, "/settings/deciding");
    wrong("form[action='/settings/closed-days']", "day", "2020-01-01");
    form("/settings/alerts", "address");
    page("settings-retention", PRACTICE, "/settings/retention");
    wrong("form[action='/settings/retention/holds']", "patient", "999");
  }

  private void form(String route, String field) {
    page(route.substring(1).replace('/', '-'), PRACTICE, route);
    wrong("form[action='" + route + "']", field, "");
  }

  private void around() {
    page("audit", PRACTICE, "/audit");
    page("audit-own", CLERK, "/audit");
    form("/people", "name");
    page("confirmations", PRACTICE, "/confirmations");
    page("me", PRACTICE, "/me");
    page("me-set", "/me", CLERK, "/me?done=rows");
    page("sessions", PRACTICE, "/sessions");
    page("keys", PRACTICE, "/keys");
    page("password", PRACTICE, "/password");
    page("passkeys", PRACTICE, "/passkeys");
    form("/absence", "from");
    page("system", HUB, "/system");
    page("system-week", "/system", HUB, "/system?of=week");
    page("system-configuration", HUB, "/system/configuration");
    page("system-checks", HUB, "/system/checks");
    page("reports-sent", HUB, "/reports");
    page("reports-received", PRACTICE, "/reports");
    page("reports-none", "/reports", HUB, "/reports?from=2027-03-01&until=2027-03-01");
    page("help", HUB, "/help");
    page("help-signed-out", Viewer.NOBODY, "/help");
    page("accessibility", HUB, "/accessibility");
    page("accessibility-signed-out", Viewer.NOBODY, "/accessibility");
    page("ending", "/session/ending", PRACTICE, "/session/ending?to=%2F");
  }

  /** It stands on every page while it stands, so that it is taken away again. */
  private void notice() {
    page("system-notice", HUB, "/system/notice");
    pages.add(
        new PageInState("system-notice-wrong", "/system/notice", HUB, "/system/notice", "")
            .sending("form[action='/system/notice']", Map.of("text", "", "reason", "an outage")));
    PageInState page =
        new PageInState("system-notice-set", "/system/notice", HUB, "/system/notice", "");
    pages.add(
        page.sending(
            "form[action='/system/notice']",
            Map.of(
                "text",
                "MESH answers late today. Documents wait and leave by themselves.",
                "reason",
                "an outage")));
    page("sign-in-notice", "/sign-in", Viewer.NOBODY, "/sign-in");
    page("worklist-notice", "/worklist", NEWCOMER, "/worklist");
    page = new PageInState("system-notice-gone", "/system/notice", HUB, "/system/notice", "");
    pages.add(page.sending("form[action='/system/notice/end']", Map.of("reason", "it is over")));
  }

  private void problems() {
    page("missing", "/worklist/{id}", PRACTICE, "/worklist/" + UUID.randomUUID());
    page("nowhere", "/", PRACTICE, "/nowhere");
    page("nowhere-signed-out", "/", Viewer.NOBODY, "/nowhere");
    page("wrong", "/worklist", PRACTICE, "/worklist?after=0");
    page("nowhere-as-a-form", "/help", PRACTICE, "/help");
    then(
        """
        (() => { const form = document.querySelector('form[action="/sign-out"]'); form.action = '/help'; form.submit(); })()
        """);
    page("refused-form", "/alerts/{id}", HUB, "/alerts/" + full.id("alert"));
    pages.add(
        pages
            .removeLast()
            .sending(
                "form[action$='/resolution']",
                Map.of("text", "Rang the practice.\nThey have not had it.")));
    page("not-allowed", CLERK, "/people");
    page("not-allowed-no-role", NO_ROLE, "/worklist");
  }
}
