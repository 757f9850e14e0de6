package gpcm.cli.mesh;

import gpcm.mesh.MeshClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "ack",
    description = "Acknowledge messages: they leave the inbox",
    mixinStandardHelpOptions = true)
final class AckCommand extends MeshCall {
  @Parameters(paramLabel = "ID", arity = "1..*", description = "message ids")
  private List<String> ids;

  @Override
  void call(MeshClient mesh) {
    ids.forEach(mesh::acknowledge);
    print("Acknowledged " + ids.size(), object("acknowledged", ids));
  }
}
