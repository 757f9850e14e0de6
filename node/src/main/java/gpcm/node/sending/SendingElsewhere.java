package gpcm.node.sending;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.GenericDocument;
import gpcm.consultation.OdsCode;
import gpcm.consultation.OnlineConsultation;
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
import gpcm.pds.PdsOutcome;
import gpcm.pds.Route;
import gpcm.pds.Treatment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/**
 * Sends what a practice refused because the patient has left (30003) to the practice that the
 * look-up since has named, because a person says so: the same report, naming that practice.
 * Thread-safe.
 */
public final class SendingElsewhere {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<PdsOutcome> DEATH =
      EnumSet.of(
          PdsOutcome.DECEASED_SINCE,
          PdsOutcome.DECEASED,
          PdsOutcome.DECEASED_UNCONFIRMED,
          PdsOutcome.REMOVED_BY_DEATH);

  private final Ledger ledger;
  private final Outbox outbox;

  SendingElsewhere(Ledger ledger, Outbox outbox) {
    this.ledger = ledger;
    this.outbox = outbox;
  }

  /**
   * Whether a report may go to the practice that a look-up names, for all else that it came to.
   *
   * @param route the way to the patient's practice
   */
  static boolean mayGo(Collection<PdsOutcome> outcomes, Route route) {
    return outcomes.stream().noneMatch(DEATH::contains)
        && outcomes.stream()
            .filter(each -> each != PdsOutcome.OTHER_PRACTICE)
            .allMatch(each -> each.on(route) == Treatment.SEND);
  }

  /**
   * Where a document can be sent to.
   *
   * @param odsCode the practice's
   * @param byMesh whether MESH finds the practice by the patient's NHS number, whatever is named
   */
  public record Offer(String odsCode, boolean byMesh) {}

  /**
   * The practice that a document can be sent to; empty when it was not refused with 30003 or
   * answers contradict that, it went to another provider, no other practice is known for certain,
   * or another version of it is in the way.
   */
  public Optional<Offer> offered(OutboxView view, OutboxDocument document) {
    boolean left =
        document.state() == DocumentState.REJECTED
            && document.acknowledgements().business().filter("30003"::equals).isPresent()
            && bar(document) == Bar.NONE
            && !ledger.isOvertaken(document.id());
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
    Route route = route(document);
    return outbox.lookUps(view, document.id()).stream()
        .map(LookUpDecision::lookUp)
        .filter(found -> !found.askedAt().isBefore(refused))
        .reduce((one, later) -> later)
        .filter(found -> mayGo(found.outcomes(), route))
        .flatMap(KeptLookUp::practice)
        .map(KeptLookUp.Practice::odsCode)
        .filter(practice -> !named.endsWith("(" + practice + ")"))
        .map(practice -> new Offer(practice, route == Route.SUMMARY));
  }

  private static Bar bar(OutboxDocument document) {
    return Bar.of(
        document.acknowledgements().doubtful(),
        document.addressee().copyOf().isPresent(),
        document.addressee().organisation().equals(document.patient().registeredPractice()),
        document.encounter().superseded(),
        document.encounter().replaces().isPresent());
  }

  private static Route route(OutboxDocument document) {
    return switch (document.useCase()) {
      case OnlineConsultation.USE_CASE -> Route.CONSULTATION_TO_PRACTICE;
      case GenericDocument.USE_CASE -> Route.GENERIC;
      default -> Route.SUMMARY;
    };
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
    Optional<Offer> offer = offered(view, document);
    if (offer.isEmpty()) {
      return Optional.empty();
    }
    Organisation there = Organisation.of(new OdsCode(offer.get().odsCode()), practice);
    byte[] bytes = naming(document, there);
    RecordedConsultation recorded;
    try {
      recorded = DocumentJson.report(bytes);
    } catch (InvalidConsultationException e) {
      throw new SubmissionRefused("", e.getMessage(), "Hand the consultation in again");
    }
    try {
      return Optional.of(
          outbox
              .submit(
                  submission(document, recorded, bytes, person),
                  id ->
                      handle -> {
                        reroute(handle, document.id(), by, how(offer.get(), practice, id));
                        along.apply(id, recorded).write(handle);
                      })
              .id());
    } catch (DecidedMeanwhileException e) {
      return Optional.empty();
    }
  }

  // Both or neither: it must not look undealt with while another one is on its way.
  private void reroute(Handle handle, UUID document, String by, String how) {
    if (!ledger.happens(handle, document, new DocumentFact.Rerouted(by, how))) {
      throw new DecidedMeanwhileException();
    }
  }

  private static String how(Offer offer, String practice, UUID id) {
    return offer.byMesh()
        ? "sent again as document %s, which names %s (%s); MESH finds the practice by the NHS number"
            .formatted(id, practice, offer.odsCode())
        : "sent to %s (%s) as document %s".formatted(practice, offer.odsCode(), id);
  }

  /** Somebody else has dealt with the document meanwhile. */
  private static final class DecidedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
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
