package gpcm.node.web;

import java.util.List;

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
   */
  record FieldProblem(String pointer, String detail, String remedy) {}

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

  ProblemKind kind() {
    return kind;
  }

  List<FieldProblem> fields() {
    return fields;
  }
}
