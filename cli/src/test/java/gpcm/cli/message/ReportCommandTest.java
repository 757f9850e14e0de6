package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root"), "examples", "consultation-summary.json");

  private String errors = "";
  private String said = "";

  @TempDir private Path folder;

  @Test
  void aConsultationBecomesAReport() throws IOException {
    Path output = folder.resolve("report.pdf");

    assertThat(run("--input", EXAMPLE.toString(), "--output", output.toString())).isZero();

    assertThat(said)
        .startsWith("wrote " + output + ": report of the consultation-summary, ")
        .endsWith(" bytes" + System.lineSeparator());
    assertThat(text(output))
        .contains("CONSULTATION REPORT", "TESTPATIENT, Alpha Example", "Throat red, no exudate.");
    assertThat(folder)
        .as("no part is left behind")
        .isDirectoryNotContaining(file -> !file.equals(output));
  }

  @Test
  void theSameMomentGivesTheSameFile() throws IOException {
    Path one = folder.resolve("one.pdf");
    Path two = folder.resolve("two.pdf");
    String moment = "2026-11-20T19:00:00Z";
    run("--input", EXAMPLE.toString(), "--output", one.toString(), "--now", moment);
    run("--input", EXAMPLE.toString(), "--output", two.toString(), "--now", moment);
    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void anOnlineConsultationBecomesAReportWithItsPicture() throws IOException {
    Path output = folder.resolve("report.pdf");
    Path input = EXAMPLE.resolveSibling("online-consultation.json");

    assertThat(run("--input", input.toString(), "--output", output.toString())).isZero();

    assertThat(text(output))
        .contains("ONLINE CONSULTATION REPORT", "Entered by the patient", "rash on my left forearm")
        .doesNotContain("Picture not shown");
  }

  @Test
  void aPictureThatIsNotBesideTheInputIsNamed() throws IOException {
    Path input =
        Files.copy(
            EXAMPLE.resolveSibling("online-consultation.json"), folder.resolve("alone.json"));
    Path output = folder.resolve("report.pdf");

    assertThat(run("--input", input.toString(), "--output", output.toString())).isEqualTo(2);

    assertThat(errors).contains("online-consultation-rash.png");
    assertThat(output).doesNotExist();
  }

  @Test
  void aGenericDocumentIsNeverRendered() {
    Path output = folder.resolve("report.pdf");
    Path input = EXAMPLE.resolveSibling("generic.json");

    assertThat(run("--input", input.toString(), "--output", output.toString())).isEqualTo(2);

    assertThat(errors).contains("use case generic has no report", "travels as it is");
    assertThat(output).doesNotExist();
  }

  @Test
  void everyProblemOfAConsultationIsNamedAndNoFileAppears() throws IOException {
    Path input = folder.resolve("broken.json");
    Files.writeString(
        input,
        Files.readString(EXAMPLE)
            .replace("9990000018", "9990000019")
            .replace("1957-01-09", "1957"));
    Path output = folder.resolve("report.pdf");

    assertThat(run("--input", input.toString(), "--output", output.toString())).isEqualTo(2);

    assertThat(errors)
        .contains("2 problems", "/patient/nhsNumber", "/patient/birthDate")
        .doesNotContain("9990000019");
    assertThat(output).doesNotExist();
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(
            run(
                "--input",
                folder.resolve("absent.json").toString(),
                "--output",
                folder.resolve("report.pdf").toString()))
        .isEqualTo(2);
    assertThat(errors).contains("absent.json");

    Path nowhere = folder.resolve("absent").resolve("report.pdf");
    assertThat(run("--input", EXAMPLE.toString(), "--output", nowhere.toString())).isEqualTo(2);
    assertThat(errors)
        .contains(nowhere + " cannot be written: there is no folder " + nowhere.getParent());
  }

  @Test
  void theOperatorsLogoNeedsWordsForScreenReaders() throws IOException {
    Path logo = folder.resolve("logo.png");
    ImageIO.write(new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB), "png", logo.toFile());
    Path output = folder.resolve("report.pdf");

    assertThat(
            run(
                "--input",
                EXAMPLE.toString(),
                "--output",
                output.toString(),
                "--logo",
                logo.toString()))
        .isEqualTo(2);
    assertThat(errors).contains("--logo-text");
    assertThat(
            run(
                "--input",
                EXAMPLE.toString(),
                "--output",
                output.toString(),
                "--logo",
                logo.toString(),
                "--logo-text",
                "Sampleton Health"))
        .isZero();
    assertThat(text(output)).doesNotContain("Primary Care");
  }

  private int run(String... arguments) {
    Commands done =
        Commands.run(
            Stream.concat(Stream.of("report"), Stream.of(arguments)).toArray(String[]::new));
    errors = done.err();
    said = done.out();
    return done.exitCode();
  }

  private static String text(Path pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      return new PDFTextStripper().getText(document);
    }
  }
}
