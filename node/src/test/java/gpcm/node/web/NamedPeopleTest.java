package gpcm.node.web;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Configurations;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Credentials;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An organisation names who opens documents of restricted records, whatever their provider says;
 * whoever may assign gives such a document to one of them without opening it.
 */
class NamedPeopleTest {
  @Running static TestNetwork network;
  private String letter;

  @BeforeAll
  static void theyAreNamed() throws Exception {
    network.restartNode(
        before ->
            Configurations.intake(
                Configurations.intake(
                    before, PRACTICE, each -> each.naming(Set.of("Nora-Named", "Local.Named"))),
                HUB,
                each -> each.naming(Set.of("Elsa-Elsewhere"))));
    Files.writeString(
        network.patients(),
        """
        {"nhsNumber":"%s","birthDate":"1957-01-09","family":"Testpatient","given":"Alpha","standing":"known","restricted":"yes"}
        """
            .formatted(KNOWN));
  }

  @BeforeEach
  void aDocumentOfARestrictedRecordHasCome() throws Exception {
    network.execute("delete from session");
    letter = network.entryOf(network.submit(TestNetwork.document("generic.json", HUB)));
  }

  private static Someone as(Person person, Set<String> activities, Role... roles) {
    String session =
        network
            .served()
            .directory()
            .sessions()
            .begin(
                new SignIn(
                    person,
                    PRACTICE,
                    Set.of(roles),
                    activities,
                    Optional.empty(),
                    2,
                    Someone.now(network)),
                "127.0.0.1",
                "a test");
    return new Someone(
        person, HttpCaller.with(network.node().url(), new Credentials("", session)), session);
  }

  private static Someone called(String subject, Role... roles) {
    return Someone.at(network, PRACTICE, subject, roles);
  }

  private int opened(Someone who) throws Exception {
    return who.get("/worklist/" + letter).status();
  }

  @Test
  void aClerkWhoIsNamedOpensIt() throws Exception {
    assertThat(opened(called("Nora-Named", Role.CLERK))).isEqualTo(200);
  }

  @Test
  void aClinicianWhoIsNamedOpensIt() throws Exception {
    assertThat(opened(called("Nora-Named", Role.CLINICIAN))).isEqualTo(200);
  }

  @Test
  void anAccountOfTheNodeIsNamedByItsUserName() throws Exception {
    Person local =
        network
            .served()
            .directory()
            .people()
            .known(Person.LOCAL, "local.named", "L. Local-Example", Optional.empty());
    assertThat(opened(as(local, Set.of(), Role.CLERK))).isEqualTo(200);
  }

  @Test
  void whatAProviderCallsAPersonIsTakenToTheLetter() throws Exception {
    assertThat(opened(called("nora-named", Role.CLERK))).isEqualTo(403);
  }

  @Test
  void whoIsNotNamedDoesNotOpenIt() throws Exception {
    Answer answer = called("Otto-Other", Role.CLERK).get("/worklist/" + letter);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("whoever your organisation names for it");
  }

  @Test
  void whoIsNamedAtAnotherOrganisationDoesNotOpenIt() throws Exception {
    assertThat(opened(called("Elsa-Elsewhere", Role.CLERK))).isEqualTo(403);
  }

  @Test
  void whoIsNamedAndNeitherClerkNorClinicianDoesNotOpenIt() throws Exception {
    assertThat(opened(called("Nora-Named", Role.SENDER, Role.ADMINISTRATOR))).isEqualTo(403);
  }

  @Test
  void thePageOfPeopleSaysWhoIsNamed() throws Exception {
    Person named = called("Nora-Named", Role.CLERK).person();
    called("Otto-Other", Role.CLERK);
    String page = called("Ada-Administrator", Role.ADMINISTRATOR).get("/people").text();
    assertThat(page).contains("which calls them " + named.subject());
    assertThat(page.split("Named in the configuration", -1)).hasSize(2);
  }

  @Test
  void aClerkAssignsItWithoutOpeningIt() throws Exception {
    Someone clerk = called("Otto-Other", Role.CLERK);
    Someone named = called("Nora-Named", Role.CLERK);
    Answer answer =
        clerk.post(
            "/api/v1/worklist/" + letter + "/assign",
            "{\"person\":\"%s\",\"version\":%s}".formatted(named.person().id(), version()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(owner()).isEqualTo(named.person().id().toString());
    assertThat(opened(clerk)).isEqualTo(403);
  }

  @Test
  void aFormThatAssignsItLeadsBackToTheList() throws Exception {
    Someone named = called("Nora-Named", Role.CLERK);
    Answer answer =
        called("Otto-Other", Role.CLERK)
            .post(
                "/worklist/" + letter + "/work/assign",
                "person=" + named.person().id() + "&version=" + version());
    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    assertThat(answer.response().headers().firstValue("Location")).contains("/worklist");
    assertThat(owner()).isEqualTo(named.person().id().toString());
  }

  @Test
  void aFormThatIsWrongDoesNotShowIt() throws Exception {
    Answer answer =
        called("Otto-Other", Role.CLERK).post("/worklist/" + letter + "/work/assign", "person=x");
    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.text()).doesNotContain("Testpatient", "Walk-in clinic");
  }

  @Test
  void severalAreAssignedAtOnceWithoutOpeningThem() throws Exception {
    Someone named = called("Nora-Named", Role.CLERK);
    Answer answer =
        called("Otto-Other", Role.CLERK)
            .post(
                "/api/v1/worklist-bulk",
                "{\"act\":\"assign\",\"person\":\"%s\",\"entry\":[\"%s/%s\"]}"
                    .formatted(named.person().id(), letter, version()));
    assertThat(owner()).as(answer.text()).isEqualTo(named.person().id().toString());
  }

  private String version() {
    return network.one("select work_version from worklist_entry where id = '" + letter + "'");
  }

  private String owner() {
    return network.one(
        "select coalesce(owner_person::text, 'nobody') from worklist_entry where id = '"
            + letter
            + "'");
  }
}
