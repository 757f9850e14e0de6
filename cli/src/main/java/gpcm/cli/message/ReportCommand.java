package gpcm.cli.message;

import gpcm.cli.terminal.FailureMessage;
import gpcm.consultation.Document;
import gpcm.consultation.json.ConsultationJson;
import gpcm.consultation.json.DocumentJson;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.report.DocumentReport;
import gpcm.report.Picture;
import gpcm.report.ReportSettings;
import gpcm.report.UnreadablePictureException;
import gpcm.report.Wordmark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpcm report}: the JSON of a consultation of either kind becomes its report. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Makes the report (PDF) of a consultation or of an online consultation; its pictures are"
            + " looked for beside the input.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the report was written",
      "2:the consultation or the logo is not acceptable, or a file can't be read or written"
    })
public final class ReportCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "The consultation as JSON; - for standard input.")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the PDF goes; - for standard output.")
  private Path output;

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

  ReportCommand() {
    this(Clock.systemUTC());
  }

  ReportCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try {
      Document document = DocumentJson.read(read());
      Optional<byte[]> pdf =
          new DocumentReport(settings())
              .render(
                  document,
                  declared -> Files.newInputStream(input.resolveSibling(declared.file())),
                  now.orElseGet(clock::instant));
      if (pdf.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println(
                "A document of the use case "
                    + document.useCase()
                    + " has no report: it travels as it is. Give a consultation.");
        return FailureMessage.BAD_INPUT;
      }
      write(pdf.get());
      return 0;
    } catch (InvalidConsultationException
        | IllegalLogoException
        | UnreadablePictureException refused) {
      spec.commandLine().getErr().println(refused.getMessage());
      return FailureMessage.BAD_INPUT;
    } catch (IOException broken) {
      spec.commandLine()
          .getErr()
          .println(
              "Can't read or write "
                  + broken.getMessage()
                  + ". Check the path and its permissions.");
      return FailureMessage.BAD_INPUT;
    }
  }

  /** A byte more than is accepted, so that a larger input is refused and not cut. */
  private byte[] read() throws IOException {
    if (isStandardStream(input)) {
      return System.in.readNBytes(ConsultationJson.MAX_BYTES + 1);
    }
    try (InputStream stream = Files.newInputStream(input)) {
      return stream.readNBytes(ConsultationJson.MAX_BYTES + 1);
    }
  }

  private ReportSettings settings() throws IOException {
    ReportSettings defaults = ReportSettings.defaults();
    Optional<String> words = logoText.filter(text -> !text.isBlank());
    if (logo.isPresent()) {
      Picture picture = Picture.of(Files.readAllBytes(logo.get()));
      return defaults.withLeft(
          new Wordmark.Logo(picture, words.orElseThrow(IllegalLogoException::new)));
    }
    return words.map(text -> defaults.withLeft(new Wordmark.Words(text))).orElse(defaults);
  }

  /** The file appears whole or not at all: half a report must never be taken for one. */
  private void write(byte[] pdf) throws IOException {
    if (isStandardStream(output)) {
      OutputStream standard = System.out;
      standard.write(pdf);
      standard.flush();
      return;
    }
    Path target = output.toAbsolutePath();
    if (!Files.isDirectory(target.getParent())) {
      throw new NoSuchFileException(output.toString());
    }
    Path part = Files.createTempFile(target.getParent(), ".report", ".part");
    try {
      Files.write(part, pdf);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean isStandardStream(Path path) {
    return path.toString().equals("-");
  }

  private static final class IllegalLogoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IllegalLogoException() {
      super(
          "A logo needs --logo-text: what a screen reader says for it. Give the name of the"
              + " organisation.");
    }
  }
}
