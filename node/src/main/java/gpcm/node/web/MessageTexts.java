package gpcm.node.web;

import gpcm.node.confirming.AskedItem;
import gpcm.node.confirming.Confirmation;
import gpcm.node.content.StoredContent;
import gpcm.node.traffic.SourceText;
import gpcm.rules.Finding;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a message says, line by line, with the findings at their lines: for whoever was confirmed to
 * see it, and for who needs no second person.
 */
final class MessageTexts {
  private final Served served;
  private final MessageBytes messages;

  MessageTexts(Served served, MessageBytes messages) {
    this.served = served;
    this.messages = messages;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/confirmations/{id}/message/text", this::confirmed);
  }

  private void confirmed(Context context) throws IOException {
    Query query = new Query(context, "form");
    SourceText.Form form = form(query);
    MessageBytes.Message message = messages.fetched(context);
    Optional<Instant> until =
        served
            .confirmations()
            .find(Confirming.view(Confirming.person(context)), Query.id(context))
            .flatMap(Confirmation::fetchedUntil);
    show(context, message, form, "/confirmations/" + Query.id(context), until);
  }

  private static SourceText.Form form(Query query) {
    return query
        .value(
            "form",
            text -> SourceText.Form.of(text).orElseThrow(IllegalArgumentException::new),
            "pretty or raw")
        .orElse(SourceText.Form.PRETTY);
  }

  /** Shows it in answer to a form, which may say how it is to be laid out. */
  void show(Context context, MessageBytes.Message message) throws IOException {
    SourceText.Form form =
        Form.of(context).text("form").flatMap(SourceText.Form::of).orElse(SourceText.Form.PRETTY);
    show(context, message, form, "", Optional.empty());
  }

  private void show(
      Context context,
      MessageBytes.Message message,
      SourceText.Form form,
      String place,
      Optional<Instant> until)
      throws IOException {
    StoredContent content = message.content();
    SourceText text = served.traffic().text(content, form, findings(context, message.item()));
    MessageBytes.taken(context, message);
    Map<String, Object> values = new HashMap<>();
    values.put("frame", Frame.of(context, served));
    values.put("text", text);
    values.put("item", message.item());
    values.put("place", place);
    values.put("until", until);
    Pages.render(context, "messageText.jte", values);
  }

  // What came was checked when it came; what leaves is checked before it does, and once more here.
  private List<Finding> findings(Context context, AskedItem item) throws IOException {
    return switch (item.kind()) {
      case RECEIVED, UNFILED ->
          served.traffic().findings(Caller.of(context).organisation(), item.id());
      case SENT, ANSWER -> served.traffic().check(item.content().orElseThrow());
      case BULK -> List.of();
    };
  }
}
