package gpcm.cli.node;

import ch.qos.logback.classic.Level;
import gpcm.cli.terminal.LogOutput;
import gpcm.cli.terminal.Port;
import gpcm.cli.terminal.UntilStopped;
import gpcm.cli.terminal.UnusableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code gpcm demo}: documents of all three use cases travel between a hub, an online triage
 * service, a pharmacy and a practice, and their acknowledgements back, all over a real MESH server,
 * a real database and the real HTTP API.
 */
@Command(
    name = "demo",
    description =
        "Shows the main job: documents travel to the practice and a pharmacy, both acknowledgements"
            + " of each travel back, and staff work with what has arrived. One waits for its time,"
            + " one is held, one replaces another, one fails and is sent again. Then leaves the"
            + " node running with its pages, on which there is work to be done.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every document was completed, everything else was shown, and what is left to be looked at"
          + " stands open; of an earlier run in the same folder, every document is where it"
          + " belongs, or waits for its time or for a person",
      "1:one was not, or something did not happen, within the time allowed",
      "2:the command was used wrongly",
      "70:the demo could not run"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int DAY = 86_400;

  @Option(names = "--once", description = "End after the story instead of staying up.")
  boolean once;

  @Option(
      names = "--json",
      description = "Print one JSON object instead of the story; ends after it.")
  boolean json;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Where the pages are; 0 for any free port. Default: 8080, or any when it is taken.")
  Optional<Integer> port;

  @Option(
      names = "--data-folder",
      paramLabel = "DIR",
      description =
          "Keep what is sent and received here. Default: a temporary folder that goes away at the"
              + " end.")
  Optional<Path> dataFolder;

  @Option(
      names = "--transport",
      paramLabel = "http|folders",
      defaultValue = "http",
      converter = TransportName.class,
      description =
          "How the node's messages travel: it speaks to MESH itself (the default), or through the"
              + " folders of MESH file clients.")
  DemoNetwork.Transport transport;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "Longest wait for a document to be completed; 0 to look once (default ${DEFAULT-VALUE}).")
  int wait;

  @Option(names = "--verbose", description = "Show the node's log on standard error.")
  boolean verbose;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws Exception {
    port.ifPresent(this::check);
    if (wait < 0 || wait > DAY) {
      throw new ParameterException(
          command.commandLine(), "--wait " + wait + ": 0 to " + DAY + " seconds are possible");
    }
    if (dataFolder.isPresent()
        && Files.exists(dataFolder.get())
        && !Files.isDirectory(dataFolder.get())) {
      throw new UnusableFileException(
          "--data-folder " + dataFolder.get(), "is a file; give a folder");
    }
    LogOutput.text(verbose ? Level.INFO : Level.ERROR);
    PrintWriter out = command.commandLine().getOut();
    boolean temporary = dataFolder.isEmpty();
    Path folder = temporary ? Files.createTempDirectory("gpcm-demo") : dataFolder.get();
    DemoNetwork network;
    try {
      network = start(folder);
    } catch (IOException | RuntimeException e) {
      if (temporary) {
        delete(folder);
      }
      throw e;
    }
    UntilStopped stop =
        UntilStopped.closing(
            () -> {
              network.close();
              if (temporary) {
                delete(folder);
              }
            });
    DemoStory story =
        new DemoStory(
            network,
            out,
            command.commandLine().getColorScheme().ansi(),
            json,
            Duration.ofSeconds(wait));
    boolean completed = story.tell();
    int code = completed ? 0 : 1;
    if (once || json) {
      return code;
    }
    try (DemoDesk desk = DemoDesk.open(network)) {
      story.invite(desk);
      stop.await(code);
    }
    return code;
  }

  private void check(int number) {
    Port.require(command, number);
    if (!FreePort.isFree(number)) {
      throw new IllegalStateException(
          "port "
              + number
              + " is taken by another program; give another with --port, or leave it out");
    }
  }

  private DemoNetwork start(Path folder) throws IOException {
    if (!json) {
      command
          .commandLine()
          .getOut()
          .println(
              "Starting a local MESH server, a stand-in for PDS, a mail server, a database and a"
                  + " node ...");
      command.commandLine().getOut().flush();
    }
    return DemoNetwork.start(folder, port.orElseGet(() -> FreePort.preferring(8080)), transport);
  }

  /** Small letters, as all options are. */
  static final class TransportName implements ITypeConverter<DemoNetwork.Transport> {
    @Override
    public DemoNetwork.Transport convert(String value) {
      return switch (value) {
        case "http" -> DemoNetwork.Transport.HTTP;
        case "folders" -> DemoNetwork.Transport.FOLDERS;
        default -> throw new TypeConversionException("it must be http or folders");
      };
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
