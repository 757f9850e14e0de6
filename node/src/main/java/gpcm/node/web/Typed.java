package gpcm.node.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person typed into one field of a form that came to nothing. It may be about a patient.
 *
 * @param label what the field is called
 * @param text never blank
 */
record Typed(String label, String text) {
  private static final Logger LOG = LoggerFactory.getLogger(Typed.class);
  private static final TypedFields FIELDS = TypedFields.shipped();

  /** What may end a request before anybody has looked at its form. */
  private static final Set<ProblemKind> UNREAD =
      Set.of(
          ProblemKind.TOO_MANY_REQUESTS,
          ProblemKind.UNHEALTHY,
          ProblemKind.STOPPING,
          ProblemKind.INTERNAL);

  /**
   * What was typed into the form that a request brought and that was refused.
   *
   * @return empty unless the form is of a page of the very session that the browser shows: what
   *     somebody typed in a session before may have been somebody else
   */
  static List<Typed> refused(Context context, ProblemKind why) {
    if (!context.req().getMethod().equals("POST") || Access.isApi(context)) {
      return List.of();
    }
    return Form.read(context)
        .or(() -> UNREAD.contains(why) ? read(context) : Optional.empty())
        .filter(form -> isOfThisSession(context, form))
        .map(form -> FIELDS.of(form, context.path()))
        .orElse(List.of());
  }

  /** Asks no database, so that it can be told while there is none. */
  private static boolean isOfThisSession(Context context, Form form) {
    return Cookies.session(context)
        .flatMap(session -> form.text("csrf").filter(token -> FormToken.fits(token, session)))
        .isPresent();
  }

  private static Optional<Form> read(Context context) {
    String type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Form.of(context));
    } catch (IOException | ProblemException e) {
      LOG.debug("the form of a refused request cannot be read", e);
      return Optional.empty();
    }
  }
}
