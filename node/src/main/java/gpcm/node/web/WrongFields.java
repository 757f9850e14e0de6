package gpcm.node.web;

import gpcm.node.web.ProblemException.FieldProblem;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the fields of a form, or of JSON, one after the other, so that whoever sent them is told of
 * all that are wrong at once. Belongs to one request.
 */
final class WrongFields {
  private final List<FieldProblem> found = new ArrayList<>();
  private ProblemKind kind = ProblemKind.INVALID_ENTRY;

  /**
   * Reads a field. What is wrong with it is told by {@link #refuse}, before which nothing may be
   * taken from what this returns.
   */
  <T> Supplier<T> read(Supplier<T> field) {
    try {
      Optional<T> read = Optional.of(field.get());
      return read::orElseThrow;
    } catch (ProblemException problem) {
      if (problem.kind() != ProblemKind.INVALID_ENTRY || problem.fields().isEmpty()) {
        throw problem;
      }
      found.addAll(problem.fields());
      return () -> {
        throw problem;
      };
    }
  }

  /** Finds out whether whoever sent a form of the settings has to say why, and has not. */
  void requireReason(Context context) throws IOException {
    if (Trail.of(context).owesReason()) {
      kind = ProblemKind.REASON_NEEDED;
      found.add(
          new FieldProblem(
              "/" + SettingsSection.whereReason(context),
              "is missing",
              "say why",
              "Say why, in 1 to 500 characters."));
    }
  }

  /**
   * Tells of all that are wrong.
   *
   * @throws ProblemException when any is
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new ProblemException(
          kind, found.size() == 1 ? "a field is wrong" : found.size() + " fields are wrong", found);
    }
  }
}
