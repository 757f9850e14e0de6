package gpcm.node;

import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.config.IntakeSettings;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistEntry.State;
import gpcm.node.web.HttpCaller;
import gpcm.node.web.HttpCaller.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages on which people decide, as a browser without script uses them. */
class DecisionPagesTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  @Running TestNetwork network;
  private HttpCaller practice;
  private HttpCaller pharmacy;

  @BeforeEach
  void start() throws IOException {
    network.restartNode(
        before ->
            Configurations.intake(
                Configurations.intake(before, PRACTICE, IntakeSettings::withDoubtfulWaiting),
                PHARMACY,
                intake -> intake.deciding(Duration.ofHours(2))));
    // A start writes the list anew.
    Files.writeString(
        network.patients(),
        """
        {"nhsNumber":"%s","birthDate":"1957-01-09","family":"<b>Otherpatient</b>","standing":"known"}
        """
            .formatted(KNOWN));
    practice = HttpCaller.of(network.node().url(), network.served(), PRACTICE);
    pharmacy = HttpCaller.of(network.node().url(), network.served(), PHARMACY);
  }

  @AfterEach
  void stop() {
    practice.close();
    pharmacy.close();
  }

  private static Answer post(HttpCaller http, String path, String fields) throws Exception {
    return http.post(path, FORM, fields.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPatientIsMatchedOnThePageAndWhatIsMissingIsSaidAtItsField() throws Exception {
    WorklistEntry entry =
        network.received(network.submit(TestNetwork.consultation(KNOWN)), PRACTICE);
    String place = "/worklist/" + entry.id();
    assertThat(practice.get(place).text())
        .contains("nhsuk-tag--orange\">Needs matching", place + "/match");
    String page = practice.get(place + "/match").text();
    assertThat(page)
        .contains("Which patient is it?", "Surname differs", "&lt;b&gt;Otherpatient&lt;/b&gt;")
        .doesNotContain("<b>Otherpatient");

    Answer incomplete = post(practice, place + "/match", "choice=this-patient&note=Seen");
    assertThat(incomplete.status()).isEqualTo(422);
    assertThat(incomplete.text())
        .contains("<title>Error: ", "There is a problem", "href=\"#reason\"", "Seen</textarea>");
    assertThat(network.node().worklist().find(entry.id()).orElseThrow().state())
        .isEqualTo(State.NEEDS_MATCHING);

    Answer done = post(practice, place + "/match", "choice=this-patient&reason=Compared");
    assertThat(done.status()).isEqualTo(303);
    assertThat(practice.get(place).text())
        .contains("30001")
        .doesNotContain("nhsuk-tag--orange\">Needs matching");

    Answer late = post(practice, place + "/match", "choice=not-ours&reason=Compared");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text()).contains("There is a problem", "B. Fictional", "has decided on");
  }

  @Test
  void whatIsWrongIsSaidAllAtOnceAndInTheWordsOfTheForm() throws Exception {
    WorklistEntry entry =
        network.received(network.submit(TestNetwork.consultation(KNOWN)), PRACTICE);
    String place = "/worklist/" + entry.id() + "/match";
    String nothing = post(practice, place, "choice=everybody").text();
    assertThat(nothing)
        .contains(
            "<a href=\"#choice\"><bdi>Choose what you find: This patient; This patient, who died"
                + " less than six months ago; Not our patient; Has left us; Wait, for example for"
                + " the registration.</bdi></a>",
            "<a href=\"#reason\"><bdi>Say why, in 1 to 500 characters.</bdi></a>")
        .doesNotContain("must be one of");
    assertThat(post(practice, place, "choice=wait").text())
        .contains("<a href=\"#until\"><bdi>Choose a day after today", "<a href=\"#reason\">");
  }

  @Test
  void whatAProviderLeftOutIsSaidAllAtOnce() throws Exception {
    WorklistEntry entry =
        network.received(
            network.submit(TestNetwork.document("online-consultation-pharmacy.json", HUB)),
            PHARMACY);
    assertThat(post(pharmacy, "/worklist/" + entry.id() + "/decision", "code=1").text())
        .contains(
            "<a href=\"#code\"><bdi>Choose what happens with the patient.</bdi></a>",
            "<a href=\"#reason\"><bdi>Say why, in 1 to 500 characters.</bdi></a>")
        .doesNotContain("30001 to 30018");
  }

  private static final String PLACE = "view=mine&sort=patient&action=FA";
  private static final String WRITTEN = "?view=mine&amp;sort=patient&amp;action=FA\"";

  @Test
  void thePlaceInTheListGoesThroughTheMatching() throws Exception {
    WorklistEntry entry =
        network.received(network.submit(TestNetwork.consultation(KNOWN)), PRACTICE);
    String place = "/worklist/" + entry.id();
    assertThat(practice.get(place + "?" + PLACE).text()).contains(place + "/match" + WRITTEN);
    for (Answer page :
        List.of(
            practice.get(place + "/match?" + PLACE),
            post(practice, place + "/match?" + PLACE, "choice=this-patient"))) {
      assertThat(page.text())
          .contains("nhsuk-back-link\" href=\"" + place + WRITTEN)
          .contains("action=\"" + place + "/match" + WRITTEN);
    }
    assertThat(
            post(practice, place + "/match?" + PLACE, "choice=this-patient&reason=Compared")
                .header("Location"))
        .startsWith(place + "?" + PLACE);
  }

  @Test
  void thePlaceInTheListGoesThroughTheDecision() throws Exception {
    WorklistEntry entry =
        network.received(
            network.submit(TestNetwork.document("online-consultation-pharmacy.json", HUB)),
            PHARMACY);
    String place = "/worklist/" + entry.id();
    assertThat(pharmacy.get(place + "?" + PLACE).text()).contains(place + "/decision" + WRITTEN);
    for (Answer page :
        List.of(
            pharmacy.get(place + "/decision?" + PLACE),
            post(pharmacy, place + "/decision?" + PLACE, "reason=Today"))) {
      assertThat(page.text())
          .contains("nhsuk-back-link\" href=\"" + place + WRITTEN)
          .contains("action=\"" + place + "/decision" + WRITTEN);
    }
    assertThat(
            post(pharmacy, place + "/decision?" + PLACE, "code=30016&reason=Today")
                .header("Location"))
        .startsWith(place + "?" + PLACE);
  }

  @Test
  void aProviderDecidesOnThePage() throws Exception {
    WorklistEntry entry =
        network.received(
            network.submit(TestNetwork.document("online-consultation-pharmacy.json", HUB)),
            PHARMACY);
    String place = "/worklist/" + entry.id();
    assertThat(pharmacy.get(place).text()).contains("Needs a decision", place + "/decision");
    assertThat(pharmacy.get(place + "/decision").text())
        .contains("What happens with the patient?", "value=\"30016\"", "value=\"30018\"");

    Answer incomplete = post(pharmacy, place + "/decision", "reason=Today");
    assertThat(incomplete.status()).isEqualTo(422);
    assertThat(incomplete.text()).contains("href=\"#code\"", "There is a problem");

    assertThat(post(pharmacy, place + "/decision", "code=30016&reason=Today").status())
        .isEqualTo(303);
    assertThat(pharmacy.get(place).text()).contains("30016");
    assertThat(post(pharmacy, place + "/decision", "code=30017&reason=Today").text())
        .contains("has decided on");
  }
}
