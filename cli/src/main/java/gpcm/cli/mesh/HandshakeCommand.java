package gpcm.cli.mesh;

import gpcm.mesh.MeshClient;
import picocli.CommandLine.Command;

@Command(
    name = "handshake",
    description = "Check that server, mailbox, password and key fit together",
    mixinStandardHelpOptions = true)
final class HandshakeCommand extends MeshCall {
  @Override
  void call(MeshClient mesh) {
    mesh.handshake();
    print(
        "Mailbox " + mesh.mailbox() + " is open", object("mailbox", mesh.mailbox(), "open", true));
  }
}
