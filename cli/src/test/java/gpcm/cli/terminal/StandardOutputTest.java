package gpcm.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import gpcm.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard streams that are full, closed, empty or in another locale, with the real process. */
class StandardOutputTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("project.root", ".."), "examples");

  @TempDir private Path folder;
  private Path message;

  @BeforeEach
  void build() {
    message = folder.resolve("message.xml");
    Commands done =
        Commands.run(
            "build", EXAMPLES.resolve("generic.json").toString(), "-o", message.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
  }

  /**
   * @param out each byte as a character
   */
  private record Ended(int exitCode, String out, String err) {
    String text() {
      return new String(out.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }

  /** What a shell makes of the words, in which {@code gpcm} stands for the command. */
  private Ended shell(String words, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> java = new ArrayList<>();
    java.add("'" + ProcessHandle.current().info().command().orElse("java") + "'");
    java.add("-XX:TieredStopAtLevel=1");
    java.add("-cp '" + System.getProperty("java.class.path") + "'");
    java.add(Main.class.getName());
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", words.replace("gpcm ", String.join(" ", java) + " "))
            .directory(folder.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    return new Ended(process.waitFor(), out, Files.readString(err));
  }

  private Ended shell(String words) throws IOException, InterruptedException {
    return shell(words, Map.of("LC_ALL", "C.UTF-8"));
  }

  /** A result that went nowhere is no success. */
  @Test
  void aFullDiskIsToldAndFails() throws Exception {
    Ended validated = shell("gpcm validate message.xml > /dev/full");
    assertThat(validated.exitCode()).isEqualTo(70);
    assertThat(validated.err())
        .startsWith("gpcm: standard output cannot be written, so the result is not complete: ");
    assertThat(validated.err().lines()).hasSize(1);
    Ended reported =
        shell("gpcm report '" + EXAMPLES.resolve("consultation-summary.json") + "' > /dev/full");
    assertThat(reported.exitCode()).isEqualTo(70);
    assertThat(reported.err()).startsWith("gpcm report: standard output cannot be written: ");
    assertThat(reported.err().lines()).hasSize(1);
  }

  /** Whoever reads no further has had enough, and nothing is wrong. */
  @Test
  void aReaderThatStopsIsNoFault() throws Exception {
    Ended done = shell("gpcm requirements | head -n 1; printf '%s' \"exit ${PIPESTATUS[0]}\"");
    assertThat(done.text().lines()).hasSize(2).last().isEqualTo("exit 0");
    assertThat(done.err()).isEmpty();
  }

  /** XML and JSON are UTF-8 wherever the machine stands. */
  @Test
  void theLocaleChangesNoMessage() throws Exception {
    Path accented =
        Files.writeString(
            folder.resolve("accented.json"),
            Files.readString(EXAMPLES.resolve("generic.json"))
                .replace("Testpatient", "Testpätient"));
    Ended built = shell("gpcm build accented.json", Map.of("LC_ALL", "C"));
    assertThat(built.exitCode()).as(built.err()).isZero();
    assertThat(built.text()).contains("<family value=\"Testpätient\"/>");
    assertThat(accented).exists();
  }

  @Test
  void aReportGoesThroughAPipeAsItIs() throws Exception {
    Ended done = shell("gpcm report < '" + EXAMPLES.resolve("consultation-summary.json") + "' -");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.text()).startsWith("%PDF-");
    assertThat(done.out().strip()).endsWith("%%EOF");
    assertThat(done.err()).isEmpty();
  }

  @Test
  void nothingOnStandardInputIsNothingToRead() throws Exception {
    for (String command : List.of("validate -", "inspect -", "validate - < /dev/null")) {
      Ended done = shell("gpcm " + command);
      assertThat(done.exitCode()).isEqualTo(2);
      assertThat(done.text() + done.err()).contains("there is nothing to read");
    }
    Ended closed = shell("gpcm validate message.xml <&-");
    assertThat(closed.exitCode()).as(closed.err()).isZero();
  }
}
