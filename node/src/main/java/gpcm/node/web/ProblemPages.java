package gpcm.node.web;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a page says when something cannot be done: what is wrong, whether anything was done, and how
 * to go on; with the head that every page has, so that nobody loses sight of the alerts.
 */
final class ProblemPages {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);

  /** What is found out before anybody asks who it is that asks. */
  private static final Set<ProblemKind> NOWHERE =
      Set.of(ProblemKind.NOT_FOUND, ProblemKind.METHOD_NOT_ALLOWED, ProblemKind.STALE_FORM);

  private ProblemPages() {}

  private static void recognise(Context context) {
    if (Asked.caller(context).isEmpty()) {
      try {
        Asked.served(context).ifPresent(served -> Access.recognise(context, served));
      } catch (RuntimeException e) {
        LOG.debug("nobody can be recognised now", e);
      }
    }
  }

  /** Answers a problem as a page. */
  static void answer(Context context, ProblemException problem) {
    if (NOWHERE.contains(problem.kind())) {
      recognise(context);
    }
    String again =
        context.req().getMethod().equals("GET")
            ? LocalPath.of(Optional.of(context.path()))
            : FormPage.of(context);
    String why = problem.kind() == ProblemKind.REASON_NEEDED ? withReason(context) : "";
    Pages.render(
        context,
        "problem.jte",
        Map.of(
            "frame",
            Frame.ofProblem(
                context,
                problem.kind() == ProblemKind.INTERNAL || problem.kind() == ProblemKind.UNHEALTHY),
            "title",
            headline(problem.kind()),
            "detail",
            detail(problem, !why.isEmpty()),
            "done",
            done(context, problem.kind()),
            "reference",
            Trail.reference(context).orElse(""),
            "back",
            back(context, again),
            "again",
            problem.kind() == ProblemKind.SIGN_IN_AGAIN ? again : "",
            "why",
            why,
            "typed",
            Typed.refused(context, problem.kind())));
  }

  /** Whether anything came of a request that was to change something; empty of one that was not. */
  private static String done(Context context, ProblemKind kind) {
    if (context.req().getMethod().equals("GET")) {
      return "";
    }
    return kind == ProblemKind.INTERNAL || kind == ProblemKind.UNHEALTHY
        ? "It is not certain whether it was done: look before you do it again."
        : "Nothing was done.";
  }

  /** Where to post the reason that was left out; empty when more has to be repeated than that. */
  private static String withReason(Context context) {
    boolean repeated =
        context.req().getMethod().equals("GET")
            || Form.read(context).filter(Form::onlySaysWhy).isPresent();
    String query = context.queryParam("reason") == null ? context.req().getQueryString() : null;
    return repeated
        ? LocalPath.of(Optional.of(context.path() + (query == null ? "" : "?" + query)))
        : "";
  }

  /** What a person reads first. The titles of the API are for those who write programs. */
  static String headline(ProblemKind kind) {
    return switch (kind) {
      case INVALID_PARAMETER, MALFORMED_REQUEST, METHOD_NOT_ALLOWED -> "This address is not right";
      case INVALID_ENTRY, MALFORMED_FORM -> "Something has to be filled in otherwise";
      case FORBIDDEN -> "Your roles do not allow this";
      case NOT_IN_THIS_STATE, STILL_OPEN -> "This cannot be done as it stands";
      case TOO_LARGE -> "What was sent is too large";
      default -> kind.title();
    };
  }

  /** In sentences: of fields that are wrong, what is wrong with each and what to do. */
  private static String detail(ProblemException problem, boolean asks) {
    if (problem.kind() == ProblemKind.REASON_NEEDED) {
      return "Say why, in 1 to 500 characters"
          + (asks ? "." : ", in the field for it on the page that you came from.");
    }
    boolean ofFields =
        problem.kind() == ProblemKind.INVALID_ENTRY
            || problem.kind() == ProblemKind.INVALID_PARAMETER;
    return ofFields && !problem.fields().isEmpty()
        ? problem.fields().stream().map(ProblemPages::sentence).collect(Collectors.joining(" "))
        : Display.sentence(problem.getMessage());
  }

  private static String sentence(ProblemException.FieldProblem field) {
    if (!field.said().isEmpty()) {
      return field.said();
    }
    boolean complete = !field.detail().matches("(must|missing|unknown|given)\\b.*");
    String name = field.name();
    return Display.sentence(
        (complete || name.isEmpty() ? "" : "“" + name + "” ")
            + field
                .detail()
                .replaceFirst("^missing:", "is missing:")
                .replaceFirst("^unknown [a-z]+$", "is not known here")
                .replaceFirst("^given\\b", "is given")
            + (field.remedy().isEmpty() ? "" : ": " + field.remedy()));
  }

  /** The page that a form was on, to go back to; empty when nothing was sent. */
  private static String back(Context context, String page) {
    return context.req().getMethod().equals("GET") || page.equals("/") ? "" : page;
  }
}
