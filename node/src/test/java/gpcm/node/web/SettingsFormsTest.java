package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.web.HttpCaller.Answer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Forms that change settings: whoever filled one in is told of all that is wrong with it at once.
 */
class SettingsFormsTest extends SettingsFixture {
  private static String changes() {
    return network.one("select count(*) from setting_change");
  }

  private static List<String> links(Answer answer) {
    return Pattern.compile("<a href=\"#([^\"]+)\"><bdi>")
        .matcher(answer.text())
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "teams                        | name=&why=why-new                                   | name"
            + " why-new",
        "due-times                    | for-action=0x&for-information=&why=why-due          |"
            + " for-action for-information why-due",
        "rules                        | name=&type-code=!&sender=?&whom=&due=0&why=why      | name"
            + " type-code sender whom due why",
        "reviews                      | name=&whom-1=&instruction-1=&due-1=0&why=why        | name"
            + " whom-1 instruction-1 due-1 why",
        "absence                      | person=&stand-in=&from=soon&to=&why=why             |"
            + " person stand-in from to why",
        "sampling                     | percent=many&whom=&why=why                          |"
            + " percent whom why",
        "matching                     | by-two=perhaps&why=why-two                          |"
            + " by-two why-two",
        "opening-hours                | opens-1=9&closes-1=17:00&opens-2=09:00&why=why-hours |"
            + " opens-1 closes-2 why-hours",
        "closed-days                  | day=soon&name=&why=why-day                          | day"
            + " name why-day",
        "alerts                       |"
            + " name=&kind=mail&address=nobody&step=x&severity=x&hours=x&why=why-new | name address"
            + " step severity hours why-new",
        "alert-deadlines              |"
            + " act-now=0&today=x&information=&summary-at=25:00&why=why-deadlines | act-now today"
            + " information summary-at why-deadlines",
        "retention                    | sent-years=x&received-years=&content-months=y&why=why-times"
            + " | sent-years received-years content-months why-times",
        "retention/holds              | patient=1&case=2&why=why-hold                       |"
            + " patient case why-hold",
        "sending/generic              | delayMinutes=soon&confirmed=perhaps&why=why-generic |"
            + " delayMinutes-generic confirmed-generic why-generic",
        "relevance                    | kind=&code=&why=why-rule                            | kind"
            + " why-rule",
        "deadlines                    | infrastructure=soon&business=0&why=why-deadlines    |"
            + " infrastructure business why-deadlines"
      })
  void allThatIsWrongIsSaidAtOnceAndLeadsToItsField(String form, String fields, String wrong)
      throws Exception {
    String before = changes();
    Answer answer = administrator.post("/settings/" + form, fields.strip());
    assertThat(answer.status()).isEqualTo(403);
    assertThat(links(answer)).containsExactlyInAnyOrder(wrong.split(" ", -1));
    for (String field : links(answer)) {
      assertThat(answer.text()).containsOnlyOnce(" id=\"" + field + "\"");
    }
    assertThat(answer.text()).contains("<title>Error: ", "Say why, in 1 to 500 characters.");
    assertThat(changes()).isEqualTo(before);

    Answer withReason =
        administrator.post("/settings/" + form, fields.strip() + "&reason=They+asked");
    assertThat(withReason.status()).isEqualTo(422);
    assertThat(links(withReason)).hasSize(wrong.split(" ", -1).length - 1);
    assertThat(withReason.text()).contains("value=\"They asked\"");
  }

  @Test
  void whatIsRightButHasNoReasonIsNotDoneAndStaysAsItWasTyped() throws Exception {
    String before = changes();
    Answer answer = administrator.post("/settings/teams", "name=Letters&why=why-new");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(links(answer)).containsExactly("why-new");
    assertThat(answer.text()).contains("value=\"Letters\"");
    assertThat(changes()).isEqualTo(before);
    assertThat(network.one("select count(*) from team where name = 'Letters' and ended_at is null"))
        .isEqualTo("0");
  }

  @Test
  void ofManyFormsTheOneThatWasSentSaysWhatIsWrong() throws Exception {
    String team = team("Letters", clerk.person().id());
    Answer answer =
        administrator.post("/settings/teams/" + team, "name=&version=1&why=why-" + team);
    assertThat(links(answer)).containsExactlyInAnyOrder("name-" + team, "why-" + team);
    assertThat(answer.text())
        .containsOnlyOnce(" id=\"name-" + team + "\"")
        .containsOnlyOnce(" id=\"why-" + team + "\"")
        .contains("<details class=\"nhsuk-details\" open");
  }

  @Test
  void aFormsPlaceForItsReasonIsNothingButAnId() throws Exception {
    assertThat(administrator.post("/settings/teams", "name=Letters&why=%22%3E%3Cb%3E").text())
        .doesNotContain("<b>")
        .contains("Say why, in 1 to 500 characters.");
  }

  @Test
  void whoInvitesSomebodyIsToldOfAllThatIsWrongToo() throws Exception {
    Answer answer =
        administrator.post("/people", "name=&user=no+name&role=none&ends=soon&why=reason");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(links(answer)).containsExactly("name", "user", "role", "ends", "reason");
    Answer typed = administrator.post("/people", "name=N.+Clerk&user=n&role=clerk&why=reason");
    assertThat(links(typed)).containsExactly("reason");
    assertThat(typed.text()).contains("value=\"N. Clerk\"");
    assertThat(network.one("select count(*) from person where name = 'N. Clerk'")).isEqualTo("0");
  }

  @Test
  void aFormThatOnlySaysWhyAsksForThatAlone() throws Exception {
    Answer answer = administrator.post("/settings/teams", "");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("<h1 class=\"nhsuk-heading-l\">Say why</h1>");
  }
}
