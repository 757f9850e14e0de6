package gpcm.cli.mesh;

import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshEndpoint;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "lookup",
    description = "Find the mailboxes of an organisation that take a workflow id",
    mixinStandardHelpOptions = true)
final class LookupCommand extends MeshCall {
  @Parameters(index = "0", paramLabel = "ODS", description = "ODS code of the organisation")
  private String odsCode;

  @Parameters(index = "1", paramLabel = "WORKFLOW", description = "workflow id")
  private String workflow;

  @Override
  void call(MeshClient mesh) {
    List<MeshEndpoint> found = mesh.lookup(odsCode, workflow);
    String text =
        found.stream()
            .map(endpoint -> endpoint.mailboxId() + "  " + endpoint.name())
            .collect(Collectors.joining(System.lineSeparator()));
    print(
        found.isEmpty() ? odsCode + " has no mailbox for " + workflow : text,
        object(
            "results",
            found.stream()
                .map(e -> object("mailboxId", e.mailboxId(), "name", e.name()))
                .toList()));
  }
}
