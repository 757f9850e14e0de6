package gpcm.cli.node;

import ch.qos.logback.classic.Level;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.LogOutput;
import gpcm.cli.terminal.UntilStopped;
import gpcm.node.Node;
import gpcm.node.config.LogSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm node}: runs a node until it is stopped. */
@Command(
    name = "node",
    description = "Runs a node: sends and receives for the organisations of its configuration.",
    mixinStandardHelpOptions = true,
    subcommands = {
      NodeStatusCommand.class,
      KeyCommand.class,
      LinkCommand.class,
      StorageCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was stopped",
      "2:the configuration cannot be used",
      "3:it ran out of memory",
      "70:it could not start, its bundled database stays down, or a newer build has changed the"
          + " database's tables"
    })
public final class NodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

  /** Not marked as required, which would ask for it where a subcommand is called as well. */
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration, see docs/configuration.md. Required to run a node.")
  Optional<Path> configuration;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    Path file =
        configuration.orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(), "Missing required option: '--config=FILE'"));
    NodeConfiguration settings = NodeConfiguration.read(file, System.getenv());
    return settings.log().format() == LogSettings.Format.JSON
        ? runForMachines(settings)
        : runForPeople(settings);
  }

  private int runForPeople(NodeConfiguration settings) throws InterruptedException {
    LogOutput.text(Level.INFO);
    Node node = Node.startUntilUseless(settings, InstantSource.system(), NodeCommand::end);
    UntilStopped stop = UntilStopped.closing(node);
    PrintWriter out = command.commandLine().getOut();
    out.println("The node is running: " + node.url() + " (Ctrl-C stops it)");
    tellOfAdministrators(node, settings, out);
    out.flush();
    stop.await(0);
    return 0;
  }

  /** On a terminal only: what is written there stays with whoever sits at it. */
  private static void tellOfAdministrators(Node node, NodeConfiguration settings, PrintWriter out) {
    if (!settings.signIn().localAccounts()) {
      return;
    }
    for (OrganisationSettings organisation : settings.organisations()) {
      String ods = organisation.ods().value();
      if (!CommandLine.Help.Ansi.AUTO.enabled()) {
        if (!node.directory().people().isAdministered(ods)) {
          out.println(
              "Nobody administers "
                  + ods
                  + " yet: make a link with gpcm node link --administrator --organisation "
                  + ods);
        }
        continue;
      }
      node.firstAdministrator(ods)
          .ifPresent(
              key ->
                  out.println(
                      "The first administrator of "
                          + ods
                          + " signs in here, once and within 24 hours: "
                          + settings.http().address(node.url())
                          + "/sign-in/link?key="
                          + key));
    }
  }

  /** Every line is an event of the log. */
  private static int runForMachines(NodeConfiguration settings) throws InterruptedException {
    LogOutput.json(Level.INFO);
    try {
      Node node = Node.startUntilUseless(settings, InstantSource.system(), NodeCommand::end);
      UntilStopped stop = UntilStopped.closing(node);
      LOG.atInfo().addKeyValue("url", node.url()).log("the node is running: {}", node.url());
      stop.await(0);
      return 0;
    } catch (RuntimeException e) {
      LOG.error("the node could not start: {}", FailureMessage.text(e), e);
      return FailureMessage.exitCode(e);
    }
  }

  // Without a database of its own shape the node is of no use; whoever watches processes is to
  // notice.
  private static void end(String reason) {
    LOG.error("the node ends: {}", reason);
    Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
  }
}
