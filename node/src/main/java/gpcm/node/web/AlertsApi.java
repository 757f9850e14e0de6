package gpcm.node.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.Alerts;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code /api/v1/alerts}: what a person must know, and that a person has dealt with it. */
final class AlertsApi {
  private final Alerts alerts;

  AlertsApi(Alerts alerts) {
    this.alerts = alerts;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/v1/alerts", this::list);
    routes.post("/api/v1/alerts/{id}/resolution", this::resolve);
  }

  private void list(Context context) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("alerts");
    alerts.open().forEach(alert -> list.add(Json.alert(alert)));
    Json.answer(context, json);
  }

  private void resolve(Context context) {
    JsonNode body;
    try {
      body = Json.read(context.bodyAsBytes());
    } catch (JsonProcessingException e) {
      throw new ProblemException(
          400, "invalid-json", "the body is not JSON: send {\"by\": \"...\"}");
    }
    resolve(context, alerts, body.path("by").asText(""));
    context.status(204);
  }

  /** Resolves the alert the address names in the name of {@code by}. */
  static void resolve(Context context, Alerts alerts, String by) {
    String name = by.strip();
    if (name.isEmpty() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(
          422,
          "who-is-missing",
          "who dealt with it must be named",
          List.of(
              new ProblemException.FieldProblem(
                  "/by", "must be 1 to 100 characters", "send your name or initials")));
    }
    long id;
    try {
      id = Long.parseLong(context.pathParam("id"));
    } catch (NumberFormatException e) {
      throw Query.missing();
    }
    if (!alerts.resolve(id, name)) {
      throw new ProblemException(404, "not-found", "there is no open alert with this number");
    }
  }
}
