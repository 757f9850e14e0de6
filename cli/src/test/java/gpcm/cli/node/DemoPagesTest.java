package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Help.Ansi;

/**
 * Whoever signs in by a link of the demo finds on the page of their work what docs/demo.md says.
 */
@Tag("slow")
class DemoPagesTest {
  @TempDir static Path folder;
  private static DemoNetwork network;
  private static DemoStory story;
  private static final StringWriter TOLD = new StringWriter();

  @BeforeAll
  static void tell() throws Exception {
    network = DemoNetwork.start(folder, FreePort.preferring(0), DemoNetwork.Transport.HTTP);
    story = new DemoStory(network, new PrintWriter(TOLD), Ansi.OFF, false, Duration.ofMinutes(4));
    assertThat(story.tell()).as(() -> TOLD.toString()).isTrue();
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  private static String first(DemoPersona persona) throws IOException, InterruptedException {
    try (DemoPerson person = DemoPerson.signIn(persona, network.node())) {
      return person.firstPage();
    }
  }

  private static String page(DemoPersona persona, String path)
      throws IOException, InterruptedException {
    try (DemoPerson person = DemoPerson.signIn(persona, network.node())) {
      return person.page(path);
    }
  }

  private static DemoOpenWork.Item item(String name) {
    Map<String, DemoOpenWork.Item> left =
        story.left().stream().collect(Collectors.toMap(DemoOpenWork.Item::name, each -> each));
    assertThat(left).containsKey(name);
    return left.get(name);
  }

  private static String row(String page, String place) {
    return Stream.of(page.split("<tr", -1))
        .filter(each -> each.contains("href=\"" + place))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row leads to " + place + " on " + page));
  }

  @ParameterizedTest
  @EnumSource(DemoPersona.class)
  void everyLinkLeadsToThePageOfTheirWork(DemoPersona persona) throws Exception {
    assertThat(first(persona)).contains("Demo " + persona.description(), "<h1");
  }

  @Test
  void theClinicianFindsAnAllergyThatWaitsForAReview() throws Exception {
    DemoOpenWork.Item review = item("review");
    assertThat(row(first(DemoPersona.CLINICIAN), review.page()))
        .contains("In review", "Minor injuries letter");
    assertThat(page(DemoPersona.CLINICIAN, review.page()))
        .contains("Is this allergy to be filed?", "Allergy to penicillin");
  }

  @Test
  void theSenderOfTheTriageFindsWhatThePharmacyHasDeclined() throws Exception {
    DemoOpenWork.Item declined = item("declined");
    assertThat(row(first(DemoPersona.SENDER_OF_TRIAGE), declined.page()))
        .contains("Not accepted", "referral rejected (30017)");
    assertThat(page(DemoPersona.SENDER_OF_TRIAGE, "/alerts"))
        .contains("The care did not go on at the provider");
  }

  @Test
  void nothingThatThePharmacyHasDecidedIsLeftAsNew() throws Exception {
    String list = first(DemoPersona.PHARMACIST);
    assertThat(list).contains("Done").doesNotContainPattern("nhsuk-tag[^>]*>\\s*New\\s*<");
  }

  @Test
  void theConfidentialReportIsMaskedForTheClerkAndOpenForTheClinician() throws Exception {
    DemoOpenWork.Item confidential = item("confidential");
    assertThat(row(first(DemoPersona.CLERK), confidential.page()))
        .contains("Confidential", "Withheld")
        .doesNotContain("Sampleton");
    try (DemoPerson clerk = DemoPerson.signIn(DemoPersona.CLERK, network.node())) {
      assertThat(clerk.opens(confidential.page())).isFalse();
    }
    assertThat(page(DemoPersona.CLINICIAN, confidential.page()))
        .contains("Confidential", "Consultation report");
  }

  @Test
  void theSenderOfTheHubFindsWhatWasNotDeliveredWithItsOneAlert() throws Exception {
    DemoOpenWork.Item undelivered = item("undelivered");
    assertThat(row(first(DemoPersona.SENDER), undelivered.page())).contains("Not delivered");
    String alerts = page(DemoPersona.SENDER, "/alerts");
    assertThat(Pattern.compile("class=\"[^\"]*\"[^>]*>Act now<").matcher(alerts).results())
        .as(alerts)
        .hasSize(1);
    assertThat(page(DemoPersona.SENDER, undelivered.page()))
        .contains("MESH and the look-up disagree", "Trust neither");
  }

  @Test
  void theOperatorFindsChartsOfAWeek() throws Exception {
    String week = first(DemoPersona.OPERATOR);
    assertThat(week).contains("<svg class=\"gpcm-chart\"", "last 7 days");
    assertThat(
            Pattern.compile("gpcm-chart__(first|second)\"[^>]* height=\"[0-9]+\"")
                .matcher(week)
                .results())
        .hasSizeGreaterThan(50);
    assertThat(page(DemoPersona.OPERATOR, "/system")).contains("last 24 hours");
  }

  @Test
  void theAuditorFindsWhatWasDone() throws Exception {
    assertThat(first(DemoPersona.AUDITOR)).contains("Demo clerk at the practice");
  }

  @Test
  void theAdministratorsFindTheirPeopleAndTheirAlerts() throws Exception {
    assertThat(first(DemoPersona.ADMINISTRATOR)).contains("Demo clinician at the practice");
    assertThat(first(DemoPersona.ADMINISTRATOR_OF_HUB)).contains("desk@hub.example");
  }

  @Test
  void theStorySaysThatTheWeekIsMadeUp() {
    assertThat(TOLD.toString()).contains("It is made up");
  }
}
