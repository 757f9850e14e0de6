package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.node.Configurations;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The time within which a provider decides counts only while it is open. */
class OpeningHoursTest {
  @Running static TestNetwork network;
  private static Someone administrator;

  @BeforeAll
  static void thePharmacyDecides() throws Exception {
    network.restartNode(
        before ->
            Configurations.intake(
                before, TestNetwork.PHARMACY, intake -> intake.deciding(Duration.ofHours(2))));
    administrator =
        Someone.at(network, TestNetwork.PHARMACY, "D. Administrator", Role.ADMINISTRATOR);
  }

  private static LocalDate today() {
    return LocalDate.ofInstant(network.served().clock().instant(), ZoneId.of("Europe/London"));
  }

  private static void decisionIsDue(String when) throws Exception {
    int before = Integer.parseInt(network.one("select count(*) from business_decision"));
    network.submit(TestNetwork.document("online-consultation-pharmacy.json", TestNetwork.HUB));
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () -> Integer.parseInt(network.one("select count(*) from business_decision")) > before);
    assertThat(
            network.one(
                "select (due_at at time zone 'Europe/London')::text from business_decision order by"
                    + " opened_at desc limit 1"))
        .isEqualTo(when);
  }

  @Test
  void twoHoursBeginWhenItOpensNextAndSkipAClosedDay() throws Exception {
    LocalDate open = today().plusDays(1);
    int weekday = open.getDayOfWeek().getValue();
    AssignmentRulesTest.set(
        administrator, "opening-hours", "opens-%1$d=09:00&closes-%1$d=17:30".formatted(weekday));
    decisionIsDue(open + " 11:00:00");
    AssignmentRulesTest.set(administrator, "closed-days", "day=" + open + "&name=Stock+taking");
    decisionIsDue(open.plusDays(7) + " 11:00:00");
    String page = administrator.get("/settings/deciding").text();
    assertThat(page)
        .contains("value=\"09:00\"", "<bdi>Stock taking</bdi>", "counts only while you are open")
        .contains("Before: <bdi>always open</bdi>", "09:00 to 17:30");
    AssignmentRulesTest.set(administrator, "closed-days/end", "day=" + open);
    decisionIsDue(open + " 11:00:00");
  }

  /** Whoever has not said that it is closed on them is told rather too early than too late. */
  @Test
  void onABankHolidayItIsOpenUntilItSaysOtherwise() throws Exception {
    SortedMap<LocalDate, String> holidays =
        network.served().arrangements().deciding().bankHolidays().tailMap(today().plusDays(1));
    LocalDate holiday = holidays.firstKey();
    String hours =
        "opens-%1$d=09:00&closes-%1$d=17:30".formatted(holiday.getDayOfWeek().getValue());
    AssignmentRulesTest.set(administrator, "opening-hours", hours);
    List<LocalDate> before =
        Stream.iterate(holiday.minusWeeks(1), day -> day.isAfter(today()), day -> day.minusWeeks(1))
            .toList();
    for (LocalDate day : before) {
      AssignmentRulesTest.set(administrator, "closed-days", "day=" + day + "&name=Refitting");
    }
    decisionIsDue(holiday + " 11:00:00");
    assertThat(administrator.get("/settings/deciding").text())
        .contains("On bank holidays in England you are open like on any other day.")
        .contains(Display.date(holiday) + ": " + holidays.get(holiday).replace("'", "&#39;"));
    AssignmentRulesTest.set(administrator, "opening-hours", hours + "&bank-holidays=true");
    LocalDate next = holiday.plusWeeks(1);
    while (holidays.containsKey(next)) {
      next = next.plusWeeks(1);
    }
    decisionIsDue(next + " 11:00:00");
    assertThat(administrator.get("/settings/deciding").text())
        .contains(
            "On bank holidays in England you are closed.",
            "name=\"bank-holidays\" type=\"checkbox\" value=\"true\" checked")
        .contains("closed on bank holidays in England</bdi>");
    for (LocalDate day : before) {
      AssignmentRulesTest.set(administrator, "closed-days/end", "day=" + day);
    }
  }

  @Test
  void whatAWorkingDayIsStandsThere() throws Exception {
    AssignmentRulesTest.set(administrator, "opening-hours", "");
    assertThat(administrator.get("/settings/deciding").text())
        .contains("These are Monday to Friday, without bank holidays in England");
    AssignmentRulesTest.set(administrator, "opening-hours", "opens-6=09:00&closes-6=12:00");
    assertThat(administrator.get("/settings/deciding").text())
        .contains("These are the days of the week on which you are open, without bank holidays");
  }

  @Test
  void whatIsNoHourOrDayIsSaidAtItsField() throws Exception {
    Answer late =
        administrator.post("/settings/opening-hours", "opens-1=17:00&closes-1=09:00&reason=Try");
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.text()).contains("<a href=\"#closes-1\">", "later than when it opens");
    Answer none = administrator.post("/settings/opening-hours", "opens-2=9+am&reason=Try");
    assertThat(none.text()).contains("<a href=\"#opens-2\">");
    Answer past =
        administrator.post("/settings/closed-days", "day=2020-01-01&name=Long+ago&reason=Try");
    assertThat(past.text()).contains("<a href=\"#day\">");
    Answer missing =
        administrator.post(
            "/settings/closed-days/end", "day=2099-01-01&reason=" + UUID.randomUUID());
    assertThat(missing.status()).isEqualTo(404);
  }
}
