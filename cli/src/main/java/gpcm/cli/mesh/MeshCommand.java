package gpcm.cli.mesh;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm mesh}: the MESH client and the local server by hand. */
@Command(
    name = "mesh",
    description = "Speak to a MESH server, or run one for tests",
    mixinStandardHelpOptions = true,
    subcommands = {
      HandshakeCommand.class,
      SendFileCommand.class,
      InboxCommand.class,
      GetCommand.class,
      AckCommand.class,
      TrackCommand.class,
      LookupCommand.class,
      ServeCommand.class,
      CertsCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:MESH refused it, or knows no such message; the same call gets the same answer",
      "2:the command line is wrong",
      "3:MESH can't be reached or is busy; nothing was accepted, try again later",
      "4:the message may have been accepted; track it before sending it again",
      "5:an upload broke off after some chunks; send --resume sends the others",
      "6:a local file or the network settings can't be used"
    })
public final class MeshCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do; see gpcm mesh --help");
  }
}
