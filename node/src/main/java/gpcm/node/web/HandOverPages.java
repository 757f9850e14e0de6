package gpcm.node.web;

import gpcm.node.handover.AnsweredOtherwiseException;
import gpcm.node.handover.HandOverItem;
import gpcm.node.receiving.WorklistEntry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Optional;

/** {@code /worklist/{id}/hand-over}: offers something of a document to the record system again. */
final class HandOverPages {
  private final Served served;
  private final Access access;
  private final EntryPage page;

  HandOverPages(Served served, Access access, EntryPage page) {
    this.served = served;
    this.access = access;
    this.page = page;
  }

  void add(RoutesConfig routes) {
    routes.post("/worklist/{id}/hand-over", this::again);
  }

  private void again(Context context) throws IOException {
    ListPlace place = page.place(context);
    WorklistEntry entry = WorklistApi.find(context, served.worklist(), access);
    WorkFields fields = WorkFields.of(context, "item", "reason");
    HandOverItem item = item(fields, entry);
    String typed = Form.of(context).text("reason").orElse("");
    HandOverBox.Sent sent;
    ProblemException problem;
    try {
      HandOverApi.again(context, served.handOver(), item.id(), fields);
      context.redirect(place.done(entry.id(), HandOverBox.DONE), HttpStatus.SEE_OTHER);
      return;
    } catch (AnsweredOtherwiseException e) {
      problem = HandOverApi.problem(e);
      sent =
          new HandOverBox.Sent(
              Optional.of(item.id()),
              typed,
              HandOverWords.notAgain(
                  e.item(), served.handOver().holds(e.item()), served.clock().instant()),
              false);
    } catch (ProblemException e) {
      if (e.kind() != ProblemKind.INVALID_ENTRY) {
        throw e;
      }
      problem = e;
      sent =
          new HandOverBox.Sent(
              Optional.of(item.id()),
              typed,
              "Say why it is offered again, in 1 to 500 characters.",
              true);
    }
    Trail.ended(context, problem);
    context.status(problem.kind().status());
    page.again(context, entry, place, WorkForm.NONE, sent);
  }

  private HandOverItem item(WorkFields fields, WorklistEntry entry) {
    return served
        .handOver()
        .find(entry.organisation(), fields.neededId("item"))
        .filter(each -> each.entry().id().equals(entry.id()))
        .orElseThrow(Query::missing);
  }
}
