package gpcm.cli;

import gpcm.message.Limits;
import gpcm.message.MessageReader;
import gpcm.message.Tolerances;
import gpcm.rules.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "2:some cannot be read, or the command was used wrongly"
    })
public final class ValidateCommand implements Callable<Integer> {
  private static final int PROGRESS_FROM = 50;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR|-",
      description = "files, folders (every .xml and .json below), or - for standard input")
  private List<String> arguments = List.of();

  @Option(names = "--json", description = "one JSON object a file, one a line")
  private boolean json;

  @Option(names = "--sarif", description = "one SARIF 2.1.0 log for editors and build servers")
  private boolean sarif;

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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<MessageFile> files = MessageFile.all(arguments, System.in);
    List<CheckedFile> checked = check(files, out);
    if (sarif) {
      FindingsSarif.write(checked, out);
    } else if (!json) {
      summary(checked, out);
    }
    out.flush();
    if (checked.stream().anyMatch(CheckedFile::unreadable)) {
      return 2;
    }
    return checked.stream().allMatch(CheckedFile::valid) ? 0 : 1;
  }

  private List<CheckedFile> check(List<MessageFile> files, PrintWriter out)
      throws IOException, InterruptedException {
    Tolerances tolerances = strict ? Tolerances.NONE : Tolerances.ALL;
    MessageReader reader = new MessageReader(Limits.STANDARD, tolerances);
    Rules rules = Rules.standard(tolerances);
    FhirCheck conformance =
        fhir || !profiles.isEmpty() ? FhirConformance.load(profiles) : FhirCheck.NONE;
    FindingsText text = new FindingsText(spec.commandLine().getColorScheme().ansi(), out);
    Progress progress =
        files.size() >= PROGRESS_FROM
            ? Progress.on(spec.commandLine().getErr(), files.size())
            : Progress.none();
    List<CheckedFile> checked = new ArrayList<>();
    int cores = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, cores))) {
      List<Future<CheckedFile>> running = new ArrayList<>();
      for (MessageFile file : files) {
        running.add(executor.submit(() -> CheckedFile.check(file, reader, rules, conformance)));
      }
      for (Future<CheckedFile> future : running) {
        CheckedFile file = result(future);
        checked.add(file);
        progress.step();
        if (json) {
          FindingsJson.write(file, out);
        } else if (!sarif) {
          text.write(file);
          out.println();
        }
      }
    }
    progress.end();
    return checked;
  }

  private static CheckedFile result(Future<CheckedFile> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the check itself failed: " + e.getCause(), e.getCause());
    }
  }

  private static void summary(List<CheckedFile> checked, PrintWriter out) {
    long valid = checked.stream().filter(CheckedFile::valid).count();
    long unreadable = checked.stream().filter(CheckedFile::unreadable).count();
    out.println(
        checked.size()
            + (checked.size() == 1 ? " message: " : " messages: ")
            + valid
            + " valid, "
            + (checked.size() - valid - unreadable)
            + " invalid, "
            + unreadable
            + " unreadable");
  }
}
