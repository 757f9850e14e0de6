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
                    "leave it out; there are " + String.join(", ", allowed));
              }
              if (values.size() > 1) {
                throw ProblemException.parameter(name, "given more than once", "give it once");
              }
            });
  }

  /**
   * A parameter's value; an empty one counts as not given, which is what an unfilled form field
   * sends.
   */
  Optional<String> text(String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isBlank());
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

  int number(String name, int least, int most, int standard) {
    return value(
            name,
            text -> {
              int number = Integer.parseInt(text);
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

  static int ordinal(Context context, int count) {
    try {
      int ordinal = Integer.parseInt(context.pathParam("n"));
      if (ordinal >= 0 && ordinal < count) {
        return ordinal;
      }
    } catch (NumberFormatException e) {
      // falls through: as good as a number that is not there
    }
    throw missing();
  }

  static ProblemException missing() {
    return new ProblemException(404, "not-found", "there is nothing at this address");
  }
}
