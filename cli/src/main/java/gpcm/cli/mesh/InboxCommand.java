package gpcm.cli.mesh;

import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "inbox",
    description = "List the messages that wait, oldest first",
    mixinStandardHelpOptions = true)
final class InboxCommand extends MeshCall {
  @Option(
      names = "--workflow",
      paramLabel = "FILTER",
      defaultValue = "",
      description = "W, W*, *W*, or one of them after !")
  private String filter;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "500",
      description = "page size, 10 to 5000 (default ${DEFAULT-VALUE})")
  private int max;

  @Option(names = "--all", description = "all pages, not only the first")
  private boolean all;

  @Override
  void call(MeshClient mesh) {
    InboxQuery query = InboxQuery.workflow(filter).withMaxResults(max);
    InboxPage page = mesh.inbox(query);
    List<String> ids = new ArrayList<>(page.messageIds());
    while (all && page.next().isPresent()) {
      page = mesh.inbox(query.from(page.next().get()));
      ids.addAll(page.messageIds());
    }
    String text = ids.isEmpty() ? "Nothing waits" : String.join(System.lineSeparator(), ids);
    print(text, object("messages", ids, "more", page.next().isPresent()));
  }
}
