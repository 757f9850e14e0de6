package gpcm.node.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.SandboxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of a practice's patients, and how a name in it is compared with a document's. */
class PatientFileTest {
  @TempDir Path folder;

  private Path file(String family) throws IOException {
    return Files.writeString(
        folder.resolve("patients.jsonl"),
        """
        {"nhsNumber":"9990000034","birthDate":"1984-05-06","family":"%s","practiceOds":"A99902","standing":"known"}
        """
            .formatted(family));
  }

  @Test
  void one_file_is_read_by_a_node_and_by_the_local_mesh_server() throws IOException {
    Path file = file("Zoë-Testpatient");
    assertThat(SandboxFiles.patients(file))
        .containsExactly(
            new RegisteredPatient(
                "9990000034", LocalDate.of(1984, 5, 6), "Zoë-Testpatient", "A99902"));
    assertThat(
            new PatientFile(Map.of("A99902", file))
                .find("A99902", "9990000034", "1984-05-06", "Zoë-Testpatient")
                .standing())
        .isEqualTo(PatientStanding.KNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "Zoë-Testpatient, Zoe-Testpatient, true",
    "Zoë-Testpatient, ZOE TESTPATIENT, true",
    "Łukasz, LUKASZ, true",
    "Łukasz, ukasz, false",
    "Zoë-Testpatient, Zo-Testpatient, false",
  })
  void accents_and_case_make_no_other_name(String registered, String stated, boolean same)
      throws IOException {
    PatientRegistry.Match match =
        new PatientFile(Map.of("A99902", file(registered)))
            .find("A99902", "9990000034", "1984-05-06", stated);
    assertThat(match.standing()).isEqualTo(PatientStanding.KNOWN);
    assertThat(match.warning().isEmpty()).isEqualTo(same);
  }
}
