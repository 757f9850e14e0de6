package gpcm.cli.message;

import gpcm.cli.terminal.FileInput;
import gpcm.cli.terminal.FileOutput;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.UnusableFileException;
import gpcm.cli.terminal.Written;
import gpcm.consultation.Document;
import gpcm.report.DocumentReport;
import gpcm.report.Picture;
import gpcm.report.ReportSettings;
import gpcm.report.UnreadablePictureException;
import gpcm.report.Wordmark;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm report}: the JSON of a consultation of either kind becomes its report. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Makes the report (PDF) of a consultation or of an online consultation; its pictures are"
            + " looked for beside the input.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the report was written",
      "2:the consultation or the logo is not acceptable, a file cannot be read, the output cannot"
          + " be used, or the command was used wrongly",
      "70:it failed, such as on a full disk"
    })
public final class ReportCommand implements Callable<Integer> {
  /** Set by the launcher when standard output is a terminal. */
  private static final String TERMINAL = "gpcm.terminal.output";

  @Spec private CommandSpec spec;

  @Mixin private FileInput input;

  @Mixin private FileOutput output;

  @Option(names = "--json", description = "say what was written as one JSON object")
  private boolean json;

  @Option(
      names = "--logo",
      paramLabel = "FILE",
      description = "Your logo for the left corner of the title band (PNG or JPEG).")
  private Optional<Path> logo;

  @Option(
      names = "--logo-text",
      paramLabel = "TEXT",
      description =
          "What a screen reader says for the logo; without a logo, the words in its place.")
  private Optional<String> logoText;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description =
          "The moment to note in the file, such as 2026-11-20T19:00:00Z; the same input and moment"
              + " give the same bytes.")
  private Optional<Instant> now;

  @Override
  public Integer call() throws IOException {
    checkOutput();
    ReportSettings settings = settings();
    Document document = ConsultationFile.read(input);
    Optional<byte[]> pdf =
        new DocumentReport(settings)
            .render(
                document,
                declared -> MessageFile.open(ConsultationFile.beside(input, declared.file())),
                now.orElseGet(InstantSource.system()::instant));
    if (pdf.isEmpty()) {
      throw new IllegalArgumentException(
          "a document of the use case "
              + document.useCase()
              + " has no report: it travels as it is; give a consultation");
    }
    Optional<Written> written = output.bytes(to -> to.write(pdf.get()));
    if (written.isPresent()) {
      say(written.get(), document);
    }
    return 0;
  }

  private void checkOutput() throws IOException {
    output.check();
    if (output.file().isPresent()) {
      return;
    }
    if (json) {
      throw new ParameterException(
          spec.commandLine(), "--json needs -o FILE: standard output is taken by the report");
    }
    if (Boolean.getBoolean(TERMINAL)) {
      throw new ParameterException(
          spec.commandLine(), "a PDF is nothing for the terminal: say where it goes with -o FILE");
    }
  }

  private void say(Written written, Document document) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> fields = written.fields();
      fields.put("contentType", "application/pdf");
      fields.put("useCase", document.useCase());
      JsonOutput.line(fields, out);
    } else {
      out.println(written.sentence("report of the " + document.useCase()));
      out.flush();
    }
  }

  private ReportSettings settings() throws IOException {
    ReportSettings defaults = ReportSettings.defaults();
    Optional<String> words = logoText.filter(text -> !text.isBlank());
    if (logo.isPresent()) {
      Picture picture = logo(logo.get());
      return defaults.withLeft(
          new Wordmark.Logo(picture, words.orElseThrow(IllegalLogoException::new)));
    }
    return words.map(text -> defaults.withLeft(new Wordmark.Words(text))).orElse(defaults);
  }

  private static Picture logo(Path file) throws IOException {
    try (InputStream in = MessageFile.open(file)) {
      return Picture.of(in.readAllBytes());
    } catch (UnreadablePictureException e) {
      throw new UnusableFileException("--logo " + file, "cannot be used: " + e.getMessage());
    }
  }

  private static final class IllegalLogoException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    IllegalLogoException() {
      super(
          "A logo needs --logo-text: what a screen reader says for it. Give the name of the"
              + " organisation.");
    }
  }
}
