package gpcm.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.ConsoleAppender;
import gpcm.cli.StartedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Standard output belongs to the command's result alone. */
class QuietLogTest {
  @TempDir Path folder;

  @Test
  void logbackFindsItAndOnlyWarningsGoToStandardError() throws Exception {
    LoggerContext context = new LoggerContext();
    new ContextInitializer(context).autoConfig();

    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    assertThat(root.getLevel()).isEqualTo(Level.WARN);
    assertThat(root.iteratorForAppenders())
        .toIterable()
        .singleElement()
        .isInstanceOfSatisfying(
            ConsoleAppender.class,
            appender -> assertThat(appender.getTarget()).isEqualTo("System.err"));
  }

  /** As a person starts it: what a library says by itself stands in one of the streams. */
  @Test
  void aReportInChineseIsWrittenWithoutAWordOfItsFonts() throws Exception {
    Path example =
        Path.of(System.getProperty("project.root", ".."), "examples", "consultation-summary.json");
    Path input =
        Files.writeString(
            folder.resolve("input.json"),
            Files.readString(example)
                .replace("\"Testpatient\"", "\"王\"")
                .replace("[\"Alpha\", \"Example\"]", "[\"小明\"]")
                .replace("Throat red", "咽喉红，没有分泌物"));
    Path report = folder.resolve("report.pdf");
    try (StartedCommand command =
        StartedCommand.of(
            folder.resolve("output"),
            List.of("report", "--input=" + input, "--output=" + report))) {
      assertThat(command.process().waitFor()).isZero();
      assertThat(Files.readAllLines(command.output()))
          .singleElement()
          .asString()
          .startsWith("wrote " + report + ": report of the consultation-summary, ");
    }
    try (PDDocument document = Loader.loadPDF(report.toFile())) {
      assertThat(new PDFTextStripper().getText(document)).contains("王", "小明", "咽喉红");
    }
  }

  @Test
  void theLibrariesThatReadFontsAndFilesOfStrangersSayNothing() throws Exception {
    LoggerContext context = new LoggerContext();
    new ContextInitializer(context).autoConfig();

    assertThat(context.getLogger("org.apache.fontbox.ttf.gsub").isErrorEnabled()).isFalse();
    assertThat(context.getLogger("org.apache.pdfbox.pdfparser").isErrorEnabled()).isFalse();
  }
}
