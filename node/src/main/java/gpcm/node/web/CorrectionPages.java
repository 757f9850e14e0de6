package gpcm.node.web;

import gpcm.consultation.Document;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.fhir.AttachmentContent;
import gpcm.node.people.Permission;
import gpcm.node.sending.Consultations;
import gpcm.node.sending.DryRun;
import gpcm.node.sending.NotCheckable;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SentLists;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.Submission;
import gpcm.node.sending.SubmissionRefused;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * "Correct and send again" on the page of a sent document: a person hands in the corrected
 * consultation, sees what would become of it, and has it sent. What is sent is what was looked at:
 * the files are chosen again, and others than those are refused.
 */
final class CorrectionPages {
  private static final int LONGEST = 500;

  private final Served served;
  private final SentLists lists;
  private final Consultations consultations;
  private final Recording recording;
  private final SubmissionReader submissions;

  CorrectionPages(Served served, SubmissionReader submissions) {
    this.served = served;
    this.lists = served.outbox().lists();
    this.consultations = served.consultations();
    this.recording = new Recording(served);
    this.submissions = submissions;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/outbox/{id}/correct", this::form);
    routes.post("/outbox/{id}/correct/check", this::check);
    routes.post("/outbox/{id}/correct", this::send);
  }

  /** Whether somebody can hand in a correction of a document that is shown to them. */
  static boolean could(Caller caller, OutboxDocument document, List<SentRow> versions) {
    return caller.could(Permission.SUBMIT)
        && caller.could(Permission.CONFIRM_SEND)
        && document.addressee().copyOf().isEmpty()
        && !document.encounter().superseded()
        && versions.stream()
            .allMatch(
                each -> each.document().encounter().version() <= document.encounter().version());
  }

  private SentRow row(Context context) {
    SeenOutbox seen = SeenOutbox.of(Caller.of(context));
    SentRow row = lists.find(seen.view(), Query.id(context)).orElseThrow(Query::missing);
    if (!seen.named(served.outbox(), row.document())) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN, "it is confidential: somebody who may open it has to do it");
    }
    return row;
  }

  private void form(Context context) {
    SentPlace place = SentPlace.of(context);
    SentRow row = row(context);
    Trail.of(context).shown(Seen.document(row.document(), true));
    render(context, CorrectionPage.of(row, place, served.clock().instant()));
  }

  private void render(Context context, CorrectionPage page) {
    Pages.render(
        context, "outboxCorrect.jte", Map.of("frame", Frame.of(context, served), "page", page));
  }

  @FunctionalInterface
  private interface Step {
    void take(CorrectionPage page, Submission submission, String reason)
        throws IOException, InterruptedException;
  }

  private void check(Context context) throws IOException, InterruptedException {
    handedIn(
        context,
        (page, submission, reason) -> {
          DryRun run = consultations.dryRun(submission.hastened(haste(context, reason)));
          Document document = submission.document();
          Trail.of(context).shown(Seen.tried(document));
          render(context, page.checked(reason, document, run, fingerprint(submission)));
        });
  }

  private void send(Context context) throws IOException, InterruptedException {
    handedIn(
        context,
        (page, submission, reason) -> {
          requireChecked(context, submission);
          Recording.Recorded recorded =
              recording.record(context, submission, Optional.of(haste(context, reason)));
          context.redirect(page.place().of(recorded.document().id()), HttpStatus.SEE_OTHER);
        });
  }

  private static Submission.Haste haste(Context context, String reason) {
    Trail.of(context).because(reason);
    return new Submission.Haste(Caller.of(context).name(), Optional.of(reason));
  }

  private static void requireChecked(Context context, Submission submission) throws IOException {
    String checked = WorkFields.of(context, "checked").text("checked", 100).orElse("");
    if (!checked.equals(fingerprint(submission))) {
      throw new ProblemException(
          ProblemKind.INVALID_ENTRY,
          "these are not the files that were checked: check them, and then send them");
    }
  }

  /** What tells whether the same files were chosen, in whatever order. */
  private static String fingerprint(Submission submission) throws IOException {
    StringBuilder all = new StringBuilder(sha256(submission.source()));
    if (submission.report().isPresent()) {
      all.append("\nreport ").append(line(submission.report().get()));
    }
    for (Submission.File file :
        submission.attachments().stream()
            .sorted(Comparator.comparing(Submission.File::name))
            .toList()) {
      all.append("\nfile ").append(line(file));
    }
    return AttachmentContent.of(all.toString().getBytes(StandardCharsets.UTF_8)).sha256();
  }

  private static String line(Submission.File file) throws IOException {
    return file.name() + " " + sha256(file.bytes());
  }

  private static String sha256(Submission.Bytes bytes) throws IOException {
    return AttachmentContent.of(bytes::open).sha256();
  }

  /** Takes a step with what the form brings; what is refused stands on the form again. */
  private void handedIn(Context context, Step step) throws IOException, InterruptedException {
    SentPlace place = SentPlace.of(context);
    SentRow row = row(context);
    CorrectionPage page = CorrectionPage.of(row, place, served.clock().instant());
    String typed = Form.of(context).text("reason").map(String::strip).orElse("");
    try {
      String reason = WorkFields.of(context, "reason").needed("reason", LONGEST);
      try (ReceivedSubmission received = submissions.uploaded(context)) {
        Recording.requireOf(
            context,
            received.submission(),
            row.document().encounter().id(),
            "is of another consultation than this document",
            "Choose the file of this one, or open the document that it is about");
        step.take(page, received.submission(), reason);
      }
    } catch (InvalidConsultationException e) {
      refused(context, ProblemResponses.of(e), page.refused(typed, e));
    } catch (SubmissionRefused e) {
      ProblemException problem = ProblemResponses.of(e);
      refused(context, problem, page.refused(typed, problem));
    } catch (NotCheckable e) {
      ProblemException problem = new ProblemException(ProblemKind.NOT_CHECKABLE, e.getMessage());
      refused(context, problem, page.refused(typed, problem));
    } catch (ProblemException e) {
      if (!ofTheForm(e.kind())) {
        throw e;
      }
      refused(context, e, page.refused(typed, e));
    }
  }

  private static boolean ofTheForm(ProblemKind kind) {
    return switch (kind) {
      case SUBMISSION_REFUSED, INVALID_ENTRY, TOO_LARGE, UNSUPPORTED_ENCODING -> true;
      default -> false;
    };
  }

  private void refused(Context context, ProblemException problem, CorrectionPage page) {
    Trail.ended(context, problem);
    context.status(problem.kind().status());
    render(context, page);
  }
}
