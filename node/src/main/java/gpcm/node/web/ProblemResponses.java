package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.node.content.ContentException;
import gpcm.node.content.RemovedContentException;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.TooLateException;
import gpcm.node.people.RefusedAssignment;
import gpcm.node.sending.NotCheckable;
import gpcm.node.sending.SubmissionRefused;
import gpcm.node.web.ProblemException.FieldProblem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers whatever goes wrong: as problem details (RFC 9457) in the API, as a page elsewhere. */
final class ProblemResponses {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);
  static final String TOO_LARGE = "the request is larger than http.max-request-size allows";
  private static final String AGAIN = "10";
  static final String PROBLEM_JSON = "application/problem+json";

  private ProblemResponses() {}

  static void handle(RoutesConfig routes) {
    routes.after(UnreadBody::takeIn);
    routes.exception(ProblemException.class, ProblemResponses::answer);
    routes.exception(
        InvalidConsultationException.class, (invalid, context) -> answer(of(invalid), context));
    routes.exception(SubmissionRefused.class, (refused, context) -> answer(of(refused), context));
    routes.exception(
        RemovedContentException.class,
        (removed, context) ->
            answer(
                new ProblemException(ProblemKind.CONTENT_REMOVED, removed.getMessage()), context));
    routes.exception(
        ContentException.class,
        (damaged, context) -> {
          LOG.error("content cannot be served", damaged);
          answer(new ProblemException(ProblemKind.CONTENT_DAMAGED, damaged.getMessage()), context);
        });
    routes.exception(
        RefusedAssignment.class,
        (refused, context) ->
            answer(
                new ProblemException(ProblemKind.REFUSED_ASSIGNMENT, refused.getMessage()),
                context));
    routes.exception(
        InvalidValueException.class,
        (invalid, context) -> {
          // Of the API's values others tell, with their place; one that comes here is our fault.
          if (Access.isApi(context)) {
            unexpected(invalid, context);
          } else {
            answer(new ProblemException(ProblemKind.INVALID_ENTRY, invalid.getMessage()), context);
          }
        });
    routes.exception(
        NotCheckable.class,
        (crashed, context) ->
            answer(new ProblemException(ProblemKind.NOT_CHECKABLE, crashed.getMessage()), context));
    routes.exception(
        MethodNotAllowedResponse.class,
        (response, context) -> {
          context.header("Allow", String.valueOf(response.getDetails().get("availableMethods")));
          answer(
              new ProblemException(
                  ProblemKind.METHOD_NOT_ALLOWED,
                  "this address does not take this method; the header Allow says which it takes"),
              context);
        });
    routes.exception(
        HttpResponseException.class,
        (response, context) -> answer(ofServer(response.getStatus()), context));
    routes.exception(Exception.class, ProblemResponses::unexpected);
  }

  private static void unexpected(Exception unexpected, Context context) {
    boolean away = Outages.isOutage(unexpected);
    if (away || unexpected instanceof TooLateException) {
      LOG.warn(
          "{} {} waits for the database no longer: {}",
          context.method(),
          route(context),
          Outages.cause(unexpected));
      noDatabase(context, away);
      return;
    }
    if (isGone(unexpected)) {
      LOG.debug("{} {} was broken off by who asked", context.method(), route(context));
    } else {
      LOG.error(
          "{} {} failed, reference {}",
          context.method(),
          route(context),
          Trail.reference(context).orElse("none"),
          unexpected);
    }
    answer(
        new ProblemException(
            ProblemKind.INTERNAL, "the node could not answer; its log says why. Try again later"),
        context);
  }

  /**
   * @param away whether it is away still: then the audit log, which is in it, cannot be told
   */
  private static void noDatabase(Context context, boolean away) {
    ProblemException problem =
        new ProblemException(
            ProblemKind.UNHEALTHY,
            "the database does not answer in time: try again later; who runs the node looks at its"
                + " server and its log");
    context.header("Retry-After", AGAIN);
    if (!away) {
      answer(problem, context);
    } else if (!context.res().isCommitted()) {
      show(problem, context);
    }
  }

  static ProblemException of(SubmissionRefused refused) {
    return new ProblemException(
        kind(refused.reason()),
        "the consultation cannot be sent as it is; nothing was stored",
        List.of(new FieldProblem(refused.field(), refused.rule(), refused.whatToDo())));
  }

  static ProblemException of(InvalidConsultationException invalid) {
    return new ProblemException(
        invalid.malformed() ? ProblemKind.INVALID_JSON : ProblemKind.INVALID_CONSULTATION,
        "the consultation cannot be accepted as it is; nothing was stored",
        invalid.problems().stream()
            .map(
                problem ->
                    new FieldProblem(
                        problem.pointer(),
                        problem.rule() + ", found " + problem.value(),
                        problem.remedy()))
            .toList());
  }

  private static ProblemKind kind(SubmissionRefused.Reason reason) {
    return switch (reason) {
      case CONTENT -> ProblemKind.SUBMISSION_REFUSED;
      case KEY_REUSED -> ProblemKind.IDEMPOTENCY_KEY_REUSED;
      case VERSION_TAKEN -> ProblemKind.VERSION_TAKEN;
      case VERSION -> ProblemKind.VERSION_REFUSED;
      case REPLACEMENT -> ProblemKind.REPLACEMENT_REFUSED;
      case NOT_WANTED -> ProblemKind.NOT_TO_BE_SENT;
    };
  }

  /** What the HTTP server found out before this program was asked. */
  static ProblemException ofServer(int status) {
    return switch (status) {
      case 404 -> Query.missing();
      case 413 -> new ProblemException(ProblemKind.TOO_LARGE, TOO_LARGE);
      case 414, 431 ->
          new ProblemException(
              ProblemKind.TOO_LARGE, "the address or the headers of the request are too long");
      default ->
          status < 500
              ? new ProblemException(
                  ProblemKind.MALFORMED_REQUEST,
                  "the request's first line, address, headers or length are not as HTTP wants them")
              : new ProblemException(
                  ProblemKind.INTERNAL,
                  "the node could not answer; its log says why. Try again later");
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
    tell(problem, context);
  }

  private static void tell(ProblemException found, Context context) {
    ProblemException problem = found;
    try {
      Trail.ended(context, found);
    } catch (RuntimeException e) {
      LOG.error(
          "what became of {} {} is not in the audit log", context.method(), route(context), e);
      problem =
          new ProblemException(
              ProblemKind.INTERNAL, "the node could not answer; its log says why. Try again later");
    }
    show(problem, context);
  }

  private static void show(ProblemException problem, Context context) {
    context.status(problem.kind().status());
    if (problem.kind() == ProblemKind.UNAUTHORIZED) {
      if (!Access.isApi(context)) {
        signIn(context);
        return;
      }
      context.header("WWW-Authenticate", "Bearer realm=\"gpcm\"");
    }
    if (problem.kind() == ProblemKind.SECOND_FACTOR
        && !Access.isApi(context)
        && context.req().getMethod().equals("GET")) {
      context.redirect("/passkeys", HttpStatus.SEE_OTHER);
      return;
    }
    // A body that nobody has read to its end makes the connection useless for what comes next, and
    // the caller would find that out by losing the next request.
    if (!Set.of("GET", "HEAD").contains(context.req().getMethod())) {
      context.header("Connection", "close");
    }
    try {
      if (Access.isApi(context)) {
        ApiJson.answer(context, PROBLEM_JSON, json(problem));
      } else {
        ProblemPages.answer(context, problem);
      }
    } catch (UncheckedIOException e) {
      if (!isGone(e)) {
        throw e;
      }
      LOG.debug("nobody waited for the answer to {} {}", context.method(), route(context));
    }
  }

  /** Whether the other end of the connection is. */
  private static boolean isGone(Exception failure) {
    return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .anyMatch(EofException.class::isInstance);
  }

  private static void signIn(Context context) {
    boolean read = context.req().getMethod().equals("GET");
    String query = context.req().getQueryString();
    String here = context.path() + (query == null ? "" : "?" + query);
    String to =
        read
            ? LocalPath.of(Optional.of(here))
            : isKept(context) ? TypedPages.PLACE : LocalPath.of(Optional.empty());
    context.redirect(
        "/sign-in" + (to.equals("/") ? "" : "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)),
        HttpStatus.SEE_OTHER);
  }

  /** Whether what was typed is there for the same person when they have signed in again. */
  private static boolean isKept(Context context) {
    try {
      return Asked.served(context).filter(served -> Typed.keep(context, served)).isPresent();
    } catch (RuntimeException e) {
      // A database may quote what it refuses, and that may be about a patient.
      LOG.warn(
          "what was typed for {} {} when a session had run out could not be kept: {}",
          context.method(),
          route(context),
          e.getClass().getSimpleName());
      return false;
    }
  }

  static ObjectNode json(ProblemException problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", problem.kind().type());
    json.put("title", problem.kind().title());
    json.put("status", problem.kind().status());
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
