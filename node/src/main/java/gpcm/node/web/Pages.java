package gpcm.node.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.store.Slice;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The pages: plain HTML that works without scripts. The templates in src/main/jte escape what they
 * are given.
 */
final class Pages {
  private static final int ON_THE_FRONT_PAGE = 5;
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), "gpcm.node.web");

  private final Served served;

  Pages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/", this::index);
    routes.post("/answers/{id}/resend", this::resendAnswer);
  }

  private void index(Context context) {
    Frame frame = Frame.of(context, served);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    Slice newest = Slice.newest(ON_THE_FRONT_PAGE);
    Map<String, Object> values = new HashMap<>();
    values.put("frame", frame);
    List<OutboxDocument> documents =
        frame.seesOutbox()
            ? served.outbox().list(OutboxQuery.in(seen.view(), Optional.empty(), newest))
            : List.of();
    List<WorklistEntry> entries =
        frame.seesWorklist()
            ? served
                .worklist()
                .list(
                    new WorklistQuery(Optional.of(Caller.of(context).organisation()), true, newest))
            : List.of();
    Set<UUID> named = seen.named(served.outbox(), documents);
    values.put("typed", TypedPages.waits(context, served));
    values.put("names", seen.names());
    values.put("named", named);
    values.put("documents", documents);
    values.put("entries", WorklistApi.shown(Caller.of(context), entries));
    values.put(
        "needs",
        frame.seesNodes()
            ? Needs.of(served, served.desk().extent(frame.organisation()))
            : List.of());
    values.put(
        "alone", frame.seesNodes() ? SystemView.alone(served, frame) : Optional.<String>empty());
    Trail.of(context).shown(Seen.lists(context, documents, named, entries));
    render(context, "index.jte", values);
  }

  private void resendAnswer(Context context) throws IOException {
    AnswersApi.resend(context, served.answers(), SignerName.of(context));
    context.redirect("/alerts", HttpStatus.SEE_OTHER);
  }

  static void render(Context context, String template, Map<String, Object> values) {
    Trail.requireWritten(context);
    Utf8ByteOutput output = new Utf8ByteOutput();
    ENGINE.render(template, values, new PageOutput(output));
    context.contentType("text/html; charset=utf-8");
    context.header("Content-Length", Integer.toString(output.getContentLength()));
    try {
      output.writeTo(context.outputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
