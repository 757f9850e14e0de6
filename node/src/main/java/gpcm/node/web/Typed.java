package gpcm.node.web;

import gpcm.node.people.Acting;
import gpcm.node.people.TypedText;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person typed into a form that came to nothing. It is theirs when the form carries the
 * token of the session whose id the browser shows, which can be told of a session that has run out,
 * and without the database, since the token is a hash of that id; or when it carries the token of
 * an earlier session of theirs, at the same organisation, as of a page that stayed open while they
 * signed in again beside it. It is never given back otherwise: whoever sits at that browser now may
 * be somebody else.
 */
final class Typed {
  private static final Logger LOG = LoggerFactory.getLogger(Typed.class);
  private static final TypedFields FIELDS = TypedFields.shipped();

  /** What may end a request before anybody has looked at its form. */
  private static final Set<ProblemKind> UNREAD =
      Set.of(
          ProblemKind.TOO_MANY_REQUESTS,
          ProblemKind.UNHEALTHY,
          ProblemKind.STOPPING,
          ProblemKind.INTERNAL);

  /** Of what is said of other people's accounts nothing is kept. */
  private static final Pattern NOT_KEPT = Pattern.compile("/people(/.*)?");

  private Typed() {}

  /** What was typed into the form that a request brought and that was refused. */
  static List<TypedText.Field> refused(Context context, ProblemKind why) {
    return isForm(context)
        ? Form.read(context)
            .or(() -> UNREAD.contains(why) ? read(context) : Optional.empty())
            .filter(form -> isOfThisSession(context, form) || isOfAnEarlier(context, form))
            .map(form -> FIELDS.of(form, context.path()))
            .orElse(List.of())
        : List.of();
  }

  /**
   * Keeps what was typed into a form that came when its session had run out, for the same person to
   * find when they have signed in again. A form with files is not read: whoever may send none would
   * have them stored.
   *
   * @return whether it is kept
   */
  static boolean keep(Context context, Served served) {
    if (!isForm(context) || NOT_KEPT.matcher(context.path()).matches()) {
      return false;
    }
    List<TypedText.Field> fields =
        read(context)
            .filter(form -> isOfThisSession(context, form))
            .map(form -> FIELDS.of(form, context.path()))
            .orElse(List.of());
    return !fields.isEmpty()
        && served
            .directory()
            .typed()
            .keep(Cookies.session(context).orElseThrow(), FormPage.of(context), fields);
  }

  private static boolean isForm(Context context) {
    return context.req().getMethod().equals("POST") && !Access.isApi(context);
  }

  private static boolean isOfThisSession(Context context, Form form) {
    return Cookies.session(context)
        .flatMap(session -> form.text("csrf").filter(token -> FormToken.fits(token, session)))
        .isPresent();
  }

  private static boolean isOfAnEarlier(Context context, Form form) {
    Optional<Acting> acting =
        Asked.caller(context).flatMap(Caller::person).map(Caller.Person::acting);
    Optional<String> token = form.text("csrf");
    Optional<Served> served = Asked.served(context);
    if (acting.isEmpty() || token.isEmpty() || served.isEmpty()) {
      return false;
    }
    try {
      return served
          .get()
          .directory()
          .sessions()
          .made(token.get(), acting.get().person(), acting.get().organisation());
    } catch (RuntimeException e) {
      LOG.debug("whose form it is cannot be told now", e);
      return false;
    }
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
