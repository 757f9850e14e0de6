package gpcm.cli;

import gpcm.cli.audit.AuditCommand;
import gpcm.cli.mesh.MeshCommand;
import gpcm.cli.message.BuildCommand;
import gpcm.cli.message.InspectCommand;
import gpcm.cli.message.ReportCommand;
import gpcm.cli.message.RespondCommand;
import gpcm.cli.message.ValidateCommand;
import gpcm.cli.node.DemoCommand;
import gpcm.cli.node.NodeCommand;
import gpcm.cli.oidc.OidcCommand;
import gpcm.cli.requirements.RequirementsCommand;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.StandardOutput;
import gpcm.cli.terminal.UsageError;
import gpcm.cli.testbench.TestbenchCommand;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code gpcm} command. */
@Command(
    name = "gpcm",
    description =
        "GP Connect Messaging (Send Document): send and receive documents over MESH, and try it all"
            + " out without the NHS network.",
    mixinStandardHelpOptions = true,
    versionProvider = GpcmVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      NodeCommand.class,
      MeshCommand.class,
      OidcCommand.class,
      ValidateCommand.class,
      InspectCommand.class,
      BuildCommand.class,
      RespondCommand.class,
      TestbenchCommand.class,
      RequirementsCommand.class,
      ReportCommand.class,
      AuditCommand.class,
      CommandLine.HelpCommand.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:done, with a bad result that was reported",
      "2:the input could not be read, or the command was used wrongly",
      "69:something it needs is missing, such as a newer JDK",
      "70:it failed"
    })
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StandardOutput standard = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    // What is printed may be a message or JSON, which are UTF-8 wherever the machine stands.
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(new OutputStreamWriter(standard, StandardCharsets.UTF_8)), true);
    CommandLine command = commandLine().setOut(out);
    int code = command.execute(arguments);
    out.flush();
    System.exit(standard.exitCode(code, command.getErr()));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(new UsageError())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              String text =
                  command.getCommandSpec().qualifiedName() + ": " + FailureMessage.text(failure);
              command.getErr().println(command.getColorScheme().errorText(text));
              return FailureMessage.exitCode(failure);
            });
  }
}
