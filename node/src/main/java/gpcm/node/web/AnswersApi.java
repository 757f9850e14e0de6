package gpcm.node.web;

import gpcm.audit.entry.Data;
import gpcm.node.receiving.Answers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.UUID;

/** {@code /api/v1/answers}: what answered a received message and failed is sent again. */
final class AnswersApi {
  private final Answers answers;

  AnswersApi(Answers answers) {
    this.answers = answers;
  }

  void add(RoutesConfig routes) {
    routes.post("/api/v1/answers/{id}/resend", this::resend);
  }

  private void resend(Context context) throws IOException {
    Query.none(context);
    resend(context, answers, SignerName.of(context));
    context.status(204);
  }

  /** Sends the answer that the address names again, in the name of {@code by}. */
  static void resend(Context context, Answers answers, String by) {
    UUID id = Query.id(context);
    if (answers.state(Caller.of(context).organisation(), id).isEmpty()) {
      throw Query.missing();
    }
    if (!Trail.of(context)
        .handing(along -> answers.resend(id, by, along), entry -> entry.with(Data.ofCase(id)))) {
      throw new ProblemException(
          ProblemKind.NOT_FAILED,
          "only an answer that failed can be sent again; this one waits or was sent");
    }
  }
}
