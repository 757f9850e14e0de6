package gpcm.cli.message;

import gpcm.cli.terminal.FileInput;
import gpcm.cli.terminal.FileOutput;
import gpcm.cli.terminal.Written;
import gpcm.conformance.FhirConformance;
import gpcm.fhir.ReadLimits;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.rules.Findings;
import gpcm.rules.MeshMetadata;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gpcm validate}: messages against every rule. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description =
        "Checks messages (FHIR XML or JSON) against every numbered requirement and says what is"
            + " wrong, where, and how to mend it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all messages are valid",
      "1:some are invalid",
      "2:some cannot be read, the output cannot be used, or the command was used wrongly",
      "3:a rule crashed on some, which is a fault of this program",
      "70:it failed, such as on a full disk"
    })
public final class ValidateCommand implements Callable<Integer> {
  private static final int MANY = 50;
  private static final int AHEAD = 16;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|DIR|-",
      description = "files, folders (every .xml and .json below), or - for standard input")
  private List<String> arguments = List.of();

  @Option(names = "--input", paramLabel = "FILE|DIR|-", description = "the same as FILE")
  private List<String> options = List.of();

  @Mixin private FileOutput output;

  @ArgGroup private Form form = new Form();

  static final class Form {
    @Option(names = "--json", description = "one JSON object a file, one a line")
    private boolean json;

    @Option(names = "--sarif", description = "one SARIF 2.1.0 log for editors and build servers")
    private boolean sarif;
  }

  @Option(names = "--strict", description = "tolerate nothing, as for what is sent")
  private boolean strict;

  @Option(
      names = "--fhir",
      description = "check against base FHIR STU3 too, with HAPI's validator (slower)")
  private boolean fhir;

  @Option(
      names = "--profiles",
      paramLabel = "DIR|FILE.tgz",
      description =
          "check against these profiles too: a folder of StructureDefinitions, or a FHIR package")
  private List<Path> profiles = List.of();

  @Option(
      names = "--metadata",
      paramLabel = "FILE",
      description =
          "check what travelled beside the one message on MESH too: a control file (.ctl), or the"
              + " headers as a JSON object")
  private List<Path> metadata = List.of();

  @Option(
      names = "--original",
      paramLabel = "FILE",
      description =
          "hold the one response against this, the message that it answers: what it must return"
              + " unchanged, and when it was made")
  private List<Path> originals = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    output.check();
    List<MessageFile> files = MessageFile.all(names(), System.in);
    if (files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "no .xml and no .json is in " + String.join(", ", names()) + ": nothing was checked");
    }
    boolean many = files.size() >= MANY;
    AtomicInteger code = new AtomicInteger();
    Optional<Written> written =
        output.printed(
            out -> {
              FindingsReport report = report(many, out);
              code.set(check(files, report, many, out));
              report.end();
            });
    if (written.isPresent()) {
      written
          .get()
          .tell(
              "report on " + files.size() + (files.size() == 1 ? " message" : " messages"),
              form.json,
              spec.commandLine().getOut());
    }
    return code.get();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(arguments);
    names.addAll(options);
    if (names.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "say what to check: a FILE, a folder, or - for standard input");
    }
    if (names.stream().filter(FileInput.STANDARD::equals).count() > 1) {
      throw new ParameterException(
          spec.commandLine(), "- stands for standard input, which can be read once only");
    }
    return names;
  }

  private FindingsReport report(boolean many, PrintWriter out) throws IOException {
    if (form.json) {
      return new FindingsJson(out);
    }
    return form.sarif
        ? new FindingsSarif(out)
        : new FindingsText(
            spec.commandLine().getColorScheme().ansi(), out, spec.commandLine().getErr(), many);
  }

  /** Checks on all cores and reports in order. At most a few files are held at a time. */
  private int check(List<MessageFile> files, FindingsReport report, boolean many, PrintWriter out)
      throws IOException {
    Tolerances tolerances = strict ? Tolerances.NONE : Tolerances.ALL;
    MessageReader reader = new MessageReader(ReadLimits.STANDARD, tolerances);
    Function<ReadMessage, Findings> rules = rules(files, RuleCatalogue.rules(tolerances));
    FhirCheck conformance =
        fhir || !profiles.isEmpty() ? FhirConformance.load(profiles)::check : FhirCheck.NONE;
    FileProgress progress =
        many ? FileProgress.on(spec.commandLine().getErr(), files.size()) : FileProgress.none();
    int cores = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
    int worst = 0;
    Path large = Files.createTempDirectory("gpcm-validate");
    ReceiversChecks checks = new ReceiversChecks(reader, rules, large);
    try (ExecutorService executor = Executors.newFixedThreadPool(cores)) {
      Queue<Future<CheckedFile>> running = new ArrayDeque<>();
      Iterator<MessageFile> next = files.iterator();
      while (next.hasNext() || !running.isEmpty()) {
        while (next.hasNext() && running.size() < cores * AHEAD) {
          MessageFile file = next.next();
          running.add(executor.submit(() -> CheckedFile.check(file, checks, conformance)));
        }
        CheckedFile checked = result(running.remove());
        if (!form.json && !form.sarif && checked.worthShowing()) {
          progress.clear();
        }
        report.file(checked);
        progress.step();
        worst = Math.max(worst, checked.exitCode());
        if (out.checkError()) {
          break; // nobody reads on
        }
      }
    } finally {
      TemporaryFolder.delete(large);
    }
    progress.clear();
    return worst;
  }

  private Function<ReadMessage, Findings> rules(List<MessageFile> files, Rules rules) {
    one("--metadata", metadata, files);
    one("--original", originals, files);
    try {
      Optional<MeshMetadata> beside = metadata.stream().findFirst().map(MetadataFile::read);
      if (originals.isEmpty()) {
        return message ->
            beside
                .map(outside -> rules.check(message, outside))
                .orElseGet(() -> rules.check(message));
      }
      SendDocument original = OriginalFile.read(originals.getFirst());
      return message ->
          message instanceof ItkResponse response
              ? beside
                  .map(outside -> rules.check(response, original, outside))
                  .orElseGet(() -> rules.check(response, original))
              : notAnswering();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void one(String option, List<Path> given, List<MessageFile> files) {
    if (given.size() > 1 || (given.size() == 1 && files.size() > 1)) {
      throw new ParameterException(
          spec.commandLine(), option + " belongs to one message; give one FILE and one " + option);
    }
  }

  private Findings notAnswering() {
    throw new ParameterException(
        spec.commandLine(),
        "--original belongs to a response, and what is to be checked is none; leave it out, or give"
            + " the response as FILE and the message that it answers as --original");
  }

  private static CheckedFile result(Future<CheckedFile> future) throws InterruptedIOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the check was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ParameterException usage) {
        throw usage;
      }
      throw new IllegalStateException("the check itself failed: " + e.getCause(), e.getCause());
    }
  }
}
