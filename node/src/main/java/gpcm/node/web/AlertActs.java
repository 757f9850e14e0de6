package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertOutcome;
import gpcm.node.journal.AlertView;
import gpcm.node.journal.Alerts;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What people and programs do with alerts: with one, or with all open ones of its cause. */
final class AlertActs {
  /** How many are closed in one transaction, each with its own entry in the audit log. */
  private static final int TOGETHER = 500;

  private final Alerts alerts;

  AlertActs(Alerts alerts) {
    this.alerts = alerts;
  }

  static long id(Context context) {
    try {
      return Long.parseLong(context.pathParam("id"));
    } catch (NumberFormatException e) {
      throw Query.missing();
    }
  }

  /** The alert that the address names, as far as whoever asks sees it. */
  Alert seen(Context context) {
    return alerts
        .findAny(OpenAlerts.seen(Caller.of(context)), id(context))
        .orElseThrow(Query::missing);
  }

  /** The same, which they may close and which is open. */
  private Alert closable(Context context) {
    return alerts
        .find(OpenAlerts.closable(Caller.of(context)), id(context))
        .orElseThrow(AlertActs::missing);
  }

  private String cause(Alert alert) {
    return alerts.causeOf(alert.organisation(), alert.id());
  }

  void take(Context context) throws IOException {
    String by = by(context, fields(context));
    Alert alert = closable(context);
    Caller caller = Caller.of(context);
    act(
        context,
        Action.ALERT_TAKEN,
        alert,
        () ->
            alerts
                .handling()
                .take(
                    OpenAlerts.closable(caller),
                    cause(alert),
                    caller.person().map(person -> person.acting().person()),
                    by),
        "being handled");
  }

  void giveBack(Context context) throws IOException {
    String by = by(context, fields(context));
    Alert alert = closable(context);
    act(
        context,
        Action.ALERT_GIVEN_BACK,
        alert,
        () -> alerts.handling().giveBack(OpenAlerts.closable(Caller.of(context)), cause(alert), by),
        "given back");
  }

  void comment(Context context) throws IOException {
    WorkFields fields = fields(context, "text");
    String by = by(context, fields);
    Alert alert = closable(context);
    String text = fields.needed("text", WorkAct.TEXT);
    act(
        context,
        Action.ALERT_NOTED,
        alert,
        () ->
            alerts
                .handling()
                .comment(OpenAlerts.closable(Caller.of(context)), alert.id(), by, text),
        "a comment more");
  }

  private interface Doing {
    boolean done();
  }

  private static void act(
      Context context, Action action, Alert alert, Doing doing, String afterwards) {
    Trail.of(context)
        .doing(
            action,
            () -> {
              if (!doing.done()) {
                throw missing();
              }
              return alert;
            },
            done -> Seen.acted(done, afterwards));
  }

  /** Closes the alert that the address names, or all of its cause, with what came of it. */
  void close(Context context) throws IOException {
    WorkFields fields = fields(context, "outcome", "text", "all");
    String by = by(context, fields);
    Alert open = closable(context);
    AlertOutcome outcome = outcome(fields);
    String text = text(fields, outcome);
    AlertView view = OpenAlerts.closable(Caller.of(context));
    if (fields.flag("all").orElse(false)) {
      closeAll(context, view, cause(open), by, outcome, text);
      return;
    }
    Trail.of(context)
        .doing(
            Action.ALERT_CLOSED,
            () -> {
              if (!alerts.handling().close(view, open.id(), by, outcome, text)) {
                throw missing();
              }
              return open;
            },
            alert -> Seen.closed(alert, outcome));
  }

  private void closeAll(
      Context context, AlertView view, String cause, String by, AlertOutcome outcome, String text) {
    Trail trail = Trail.of(context);
    List<Alert> closed;
    do {
      closed =
          trail.doing(
              () -> alerts.handling().closeAll(view, cause, by, outcome, text, TOGETHER),
              part ->
                  part.stream()
                      .map(
                          alert ->
                              Seen.closed(alert, outcome).apply(trail.entry(Action.ALERT_CLOSED)))
                      .toList());
    } while (closed.size() == TOGETHER);
  }

  private static WorkFields fields(Context context, String... names) throws IOException {
    return Access.isApi(context)
        ? WorkFields.of(
            context, Stream.concat(Stream.of("by"), Stream.of(names)).toArray(String[]::new))
        : WorkFields.of(context, names);
  }

  private static String by(Context context, WorkFields fields) {
    return SignerName.of(context, fields.text("by", 100));
  }

  static ProblemException missing() {
    return new ProblemException(ProblemKind.NOT_FOUND, "there is no open alert with this number");
  }

  private static AlertOutcome outcome(WorkFields fields) {
    return fields
        .text("outcome", WorkAct.LINE)
        .flatMap(AlertOutcome::of)
        .orElseThrow(
            () ->
                ProblemException.unchosen(
                    "outcome",
                    "Say what came of it",
                    List.of(AlertOutcome.values()),
                    AlertOutcome::text,
                    AlertOutcome::words));
  }

  private static String text(WorkFields fields, AlertOutcome outcome) {
    return outcome.toldHow()
        ? fields
            .text("text", WorkAct.TEXT)
            .orElseThrow(
                () ->
                    WorkFields.wrong(
                        "text",
                        outcome == AlertOutcome.OTHER_ROUTE
                            ? "missing: which route, when and by whom"
                            : "missing: why it is not needed",
                        "say it"))
        : fields.text("text", WorkAct.TEXT).orElse("");
  }
}
