package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.people.Permission;
import gpcm.node.sending.Consultations;
import gpcm.node.sending.DryRun;
import gpcm.node.sending.EncounterAddress;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.Submission;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code /api/v1/consultations}: a system says what happened to a consultation, and the node
 * decides what is sent of it (GPCM-SD-CS-069 to -077).
 */
final class ConsultationsApi {
  private static final String NONE_KNOWN = "nothing is known here of a consultation with this id";

  private final Consultations consultations;
  private final Outbox outbox;
  private final Recording recording;
  private final SubmissionReader submissions;

  ConsultationsApi(Served served, SubmissionReader submissions) {
    this.consultations = served.consultations();
    this.outbox = served.outbox();
    this.recording = new Recording(served);
    this.submissions = submissions;
  }

  void add(RoutesConfig routes) {
    routes.put("/api/v1/consultations/{encounter}", this::record);
    Gets.add(routes, "/api/v1/consultations/{encounter}", this::show);
    routes.post("/api/v1/consultations/{encounter}/dry-run", this::dryRun);
    routes.post("/api/v1/consultations/{encounter}/confirm", this::confirm);
    routes.delete("/api/v1/consultations/{encounter}", this::delete);
  }

  private void record(Context context) throws IOException {
    boolean now = new Query(context, "now").flag("now", false);
    if (now && !Caller.of(context).could(Permission.CONFIRM_SEND)) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN,
          "it may be handed in, but not sent before its time: leave out now");
    }
    Recording.Recorded recorded;
    try (ReceivedSubmission received = submissions.recorded(context)) {
      requireNamed(context, received);
      recorded =
          recording.record(
              context,
              received.submission(),
              now
                  ? Optional.of(new Submission.Haste(Caller.of(context).name(), Optional.empty()))
                  : Optional.empty());
    }
    context.status(recorded.created() ? 201 : 200);
    context.header("Location", "/api/v1/documents/" + recorded.document().id());
    ApiJson.answer(context, json(recorded.document()));
  }

  private static String encounter(Context context) {
    return EncounterAddress.id(context.pathParam("encounter")).orElseThrow(Query::missing);
  }

  private static void requireNamed(Context context, ReceivedSubmission received) {
    Recording.requireOf(
        context,
        received.submission(),
        encounter(context),
        "must be the id that the address names",
        "Send it to the address of its own encounter");
  }

  private void dryRun(Context context) throws IOException, InterruptedException {
    try (ReceivedSubmission received = submissions.recorded(context)) {
      requireNamed(context, received);
      Document document = received.submission().document();
      DryRun run = consultations.dryRun(received.submission());
      Trail.of(context).shown(Seen.tried(document));
      ApiJson.answer(context, DryRunJson.of(document, run));
    }
  }

  private ObjectNode json(OutboxDocument document) {
    ObjectNode json = ApiJson.document(document);
    ArrayNode steps = json.putArray("decisions");
    for (TimelineEvent event : outbox.timeline(document.id())) {
      if (event.kind().equals("decision-step")) {
        String[] step = event.detail().split(": ", 2);
        steps.addObject().put("step", step[0]).put("reason", step[1]);
      }
    }
    return json;
  }

  private void show(Context context) {
    Query.none(context);
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    List<OutboxDocument> reports = consultations.reports(seen.view(), encounter(context));
    if (reports.isEmpty()) {
      throw missing();
    }
    Set<UUID> named = seen.named(outbox, reports);
    Trail.of(context).shown(Seen.lists(context, reports, named, List.of()));
    ObjectNode json = ApiJson.object();
    json.put("encounterId", encounter(context));
    ArrayNode list = json.putArray("reports");
    for (OutboxDocument report : reports) {
      list.add(named.contains(report.id()) ? json(report) : DocumentsApi.shown(report, false));
    }
    ApiJson.answer(context, json);
  }

  private void confirm(Context context) throws IOException {
    Query.none(context);
    OutboxView mine = SeenOutbox.with(Caller.of(context), Permission.CONFIRM_SEND);
    String encounter = encounter(context);
    String by = SignerName.of(context);
    OutboxDocument report =
        consultations.latest(mine, encounter).orElseThrow(ConsultationsApi::missing);
    if (!Trail.of(context)
        .handing(
            along -> consultations.confirm(mine, encounter, by, along),
            Seen.document(report, true))) {
      throw new ProblemException(
          ProblemKind.NOT_IN_THIS_STATE,
          "no report of this consultation waits to be confirmed; it is " + report.state().text());
    }
    ApiJson.answer(context, json(outbox.find(mine, report.id()).orElseThrow()));
  }

  private void delete(Context context) throws IOException {
    Query query = new Query(context, "reason");
    Optional<String> reason = query.text("reason").filter(text -> text.length() <= 1000);
    OutboxView all = OutboxView.of(Caller.of(context).organisation());
    String encounter = encounter(context);
    OutboxDocument report =
        consultations.latest(all, encounter).orElseThrow(ConsultationsApi::missing);
    Consultations.Deleted deleted =
        consultations
            .delete(
                all,
                encounter,
                SignerName.of(context),
                reason,
                Trail.of(context).along(Seen.document(report, true)))
            .orElseThrow(ConsultationsApi::missing);
    Trail.of(context).done();
    ObjectNode json = ApiJson.object();
    json.put("encounterId", encounter);
    deleted.writeTo(json);
    ApiJson.answer(context, json);
  }

  private static ProblemException missing() {
    return new ProblemException(ProblemKind.NOT_FOUND, NONE_KNOWN);
  }
}
