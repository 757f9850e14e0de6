package gpcm.cli.mesh;

import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "inbox",
    description = "List the messages that wait, oldest first: id, date, sender, subject",
    mixinStandardHelpOptions = true)
final class InboxCommand extends MeshCall {
  private static final int LEAST = 10;
  private static final int MOST = 5000;

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

  @Option(names = "--ids", description = "ids only: one request a page instead of one a message")
  private boolean idsOnly;

  @Override
  void check() {
    if (max < LEAST || max > MOST) {
      throw misused("--max " + max + ": MESH gives pages of 10 to 5000");
    }
  }

  @Override
  void call(MeshClient mesh) {
    InboxQuery query = InboxQuery.workflow(filter).withMaxResults(max);
    InboxPage page = mesh.inbox(query);
    List<String> ids = new ArrayList<>(page.messageIds());
    while (all && page.next().isPresent()) {
      page = mesh.inbox(query.from(page.next().get()));
      ids.addAll(page.messageIds());
    }
    List<Map<String, Object>> messages = ids.stream().map(id -> message(mesh, id)).toList();
    String text =
        messages.isEmpty()
            ? "Nothing waits"
            : messages.stream()
                .map(InboxCommand::line)
                .collect(Collectors.joining(System.lineSeparator()));
    print(text, object("messages", messages, "more", page.next().isPresent()));
  }

  private Map<String, Object> message(MeshClient mesh, String id) {
    if (idsOnly) {
      return object("messageId", id);
    }
    try {
      return MessageFields.of(mesh.headers(id));
    } catch (MeshRefused e) {
      // Somebody has taken it in the meantime, or it cannot be looked at: it is listed all the
      // same.
      return object("messageId", id, "error", e.getMessage());
    }
  }

  private static String line(Map<String, Object> message) {
    String id = String.valueOf(message.get("messageId"));
    if (message.size() == 1) {
      return id;
    }
    return message.containsKey("error")
        ? id + "  " + plain(message.get("error"))
        : "%s  %-20s  %-14s  %s"
            .formatted(
                id,
                message.getOrDefault("sentAt", ""),
                plain(message.getOrDefault("from", message.get("type"))),
                plain(message.getOrDefault("subject", "")));
  }
}
