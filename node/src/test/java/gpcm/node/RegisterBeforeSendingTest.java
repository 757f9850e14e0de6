package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.config.LookUpSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose own register says who its patients are, before documents about them leave. */
class RegisterBeforeSendingTest {
  private static final String REGULAR = "9990000107";

  @TempDir Path folder;
  @Running TestNetwork network;

  @BeforeEach
  void lookPatientsUpInTheRegister() throws IOException {
    Path register =
        Files.writeString(
            folder.resolve("register.csv"),
            """
            nhsNumber,birthDate,family,given,practice,practiceFrom,registrationType
            9990000018,1957-01-09,Testpatient,Alpha Example,A99902,2001-04-01,Temporary
            9990000107,1957-01-09,Testpatient,Alpha Example,A99901,2001-04-01,Regular
            """);
    network.restartNode(
        before ->
            Configurations.lookUp(
                Configurations.patients(before, TestNetwork.HUB, register),
                TestNetwork.HUB,
                LookUpSource.REGISTER));
  }

  @Test
  void whoIsRegularHereIsNotSentASummary() throws IOException {
    UUID document = LookedUp.summary(network, REGULAR);
    await()
        .untilAsserted(() -> assertThat(network.state(document)).isEqualTo(DocumentState.NOT_SENT));
    assertThat(network.kinds(document)).contains("not-sent").doesNotContain("built");
    assertThat(network.alerts("not-sent/" + document)).as("counted, and no alert").isEmpty();
  }

  @Test
  void whoIsRegisteredElsewhereIs() throws IOException {
    UUID document = LookedUp.summary(network, TestNetwork.KNOWN);
    await()
        .untilAsserted(
            () -> assertThat(network.state(document)).isEqualTo(DocumentState.COMPLETED));
    assertThat(
            network.one(
                "select source || ' ' || practice from document_look_up where document = '"
                    + document
                    + "'"))
        .isEqualTo("register A99902");
  }

  @Test
  void whoIsNotInItIsHeld() throws IOException {
    UUID document = LookedUp.summary(network, "9990000026");
    await().untilAsserted(() -> assertThat(network.state(document)).isEqualTo(DocumentState.HELD));
    assertThat(network.alerts("held/" + document))
        .singleElement()
        .satisfies(
            alert ->
                assertThat(alert.whatHappened())
                    .contains("Your register of patients: the NHS number is not known"));
  }
}
