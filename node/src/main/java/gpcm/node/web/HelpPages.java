package gpcm.node.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/**
 * {@code /help}, what the words on the pages mean, and {@code /accessibility}: open to everybody,
 * and with the head of every page for who has signed in.
 */
final class HelpPages {
  private final Served served;

  HelpPages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/help", context -> show(context, "help.jte"));
    Gets.add(routes, "/accessibility", context -> show(context, "accessibility.jte"));
  }

  private void show(Context context, String template) {
    Query.none(context);
    Access.recognise(context, served);
    Frame frame = Asked.of(context).isPresent() ? Frame.of(context, served) : Frame.nobody(context);
    Pages.render(context, template, Map.of("frame", frame));
  }
}
