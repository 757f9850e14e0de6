package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.people.OwnSettings;
import gpcm.node.people.Person;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code /me}: what whoever looks sets for themselves, and the way to all that is theirs alone. No
 * address and no field names a person, so that nobody sets anything for another.
 */
final class OwnSettingsPage {
  private static final String PLACE = "/me";
  private static final String ROWS = "rows";

  private final Served served;

  OwnSettingsPage(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, PLACE, this::show);
    routes.post(PLACE, this::set);
  }

  /**
   * What the page shows.
   *
   * @param rows how many rows a part of a list has
   * @param account whether they have a password and passkeys here
   * @param whole whether they may see more than their own account
   * @param done whether they have just set something
   */
  record Shown(int rows, boolean account, boolean whole, boolean done) {}

  private void show(Context context) {
    Query query = new Query(context, "done");
    boolean done = query.text("done").filter(ROWS::equals).isPresent();
    Caller.Person caller = Caller.of(context).person().orElseThrow();
    Optional<Person> person = served.directory().people().find(caller.acting().person());
    Pages.render(
        context,
        "ownSettings.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "shown",
            new Shown(
                PageSize.own(context, served),
                served.waysIn().localAccounts()
                    && person.filter(each -> each.issuer().equals(Person.LOCAL)).isPresent(),
                !served.waysIn().secondFactor() || !caller.acting().oneFactor(),
                done)));
  }

  private void set(Context context) throws IOException {
    Query.none(context);
    UUID self = Caller.of(context).person().orElseThrow().acting().person();
    int rows = rows(WorkFields.of(context, ROWS));
    int unused =
        Trail.of(context)
            .doing(
                Action.CONFIGURATION_CHANGED,
                () -> served.directory().own().rows(self, rows),
                before -> entry -> entry.changing(words(before), words(rows)));
    context.redirect(PLACE + "?done=" + ROWS, HttpStatus.SEE_OTHER);
  }

  private static int rows(WorkFields fields) {
    return fields
        .choice(ROWS, OwnSettingsPage::read, OwnSettings.ROWS.stream().map(String::valueOf))
        .orElseThrow(
            () -> WorkFields.wrong(ROWS, "missing: must be a number of the list", "choose one"));
  }

  private static Optional<Integer> read(String text) {
    return OwnSettings.ROWS.stream().filter(each -> text.equals(each.toString())).findFirst();
  }

  /** In the audit log. */
  private static String words(int rows) {
    return "own lists with %d rows on a page".formatted(rows);
  }
}
