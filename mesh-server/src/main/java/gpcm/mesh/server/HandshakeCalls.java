package gpcm.mesh.server;

import gpcm.mesh.MexHeader;
import java.util.List;

/** Mailbox validation and the calls that only show that the server is there. */
final class HandshakeCalls {
  private static final List<String> REQUIRED =
      List.of(MexHeader.CLIENT_VERSION, MexHeader.OS_NAME, MexHeader.OS_VERSION);

  Reply handshake(Call call, RegisteredMailbox mailbox) {
    for (String name : REQUIRED) {
      if (!call.hasHeader(name)) {
        throw Refusal.missing("header", name);
      }
    }
    return call.v1() ? Reply.json(200, Reply.object("mailboxId", mailbox.id())) : Reply.empty(200);
  }

  Reply update(Call call, RegisteredMailbox mailbox) {
    return Reply.empty(200);
  }

  Reply health(Call call) {
    return Reply.json(
        200,
        Reply.object("env", "local", "build_label", "gpcm", "status", "running", "outcome", "Yes"));
  }
}
