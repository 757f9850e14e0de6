package gpcm.node.web;

import gpcm.node.reporting.Period;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Map;

/** The page of what an organisation received and sent over some days, counted. */
final class ReportPages {
  private final Served served;

  ReportPages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/reports", this::show);
  }

  private void show(Context context) {
    Instant now = served.clock().instant();
    Period period = ReportQuery.of(context, now);
    String organisation = Caller.of(context).organisation();
    ReportView view =
        new ReportView(
            Frame.of(context, served),
            now,
            period,
            served.reports().received(organisation, period),
            served.reports().sent(organisation, period));
    Trail.of(context).shown(Seen.count(context, view.received().states().size()));
    Pages.render(context, "reports.jte", Map.of("view", view));
  }
}
