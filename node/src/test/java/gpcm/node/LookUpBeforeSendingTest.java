package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.journal.Alert;
import gpcm.node.sending.OutboxView;
import gpcm.pds.Route;
import gpcm.pds.server.StandInPatient;
import gpcm.pds.testing.PdsServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each patient of the stand-in for PDS, on each route: what a node does with the document. */
class LookUpBeforeSendingTest {
  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();

  @Running private static TestNetwork network;
  private static boolean asking;

  @BeforeEach
  void lookPatientsUp() throws IOException {
    if (!asking) {
      LookedUp.at(pds.server(), network);
      asking = true;
    }
  }

  private static List<List<String>> rows() throws IOException {
    try (InputStream in = LookUpBeforeSendingTest.class.getResourceAsStream("look-ups.table")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .toList();
    }
  }

  static List<Arguments> cells() throws IOException {
    List<Arguments> cells = new ArrayList<>();
    List<Route> routes = List.of(Route.values());
    for (List<String> row : rows()) {
      for (Route route : routes) {
        cells.add(Arguments.of(row.get(0), route, row.get(2 + routes.indexOf(route)), row.get(1)));
      }
    }
    return cells;
  }

  private static String number(String row) {
    return pds.server().patients().stream()
        .filter(each -> each.row().equals(row))
        .map(StandInPatient::nhsNumber)
        .findFirst()
        .orElseThrow();
  }

  private static String of(UUID document, String column) {
    return network.one(
        "select coalesce((select "
            + column
            + " from document_look_up where document = '"
            + document
            + "'), '')");
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @MethodSource("cells")
  void whatBecomesOfADocumentIsWhatTheTableSays(
      String row, Route route, String expected, String practice) throws IOException {
    UUID document = network.submit(LookedUp.document(route, number(row), practice));
    await().until(() -> !of(document, "treatment").isEmpty());
    await()
        .untilAsserted(
            () -> {
              List<String> kinds = network.kinds(document);
              String state = network.state(document).text();
              switch (expected.split("[ ,]", 2)[0]) {
                case "goes" -> assertThat(kinds).contains("deliverable").doesNotContain("held");
                case "held" -> {
                  assertThat(state).isEqualTo("held");
                  assertThat(
                          network.one(
                              "select hold_kind from document where id = '" + document + "'"))
                      .isEqualTo(expected.substring("held ".length()));
                  assertThat(network.alerts("held/" + document)).hasSize(1);
                }
                case "not" -> {
                  assertThat(state).isEqualTo("not-sent");
                  assertThat(network.alerts("not-sent/" + document)).hasSize(1);
                }
                case "waits" -> assertThat(state).isEqualTo("waiting");
                default -> throw new IllegalStateException(expected);
              }
            });
    if (expected.contains(",")) {
      String fate = expected.substring(expected.indexOf(',') + 1).strip();
      assertThat(of(document, "copy_fate")).isEqualTo(fate);
      await()
          .untilAsserted(
              () ->
                  assertThat(network.kinds(document))
                      .contains(fate.equals("SENT") ? "copied" : "copy-not-sent"));
      assertThat(network.alerts("copy-not-sent/" + document)).hasSize(fate.equals("SENT") ? 0 : 1);
    }
  }

  private static int lookUps(UUID document) {
    return network.count(
        "select count(*) from document_look_up where document = '" + document + "'");
  }

  private static void resend(UUID document) {
    assertThat(network.node().outbox().resend(document, "Person Example")).isTrue();
  }

  private static void pass(Duration time) {
    network.advance(time);
    network.node().look();
  }

  /** Renewed, and kept back by its mailbox: it is as any other that has not left. */
  @Test
  void whatIsSentAgainAndWaitsForMeshIsLookedUpAgain() throws IOException {
    network
        .mesh()
        .add(InjectedFault.answer("GET", TestNetwork.PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID document = LookedUp.summary(network, number("current"));
    await().until(() -> network.state(document) == DocumentState.SENT);
    pass(Duration.ofDays(1));
    await().until(() -> network.state(document) == DocumentState.OVERDUE);
    network.execute(
        "update mailbox set held_until = now() + interval '100 days' where organisation = '%s'"
            .formatted(TestNetwork.HUB));
    resend(document);
    await().until(() -> network.kinds(document).contains("renewed"));
    int before = lookUps(document);
    pass(Duration.ofMinutes(20));
    await().until(() -> lookUps(document) > before);
    network.execute("update mailbox set held_until = null");
    network.mesh().clearFaults();
    network.node().look();
    await().until(() -> network.state(document) == DocumentState.COMPLETED);
  }

  private static String mailbox(String column) {
    return network.one(
        "select coalesce(%s::text, '') from mailbox where organisation = '%s'"
            .formatted(column, TestNetwork.HUB));
  }

  /** GPCM-SD-CS-072: its message has not left, whatever has become of the one before. */
  @Test
  void whatIsSentAgainAndCameToNothingIsLookedUpAgainBeforeItsNextAttempt() throws IOException {
    network
        .mesh()
        .add(InjectedFault.answer("GET", TestNetwork.PRACTICE_MAILBOX + "/inbox", 503, 100_000));
    UUID document = LookedUp.summary(network, number("current"));
    await().until(() -> network.state(document) == DocumentState.SENT);
    pass(Duration.ofDays(1));
    await().until(() -> network.state(document) == DocumentState.OVERDUE);
    network
        .mesh()
        .add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 403, 100_000));
    resend(document);
    await().until(() -> network.kinds(document).contains("renewed"));
    await().until(() -> !mailbox("held_until").isEmpty());
    assertThat(network.one("select posts from document where id = '%s'".formatted(document)))
        .isEqualTo("1");
    int before = lookUps(document);
    network.mesh().clearFaults();
    pass(Duration.ofMinutes(20));
    await().until(() -> network.state(document) == DocumentState.COMPLETED);
    assertThat(lookUps(document)).isGreaterThan(before);
  }

  /** What a person said of one copy holds for that one. */
  @Test
  void whatWentWithoutALookUpIsLookedUpWhenItIsSentAgain() throws IOException {
    UUID document = LookedUp.summary(network, number("restricted"));
    await().until(() -> network.state(document) == DocumentState.HELD);
    network.mesh().add(InjectedFault.answer("POST", TestNetwork.HUB_MAILBOX + "/outbox", 417, 1));
    network
        .node()
        .outbox()
        .happens(
            OutboxView.of(TestNetwork.HUB),
            document,
            new DocumentFact.Released("Person Example", "it is right", true),
            handle -> {});
    await().until(() -> network.state(document) == DocumentState.FAILED);
    pass(Duration.ofMinutes(20));
    resend(document);
    await().until(() -> network.state(document) == DocumentState.HELD);
  }

  @Test
  void theTableLeavesNobodyOut() throws IOException {
    assertThat(rows().stream().map(row -> row.get(0)))
        .containsExactlyInAnyOrderElementsOf(
            pds.server().patients().stream().map(StandInPatient::row).toList());
  }

  @Test
  void theLookUpIsKeptWithTheDocument() throws IOException {
    UUID document = LookedUp.summary(network, number("current"));
    await().until(() -> of(document, "treatment").equals("SEND"));
    assertThat(of(document, "source")).isEqualTo("pds");
    assertThat(of(document, "asked_number")).isEqualTo(number("current"));
    assertThat(of(document, "returned_number")).isEqualTo(number("current"));
    assertThat(of(document, "record_version")).isNotEmpty();
    assertThat(of(document, "security_code")).isEqualTo("U");
    assertThat(of(document, "practice")).isEqualTo(TestNetwork.PRACTICE);
    assertThat(of(document, "practice_from::text")).isNotEmpty();
    assertThat(of(document, "outcomes")).isEqualTo("CURRENT");
    assertThat(UUID.fromString(of(document, "request_id"))).isNotNull();
    assertThat(of(document, "asked_at::text")).isNotEmpty();
  }

  @Test
  void ofARestrictedRecordNoPracticeAndNoNameIsKept() throws IOException {
    UUID document = LookedUp.summary(network, number("restricted"));
    await().until(() -> of(document, "security_code").equals("R"));
    assertThat(of(document, "practice")).isEmpty();
    assertThat(of(document, "found_family")).isEmpty();
    Alert held =
        await()
            .until(() -> network.alerts("held/" + document), found -> !found.isEmpty())
            .getFirst();
    assertThat(held.whatHappened()).contains("the demographic record is restricted");
    assertThat(held.whatHappened() + held.whatToDo()).doesNotContain("A99902", "Testford");
  }

  @Test
  void whereDetailsDifferBothAreKeptForAPersonToCompare() throws IOException {
    UUID document = LookedUp.summary(network, number("other-surname"));
    await().until(() -> of(document, "found_family").equals("Othername"));
    assertThat(of(document, "found_birth_date")).isEqualTo("1957-01-09");
    assertThat(of(document, "differing")).isEqualTo("surname");
    assertThat(
            await()
                .until(() -> network.alerts("held/" + document), found -> !found.isEmpty())
                .getFirst()
                .whatHappened())
        .contains("surname");
  }

  @Test
  void aDocumentOfAMergedRecordGoesUnderItsNewNumber() throws IOException {
    UUID document = LookedUp.summary(network, number("superseded"));
    await().until(() -> network.kinds(document).contains("built"));
    String address = network.one("select address from document where id = '" + document + "'");
    assertThat(address).contains(number("superseding")).doesNotContain(number("superseded"));
    assertThat(of(document, "asked_number")).isEqualTo(number("superseded"));
    assertThat(new String(network.sentBytes(), StandardCharsets.UTF_8))
        .contains(number("superseding"))
        .doesNotContain(number("superseded"));
  }

  @Test
  void aPracticeOtherThanTheOneNamedIsNotWrittenTo() throws IOException {
    UUID document =
        network.submit(LookedUp.document(Route.GENERIC, number("current"), TestNetwork.PHARMACY));
    await().until(() -> network.state(document).text().equals("held"));
    assertThat(of(document, "outcomes")).contains("OTHER_PRACTICE");
  }

  @Test
  void whoRegistersLaterIsAskedAgainAndHeldAtTheDeadline() throws IOException {
    UUID document = LookedUp.summary(network, number("starts-later"));
    await().until(() -> of(document, "treatment").equals("AGAIN"));
    assertThat(network.state(document).text()).isEqualTo("waiting");
    network.advance(Duration.ofHours(3).plusMinutes(1));
    network.node().look();
    await().until(() -> network.state(document).text().equals("held"));
  }
}
