package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.consultation.InvalidValueException;
import gpcm.exchange.DocumentState;
import gpcm.node.people.Permission;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code send-elsewhere}, by API and page: a person sends what a practice refused because the
 * patient has left to the practice that the look-up since has named.
 */
final class ElsewhereActs {
  private static final int LONGEST = 100;

  private final Outbox outbox;

  ElsewhereActs(Outbox outbox) {
    this.outbox = outbox;
  }

  void add(RoutesConfig routes) {
    routes.post(
        "/api/v1/documents/{id}/send-elsewhere",
        context -> {
          OutboxView mine = SeenOutbox.with(Caller.of(context), Permission.RESEND);
          UUID id = send(context, mine, "by", "practiceName");
          context.status(HttpStatus.CREATED);
          context.header("Location", "/api/v1/documents/" + id);
          ApiJson.answer(context, ApiJson.document(outbox.find(mine, id).orElseThrow()));
        });
    routes.post(
        "/outbox/{id}/send-elsewhere",
        context -> {
          OutboxView mine = SeenOutbox.with(Caller.of(context), Permission.RESEND);
          context.redirect("/outbox/" + send(context, mine, "practiceName"), HttpStatus.SEE_OTHER);
        });
  }

  private UUID send(Context context, OutboxView mine, String... allowed) throws IOException {
    Query.none(context);
    OutboxDocument document = outbox.find(mine, Query.id(context)).orElseThrow(Query::missing);
    WorkFields fields = WorkFields.of(context, allowed);
    String by =
        SignerName.of(
            context, Access.isApi(context) ? fields.text("by", LONGEST) : Optional.empty());
    String practice =
        fields
            .text("practiceName", LONGEST)
            .orElseThrow(
                () ->
                    WorkFields.wrong(
                        "practiceName", "missing: what that practice is called", "say it"));
    Optional<UUID> sent;
    try {
      sent =
          outbox
              .elsewhere()
              .send(
                  mine,
                  document,
                  practice,
                  by,
                  Caller.of(context).person().map(person -> person.acting().person()),
                  (id, recorded) -> {
                    Trail trail = Trail.of(context);
                    return trail.along(
                        List.of(
                            Seen.submission(id, recorded.document())
                                .apply(trail.entry(Action.RESENT)),
                            Seen.document(document, true)
                                .apply(trail.entry(Action.RESENT))
                                .changing(
                                    document.state().text(), DocumentState.OTHER_ROUTE.text())));
                  });
    } catch (InvalidValueException e) {
      throw WorkFields.wrong("practiceName", e.getMessage(), "correct it");
    }
    UUID id =
        sent.orElseThrow(
            () ->
                new ProblemException(
                    ProblemKind.NOT_IN_THIS_STATE,
                    "only what the patient's practice refused with 30003 can be sent to another"
                        + " one, once a look-up has named that without any doubt; it is "
                        + document.state().text()));
    Trail.of(context).done();
    return id;
  }
}
