package gpcm.node.demographics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.PdsSettings;
import gpcm.pds.OurRecord;
import gpcm.pds.PdsOutcome;
import gpcm.pds.Route;
import gpcm.pds.Treatment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

  private List<String> saidAtTheStart(LookUpSource source, Optional<PdsSettings> pds)
      throws IOException {
    Path file = Files.writeString(folder.resolve("patients.csv"), HEADER);
    Logger logger = (Logger) LoggerFactory.getLogger(Demographics.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(said);
    try {
      demographics(organisation(source, Optional.of(file)), pds);
    } finally {
      logger.detachAppender(said);
      logger.setLevel(null);
    }
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void atTheStartTheLogSaysInALineWhoIsAsked() throws IOException {
    assertThat(saidAtTheStart(LookUpSource.NONE, Optional.empty()))
        .containsExactly(
            "before documents of A99901 are sent, nobody is looked up: the submitting system has"
                + " done that itself");
    assertThat(saidAtTheStart(LookUpSource.REGISTER, Optional.empty()))
        .containsExactly(
            "before documents of A99901 are sent, their patients are looked up in its own"
                + " register");
    assertThat(
            saidAtTheStart(
                LookUpSource.PDS,
                Optional.of(PdsSettings.at(URI.create("https://api.pds.example/R4/")))))
        .containsExactly(
            "before documents of A99901 are sent, their patients are looked up at PDS"
                + " (api.pds.example)");
  }

  @Test
  void nobodyIsLookedUpWhereNothingIsConfigured() {
    assertThat(
            demographics(organisation(LookUpSource.NONE, Optional.empty()), Optional.empty())
                .asks(HUB))
        .isFalse();
  }
}
