package gpcm.node.web;

import gpcm.audit.note.WitnessRequest;
import gpcm.node.audit.Witness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /audit/witness/add-checkpoint}: what the audit logs of others ask this node's witness
 * (C2SP tlog-witness). Open to anyone: it says nothing but what the asker has said, and the size of
 * a public log.
 */
final class WitnessApi {
  static final String PATH = "/audit/witness/add-checkpoint";

  private final Optional<Witness> witness;

  WitnessApi(Optional<Witness> witness) {
    this.witness = witness;
  }

  void add(RoutesConfig routes) {
    routes.post(PATH, this::checkpoint);
  }

  private void checkpoint(Context context) throws IOException {
    byte[] body =
        BoundedBody.read(
            context,
            WitnessRequest.LARGEST,
            "a request to a witness has at most %d bytes".formatted(WitnessRequest.LARGEST));
    Witness.Answer answer = witness.orElseThrow(Query::missing).add(body);
    context.status(answer.status()).contentType(answer.contentType()).result(answer.bytes());
  }
}
