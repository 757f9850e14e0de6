package gpcm.node.web;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A request that is answered with a problem (RFC 9457). Its text holds no patient data. */
final class ProblemException extends RuntimeException {
  private final ProblemKind kind;
  private final transient List<FieldProblem> fields;

  /**
   * One field that is wrong.
   *
   * @param pointer a JSON pointer into the consultation, or the name of the part, header or
   *     parameter
   * @param detail the rule it breaks, with what was found
   * @param remedy what to do
   * @param said the same for whoever filled in a page's form, in sentences and in the words that
   *     stand there; empty where detail and remedy say it well enough
   */
  record FieldProblem(String pointer, String detail, String remedy, String said) {
    FieldProblem(String pointer, String detail, String remedy) {
      this(pointer, detail, remedy, "");
    }

    /** What stands at the field of a form. */
    String sentences() {
      return said.isEmpty() ? Display.sentence(detail) + " " + Display.sentence(remedy) : said;
    }

    /** The field's name in a form. */
    String name() {
      return pointer.replaceFirst("^/", "");
    }
  }

  ProblemException(ProblemKind kind, String detail) {
    this(kind, detail, List.of());
  }

  ProblemException(ProblemKind kind, String detail, List<FieldProblem> fields) {
    super(detail);
    this.kind = kind;
    this.fields = List.copyOf(fields);
  }

  /** A wrong query parameter or header. */
  static ProblemException parameter(String name, String detail, String remedy) {
    return new ProblemException(
        ProblemKind.INVALID_PARAMETER,
        name + ": " + detail,
        List.of(new FieldProblem(name, detail, remedy)));
  }

  /**
   * None of a few was chosen. Programs are told by the codes, people by the words that they see.
   *
   * @param asked what a person is asked to do, such as {@code Say what came of it}
   */
  static <T> ProblemException unchosen(
      String field,
      String asked,
      List<T> all,
      Function<T, String> code,
      Function<T, String> words) {
    String codes = all.stream().map(code).collect(Collectors.joining(", "));
    return new ProblemException(
        ProblemKind.INVALID_ENTRY,
        field + ": must be one of " + codes,
        List.of(
            new FieldProblem(
                "/" + field,
                "must be one of " + codes,
                "choose one of them",
                asked + ": " + all.stream().map(words).collect(Collectors.joining("; ")) + ".")));
  }

  ProblemKind kind() {
    return kind;
  }

  List<FieldProblem> fields() {
    return fields;
  }
}
