package gpcm.pds.server;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.pds.CallRate;
import gpcm.pds.LookUp;
import gpcm.pds.OurRecord;
import gpcm.pds.PdsAccess;
import gpcm.pds.PdsAnswer;
import gpcm.pds.PdsClient;
import gpcm.pds.PdsOutcome;
import gpcm.pds.PdsQuestion;
import gpcm.pds.testing.PdsServerExtension;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client of PDS against the stand-in, over HTTP: what each patient and each fault comes to. */
class PdsClientTest {
  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();
  private static PdsClient client;

  @BeforeAll
  static void start() {
    client = client(pds.server().fhir(), Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static PdsClient client(URI base, Duration timeout) {
    return new PdsClient(
        new PdsAccess(base, Optional.empty(), timeout), CallRate.NONE, InstantSource.system());
  }

  private static PdsAnswer find(String number) throws InterruptedException {
    return client.find(PdsQuestion.of(number, "A99901", "a case"));
  }

  private static LookUp lookUp(String number) throws InterruptedException {
    LocalDate today = LocalDate.now(ZoneId.of("Europe/London"));
    OurRecord ours =
        new OurRecord(
            number,
            "Testpatient",
            List.of("Alpha", "Example"),
            "1957-01-09",
            "female",
            "Ms",
            today,
            "A99901",
            true);
    return LookUp.of(find(number), ours, LookUp.LocalPatients.NONE, today);
  }

  @ParameterizedTest
  @CsvSource({
    "9990000018, CURRENT",
    "9990000107, OWN",
    "9990000115, CURRENT",
    "9990000123, STARTS_LATER",
    "9990000131, ENDED",
    "9990000158, NOWHERE",
    "9990000433, SEVERAL",
    "9990000166, CURRENT",
    "9990000174, IDENTITY_DIFFERS",
    "9990000182, IDENTITY_DIFFERS",
    "9990000190, DETAILS_DIFFER",
    "9990000204, IDENTITY_DIFFERS",
    "9990000212, SUPERSEDED",
    "9990000239, SUPERSEDED_BY_OTHER",
    "9990000255, INVALIDATED",
    "9990000263, NOT_FOUND",
    "9990000019, MALFORMED",
    "9990000271, RESTRICTED",
    "9990000298, RESTRICTED_WITHOUT_NAME",
    "9990000301, RESTRICTED_WITHOUT_NAME",
    "9990000328, RESTRICTED_WITHOUT_NAME",
    "9990000336, DECEASED",
    "9990000441, DECEASED",
    "9990000344, DECEASED_UNCONFIRMED",
    "9990000352, CURRENT",
    "9990000360, IN_ANOTHER_NATION",
    "9990000379, IN_ANOTHER_NATION",
    "9990000387, REMOVED",
    "9990000395, REMOVED",
    "9990000409, REMOVED",
    "9990000417, REMOVED_BY_DEATH",
    "9990000425, CURRENT",
  })
  void everyPatientOfTheStandInIsTheRowItSays(String number, PdsOutcome outcome)
      throws InterruptedException {
    assertThat(lookUp(number).outcomes()).contains(outcome);
  }

  @Test
  void aWithdrawnDeathIsNone() throws InterruptedException {
    assertThat(lookUp("9990000352").outcomes()).containsExactly(PdsOutcome.CURRENT);
  }

  @Test
  void aMergedRecordGivesItsOwnNumber() throws InterruptedException {
    assertThat(lookUp("9990000212").nhsNumber()).contains("9990000220");
  }

  @ParameterizedTest
  @CsvSource({
    "408, UNABLE_TO_CALL_SERVICE",
    "429, TOO_MANY_REQUESTS",
    "500, UNKNOWN_ERROR",
    "502, UNKNOWN_ERROR",
    "503, SERVICE_UNAVAILABLE",
    "504, UNKNOWN_ERROR",
  })
  void aFaultOfTheServiceIsForLater(int status, String code) throws InterruptedException {
    pds.server().add(PdsFault.next(1, new PdsFault.Kind.Refusal(status, code, Optional.empty())));
    assertThat(find("9990000018"))
        .isInstanceOfSatisfying(
            PdsAnswer.Unavailable.class,
            answer -> assertThat(answer.why()).contains(status + " " + code));
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Found.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400, MISSING_VALUE",
    "400, UNSUPPORTED_SERVICE",
    "401, ACCESS_DENIED",
    "403, INVALID_METHOD",
  })
  void aFaultOfOursIsForAnOperator(int status, String code) throws InterruptedException {
    pds.server().add(PdsFault.always(new PdsFault.Kind.Refusal(status, code, Optional.empty())));
    assertThat(find("9990000018"))
        .isInstanceOfSatisfying(
            PdsAnswer.Refused.class,
            answer -> {
              assertThat(answer.status()).isEqualTo(status);
              assertThat(answer.why()).contains(code);
            });
  }

  /** Decided by status and code together: a gateway's page counts by its status alone. */
  @ParameterizedTest
  @CsvSource({
    "301, Refused",
    "403, Refused",
    "404, Refused",
    "410, Refused",
    "422, Refused",
    "408, Unavailable",
    "429, Unavailable",
    "502, Unavailable"
  })
  void aPageThatIsNoFhirCountsByItsStatus(int status, String kind) throws InterruptedException {
    pds.server().add(PdsFault.always(new PdsFault.Kind.NotFhir(status)));
    assertThat(find("9990000018").getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void aPageThatIsNoFhirAndSaysThatAllIsWellIsNoPatient() throws InterruptedException {
    pds.server().add(PdsFault.always(new PdsFault.Kind.NotFhir(200)));
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Unavailable.class);
  }

  @Test
  void howLongToWaitIsPassedOn() throws InterruptedException {
    pds.server()
        .add(
            PdsFault.next(
                1,
                new PdsFault.Kind.Refusal(
                    503, "SERVICE_UNAVAILABLE", Optional.of(Duration.ofSeconds(5)))));
    assertThat(find("9990000018"))
        .isInstanceOfSatisfying(
            PdsAnswer.Unavailable.class,
            answer -> assertThat(answer.after()).contains(Duration.ofSeconds(5)));
  }

  @Test
  void aSlowAnswerIsGivenUp() throws InterruptedException {
    pds.server().add(PdsFault.always(new PdsFault.Kind.Slow(Duration.ofSeconds(20))));
    try (PdsClient hasty = client(pds.server().fhir(), Duration.ofMillis(300))) {
      assertThat(hasty.find(PdsQuestion.of("9990000018", "A99901", "a case")))
          .isInstanceOfSatisfying(
              PdsAnswer.Unavailable.class,
              answer -> assertThat(answer.why()).contains("300 milliseconds"));
    }
  }

  @Test
  void aServiceThatIsNotThereIsForLater() throws InterruptedException {
    try (PdsClient lost = client(URI.create("http://127.0.0.1:1/"), Duration.ofSeconds(5))) {
      assertThat(lost.find(PdsQuestion.of("9990000018", "A99901", "a case")))
          .isInstanceOf(PdsAnswer.Unavailable.class);
    }
  }

  /** Answered once, it would otherwise stand before what was asked for after it. */
  @Test
  void aFaultKeepsItsPlaceBehindLaterOnes() throws InterruptedException {
    pds.server().add(PdsFault.always(new PdsFault.Kind.NotFhir(502)));
    pds.server()
        .add(
            PdsFault.always(new PdsFault.Kind.Refusal(403, "INVALID_METHOD", Optional.empty()))
                .about("9990000107"));
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Unavailable.class);
    assertThat(find("9990000107")).isInstanceOf(PdsAnswer.Refused.class);
  }

  @Test
  void aFaultOfOnePatientLeavesTheOthersAlone() throws InterruptedException {
    pds.server()
        .add(
            PdsFault.always(new PdsFault.Kind.Refusal(503, "SERVICE_UNAVAILABLE", Optional.empty()))
                .about("9990000107"));
    assertThat(find("9990000107")).isInstanceOf(PdsAnswer.Unavailable.class);
    assertThat(find("9990000018")).isInstanceOf(PdsAnswer.Found.class);
  }
}
