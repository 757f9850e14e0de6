package gpcm.node.web;

import gpcm.node.receiving.WorklistEntry;
import gpcm.node.working.WorkRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * {@code /worklist/{id}/work/...}: the forms of a document's page. What was done is said on the
 * page that one is led back to; what was not, on the page with the form.
 */
final class WorkPages {
  private final WorkingApi working;
  private final EntryPage page;

  WorkPages(Served served, Access access, EntryPage page) {
    this.working = new WorkingApi(served, access);
    this.page = page;
  }

  void add(RoutesConfig routes) {
    for (WorkAct act : WorkAct.values()) {
      routes.post("/worklist/{id}/work/" + act.path(), context -> act(context, act));
    }
    routes.post("/worklist/{id}/work/" + WorkDone.REPLACEMENT_SEEN, this::replacementSeen);
  }

  private void act(Context context, WorkAct act) throws IOException {
    ListPlace place = page.place(context);
    WorklistEntry entry = working.entry(context, act);
    boolean closed = WorklistApi.isClosed(Caller.of(context), entry);
    Form form = Form.of(context);
    // Looked up before: what is done may take the document to another place in the list.
    ListPlace after = page.goingOn(context, entry, place);
    try {
      working.acts(context, act, id(context, act, entry, form));
    } catch (WorkRefused.Repeated repeated) {
      Trail.ended(context, WorkingApi.problem(repeated));
    } catch (WorkRefused refused) {
      if (closed) {
        throw WorkingApi.problem(refused);
      }
      again(
          context, entry, place, WorkForm.refused(act, form, refused), WorkingApi.problem(refused));
      return;
    } catch (ProblemException problem) {
      if (closed || problem.kind() != ProblemKind.INVALID_ENTRY || problem.fields().isEmpty()) {
        throw problem;
      }
      again(context, entry, place, WorkForm.wrong(act, form, problem), problem);
      return;
    }
    context.redirect(
        closed ? place.back() : after.done(entry.id(), act.path()), HttpStatus.SEE_OTHER);
  }

  private void again(
      Context context,
      WorklistEntry entry,
      ListPlace place,
      WorkForm form,
      ProblemException problem) {
    Trail.ended(context, problem);
    context.status(problem.kind().status());
    page.again(context, entry, place, form, HandOverBox.Sent.NOTHING);
  }

  /** The same for what is sent twice by the same person, and for nothing else. */
  private static UUID id(Context context, WorkAct act, WorklistEntry entry, Form form) {
    StringBuilder sent =
        new StringBuilder()
            .append(Caller.of(context).person().orElseThrow().acting().person())
            .append(entry.id())
            .append(act.path())
            .append(form.text("once").orElseGet(() -> UUID.randomUUID().toString()));
    Arrays.stream(act.fields()).forEach(name -> sent.append('\0').append(form.all(name)));
    sent.append('\0').append(WorkForm.joined(form));
    return UUID.nameUUIDFromBytes(sent.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void replacementSeen(Context context) throws IOException {
    ListPlace place = page.place(context);
    working.seen(context);
    context.redirect(
        place.done(Query.id(context), WorkDone.REPLACEMENT_SEEN), HttpStatus.SEE_OTHER);
  }
}
