package gpcm.node.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;

/** The page of those who run the system: how all of it stands, and what they do to a mailbox. */
final class SystemPages {
  private static final String SYSTEM = "/system";

  private final Served served;

  SystemPages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, SYSTEM, this::show);
    for (SystemAct act : SystemAct.values()) {
      routes.post(SYSTEM + "/mailboxes/{mailbox}/" + act.path(), context -> act(context, act));
    }
  }

  private void show(Context context) {
    Query query = new Query(context, "of", "done");
    SystemView view =
        SystemView.of(
            Frame.of(context, served),
            served,
            SystemApi.stretch(query),
            query.text("done").orElse(""));
    Trail.of(context).shown(Seen.count(context, view.mailboxes().size()));
    Pages.render(context, "system.jte", Map.of("view", view));
  }

  private void act(Context context, SystemAct act) throws IOException {
    act.on(context, served.desk());
    context.redirect(SYSTEM + "?done=" + act.path(), HttpStatus.SEE_OTHER);
  }
}
