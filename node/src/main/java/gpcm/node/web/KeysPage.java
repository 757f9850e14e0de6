package gpcm.node.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;

/** {@code /keys}: which single keys do what, and whether they do in this browser (WCAG 2.1.4). */
final class KeysPage {
  private final Served served;

  KeysPage(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/keys", this::show);
    routes.post("/keys", KeysPage::set);
  }

  private void show(Context context) {
    Query.none(context);
    Pages.render(context, "keys.jte", Map.of("frame", Frame.of(context, served)));
  }

  private static void set(Context context) throws IOException {
    Query.none(context);
    Cookies.keys(context, Form.of(context).text("keys").orElse("on").equals("on"));
    context.redirect("/keys", HttpStatus.SEE_OTHER);
  }
}
