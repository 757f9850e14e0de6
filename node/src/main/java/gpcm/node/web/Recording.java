package gpcm.node.web;

import gpcm.node.sending.Consultations;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.Submission;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is told of a consultation, by API and page: each time with its audit entry, in one
 * transaction.
 */
final class Recording {
  private final Consultations consultations;
  private final Outbox outbox;

  Recording(Served served) {
    this.consultations = served.consultations();
    this.outbox = served.outbox();
  }

  /**
   * What came of it.
   *
   * @param created whether something has changed
   * @param document the one that stands for the consultation now
   */
  record Recorded(boolean created, OutboxDocument document) {}

  /**
   * Makes sure that what was handed in is the caller's organisation's, and about this consultation.
   *
   * @param rule that it breaks when it is about another one
   * @param remedy what to do then
   * @throws ProblemException when it is another organisation's, or about another consultation
   */
  static void requireOf(
      Context context, Submission submission, String encounter, String rule, String remedy) {
    DocumentsApi.requireOwn(Caller.of(context), submission);
    if (!submission.document().encounterId().equals(encounter)) {
      throw new ProblemException(
          ProblemKind.SUBMISSION_REFUSED,
          "the consultation cannot be kept as it is; nothing was stored",
          List.of(new ProblemException.FieldProblem("/encounterId", rule, remedy)));
    }
  }

  /**
   * Keeps it.
   *
   * @param haste that it is to go at once; empty when it waits for the organisation's time
   */
  Recorded record(Context context, Submission submission, Optional<Submission.Haste> haste)
      throws IOException {
    Outbox.Accepted accepted =
        consultations.record(
            haste.map(submission::hastened).orElse(submission),
            id ->
                Trail.of(context)
                    .along(
                        entry -> {
                          var seen = Seen.submission(id, submission.document()).apply(entry);
                          return haste.isPresent() ? seen.changing("", "send-now") : seen;
                        }));
    OutboxView all = OutboxView.of(Caller.of(context).organisation());
    OutboxDocument stands = outbox.find(all, accepted.id()).orElseThrow();
    if (accepted.created()) {
      Trail.of(context).done();
    } else if (haste.isEmpty() || !hastened(context, all, stands, haste.get())) {
      Trail.of(context).shown(Seen.document(stands, true));
    }
    return new Recorded(accepted.created(), outbox.find(all, accepted.id()).orElseThrow());
  }

  private boolean hastened(
      Context context, OutboxView view, OutboxDocument document, Submission.Haste haste) {
    return Trail.of(context)
        .handing(
            along -> outbox.hasten(view, document.id(), haste.by(), along),
            entry ->
                Seen.document(document, true)
                    .apply(entry)
                    .changing(document.state().text(), "send-now"));
  }
}
