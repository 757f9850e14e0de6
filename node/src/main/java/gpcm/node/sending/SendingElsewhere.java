package gpcm.node.sending;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.OdsCode;
import gpcm.consultation.Organisation;
import gpcm.consultation.json.DocumentJson;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.consultation.json.RecordedConsultation;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.node.content.ContentHash;
import gpcm.node.demographics.KeptLookUp;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Along;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Sends what a practice refused because the patient has left (30003) to the practice that the
 * look-up since has named, because a person says so: the same report, naming that practice.
 * Thread-safe.
 */
public final class SendingElsewhere {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Ledger ledger;
  private final Outbox outbox;

  SendingElsewhere(Ledger ledger, Outbox outbox) {
    this.ledger = ledger;
    this.outbox = outbox;
  }

  /**
   * The ODS code of the practice that a document can be sent to; empty when it was not refused with
   * 30003, no other practice is known, its consultation was deleted, or an earlier version of it
   * lies at the practice that refused it.
   */
  public Optional<String> offered(OutboxView view, OutboxDocument document) {
    boolean left =
        document.state() == DocumentState.REJECTED
            && document.acknowledgements().business().filter("30003"::equals).isPresent()
            && document.addressee().copyOf().isEmpty()
            && document.encounter().replaces().isEmpty()
            && !document.encounter().superseded();
    if (!left || outbox.isDeleted(document)) {
      return Optional.empty();
    }
    Instant refused =
        outbox.timeline(view, document.id()).stream()
            .filter(event -> event.kind().equals("business-acknowledgement"))
            .map(TimelineEvent::at)
            .max(Instant::compareTo)
            .orElse(document.updatedAt());
    String named = document.patient().registeredPractice();
    return outbox.lookUps(view, document.id()).stream()
        .map(LookUpDecision::lookUp)
        .filter(found -> !found.askedAt().isBefore(refused))
        .reduce((one, later) -> later)
        .flatMap(KeptLookUp::practice)
        .map(KeptLookUp.Practice::odsCode)
        .filter(practice -> !named.endsWith("(" + practice + ")"));
  }

  /**
   * Sends it there. The patient is looked up again before it leaves.
   *
   * @param practice what that practice is called, as a person says
   * @param by the person's name
   * @param person who they are; empty for a machine
   * @param along is written with the new document, of which it hears the id and what it says
   * @return the new document; empty when it cannot be sent there any more
   * @throws SubmissionRefused when it cannot be sent as it is; nothing is stored
   * @throws IOException when a file cannot be read; nothing is stored
   */
  public Optional<UUID> send(
      OutboxView view,
      OutboxDocument document,
      String practice,
      String by,
      Optional<UUID> person,
      BiFunction<UUID, RecordedConsultation, Along> along)
      throws IOException {
    Optional<String> code = offered(view, document);
    if (code.isEmpty()) {
      return Optional.empty();
    }
    Organisation there = Organisation.of(new OdsCode(code.get()), practice);
    byte[] bytes = naming(document, there);
    RecordedConsultation recorded;
    try {
      recorded = DocumentJson.report(bytes);
    } catch (InvalidConsultationException e) {
      throw new SubmissionRefused("", e.getMessage(), "Hand the consultation in again");
    }
    Outbox.Accepted accepted =
        outbox.submit(
            submission(document, recorded, bytes, person), id -> along.apply(id, recorded));
    boolean unused =
        outbox.happens(
            view,
            document.id(),
            new DocumentFact.Rerouted(
                by,
                "sent to %s (%s) as document %s".formatted(practice, code.get(), accepted.id())),
            Along.NOTHING);
    return Optional.of(accepted.id());
  }

  private byte[] naming(OutboxDocument document, Organisation practice) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(ledger.content().read(source(document)));
    json.put("version", document.encounter().version());
    json.putObject("registeredPractice")
        .put("odsCode", practice.odsCode().value())
        .put("name", practice.name());
    return JSON.writeValueAsBytes(json);
  }

  private ContentHash source(OutboxDocument document) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select consultation_sha256 from document where id = :document and"
                            + " organisation = :organisation")
                    .bind("document", document.id())
                    .bind("organisation", document.organisation())
                    .map((row, context) -> new ContentHash(row.getString(1)))
                    .one());
  }

  private record Kept(String name, ContentHash content, boolean report) {}

  // What was rendered here is rendered anew.
  private List<Kept> handedIn(UUID document) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select file_name, sha256, is_report from document_attachment where"
                            + " document = :document and not rendered order by ordinal")
                    .bind("document", document)
                    .map(
                        (row, context) ->
                            new Kept(
                                row.getString("file_name"),
                                new ContentHash(row.getString("sha256")),
                                row.getBoolean("is_report")))
                    .list());
  }

  private Submission submission(
      OutboxDocument document, RecordedConsultation recorded, byte[] bytes, Optional<UUID> person) {
    List<Submission.File> attachments = new ArrayList<>();
    Optional<Submission.File> report = Optional.empty();
    for (Kept kept : handedIn(document.id())) {
      Submission.File file =
          new Submission.File(kept.name(), () -> ledger.content().open(kept.content()));
      if (kept.report()) {
        report = Optional.of(file);
      } else {
        attachments.add(file);
      }
    }
    return new Submission(
        recorded.document(),
        () -> new ByteArrayInputStream(bytes),
        attachments,
        report,
        false,
        Optional.empty(),
        person,
        recorded.circumstances(),
        true,
        false);
  }
}
