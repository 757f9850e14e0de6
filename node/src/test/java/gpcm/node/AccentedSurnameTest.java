package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.json.ConsultationJson;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.node.receiving.WorklistEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MESH's headers are ASCII: a surname is spelt in it on the way, MESH finds the practice all the
 * same, and what arrives has the name as it was written (GPCM-SD-CS-042).
 */
class AccentedSurnameTest {
  @Running TestNetwork network;

  @ParameterizedTest
  @CsvSource({"Tëstpatiént, Testpatient", "Østergård-Núñez, Ostergard-Nunez"})
  void aPatientWhoseNameHasAccentsIsFoundByMeshAndNamedAsWritten(String surname, String spelt)
      throws IOException {
    network.mesh().add(new RegisteredPatient(KNOWN, LocalDate.of(1957, 1, 9), surname, PRACTICE));
    Files.writeString(
        network.patients(), TestNetwork.line(KNOWN, "known").replace("Testpatient", surname));

    UUID id =
        network.submit(
            ConsultationJson.read(
                new String(
                        TestNetwork.exampleJson(KNOWN, UUID.randomUUID().toString()),
                        StandardCharsets.UTF_8)
                    .replace("\"Testpatient\"", "\"" + surname + "\"")
                    .getBytes(StandardCharsets.UTF_8)));

    await().atMost(Duration.ofMinutes(4)).until(() -> network.state(id) == DocumentState.COMPLETED);
    assertThat(network.one("select address from document where id = '" + id + "'"))
        .isEqualToIgnoringCase("GPPROVIDER_9990000018_19570109_" + spelt);
    WorklistEntry entry = network.received(id, PRACTICE);
    assertThat(entry.patient().name()).contains(surname);
    assertThat(entry.standing().forStaff()).noneMatch(warning -> warning.contains("surname"));
    assertThat(network.one("select business_code from document where id = '" + id + "'"))
        .isEqualTo("30001");
  }
}
