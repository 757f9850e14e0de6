package gpcm.node.web;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.node.Configurations;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertView;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where nobody may open documents of restricted records, a person is told, until somebody may. */
class UnopenedRecordsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String PROBLEM = "receiving/restricted-records";
  private static final String TITLE = "Nobody may open documents of restricted records";

  @Running static TestNetwork network;

  @BeforeEach
  void aDocumentOfARestrictedRecordHasComeAndNobodyMayOpenIt() throws Exception {
    network.execute("delete from session");
    network.execute("delete from last_sign_in");
    naming(Set.of());
    Files.writeString(
        network.patients(),
        """
        {"nhsNumber":"%s","birthDate":"1957-01-09","family":"Testpatient","given":"Alpha","standing":"known","restricted":"yes"}
        """
            .formatted(KNOWN));
    arrived();
    await().atMost(PATIENCE).until(() -> !alerts().isEmpty());
  }

  private static void naming(Set<String> people) throws IOException {
    network.restartNode(
        before -> Configurations.intake(before, PRACTICE, each -> each.naming(people)));
  }

  private static void arrived() throws IOException {
    assertThat(network.entryOf(network.submit(TestNetwork.document("generic.json", HUB))))
        .isNotEmpty();
  }

  private static List<Alert> alerts() {
    return network.node().alerts().open(1000).stream()
        .filter(alert -> alert.problem().equals(PROBLEM))
        .toList();
  }

  @Test
  void whoReceivesIsToldOnceAndWhatToDo() throws Exception {
    arrived();
    assertThat(alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.organisation()).isEqualTo(PRACTICE);
              assertThat(alert.kind()).isEqualTo(AlertView.Kind.RECEIVED);
              assertThat(alert.title()).isEqualTo(TITLE);
              assertThat(alert.whatToDo()).contains("restricted-records", "B1611");
              assertThat(alert.times()).isEqualTo(1);
            });
    assertThat(Someone.at(network, PRACTICE, "Otto-Other", Role.CLERK).get("/alerts").text())
        .contains(TITLE);
  }

  @Test
  void whereSomebodyIsNamedWhoHasSignedInNobodyIsTold() throws Exception {
    Someone.at(network, PRACTICE, "Nora-Named", Role.CLERK);
    naming(Set.of("Nora-Named"));
    await().atMost(PATIENCE).until(() -> alerts().isEmpty());
  }

  @Test
  void whereSomebodyIsNamedWhoHasARoleNobodyIsTold() throws Exception {
    var person =
        network
            .served()
            .directory()
            .people()
            .known(Person.LOCAL, "nora.new", "N. New-Example", Optional.empty());
    network.execute(
        "insert into role_assignment (id, person, organisation, role, kind, reason, made_at) values"
            + " (gen_random_uuid(), '%s', '%s', 'clerk', 'given', 'New here', now())"
                .formatted(person.id(), PRACTICE));
    naming(Set.of("Nora.New"));
    await().atMost(PATIENCE).until(() -> alerts().isEmpty());
  }

  @Test
  void whereNobodyIsCalledAsSomebodyIsNamedPeopleAreStillTold() throws Exception {
    Someone.at(network, PRACTICE, "Nora-Named", Role.CLERK);
    Someone.at(network, HUB, "Nora-Nameed", Role.SENDER);
    naming(Set.of("Nora-Nameed"));
    assertThat(network.node().alerts().resolve(alerts().getFirst().id(), "A. Fictional")).isTrue();
    arrived();
    await().atMost(PATIENCE).until(() -> !alerts().isEmpty());
    assertThat(alerts().getFirst().whatHappened()).contains("a name may be misspelt");
  }

  @Test
  void itIsOverWhenAClinicianWithTheActivityHasSignedIn() throws Exception {
    Someone someone = Someone.at(network, PRACTICE, "Clara-Cleared", Role.CLINICIAN);
    var sessions = network.served().directory().sessions();
    String session =
        sessions.begin(
            new SignIn(
                someone.person(),
                PRACTICE,
                Set.of(Role.CLINICIAN),
                Set.of("B1611"),
                Optional.empty(),
                2,
                Someone.now(network)),
            "127.0.0.1",
            "a test");
    assertThat(session).isNotEmpty();
    await().atMost(PATIENCE).until(() -> alerts().isEmpty());
    // Sessions are forgotten after two days, and nobody is told on a Monday for that.
    assertThat(
            network.one(
                "select count(*) from last_sign_in where cleared_at is not null and organisation ="
                    + " '"
                    + PRACTICE
                    + "'"))
        .isEqualTo("1");
  }

  @Test
  void whoHasClosedItIsToldAgainWhenAnotherDocumentComes() throws Exception {
    Alert first = alerts().getFirst();
    assertThat(network.node().alerts().resolve(first.id(), "A. Fictional")).isTrue();
    arrived();
    await().atMost(PATIENCE).until(() -> !alerts().isEmpty());
    assertThat(alerts().getFirst().id()).isNotEqualTo(first.id());
  }
}
