package gpcm.node.web;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Reads what a request's address says, refusing what it should not say. */
final class Query {
  private final Context context;

  /** The query of a request, which may have these parameters and no others, each at most once. */
  Query(Context context, String... allowed) {
    this.context = context;
    Set<String> names = Set.of(allowed);
    context
        .queryParamMap()
        .forEach(
            (name, values) -> {
              if (name.equals("offset") && names.contains("after")) {
                throw ProblemException.parameter(
                    name,
                    "lists are no longer read by counting",
                    "go on with the address that the answer before gives as 'next'; it carries"
                        + " 'after'");
              }
              if (!names.contains(name)) {
                throw ProblemException.parameter(
                    name,
                    "unknown parameter",
                    names.isEmpty()
                        ? "leave it out; there are none here"
                        : "leave it out; there are " + String.join(", ", allowed));
              }
              if (values.size() > 1) {
                throw ProblemException.parameter(name, "given more than once", "give it once");
              }
            });
  }

  /** Makes sure that a request's address has no query. */
  static void none(Context context) {
    Query unused = new Query(context);
  }

  /**
   * A parameter's value. On pages an empty one counts as not given, which is what an unfilled form
   * field sends.
   */
  Optional<String> text(String name) {
    Optional<String> given = Optional.ofNullable(context.queryParam(name));
    if (given.filter(String::isBlank).isPresent() && Access.isApi(context)) {
      throw ProblemException.parameter(name, "is empty", "give a value or leave it out");
    }
    return given.filter(value -> !value.isBlank());
  }

  <T> Optional<T> value(String name, Function<String, T> parser, String rule) {
    return text(name)
        .map(
            value -> {
              try {
                return parser.apply(value);
              } catch (IllegalArgumentException e) {
                throw ProblemException.parameter(
                    name, "must be " + rule, "correct or leave it out");
              }
            });
  }

  boolean flag(String name, boolean standard) {
    return value(name, Query::trueOrFalse, "true or false").orElse(standard);
  }

  static boolean trueOrFalse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  int number(String name, int least, int most, int standard) {
    return value(
            name,
            text -> {
              // Integer.parseInt takes a plus sign and the digits of all scripts.
              int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
              if (number < least || number > most) {
                throw new IllegalArgumentException();
              }
              return number;
            },
            "a whole number from %d to %d".formatted(least, most))
        .orElse(standard);
  }

  /** The id in the path; what is no id names nothing. */
  static UUID id(Context context) {
    try {
      return UUID.fromString(context.pathParam("id"));
    } catch (IllegalArgumentException e) {
      throw missing();
    }
  }

  /** The place of a file in the path; what is no number names nothing. */
  static int ordinal(Context context) {
    try {
      return Integer.parseInt(context.pathParam("n"));
    } catch (NumberFormatException e) {
      throw missing();
    }
  }

  static ProblemException missing() {
    return new ProblemException(ProblemKind.NOT_FOUND, "there is nothing at this address");
  }
}
