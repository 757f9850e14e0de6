package gpcm.node.web;

import java.util.List;

/** A request that is answered with a problem (RFC 9457). Its text holds no patient data. */
final class ProblemException extends RuntimeException {
  private final int status;
  private final String type;
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

  ProblemException(int status, String type, String detail) {
    this(status, type, detail, List.of());
  }

  ProblemException(int status, String type, String detail, List<FieldProblem> fields) {
    super(detail);
    this.status = status;
    this.type = type;
    this.fields = List.copyOf(fields);
  }

  /** A wrong query parameter or header. */
  static ProblemException parameter(String name, String detail, String remedy) {
    return new ProblemException(
        400,
        "invalid-parameter",
        name + ": " + detail,
        List.of(new FieldProblem(name, detail, remedy)));
  }

  int status() {
    return status;
  }

  /** The last part of the problem's type. */
  String type() {
    return type;
  }

  List<FieldProblem> fields() {
    return fields;
  }
}
