package gpcm.node.demographics;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.config.LookUpSource;
import gpcm.pds.OurRecord;
import gpcm.pds.PdsOutcome;
import gpcm.pds.Route;
import gpcm.pds.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A sender's own register says who patients are and where they are registered. */
class RegisterLookUpTest extends DemographicsFixture {
  private static final String HEADER =
      "nhsNumber,birthDate,family,given,sex,practice,practiceFrom,practiceUntil,registrationType,standing\n";

  private Demographics register(String... lines) throws IOException {
    Path file =
        Files.writeString(folder.resolve("patients.csv"), HEADER + String.join("\n", lines) + "\n");
    return demographics(organisation(LookUpSource.REGISTER, Optional.of(file)), Optional.empty());
  }

  private Checked check(Demographics demographics) throws InterruptedException {
    return demographics.check(sought(CURRENT));
  }

  @Test
  void whoIsRegisteredElsewhereIsSent() throws Exception {
    Checked checked =
        check(register(CURRENT + ",1957-01-09,TESTPATIENT,Alpha Example,F,A99902,2001-04-01,,,"));
    assertThat(checked.lookUp().outcomes()).containsExactly(PdsOutcome.CURRENT);
    assertThat(checked.lookUp().practice().orElseThrow().odsCode()).isEqualTo("A99902");
    assertThat(checked.lookUp().practice().orElseThrow().start())
        .contains(LocalDate.of(2001, 4, 1));
    assertThat(checked.source()).isEqualTo("register");
    assertThat(checked.answered()).isTrue();
  }

  @Test
  void whatTheRegisterDoesNotSayDiffersInNothing() throws Exception {
    assertThat(
            check(register(CURRENT + ",1957-01-09,Testpatient,,,A99902,,,,")).lookUp().outcomes())
        .containsExactly(PdsOutcome.CURRENT);
  }

  @Test
  void theRegisterSaysWhetherSomebodyIsRegularHere() throws Exception {
    assertThat(
            check(register(CURRENT + ",1957-01-09,Testpatient,,,A99901,,,Regular,"))
                .lookUp()
                .outcomes())
        .containsExactly(PdsOutcome.OWN);
    assertThat(
            check(register(CURRENT + ",1957-01-09,Testpatient,,,A99901,,,Temporary,"))
                .lookUp()
                .outcomes())
        .containsExactly(PdsOutcome.OWN_NOT_REGULAR);
  }

  @Test
  void withoutARegistrationTypeTheDocumentSaysIt() throws Exception {
    Demographics register = register(CURRENT + ",1957-01-09,Testpatient,,,A99901,,,,");
    OurRecord regular = ours(CURRENT).registeredHere(true);
    assertThat(
            register
                .check(new Sought(HUB, UUID.randomUUID(), regular, Route.SUMMARY, false))
                .lookUp()
                .on(Route.SUMMARY))
        .isEqualTo(Treatment.REFUSE);
  }

  @Test
  void aRegistrationThatHasEndedIsNone() throws Exception {
    assertThat(
            check(register(CURRENT + ",1957-01-09,Testpatient,,,A99902,2001-04-01,2020-01-31,,"))
                .lookUp()
                .outcomes())
        .containsExactly(PdsOutcome.ENDED);
  }

  @Test
  void whoseRegisterNamesNoPracticeIsHeld() throws Exception {
    assertThat(check(register(CURRENT + ",1957-01-09,Testpatient,,,,,,,")).lookUp().outcomes())
        .containsExactly(PdsOutcome.NOWHERE);
  }

  @Test
  void whoIsNotInItIsHeld() throws Exception {
    Checked checked = check(register("9990000026,1984-05-06,Foxtrot,,,A99902,,,,"));
    assertThat(checked.lookUp().outcomes()).containsExactly(PdsOutcome.NOT_FOUND);
    assertThat(checked.lookUp().on(Route.SUMMARY)).isEqualTo(Treatment.HOLD);
  }

  @Test
  void somebodyElseUnderTheNumberIsHeld() throws Exception {
    assertThat(check(register(CURRENT + ",1957-01-09,Othername,,,A99902,,,,")).lookUp().outcomes())
        .contains(PdsOutcome.IDENTITY_DIFFERS);
  }

  @Test
  void whoHasDiedIsHeld() throws Exception {
    assertThat(
            check(register(CURRENT + ",1957-01-09,Testpatient,,,A99902,,,,recently-deceased"))
                .lookUp()
                .outcomes())
        .contains(PdsOutcome.DECEASED);
  }

  @Test
  void nobodyIsLookedUpWhereNothingIsConfigured() {
    assertThat(
            demographics(organisation(LookUpSource.NONE, Optional.empty()), Optional.empty())
                .asks(HUB))
        .isFalse();
  }
}
