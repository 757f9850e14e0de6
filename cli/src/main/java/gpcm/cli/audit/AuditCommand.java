package gpcm.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm audit}: reads an audit log, and checks one without its database. */
@Command(
    name = "audit",
    description =
        "Export or search a node's audit log, check an export against its signed checkpoints, prove"
            + " one entry of it, or find what has no entry",
    mixinStandardHelpOptions = true,
    subcommands = {
      ExportCommand.class,
      SearchCommand.class,
      VerifyCommand.class,
      ProveCommand.class,
      VerifyProofCommand.class,
      CrosscheckCommand.class,
      NewOriginCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"2:the command was used wrongly"})
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do; see gpcm audit --help");
  }
}
