package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.AlertText;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people set for themselves holds in every list, for them alone. */
class OwnSettingsPageTest {
  private static final int PROBLEMS = 60;
  private static final int DOCUMENTS = 30;
  private static final Pattern PROBLEM = Pattern.compile("<th[^>]*>.*?href=\"(/alerts/[0-9]+)\"");
  private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
  private static final Pattern ROW =
      Pattern.compile("(<tr class=\"nhsuk-table__row [^\"]*\" role)");
  private static final Pattern HERE = Pattern.compile("on a page:</span>.*?<strong>([0-9]+)<");

  @Running static TestNetwork network;
  private static Someone one;
  private static Someone other;
  private static String act;

  @BeforeAll
  static void thereIsMoreThanAPageOfEverything() throws Exception {
    for (int i = 0; i < PROBLEMS; i++) {
      String name = "cause-" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
      network.raise(new AlertText(name, "Of " + name, "It happened: " + name, "Act"));
    }
    for (int i = 0; i < DOCUMENTS; i++) {
      UUID document = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
      network.raise(document, new AlertText("of-many/" + i, "Of many", "It happened", "Act"));
    }
    one = Someone.at(network, TestNetwork.HUB, "O. One-Example", Role.values());
    other = Someone.at(network, TestNetwork.HUB, "A. Nother-Example", Role.values());
    network.execute(
        """
        insert into confirmation (id, organisation, permission, action, named, reason, asker, asker_roles, asker_session, asked_at, ends_at, state)
        select gen_random_uuid(), 'A99901', 'send.again-many', 'resend-many', true, 'a test', '%s', '{sender}', gen_random_uuid(), now(),
          now() + interval '1 day', 'waiting' from generate_series(1, 60)
        """
            .formatted(one.person().id()));
    network.execute(
        """
        insert into confirmation_item (confirmation, ordinal, kind, item)
        select id, 0, 'sent', gen_random_uuid() from confirmation
        """);
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                network
                    .one("select count(*) from worklist_entry where organisation = 'A99902'")
                    .equals(Integer.toString(DOCUMENTS)));
    network.execute(
        """
        insert into bulk_act (id, organisation, kind, query, actor, actor_id, made_by, named, drafted_at, items, state, reason,
          started_by, started_at, ended_at, done)
        select gen_random_uuid(), 'A99901', 'withdraw', '', '{"kind":"MACHINE","id":"key","organisation":"A99901"}', 'key', 'S. Sender', true,
          now(), %1$d, 'done', 'a test', 'S. Sender', now(), now(), %1$d from generate_series(1, 30)
        """
            .formatted(DOCUMENTS));
    act = network.one("select max(id::text) from bulk_act");
    network.execute(
        """
        insert into bulk_item (bulk, position, organisation, document, state, recipient, outcome, done_at)
        select '%s', n, organisation, id, 'waiting', recipient, 'done', now()
        from (select *, row_number() over (order by accepted_at, id) n from document where organisation = 'A99901') d
        """
            .formatted(act));
  }

  @BeforeEach
  void nobodyHasSetAnything() {
    network.execute("delete from person_setting");
  }

  private static void sets(Someone who, int rows) throws Exception {
    Answer set = who.post("/me", "rows=" + rows);
    assertThat(set.status()).as(set.text()).isEqualTo(303);
    assertThat(set.header("Location")).isEqualTo("/me?done=rows");
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text.replace("&amp;", "&").replace("\n", " "))
        .results()
        .map((MatchResult each) -> each.group(1))
        .toList();
  }

  private static List<String> problems(String address) throws Exception {
    return found(PROBLEM, one.get(address).text());
  }

  private static Optional<String> next(String address) throws Exception {
    return found(NEXT, one.get(address).text()).stream().findFirst();
  }

  private static String here(String address) throws Exception {
    return found(HERE, one.get(address).text()).getFirst();
  }

  private static int entries(String page) {
    return page.split(">all by them<", -1).length - 1;
  }

  private static void leavesEntries(int many) throws Exception {
    for (int i = 0; i < many; i++) {
      assertThat(one.get("/alerts").status()).isEqualTo(200);
    }
  }

  private static int rows(String list) throws Exception {
    String address =
        switch (list) {
          case "of one cause" ->
              "/alerts/" + network.one("select max(id) from alert where document is not null");
          case "of one act" -> "/outbox/bulk/" + act;
          default -> list;
        };
    Answer page = (list.startsWith("/worklist") ? at(TestNetwork.PRACTICE) : one).get(address);
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    // The list is the last table of its page.
    return found(ROW, page.text().substring(page.text().lastIndexOf("<table"))).size();
  }

  private static Someone at(String organisation) {
    return Someone.at(network, organisation, one.person().name(), Role.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/worklist?view=all",
        "/outbox",
        "/outbox/bulk",
        "of one act",
        "/alerts",
        "of one cause",
        "/messages",
        "/confirmations",
        "/audit"
      })
  void everyListHasTwentyFiveRowsUntilTheySetAnotherNumber(String list) throws Exception {
    leavesEntries(list.equals("/audit") ? 55 : 0);
    assertThat(rows(list)).isEqualTo(25);
    sets(one, 50);
    assertThat(rows(list)).isBetween(26, 50);
  }

  @Test
  void listsOfTheApiAreAsLongAsEver() throws Exception {
    sets(one, 50);
    assertThat(one.get("/api/v1/documents").json().path("limit").asInt()).isEqualTo(100);
    assertThat(one.get("/api/v1/documents").json().path("documents")).hasSize(DOCUMENTS);
    assertThat(one.get("/api/v1/alerts").json().path("alerts").size()).isGreaterThan(50);
  }

  @Test
  void whatTheySetIsNobodyElses() throws Exception {
    sets(one, 50);
    assertThat(found(PROBLEM, other.get("/alerts").text())).hasSize(25);
  }

  @Test
  void itGoesWithThemToWhereverElseTheyWork() throws Exception {
    sets(one, 100);
    Someone elsewhere = at(TestNetwork.PRACTICE);
    assertThat(elsewhere.person()).isEqualTo(one.person());
    assertThat(found(HERE, elsewhere.get("/worklist").text())).containsExactly("100");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 25, 30, 100})
  void anAddressThatSaysHowManyWins(int rows) throws Exception {
    sets(one, 50);
    assertThat(problems("/alerts?limit=" + rows)).hasSize(Math.min(rows, PROBLEMS + 1));
    assertThat(here("/worklist?limit=25")).isEqualTo("25");
    assertThat(here("/outbox?limit=25")).isEqualTo("25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/worklist",
        "/outbox",
        "/outbox/bulk",
        "/alerts",
        "/messages",
        "/confirmations",
        "/audit"
      })
  void everyListThatGoesOnTakesANumberOfRowsFromOneToAHundred(String list) throws Exception {
    assertThat(one.get(list + "?limit=100").status()).isEqualTo(200);
    for (String wrong : List.of("0", "101", "-1", "x", "%2B5", "")) {
      Answer answer = one.get(list + "?limit=" + wrong);
      // A field of a form that nobody has filled in counts as not given.
      assertThat(answer.status()).as(list + " " + wrong).isEqualTo(wrong.isEmpty() ? 200 : 400);
      assertThat(answer.text().contains("must be a whole number from 1 to 100"))
          .isEqualTo(!wrong.isEmpty());
    }
  }

  @Test
  void noRowIsMissedAndNoneIsThereTwiceWhenTheySetAnotherNumberOnTheWay() throws Exception {
    List<String> seen = new ArrayList<>(problems("/alerts"));
    Optional<String> next = next("/alerts");
    sets(one, 50);
    while (next.isPresent()) {
      seen.addAll(problems(next.get()));
      next = next(next.get());
    }
    assertThat(seen).hasSize(PROBLEMS + 1).doesNotHaveDuplicates();
  }

  @Test
  void theNextPartSaysTheNumberWhereThisOneDoesAndNowhereElse() throws Exception {
    sets(one, 50);
    assertThat(next("/alerts").orElseThrow()).doesNotContain("limit=");
    assertThat(next("/alerts?limit=25").orElseThrow()).contains("limit=25");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/worklist", "/outbox"})
  void viewsAndFiltersKeepTheNumberThatTheAddressSays(String list) throws Exception {
    sets(one, 50);
    String usual = one.get(list).text();
    String said = one.get(list + "?limit=25").text();
    assertThat(usual).doesNotContain("name=\"limit\"");
    assertThat(said).contains("name=\"limit\" value=\"25\"");
    Pattern view = Pattern.compile("href=\"(" + list + "[?][^\"]*view=[^\"]*)\"");
    assertThat(found(view, usual))
        .filteredOn(address -> address.contains("limit="))
        .as("the links to another number of rows")
        .allMatch(address -> address.matches(".*limit=(25|100)"))
        .hasSize(list.equals("/outbox") ? 0 : 2);
    assertThat(found(view, said)).isNotEmpty().allMatch(address -> address.contains("limit="));
  }

  @Test
  void theNumberThatIsChosenInAListIsInItsAddressAlsoWhenItIsTheUsualOne() throws Exception {
    sets(one, 50);
    String page = one.get("/outbox").text();
    assertThat(page).contains("href=\"/outbox?limit=25\"", "href=\"/outbox?limit=100\"");
    assertThat(here("/outbox?limit=25")).isEqualTo("25");
  }

  @Test
  void messagesKeepTheirNumberWhereAFilterIsTakenAway() throws Exception {
    String page = one.get("/messages?kind=document&limit=50").text();
    assertThat(page)
        .contains("href=\"/messages?limit=50\"", "name=\"limit\" value=\"50\"")
        .doesNotContain("href=\"/messages\">Clear");
  }

  @Test
  void olderEntriesOfTheLogComeInTheSameNumber() throws Exception {
    leavesEntries(35);
    Answer first = one.get("/audit?limit=30");
    assertThat(entries(first.text())).isEqualTo(30);
    String before =
        found(Pattern.compile("name=\"before\" value=\"([^\"]+)\""), first.text()).getFirst();
    assertThat(first.text()).contains("name=\"limit\" value=\"30\"");
    Answer older = one.post("/audit", "before=" + before + "&limit=30");
    assertThat(entries(older.text())).isBetween(1, 30);
    sets(one, 100);
    assertThat(entries(one.post("/audit", "before=" + before).text())).isGreaterThan(5);
  }

  @Test
  void thePageSaysWhatTheyHaveSet() throws Exception {
    assertThat(one.get("/me").text())
        .containsPattern("value=\"25\" checked")
        .doesNotContain("Your lists have");
    sets(one, 100);
    assertThat(one.get("/me?done=rows").text())
        .containsPattern("value=\"100\" checked")
        .contains("Your lists have 100 rows on a page.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rows=", "rows=24", "rows=1000", "rows=many", "rows=25&rows=50"})
  void whatIsNoNumberOfTheListIsRefused(String form) throws Exception {
    sets(one, 50);
    Answer refused = one.post("/me", form);
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(problems("/alerts")).hasSize(50);
  }

  @Test
  void nobodySetsAnythingForSomebodyElse() throws Exception {
    String id = other.person().id().toString();
    Answer set = one.post("/me", "rows=100&person=" + id + "&id=" + id);
    assertThat(set.status()).isEqualTo(303);
    assertThat(one.post("/me?person=" + id, "rows=100").status()).isEqualTo(400);
    assertThat(network.one("select string_agg(person::text, ' ') from person_setting"))
        .isEqualTo(one.person().id().toString());
  }

  @Test
  void aProgramHasNoSettingsOfItsOwn() throws Exception {
    String key = Credentials.key(network.served(), TestNetwork.HUB);
    try (HttpCaller machine = HttpCaller.withKey(network.node().url(), key)) {
      assertThat(
              machine
                  .send(machine.to("/me").header("Authorization", "Bearer " + key))
                  .header("Location"))
          .startsWith("/sign-in");
    }
  }

  @Test
  void whatIsSetIsRecordedWithWhatItWasBefore() throws Exception {
    sets(one, 50);
    sets(one, 100);
    assertThat(
            network.one(
                "select convert_from(entry, 'UTF8') from audit_entry where action ="
                    + " 'configuration-changed' and actor = '%s' order by entry_id desc limit 1"
                        .formatted(one.person().id())))
        .contains(
            "own lists with 50 rows on a page",
            "own lists with 100 rows on a page",
            one.person().id().toString());
  }

  @Test
  void whatCannotBeRecordedIsNotSet() throws Exception {
    assertThat(network.refusingAudit(() -> one.post("/me", "rows=100")).status()).isEqualTo(500);
    assertThat(network.one("select count(*) from person_setting")).isEqualTo("0");
  }

  @Test
  void theHeadOfEveryPageLeadsThereByTheirName() throws Exception {
    assertThat(one.get("/").text())
        .containsPattern("href=\"/me\"><bdi>O. One-Example</bdi><span[^>]*>: my settings<");
  }

  @Test
  void theWayToAllThatIsTheirsIsThere() throws Exception {
    assertThat(one.get("/me").text())
        .contains(
            "href=\"/sessions\"",
            "href=\"/absence\"",
            "href=\"/keys\"",
            "href=\"/worklist/views\"",
            "href=\"/outbox/views\"",
            "href=\"/audit?person=" + one.person().id() + "\"");
    Someone auditor = Someone.at(network, TestNetwork.HUB, "U. Auditor-Example", Role.AUDITOR);
    assertThat(auditor.get("/me").text())
        .contains("href=\"/sessions\"", "href=\"/absence\"")
        .doesNotContain("href=\"/worklist/views\"", "href=\"/outbox/views\"", "/settings/alerts");
    Someone nothing = Someone.at(network, TestNetwork.HUB, "R. Norole-Example");
    assertThat(nothing.get("/me").text())
        .contains("href=\"/sessions\"")
        .doesNotContain("href=\"/audit?person=");
  }

  @Test
  void everyWayFromThereIsOpen() throws Exception {
    String page = one.get("/me").text();
    List<String> ways = found(Pattern.compile("<dd[^>]*>[^<]*<a href=\"([^\"]+)\""), page);
    assertThat(ways).hasSizeGreaterThan(5);
    for (String way : ways) {
      assertThat(one.get(way).status()).as(way).isEqualTo(200);
    }
  }

  @Test
  void whoHasAnAccountHereFindsTheirPasswordAndPasskeysAndWhoHasNoneDoesNot() throws Exception {
    assertThat(one.get("/me").text())
        .doesNotContain("href=\"/password\"", "href=\"/passkeys\"")
        .contains("kept where you sign in");
    var directory = network.served().directory();
    Person local =
        directory.accounts().create("l.local-example", "L. Local", "four plain words here");
    String session =
        directory
            .sessions()
            .begin(
                new SignIn(
                    local,
                    TestNetwork.HUB,
                    Set.of(Role.CLERK),
                    Set.of(),
                    Optional.empty(),
                    1,
                    Someone.now(network)),
                "127.0.0.1",
                "a test");
    try (HttpCaller http = HttpCaller.with(network.node().url(), new Credentials("", session))) {
      assertThat(http.get("/me").text())
          .contains("href=\"/password\"", "href=\"/passkeys\"")
          .doesNotContain("kept where you sign in");
    }
  }
}
