package gpcm.node.web;

import static gpcm.node.web.AssignmentRulesTest.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A practice with two clerks, a clinician and an administrator, of which nothing is set. */
abstract class SettingsFixture {
  @Running static TestNetwork network;
  static Someone clerk;
  static Someone other;
  static Someone clinician;
  static Someone administrator;

  @BeforeAll
  static void peopleAreKnown() {
    clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    other = Someone.at(network, TestNetwork.PRACTICE, "B. Clerk", Role.CLERK);
    clinician = Someone.at(network, TestNetwork.PRACTICE, "C. Clinician", Role.CLINICIAN);
    administrator =
        Someone.at(network, TestNetwork.PRACTICE, "D. Administrator", Role.ADMINISTRATOR);
  }

  @AfterEach
  void nothingIsSet() {
    network.execute("delete from absence");
    network.execute("delete from sampling");
    network.execute("delete from assignment_rule");
    network.execute("update review_template set ended_at = now() where ended_at is null");
    network.execute("update team set ended_at = now() where ended_at is null");
  }

  static String team(String name, UUID... members) throws Exception {
    return AssignmentRulesTest.team(administrator, network, name, members);
  }

  static JsonNode work(String entry) throws Exception {
    return clinician.get("/api/v1/worklist/" + entry).json().path("work");
  }

  static JsonNode done(Someone who, String entry, String act, String body) throws Exception {
    Answer answer = who.post("/api/v1/worklist/" + entry + "/" + act, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  static String version(String entry) throws Exception {
    return "\"version\": " + work(entry).path("version").asText();
  }

  static String template(String form) throws Exception {
    set(administrator, "reviews", form);
    return network.one("select id from review_template where ended_at is null");
  }

  static String form(String review) {
    return "name=\"review\" value=\"" + review;
  }

  static String givers(String entry) {
    return network.one(
        "select string_agg(coalesce(p.name, 'nobody'), ', ' order by v.level) from work_review v"
            + " left join person p on p.id = v.of_person where v.entry = '%s'".formatted(entry));
  }

  static LocalDate today() {
    return LocalDate.ofInstant(network.served().clock().instant(), ZoneId.of("Europe/London"));
  }

  static Answer away(Someone who, Someone standIn, LocalDate from, LocalDate to) throws Exception {
    return administrator.post(
        "/settings/absence",
        "person=%s&stand-in=%s&from=%s&to=%s&reason=Holiday"
            .formatted(who.person().id(), standIn.person().id(), from, to));
  }

  static void isAway() throws Exception {
    assertThat(away(clerk, other, today(), today().plusDays(5)).status()).isEqualTo(303);
  }

  static String until() {
    return DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK).format(today().plusDays(5));
  }

  static String page(Someone who, String entry) throws Exception {
    return who.get("/worklist/" + entry).text();
  }

  static String mine(Someone who) throws Exception {
    return who.get("/worklist?view=mine").text();
  }
}
