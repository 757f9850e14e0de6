package gpcm.node.sending;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.exchange.OutgoingDocument;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.StepResult;
import gpcm.node.store.Along;
import gpcm.node.store.Moment;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What happens to consultations where they are recorded: created, updated, confirmed, deleted. The
 * system that records them says no more than that; this node decides what is sent, and when
 * (GPCM-SD-CS-069 to -077). Thread-safe.
 */
public final class Consultations {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK).withZone(ZoneId.of("Europe/London"));

  private final Ledger ledger;
  private final Outbox outbox;
  private final Documents documents = new Documents();

  /** Of what {@code outbox} sends. */
  public Consultations(Ledger ledger, Outbox outbox) {
    this.ledger = ledger;
    this.outbox = outbox;
  }

  /**
   * Keeps a consultation as it stands now, created or updated. What has not left of an earlier
   * state gives way to it; after a report has left, this one is the next version and replaces that
   * (GPCM-SD-CS-075, -076, -007). Told again without a change it does nothing.
   *
   * @param submission a {@linkplain Submission#recorded() recorded} one
   * @param along what is written with the new document, of which it hears the id
   * @return the document that stands for it now, which may be one that is not to be sent
   * @throws SubmissionRefused when it cannot be sent as it is; nothing is stored
   * @throws IOException when a file cannot be read; nothing is stored
   */
  public Outbox.Accepted record(Submission submission, Function<UUID, Along> along)
      throws IOException {
    requireNothingNamed(submission);
    return outbox.submit(submission, along);
  }

  /**
   * What would become of a consultation if it were recorded now; as {@link Outbox#dryRun}.
   *
   * @param submission a {@linkplain Submission#recorded() recorded} one
   */
  public DryRun dryRun(Submission submission) throws IOException, InterruptedException {
    requireNothingNamed(submission);
    return outbox.dryRun(submission);
  }

  private static void requireNothingNamed(Submission submission) {
    if (submission.document().replaces().isPresent()) {
      throw new SubmissionRefused(
          SubmissionRefused.Reason.REPLACEMENT,
          "/replaces",
          "which report it replaces is for this node to say",
          "Leave it out");
    }
  }

  /** All reports of a consultation that somebody may see, the first one first. */
  public List<OutboxDocument> reports(OutboxView view, String encounter) {
    return ledger
        .database()
        .jdbi()
        .withHandle(handle -> documents.ofEncounter(handle, view, encounter));
  }

  /** The report that stands for a consultation now, if somebody may see it. */
  public Optional<OutboxDocument> latest(OutboxView view, String encounter) {
    return reports(view, encounter).stream()
        .filter(each -> !each.encounter().superseded())
        .reduce((one, later) -> later);
  }

  /**
   * Somebody says that the report which waits for it is to be sent (GPCM-SD-CS-074).
   *
   * @return false when none waits for that
   */
  public boolean confirm(OutboxView view, String encounter, String person, Along along) {
    return latest(view, encounter)
        .map(each -> outbox.happens(view, each.id(), confirmed(each, person), along))
        .orElse(false);
  }

  /** That a document is to be sent, when its organisation's time is over. */
  public static DocumentFact confirmed(OutboxDocument document, String person) {
    return new DocumentFact.Confirmed(
        person, document.progress().waitsUntil().orElse(document.acceptedAt()));
  }

  /**
   * What came of a deletion.
   *
   * @param withdrawn the reports that had not left, and will not
   * @param warning what whoever deletes it has to know; empty when nothing has left
   */
  public record Deleted(List<UUID> withdrawn, Optional<Warning> warning) {
    /** Says it to the system that deleted it. */
    public void writeTo(ObjectNode json) {
      ArrayNode ids = json.putArray("withdrawn");
      withdrawn.forEach(id -> ids.add(id.toString()));
      warning.ifPresent(told -> told.writeTo(json.putObject("warning")));
    }
  }

  /**
   * The four facts of which a warning consists (GPCM-SD-CS-077), and what has to be done.
   *
   * @param followUp the follow-up that stays open until a person closes it
   * @param document the latest report that has left
   */
  public record Warning(
      UUID followUp,
      UUID document,
      String patientName,
      String nhsNumber,
      Instant consultationDate,
      String registeredPractice) {

    private void writeTo(ObjectNode json) {
      json.put(
              "text",
              "The report of this consultation has left. Nothing is sent because it was deleted:"
                  + " tell the registered practice, and close the follow-up when you know what they"
                  + " have done.")
          .put("patientName", patientName)
          .put("nhsNumber", nhsNumber)
          .put("consultationDate", consultationDate.toString())
          .put("registeredPractice", registeredPractice)
          .put("document", document.toString())
          .put("followUp", followUp.toString());
    }

    /** Nothing: it names the patient. */
    @Override
    public String toString() {
      return "Warning[" + followUp + "]";
    }
  }

  /**
   * The consultation was deleted where it was recorded. What has not left never does. Where a
   * report has left, nothing is sent because of that: somebody is told and has to follow it up.
   *
   * @param along is written with it
   * @return empty when nothing is known of the consultation
   */
  public Optional<Deleted> delete(
      OutboxView view, String encounter, String by, Optional<String> reason, Along along) {
    List<OutboxDocument> reports = reports(view, encounter);
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    boolean followedUp = openFollowUp(view.organisation(), encounter).isPresent();
    ledger.decideAll(
        handle -> deleted(handle, view.organisation(), encounter, by, followedUp),
        dropped ->
            handle -> {
              follow(handle, view.organisation(), encounter, by, reason);
              along.write(handle);
            });
    return Optional.of(deletion(view, encounter));
  }

  /** What has come of the deletion of a consultation, as it stands now. */
  public Deleted deletion(OutboxView view, String encounter) {
    List<UUID> withdrawn =
        reports(view, encounter).stream()
            .filter(each -> each.state() == DocumentState.WITHDRAWN)
            .map(OutboxDocument::id)
            .toList();
    return new Deleted(
        withdrawn,
        openFollowUp(view.organisation(), encounter)
            .flatMap(open -> outbox.find(view, open.document()).map(sent -> warning(open, sent))));
  }

  // As the rows stand when it is decided: one may have left in the last moment.
  private List<StepResult> deleted(
      Handle handle, String organisation, String encounter, String by, boolean followedUp) {
    List<OutboxDocument> all =
        documents.ofEncounter(handle, OutboxView.of(organisation), encounter);
    List<OutboxDocument> standing =
        all.stream().filter(each -> !each.encounter().superseded()).toList();
    Set<UUID> copied = documents.withCopyGone(handle, standing);
    Optional<UUID> left =
        standing.stream()
            .filter(
                each ->
                    each.progress().mayHaveLeft()
                        || each.state() == DocumentState.OTHER_ROUTE
                        || copied.contains(each.id()))
            .map(OutboxDocument::id)
            .reduce((one, later) -> later);
    // A copy may wait though the document that it is a copy of has long left.
    Stream<StepResult> copies =
        documents.copiesOnTheirWay(handle, all).stream()
            .map(
                copy ->
                    new StepResult()
                        .document(
                            copy,
                            new DocumentFact.OriginalStopped(
                                OutgoingDocument.CONSULTATION_DELETED)));
    return Stream.concat(copies, originals(standing, by, followedUp, copied, left)).toList();
  }

  private static Stream<StepResult> originals(
      List<OutboxDocument> standing,
      String by,
      boolean followedUp,
      Set<UUID> copied,
      Optional<UUID> left) {
    return standing.stream()
        .filter(
            each ->
                each.neverLeft()
                    || each.failedUnsent()
                    // One that a person sends again: it may still be kept from leaving.
                    || each.state() == DocumentState.BUILT
                    || (!followedUp && left.filter(each.id()::equals).isPresent()))
        .map(
            each ->
                new StepResult()
                    .document(
                        each.id(),
                        new DocumentFact.Deleted(by, facts(each), copied.contains(each.id()))));
  }

  private static String facts(OutboxDocument document) {
    return "%s, NHS number %s, consultation of %s, registered practice %s"
        .formatted(
            document.patient().name(),
            document.patient().nhsNumber(),
            DAY.format(document.encounter().occurredAt()),
            document.patient().registeredPractice());
  }

  private static Warning warning(FollowUp open, OutboxDocument left) {
    return new Warning(
        open.id(),
        left.id(),
        left.patient().name(),
        left.patient().nhsNumber(),
        left.encounter().occurredAt(),
        left.patient().registeredPractice());
  }

  // By the rows as they are after the decision: one may have left in the last moment.
  private void follow(
      Handle handle, String organisation, String encounter, String by, Optional<String> reason) {
    handle
        .createUpdate(
            """
            insert into sending_follow_up (id, organisation, document, encounter_id, opened_at, opened_by, reason)
            select gen_random_uuid(), d.organisation, d.id, d.encounter_id, :now, :by, :reason from document d
            where d.organisation = :organisation and d.encounter_id = :encounter and d.copy_of is null and d.stands
              and (d.posts > 0 or d.state = 'other-route'
                or exists (select from document k where k.copy_of = d.id and k.posts > 0))
            order by d.version desc limit 1
            on conflict do nothing
            """)
        .bind("organisation", organisation)
        .bind("encounter", encounter)
        .bind("by", by)
        .bind("reason", reason.orElse(null))
        .bind("now", Moment.column(ledger.clock().instant()))
        .execute();
  }

  private Optional<FollowUp> openFollowUp(String organisation, String encounter) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from sending_follow_up where organisation = :organisation and"
                            + " encounter_id = :encounter and closed_at is null")
                    .bind("organisation", organisation)
                    .bind("encounter", encounter)
                    .map(FollowUp::read)
                    .findOne());
  }
}
