package gpcm.cli;

import gpcm.cli.mesh.MeshCommand;
import gpcm.cli.message.BuildCommand;
import gpcm.cli.message.InspectCommand;
import gpcm.cli.message.ReportCommand;
import gpcm.cli.message.RespondCommand;
import gpcm.cli.message.ValidateCommand;
import gpcm.cli.node.DemoCommand;
import gpcm.cli.node.NodeCommand;
import gpcm.cli.requirements.RequirementsCommand;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.testbench.TestbenchCommand;
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
      ValidateCommand.class,
      InspectCommand.class,
      BuildCommand.class,
      RespondCommand.class,
      TestbenchCommand.class,
      RequirementsCommand.class,
      ReportCommand.class,
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
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command
                  .getErr()
                  .println(
                      command
                          .getColorScheme()
                          .errorText(
                              "gpcm "
                                  + command.getCommandName()
                                  + ": "
                                  + FailureMessage.text(failure)));
              return FailureMessage.exitCode(failure);
            });
  }
}
