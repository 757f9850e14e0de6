package gpcm.node.web;

import gpcm.exchange.HoldKind;
import gpcm.node.people.Permission;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SentAct;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/**
 * {@code /api/v1/documents/{id}/...}: confirm, hold, release, withdraw a document, or say how it
 * got there otherwise.
 */
final class SentActsApi {
  private static final int LONGEST = 1000;

  private final Outbox outbox;
  private final Access access;

  SentActsApi(Outbox outbox, Access access) {
    this.outbox = outbox;
    this.access = access;
  }

  void add(RoutesConfig routes) {
    for (SentAct act : SentAct.values()) {
      routes.post(
          "/api/v1/documents/{id}/" + act.text(),
          context -> {
            Query.none(context);
            ApiJson.answer(context, ApiJson.document(act(context, act)));
          });
    }
  }

  /** Does it with the document that the address names, and gives that as it stands then. */
  OutboxDocument act(Context context, SentAct act) throws IOException {
    OutboxView mine = SeenOutbox.with(Caller.of(context), act.permission());
    OutboxDocument document = outbox.find(mine, Query.id(context)).orElseThrow(Query::missing);
    WorkFields fields =
        Access.isApi(context)
            ? WorkFields.of(context, "by", "reason")
            : WorkFields.of(context, "reason");
    String by = SignerName.of(context, fields.text("by", 100));
    String reason = reason(context, act, fields);
    requireCleared(context, act, document);
    if (!act.fits(document)) {
      throw new ProblemException(
          ProblemKind.NOT_IN_THIS_STATE,
          "this cannot be done with the document as it stands; it is " + document.state().text());
    }
    if (!Trail.of(context)
        .handing(
            along -> outbox.happens(mine, document.id(), act.fact(document, by, reason), along),
            entry -> {
              var changed =
                  Seen.document(document, true)
                      .apply(entry)
                      .changing(document.state().text(), act.text());
              return reason.isEmpty() ? changed : changed.because(reason);
            })) {
      throw new ProblemException(
          ProblemKind.NOT_IN_THIS_STATE,
          "this cannot be done with the document as it stands; it is " + current(mine, document));
    }
    return outbox.find(mine, document.id()).orElseThrow();
  }

  private String current(OutboxView view, OutboxDocument document) {
    return outbox.find(view, document.id()).orElse(document).state().text();
  }

  private static String reason(Context context, SentAct act, WorkFields fields) {
    if (!act.reasoned()) {
      return fields.text("reason", LONGEST).orElse("");
    }
    return fields
        .text("reason", LONGEST)
        .or(() -> Asked.of(context).flatMap(Asked::reason))
        .orElseThrow(
            () ->
                WorkFields.wrong(
                    "reason",
                    act == SentAct.OTHER_ROUTE
                        ? "missing: how it got there, when, and who saw to it"
                        : "missing: why",
                    "say it"));
  }

  // Of a restricted record somebody decides who may open documents of such patients.
  private void requireCleared(Context context, SentAct act, OutboxDocument document)
      throws IOException {
    boolean restricted =
        document.progress().held().filter(hold -> hold.kind() == HoldKind.RESTRICTED).isPresent();
    if (restricted && (act == SentAct.RELEASE || act == SentAct.RELEASE_UNCHECKED)) {
      boolean own = outbox.find(SeenOutbox.own(Caller.of(context)), document.id()).isPresent();
      access.require(context, Permission.OPEN_RESTRICTED_PATIENT, own);
    }
  }
}
