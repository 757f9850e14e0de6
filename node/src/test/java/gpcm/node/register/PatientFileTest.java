package gpcm.node.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.SandboxFiles;
import gpcm.node.register.RegisteredPatient.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of a practice's patients in a file, and what becomes of it when the file changes. */
class PatientFileTest implements RegisterTrouble {
  private static final String LINE =
      """
      {"nhsNumber":"9990000034","birthDate":"1984-05-06","family":"Testpatient","practiceOds":"A99902","standing":"known"}
      """;
  private static final String ROW =
      """
      nhsNumber,family,given,birthDate,standing,address
      9990000034,"Test, patient",Beta,1984-05-06,no-longer-here,"1 Sample ""Street"
      9990000042,Testpatient,,1957-01-09,,
      """;

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

  private Runnable meanwhile = () -> {};

  @Override
  public void told(String reason) {
    told.add(reason);
    meanwhile.run();
  }

  @Override
  public void lasts(String reason) {
    told.add("lasts: " + reason);
  }

  @Override
  public void over() {
    told.add("over");
  }

  private static SoughtPatient sought(String nhsNumber) {
    return new SoughtPatient(nhsNumber, "Testpatient", "", "1984-05-06", "");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private boolean has(PatientFile register, String nhsNumber) {
    return !register.withNumber(sought(nhsNumber)).isEmpty();
  }

  @Test
  void one_file_is_read_by_a_node_and_by_the_local_mesh_server() throws IOException {
    Path file = file("patients.jsonl", LINE.replace("Testpatient", "Zoë-Testpatient"));
    assertThat(SandboxFiles.patients(file))
        .containsExactly(
            new RegisteredPatient(
                "9990000034", LocalDate.of(1984, 5, 6), "Zoë-Testpatient", "A99902"));
    assertThat(new PatientFile(file, this).withNumber(sought("9990000034")))
        .singleElement()
        .satisfies(
            patient -> {
              assertThat(patient.registration()).isEqualTo(Registration.KNOWN);
              assertThat(patient.family()).isEqualTo("Zoë-Testpatient");
            });
  }

  @Test
  void aTableIsReadByTheNamesOfItsColumns() throws IOException {
    PatientFile register = new PatientFile(file("patients.csv", ROW), this);
    assertThat(register.withNumber(sought("9990000034")))
        .containsExactly(
            new gpcm.node.register.RegisteredPatient(
                "9990000034",
                "Test, patient",
                "Beta",
                "1984-05-06",
                "",
                "1 Sample \"Street",
                "",
                Registration.NO_LONGER_HERE));
    assertThat(has(register, "9990000042")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "yes, RESTRICTED",
    "YES, RESTRICTED",
    "no, UNRESTRICTED",
    "'', UNSAID",
  })
  void aTableSaysWhoseRecordIsRestricted(String field, Restriction said) throws IOException {
    PatientFile register =
        new PatientFile(
            file(
                "patients.csv",
                """
                nhsNumber,family,birthDate,restricted
                9990000034,Testpatient,1984-05-06,%s
                """
                    .formatted(field)),
            this);
    assertThat(register.withNumber(sought("9990000034")))
        .extracting(gpcm.node.register.RegisteredPatient::restriction)
        .containsExactly(said);
  }

  @Test
  void aTableWithoutTheColumnSaysNothingOfIt() throws IOException {
    assertThat(new PatientFile(file("patients.csv", ROW), this).withNumber(sought("9990000034")))
        .extracting(gpcm.node.register.RegisteredPatient::restriction)
        .containsExactly(Restriction.UNSAID);
  }

  @Test
  void aTableThatSaysSomethingElseIsRefusedByItsLine() throws IOException {
    Path file =
        file(
            "patients.csv",
            """
            nhsNumber,family,birthDate,restricted
            9990000034,Testpatient,1984-05-06,no
            9990000042,Testpatient,1957-01-09,perhaps
            """);
    assertThatThrownBy(() -> new PatientFile(file, this))
        .hasMessageContaining(
            "patients.csv, line 3 is no patient: the field restricted must be yes or no, or empty");
  }

  @Test
  void candidatesHaveTheNumberOrTheSurnameAndTheDateOfBirth() throws IOException {
    PatientFile register =
        new PatientFile(
            file(
                "patients.jsonl",
                LINE
                    + LINE.replace("9990000034", "9990000042").replace("Testp", "TÉSTP")
                    + LINE.replace("9990000034", "9990000050").replace("1984", "1985")
                    + LINE.replace("9990000034", "9990000069").replace("Testp", "Otherp")),
            this);
    assertThat(register.candidates(sought("9990000050")))
        .extracting(gpcm.node.register.RegisteredPatient::nhsNumber)
        .containsExactlyInAnyOrder("9990000034", "9990000042", "9990000050");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          patients.jsonl | {"nhsNumber":"99900                                                                     | line 2 is no patient: it is not JSON
          patients.jsonl | {"nhsNumber":"9990000042","birthDate":"1984-05-06"}                                     | line 2 is no patient: the field family is missing
          patients.jsonl | {"nhsNumber":"1234567890","birthDate":"1984-05-06","family":"T"}                        | line 2 is no patient: the field nhsNumber holds no NHS number
          patients.jsonl | {"nhsNumber":"9990000042","birthDate":"1984-05-06","family":"T","standing":"elsewhere"} | line 2 is no patient: the standing must be known, registering
          patients.csv   | 9990000050,Testpat                                                                      | does not end with the end of a line
          """)
  void aBrokenNewStateKeepsTheOldOneAndAPersonIsToldOnce(String name, String end, String said)
      throws IOException {
    String whole = name.endsWith(".csv") ? ROW : LINE;
    PatientFile register = new PatientFile(file(name, whole), this);
    told.clear();

    file(name, (name.endsWith(".csv") ? ROW : LINE.replace("34", "42")) + end);

    assertThat(has(register, "9990000034")).isTrue();
    assertThat(has(register, "9990000034")).isTrue();
    assertThat(told).singleElement().asString().contains(name, said).doesNotContain("99900");

    file(name, whole.replace("9990000034", "9990000069"));
    assertThat(has(register, "9990000034")).isFalse();
    assertThat(has(register, "9990000069")).isTrue();
    assertThat(told.getLast()).isEqualTo("over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"patients.jsonl", "patients.csv"})
  void anEmptiedFileIsTakenForOneThatIsBeingWritten(String name) throws IOException {
    String whole = name.endsWith(".csv") ? ROW : LINE;
    PatientFile register = new PatientFile(file(name, whole), this);
    file(name, "");
    assertThat(has(register, "9990000034")).isTrue();
    assertThat(told.getLast()).contains("is empty although it had patients before");
  }

  @Test
  void aFileThatIsGoneIsUsedOnAndItsReturnIsSeen() throws IOException {
    Path file = file("patients.jsonl", LINE);
    PatientFile register = new PatientFile(file, this);
    Path aside = Files.move(file, folder.resolve("aside"));
    assertThat(has(register, "9990000034")).isTrue();
    assertThat(told.getLast()).contains("cannot be read");
    Files.move(aside, file);
    assertThat(has(register, "9990000034")).isTrue();
    assertThat(told.getLast()).isEqualTo("over");
  }

  @Test
  void aFileThatNobodyAsksForIsLookedAtAllTheSame() throws IOException {
    PatientFile register = new PatientFile(file("patients.jsonl", LINE), this);
    told.clear();
    register.look();
    assertThat(told).isEmpty();

    file("patients.jsonl", "{");
    register.look();
    register.look();
    assertThat(told).hasSize(3);
    assertThat(told.getFirst()).contains("line 1 is no patient");
    assertThat(told.subList(1, 3)).containsOnly("lasts: " + told.getFirst());

    file("patients.jsonl", LINE + LINE.replace("9990000034", "9990000042"));
    register.look();
    assertThat(told.getLast()).isEqualTo("over");
  }

  @Test
  void aFileThatIsMendedWhileAPersonIsToldIsReadAgain() throws IOException {
    PatientFile register = new PatientFile(file("patients.jsonl", LINE), this);
    file("patients.jsonl", "{");
    meanwhile = () -> mend(LINE + LINE.replace("9990000034", "9990000042"));
    assertThat(has(register, "9990000042")).isFalse();
    assertThat(has(register, "9990000042")).isTrue();
    assertThat(told.getLast()).isEqualTo("over");
  }

  private void mend(String text) {
    try {
      Path unused = file("patients.jsonl", text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatCannotBeToldIsToldWhenItIsAskedForAgain() throws IOException {
    PatientFile register = new PatientFile(file("patients.jsonl", LINE), this);
    told.clear();
    file("patients.jsonl", "");
    meanwhile =
        () -> {
          throw new IllegalStateException("nobody can be told");
        };
    assertThatThrownBy(register::look).hasMessage("nobody can be told");
    meanwhile = () -> {};
    assertThat(has(register, "9990000034")).isTrue();
    assertThat(told).hasSize(2).doesNotContain("over");
  }

  @Test
  void aRowWithFieldsTooFewIsNoPatient() throws IOException {
    Path file = file("patients.csv", ROW + "9990000050,Testpatient\n");
    assertThatThrownBy(() -> new PatientFile(file, this))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 4 is no patient: it has not as many fields as the header");
  }
}
