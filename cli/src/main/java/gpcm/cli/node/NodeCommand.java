package gpcm.cli.node;

import ch.qos.logback.classic.Level;
import gpcm.cli.terminal.LogOutput;
import gpcm.node.Node;
import gpcm.node.config.LogSettings;
import gpcm.node.config.NodeConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpcm node}: runs a node until it is stopped. */
@Command(
    name = "node",
    description = "Runs a node: sends and receives for the organisations of its configuration.",
    mixinStandardHelpOptions = true)
public final class NodeCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration, see docs/configuration.md.")
  Path configuration;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws InterruptedException {
    NodeConfiguration settings = NodeConfiguration.read(configuration, System.getenv());
    LogOutput.start(
        settings.log().format() == LogSettings.Format.JSON
            ? LogOutput.Form.JSON
            : LogOutput.Form.TEXT,
        Level.INFO);
    PrintWriter out = command.commandLine().getOut();
    Node node = Node.start(settings, InstantSource.system());
    UntilStopped stop = UntilStopped.closing(node);
    out.println("The node is running: " + node.url() + " (Ctrl-C stops it)");
    out.flush();
    stop.await();
    return 0;
  }
}
