package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.node.content.ContentException;
import gpcm.node.sending.NotCheckable;
import gpcm.node.sending.SubmissionRefused;
import gpcm.node.web.ProblemException.FieldProblem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers whatever goes wrong: as problem details (RFC 9457) in the API, as a page elsewhere. */
final class ProblemResponses {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);
  static final String TOO_LARGE = "the request is larger than http.max-request-size allows";
  private static final String TYPE = "urn:gpcm:problem:";

  private ProblemResponses() {}

  static void handle(RoutesConfig routes) {
    routes.exception(ProblemException.class, ProblemResponses::answer);
    routes.exception(
        InvalidConsultationException.class,
        (invalid, context) ->
            answer(
                new ProblemException(
                    422,
                    "invalid-consultation",
                    "the consultation cannot be accepted as it is; nothing was stored",
                    invalid.problems().stream()
                        .map(
                            problem ->
                                new FieldProblem(
                                    problem.pointer(),
                                    problem.rule() + ", found " + problem.value(),
                                    problem.remedy()))
                        .toList()),
                context));
    routes.exception(
        SubmissionRefused.class,
        (refused, context) ->
            answer(
                new ProblemException(
                    422,
                    "submission-refused",
                    "the consultation cannot be sent as it is; nothing was stored",
                    List.of(new FieldProblem(refused.field(), refused.rule(), refused.whatToDo()))),
                context));
    routes.exception(
        ContentException.class,
        (damaged, context) -> {
          LOG.error("content cannot be served", damaged);
          answer(new ProblemException(500, "content-damaged", damaged.getMessage()), context);
        });
    routes.exception(
        NotCheckable.class,
        (crashed, context) ->
            answer(new ProblemException(503, "not-checkable", crashed.getMessage()), context));
    routes.exception(
        HttpResponseException.class,
        (response, context) ->
            answer(
                new ProblemException(
                    response.getStatus(), "http-" + response.getStatus(), text(response)),
                context));
    routes.exception(
        Exception.class,
        (unexpected, context) -> {
          LOG.error("{} {} failed", context.method(), route(context), unexpected);
          answer(
              new ProblemException(
                  500, "internal", "the node could not answer; its log says why. Try again later"),
              context);
        });
  }

  private static String text(HttpResponseException response) {
    return switch (response.getStatus()) {
      case 404 -> "there is nothing at this address";
      case 405 -> "this address does not take this method";
      case 413 -> TOO_LARGE;
      default -> String.valueOf(response.getMessage());
    };
  }

  /** The pattern and not the path, which may hold whatever a caller put there. */
  private static String route(Context context) {
    return context.endpoint().path;
  }

  static void answer(ProblemException problem, Context context) {
    // Part of another answer has left already: the server cuts the connection, since that answer is
    // shorter than it said.
    if (context.res().isCommitted()) {
      return;
    }
    context.status(problem.status());
    // A body that nobody has read to its end makes the connection useless for what comes next, and
    // the caller would find that out by losing the next request.
    if (!Set.of("GET", "HEAD").contains(context.req().getMethod())) {
      context.header("Connection", "close");
    }
    if (context.path().startsWith("/api/")) {
      ApiJson.answer(context, "application/problem+json", json(problem));
    } else {
      Pages.problem(context, problem);
    }
  }

  static String title(int status) {
    return HttpStatus.forStatus(status).getMessage();
  }

  private static ObjectNode json(ProblemException problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", TYPE + problem.type());
    json.put("title", title(problem.status()));
    json.put("status", problem.status());
    json.put("detail", problem.getMessage());
    if (!problem.fields().isEmpty()) {
      ArrayNode errors = json.putArray("errors");
      for (FieldProblem field : problem.fields()) {
        errors
            .addObject()
            .put(
                field.pointer().isEmpty() || field.pointer().startsWith("/")
                    ? "pointer"
                    : "parameter",
                field.pointer())
            .put("detail", field.detail())
            .put("remedy", field.remedy());
      }
    }
    return json;
  }
}
