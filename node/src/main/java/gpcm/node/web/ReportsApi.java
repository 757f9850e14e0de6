package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.reporting.Period;
import gpcm.node.reporting.ReceivedGroup;
import gpcm.node.reporting.ReceivedReport;
import gpcm.node.reporting.SentReport;
import gpcm.node.reporting.TimeTaken;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code /api/v1/reports}: what an organisation received and sent over some days, counted. */
final class ReportsApi {
  private final Served served;

  ReportsApi(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/reports", this::show);
  }

  private void show(Context context) {
    Period period = ReportQuery.of(context, served.clock().instant());
    String organisation = Caller.of(context).organisation();
    ReceivedReport received = served.reports().received(organisation, period);
    SentReport sent = served.reports().sent(organisation, period);
    Trail.of(context).shown(Seen.count(context, received.states().size()));
    ObjectNode json = ApiJson.object();
    json.put("organisation", organisation);
    json.put("from", period.from().toString());
    json.put("until", period.until().toString());
    received(json.putObject("received"), received);
    sent(json.putObject("sent"), sent);
    ApiJson.answer(context, json);
  }

  private static void received(ObjectNode json, ReceivedReport report) {
    group(json, report.all());
    ArrayNode states = json.putArray("states");
    report
        .states()
        .forEach(
            (state, documents) ->
                states.addObject().put("state", state.text()).put("documents", documents));
    groups(json.putArray("teams"), report.teams());
    groups(json.putArray("senders"), report.senders());
    json.putObject("secondLooks")
        .put("completed", report.looks().completed())
        .put("drawn", report.looks().drawn())
        .put("looked", report.looks().looked())
        .put("otherwise", report.looks().otherwise());
  }

  private static void groups(ArrayNode json, List<ReceivedGroup> groups) {
    for (ReceivedGroup group : groups) {
      ObjectNode one = json.addObject();
      group.name().ifPresent(name -> one.put("name", name));
      group(one, group);
    }
  }

  private static void group(ObjectNode json, ReceivedGroup group) {
    json.put("documents", group.documents());
    group.opened().ifPresent(taken -> taken(json.putObject("opened"), taken));
    group.done().ifPresent(taken -> taken(json.putObject("done"), taken));
  }

  private static void taken(ObjectNode json, TimeTaken taken) {
    json.put("documents", taken.documents())
        .put("medianSeconds", taken.median().toSeconds())
        .put("ninetiethPercentileSeconds", taken.most().toSeconds());
  }

  private static void sent(ObjectNode json, SentReport report) {
    json.put("consultations", report.consultations());
    json.put("accepted", report.accepted());
    ArrayNode states = json.putArray("states");
    report
        .encounters()
        .forEach(
            (state, consultations) ->
                states.addObject().put("state", state.text()).put("consultations", consultations));
    ArrayNode refusals = json.putArray("notAccepted");
    report
        .refusals()
        .forEach(
            each -> {
              ObjectNode one = refusals.addObject();
              if (!each.code().isEmpty()) {
                one.put("code", each.code());
              }
              one.put("recipient", each.recipient()).put("documents", each.documents());
            });
    ArrayNode acts = json.putArray("acts");
    report
        .acts()
        .forEach(
            (action, times) -> acts.addObject().put("action", action.code()).put("times", times));
  }
}
