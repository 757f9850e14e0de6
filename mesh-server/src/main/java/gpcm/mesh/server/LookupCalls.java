package gpcm.mesh.server;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Says which mailboxes take a workflow id. Needs no token. */
final class LookupCalls {
  private final Registry registry;

  LookupCalls(Registry registry) {
    this.registry = registry;
  }

  Reply endpoint(Call call) {
    List<RegisteredMailbox> found =
        registry.receivers(call.path("ods").toUpperCase(Locale.ROOT), call.path("workflow"));
    if (!call.v1()) {
      return Reply.json(200, Reply.object("results", items(found)));
    }
    List<Object> results =
        found.stream()
            .<Object>map(
                box ->
                    Reply.object(
                        "address", box.id(), "description", box.name(), "endpoint_type", "MESH"))
            .toList();
    return Reply.json(
        200,
        Reply.object(
            "query_id", UUID.randomUUID().toString().replace("-", ""), "results", results));
  }

  Reply workflow(Call call) {
    List<RegisteredMailbox> found =
        registry.mailboxes().stream()
            .filter(
                box ->
                    registry
                        .workflow(call.path("workflow"))
                        .map(workflow -> workflow.receivers().contains(box.id()))
                        .orElse(false))
            .toList();
    return Reply.json(200, Reply.object("results", items(found)));
  }

  private static List<Object> items(List<RegisteredMailbox> found) {
    return found.stream()
        .<Object>map(box -> Reply.object("mailbox_id", box.id(), "mailbox_name", box.name()))
        .toList();
  }
}
