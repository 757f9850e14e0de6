package gpcm.cli.testbench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm testbench}: the synthetic sender and receiver of the specification's test pages. */
@Command(
    name = "testbench",
    description =
        "Try out another system over MESH: send it good and faulty messages and see its answers, or"
            + " answer what it sends",
    mixinStandardHelpOptions = true,
    subcommands = {ListCommand.class, SendExemplarsCommand.class, ReceiveCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, every answer as expected",
      "1:an answer is missing or another than expected",
      "2:the command line is wrong",
      "3:MESH refused a message or can't be reached",
      "6:a local file or the network settings can't be used"
    })
public final class TestbenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do; see gpcm testbench --help");
  }
}
