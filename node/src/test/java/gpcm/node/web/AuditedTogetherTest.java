package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.audit.entry.Action;
import gpcm.consultation.OdsCode;
import gpcm.node.TestNetwork;
import gpcm.node.config.HandOverSettings;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.people.SignInLinks.Purpose;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import gpcm.node.working.Working;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is done and what the audit log tells of it are one transaction, on every route that writes:
 * where the log cannot be written, nothing is done, in whichever table; and the same request does
 * it, and tells of it, as soon as it can.
 */
class AuditedTogetherTest {
  private static final String PASSWORD = "four plain words here";

  /** What a page shows a file with is made once the entry of its being shown is there. */
  private static final String TICKET = "viewing_ticket";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 4;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir static Path folder;
  private static FullNetwork full;
  private static TestNetwork network;
  private static Tables tables;
  private static Instant beginning;
  private static Map<String, String> kept;
  private static final Map<String, String> VALUES = new HashMap<>();
  private static final Map<String, Someone> PEOPLE = new HashMap<>();

  @BeforeAll
  static void everythingIsThereAndNothingMoves() throws Exception {
    full = FullNetwork.start(folder);
    network = full.network();
    network.restartNode(
        before ->
            before.with(List.of(HandOverSettings.fetchedFor(new OdsCode(TestNetwork.PRACTICE)))));
    peopleAreSignedIn();
    valuesAreKnown();
    network.standsStill();
    settled();
    tables = new Tables(network.database());
    tables.keep();
    kept = tables.state();
    beginning = Someone.now(network);
  }

  private static void peopleAreSignedIn() {
    for (String[] each :
        new String[][] {
          {"hub", TestNetwork.HUB, "all"},
          {"hub", TestNetwork.HUB, "all"},
          {"practice", TestNetwork.PRACTICE, "all"},
          {"practice-second", TestNetwork.PRACTICE, "all"},
          {"operator", TestNetwork.HUB, "operator"},
          {"practice-operator", TestNetwork.PRACTICE, "operator"},
          {"sender", TestNetwork.HUB, "sender"}
        }) {
      Role[] roles =
          Arrays.stream(Role.values())
              .filter(role -> each[2].equals("all") || role.word().equals(each[2]))
              .toArray(Role[]::new);
      PEOPLE.put(each[0], Someone.at(network, each[1], "The " + each[0] + "-Example", roles));
    }
    PEOPLE.put("local", local());
    PEOPLE.forEach((name, who) -> VALUES.put(name + "-person", who.person().id().toString()));
  }

  /** Somebody with an account of the node's own. */
  private static Someone local() {
    var directory = network.node().directory();
    Person person = directory.accounts().create("l.local", "L. Local-Example", PASSWORD);
    directory.people().give(person.id(), TestNetwork.HUB, Role.SENDER, "a test");
    String session =
        directory
            .sessions()
            .begin(
                new SignIn(
                    person,
                    TestNetwork.HUB,
                    Set.of(),
                    Set.of(),
                    Optional.empty(),
                    2,
                    Someone.now(network)),
                "127.0.0.1",
                "a test");
    VALUES.put("user", person.subject());
    VALUES.put("password", PASSWORD.replace(' ', '+'));
    VALUES.put(
        "link",
        directory.links().make(person.id(), Purpose.RECOVERY, Duration.ofHours(1), "a test"));
    return new Someone(
        person, HttpCaller.with(network.node().url(), new Credentials("", session)), session);
  }

  private static void valuesAreKnown() throws Exception {
    LocalDate today = LocalDate.ofInstant(Someone.now(network), Working.ZONE);
    VALUES.put("today", today.toString());
    VALUES.put("tomorrow", today.plusDays(1).toString());
    VALUES.put("choice", full.choiceOfOrganisations());
    String encounter = UUID.randomUUID().toString();
    VALUES.put("new-encounter", encounter);
    VALUES.put(
        "consultation",
        consultation(encounter, "As it was").replaceFirst("\\{", "{\"version\":1,"));
    VALUES.put(
        "corrected",
        consultation(
            network.one(
                "select encounter_id from document where id = '%s'"
                    .formatted(full.id("sent-summary"))),
            "As it should be"));
  }

  private static String consultation(String encounter, String words) throws Exception {
    ObjectNode json =
        (ObjectNode) MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, encounter));
    json.putArray("attachments");
    json.remove("version");
    ((ObjectNode) json.at("/sections/0")).put("title", words);
    return MAPPER.writeValueAsString(json);
  }

  @AfterAll
  static void stop() {
    PEOPLE.values().forEach(each -> each.http().close());
    full.close();
  }

  /**
   * What was asked for may go on a moment after its answer. Everybody has signed in just now again,
   * however long the cases before took.
   */
  @AfterEach
  void allIsAsItWas() {
    network.advance(Duration.between(Someone.now(network), beginning));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              tables.putBack(Tables.changed(kept, tables.state()));
              return notOfTheLog(Tables.changed(kept, settled())).isEmpty();
            });
  }

  private static Map<String, String> settled() {
    Tables all = new Tables(network.database());
    return await()
        .atMost(PATIENCE)
        .until(() -> List.of(all.state(), all.state()), two -> two.getFirst().equals(two.getLast()))
        .getFirst();
  }

  private static Set<String> notOfTheLog(Set<String> changed) {
    return changed.stream()
        .filter(name -> !Tables.isOfTheLog(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<WritingRequest> requests() {
    return WritingRequest.all().stream().filter(each -> each.proved().isEmpty()).toList();
  }

  @Test
  void everyRouteThatWritesHasItsRequest() {
    assertThat(WritingRequest.all().stream().map(WritingRequest::route))
        .containsExactlyInAnyOrderElementsOf(
            RouteTable.shipped().routes().stream()
                .filter(route -> !route.startsWith("GET "))
                .toList());
  }

  @Test
  void whereAnotherTestProvesItItIsThere() throws Exception {
    for (WritingRequest request : WritingRequest.all()) {
      if (request.proved().isPresent()) {
        String[] test = request.proved().get().split("#", -1);
        assertThat(Class.forName("gpcm.node." + test[0]).getDeclaredMethods())
            .as(request.route())
            .anyMatch(
                method ->
                    method.getName().equals(test[1]) && method.isAnnotationPresent(Test.class));
      }
    }
  }

  /**
   * What the node does by itself in that moment it does once, and a route what it does each time: a
   * fault shows in every attempt, each of which begins with everything as it was.
   */
  @ParameterizedTest
  @MethodSource("requests")
  void whatCannotBeToldIsNotDone(WritingRequest request) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        isNotDone(request);
        return;
      } catch (AssertionError e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        allIsAsItWas();
      }
    }
  }

  private void isNotDone(WritingRequest request) throws Exception {
    List<Action> actions = RouteTable.shipped().actions(request.method(), request.path());
    assertThat(actions.isEmpty()).isEqualTo(request.leavesNone());
    Asking asking = new Asking(request, full, PEOPLE, VALUES);
    asking.prepare();
    Map<String, String> before = settled();

    Answer refused = network.refusingAudit(asking::send);

    Set<String> changed = Tables.changed(before, tables.state());
    assertThat(changed).as("%d %s", refused.status(), refused.text()).isEmpty();
    if (request.leavesNone()) {
      return;
    }
    assertThat(refused.status()).as(refused.text()).isEqualTo(500);

    long since = tables.next();
    Answer done = asking.send();
    assertThat(done.status()).as(done.text()).isLessThan(400);
    List<Told> told = told(request.route(), since);
    assertThat(actions.stream().map(Action::code).toList())
        .containsAll(told.stream().map(Told::action).toList());
    assertThat(told).isNotEmpty();
    changed = notOfTheLog(Tables.changed(before, tables.state()));
    changed.remove(TICKET);
    assertThat(changed.isEmpty()).as("it changes %s", changed).isEqualTo(request.reads());
    changed.removeAll(request.besides());
    tables
        .writers(changed, since)
        .forEach(
            (table, by) ->
                assertThat(told.stream().map(Told::by).toList()).as(table).containsAll(by));
  }

  /** An entry that a request left. */
  private record Told(String action, long by) {}

  /** What requests to a route have left since a transaction. */
  private static List<Told> told(String route, long since) {
    return network
        .database()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select action, xid::text::bigint as by from audit_entry
                        where xid::text::bigint >= :since and position(convert_to(:screen, 'UTF8') in entry) > 0
                        """)
                    .bind("since", since)
                    .bind("screen", "\"" + route + "\"")
                    .map((row, context) -> new Told(row.getString("action"), row.getLong("by")))
                    .list());
  }
}
