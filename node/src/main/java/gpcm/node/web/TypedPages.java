package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.Acting;
import gpcm.node.people.TypedText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code /typed}: what whoever looks had typed when their session had run out, for copying. No
 * address names a person, and nothing is done again by it.
 */
final class TypedPages {
  static final String PLACE = "/typed";

  private final Served served;

  TypedPages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::show);
    routes.post(PLACE + "/{id}/end", this::end);
  }

  private static Acting self(Context context) {
    return Caller.of(context).person().orElseThrow().acting();
  }

  /** Whether anything is kept for whoever asks, at the organisation that they work for now. */
  static boolean waits(Context context, Served served) {
    Acting self = self(context);
    return served.directory().typed().count(self.person(), self.organisation()) > 0;
  }

  private void show(Context context) {
    Query.none(context);
    Acting self = self(context);
    List<TypedText> kept = served.directory().typed().of(self.person(), self.organisation());
    Trail.of(context).shown(Seen.count(context, kept.size()));
    Pages.render(
        context, "typedKept.jte", Map.of("frame", Frame.of(context, served), "kept", kept));
  }

  private void end(Context context) {
    Query.none(context);
    Acting self = self(context);
    UUID id = Query.id(context);
    UUID unused =
        Trail.of(context)
            .doing(
                Action.CONFIGURATION_CHANGED,
                () -> {
                  if (!served.directory().typed().delete(self.person(), self.organisation(), id)) {
                    throw Query.missing();
                  }
                  return id;
                },
                done -> entry -> entry.changing("what they had typed", "deleted"));
    context.redirect(PLACE, HttpStatus.SEE_OTHER);
  }
}
