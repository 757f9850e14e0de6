package gpcm.node.submitting;

import gpcm.consultation.json.InvalidConsultationException;
import gpcm.node.sending.SubmissionRefused;
import java.util.List;

/** A file of a sending folder cannot be taken in as it is. Says nothing of its patient. */
final class RefusedSubmission extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Wrong> all;
  private final boolean malformed;

  /**
   * What is wrong.
   *
   * @param field a JSON pointer, or the name of a file
   */
  record Wrong(String field, String rule, String whatToDo) {}

  RefusedSubmission(String field, String rule, String whatToDo) {
    this(List.of(new Wrong(field, rule, whatToDo)), false);
  }

  private RefusedSubmission(List<Wrong> all, boolean malformed) {
    super(all.getFirst().field() + ": " + all.getFirst().rule());
    this.all = List.copyOf(all);
    this.malformed = malformed;
  }

  static RefusedSubmission of(InvalidConsultationException invalid) {
    return new RefusedSubmission(
        invalid.problems().stream()
            .map(
                each ->
                    new Wrong(
                        each.pointer(), each.rule() + ", found " + each.value(), each.remedy()))
            .toList(),
        invalid.malformed());
  }

  static RefusedSubmission of(SubmissionRefused refused) {
    return new RefusedSubmission(refused.field(), refused.rule(), refused.whatToDo());
  }

  /** Whether it is no JSON, or not all of it. */
  boolean malformed() {
    return malformed;
  }

  List<Wrong> all() {
    return all;
  }
}
