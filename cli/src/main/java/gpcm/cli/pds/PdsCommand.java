package gpcm.cli.pds;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm pds}: looking patients up without the real PDS. */
@Command(
    name = "pds",
    description = "Run a stand-in for the Personal Demographics Service, with made-up patients",
    mixinStandardHelpOptions = true,
    subcommands = {ServePdsCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command line is wrong",
      "6:a local file or the port can't be used"
    })
public final class PdsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do; see gpcm pds --help");
  }
}
