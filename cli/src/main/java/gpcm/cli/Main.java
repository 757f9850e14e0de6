package gpcm.cli;

import gpcm.cli.audit.AuditCommand;
import gpcm.cli.mesh.MeshCommand;
import gpcm.cli.message.BuildCommand;
import gpcm.cli.message.InspectCommand;
import gpcm.cli.message.ReportCommand;
import gpcm.cli.message.RespondCommand;
import gpcm.cli.message.ValidateCommand;
import gpcm.cli.node.AlertsCommand;
import gpcm.cli.node.ConfirmCommand;
import gpcm.cli.node.DemoCommand;
import gpcm.cli.node.HandOverCommand;
import gpcm.cli.node.NodeCommand;
import gpcm.cli.node.ProvidersCommand;
import gpcm.cli.node.ResendCommand;
import gpcm.cli.node.SendCommand;
import gpcm.cli.node.StatusCommand;
import gpcm.cli.node.WithdrawCommand;
import gpcm.cli.oidc.OidcCommand;
import gpcm.cli.pds.PdsCommand;
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
import java.util.List;
import java.util.Set;
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
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:done, with a bad result that was reported",
      "2:the input could not be read, or the command was used wrongly",
      "69:something it needs is missing, such as a newer JDK",
      "70:it failed"
    })
public final class Main {
  /** The order in which its help lists them. */
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "node",
          "handover",
          "alerts",
          "providers",
          "send",
          "confirm",
          "resend",
          "withdraw",
          "status",
          "mesh",
          "oidc",
          "pds",
          "validate",
          "inspect",
          "build",
          "respond",
          "testbench",
          "requirements",
          "report",
          "audit",
          "help");

  private static final Set<String> VERSION = Set.of("-V", "--version");

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StandardOutput standard = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    // What is printed may be a message or JSON, which are UTF-8 wherever the machine stands.
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(new OutputStreamWriter(standard, StandardCharsets.UTF_8)), true);
    CommandLine command = commandLine(arguments).setOut(out);
    int code = command.execute(arguments);
    out.flush();
    System.exit(standard.exitCode(code, command.getErr()));
  }

  /**
   * The command with what these arguments ask for: to make a command picocli loads it and all that
   * it speaks of, which takes longer than most of them work.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine gpcm = new CommandLine(new Main());
    for (String name : named(arguments)) {
      gpcm.addSubcommand(name, made(name));
    }
    return gpcm.setParameterExceptionHandler(new UsageError())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              String text =
                  command.getCommandSpec().qualifiedName() + ": " + FailureMessage.text(failure);
              command.getErr().println(command.getColorScheme().errorText(text));
              return FailureMessage.exitCode(failure);
            });
  }

  private static List<String> named(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (arguments.length == 1 && VERSION.contains(first)) {
      return List.of();
    }
    // Help is about any of them.
    return COMMANDS.contains(first) && !first.equals("help") ? List.of(first) : COMMANDS;
  }

  private static Object made(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "node" -> new NodeCommand();
      case "status" -> new StatusCommand();
      case "handover" -> new HandOverCommand();
      case "alerts" -> new AlertsCommand();
      case "providers" -> new ProvidersCommand();
      case "send" -> new SendCommand();
      case "confirm" -> new ConfirmCommand();
      case "resend" -> new ResendCommand();
      case "withdraw" -> new WithdrawCommand();
      case "mesh" -> new MeshCommand();
      case "oidc" -> new OidcCommand();
      case "pds" -> new PdsCommand();
      case "validate" -> new ValidateCommand();
      case "inspect" -> new InspectCommand();
      case "build" -> new BuildCommand();
      case "respond" -> new RespondCommand();
      case "testbench" -> new TestbenchCommand();
      case "requirements" -> new RequirementsCommand();
      case "report" -> new ReportCommand();
      case "audit" -> new AuditCommand();
      case "help" -> new CommandLine.HelpCommand();
      default -> throw new IllegalArgumentException("there is no command " + name);
    };
  }
}
