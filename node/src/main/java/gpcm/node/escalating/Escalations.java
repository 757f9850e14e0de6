package gpcm.node.escalating;

import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Organisation;
import gpcm.consultation.Telephone;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentSink;
import gpcm.message.Attachment;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.content.WorkFolder;
import gpcm.node.ledger.Ledger;
import gpcm.node.receiving.BusinessDecisions;
import gpcm.node.receiving.BusinessDecisions.Choice;
import gpcm.node.receiving.ReceivedDocuments;
import gpcm.node.register.Restriction;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.Submission;
import gpcm.node.sending.SubmissionRefused;
import gpcm.node.store.Along;
import gpcm.node.store.Moment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Sends a received online consultation on to the practice of its patient, for action, in the name
 * of who received it. The new document and its link are one transaction, so twice is once; the
 * decision about the received one, 30007, follows in a second, which the node repeats after a
 * crash. Thread-safe.
 */
public final class Escalations {
  private static final int SMALL = 256 * 1024;
  private static final String WORDS = "Escalate to the practice";

  private final Ledger ledger;
  private final ReceivedDocuments documents;
  private final Path spill;
  private final Outbox outbox;
  private final BusinessDecisions decisions;
  private final Map<OdsCode, OrganisationSettings> organisations;

  /**
   * @param documents reads them again
   * @param spill a folder for what a running step needs for a moment
   * @param outbox sends it on
   */
  public Escalations(
      Ledger ledger,
      ReceivedDocuments documents,
      Path spill,
      Outbox outbox,
      BusinessDecisions decisions,
      List<OrganisationSettings> organisations) {
    this.ledger = ledger;
    this.documents = documents;
    this.spill = spill;
    this.outbox = outbox;
    this.decisions = decisions;
    this.organisations =
        organisations.stream()
            .collect(Collectors.toUnmodifiableMap(OrganisationSettings::ods, Function.identity()));
  }

  /** As what a received document was sent on; empty when it was not. */
  public Optional<Escalation> ofEntry(String organisation, UUID entry) {
    return found(
        "select * from escalation where entry = :id and organisation = :organisation",
        organisation,
        entry);
  }

  /** What a document that is sent was received as; empty when it was not received. */
  public Optional<Escalation> ofDocument(String organisation, UUID document) {
    return found(
        "select * from escalation where document = :id and organisation = :organisation",
        organisation,
        document);
  }

  private Optional<Escalation> found(String query, String organisation, UUID id) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(query)
                    .bind("id", id)
                    .bind("organisation", organisation)
                    .map(Escalations::escalation)
                    .findOne());
  }

  private static Escalation escalation(ResultSet row, StatementContext context)
      throws SQLException {
    return new Escalation(
        row.getObject("entry", UUID.class),
        row.getObject("document", UUID.class),
        row.getString("reason"),
        row.getString("note"),
        row.getString("escalated_by"),
        Moment.of(row, "escalated_at"));
  }

  /**
   * What came of it.
   *
   * @param created false when it had been sent on before, and nothing was added
   */
  public record Escalated(Escalation escalation, boolean created) {}

  /**
   * Sends a document on.
   *
   * @param along what is written with the new document, of which it hears id and content
   * @throws EscalationRefused when something is missing; nothing is stored
   */
  public Escalated escalate(
      EscalationOrder order, BiFunction<UUID, OnlineConsultation, Along> along) {
    String organisation = order.organisation().value();
    Optional<Escalation> before = ofEntry(organisation, order.entry());
    if (before.isPresent()) {
      settle(organisation, order.entry());
      return new Escalated(before.get(), false);
    }
    boolean created = submit(order, along);
    settle(organisation, order.entry());
    return new Escalated(ofEntry(organisation, order.entry()).orElseThrow(), created);
  }

  private boolean submit(EscalationOrder order, BiFunction<UUID, OnlineConsultation, Along> along) {
    Path folder = spill.resolve("escalation-" + UUID.randomUUID());
    try {
      Files.createDirectories(folder);
      SendDocument received = read(order, folder);
      boolean restricted = isRestricted(order);
      List<Submission.File> files = new ArrayList<>();
      List<DeclaredAttachment> declared = new ArrayList<>();
      Submission.File report = enclosed(order, received, restricted, files, declared);
      OnlineConsultation document =
          new EscalationDraft(received, ledger.clock().instant())
              .of(order, sender(order.organisation()), declared, restricted);
      byte[] json = DocumentJson.write(document);
      Outbox.Accepted accepted =
          outbox.submit(
              new Submission(
                  document,
                  () -> new ByteArrayInputStream(json),
                  files,
                  Optional.of(report),
                  false,
                  Optional.of("escalation-" + order.entry()),
                  order.person()),
              id -> linked(order, id, along.apply(id, document)));
      return accepted.created();
    } catch (SubmissionRefused e) {
      // Somebody else may have been first with other words.
      if (ofEntry(order.organisation().value(), order.entry()).isPresent()) {
        return false;
      }
      throw new EscalationRefused(e.field(), e.rule(), e.whatToDo());
    } catch (IOException e) {
      throw new UncheckedIOException("a received document cannot be read again", e);
    } finally {
      delete(folder);
    }
  }

  private Along linked(EscalationOrder order, UUID document, Along along) {
    return handle -> {
      handle
          .createUpdate(
              """
              insert into escalation (entry, organisation, document, reason, note, escalated_by, escalated_at)
              values (:entry, :organisation, :document, :reason, :note, :by, :at)
              """)
          .bind("entry", order.entry())
          .bind("organisation", order.organisation().value())
          .bind("document", document)
          .bind("reason", order.reason())
          .bind("note", order.note())
          .bind("by", order.by())
          .bind("at", Moment.column(ledger.clock().instant()))
          .execute();
      along.write(handle);
    };
  }

  private boolean isRestricted(EscalationOrder order) {
    return ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select "
                            + Restriction.sql("e")
                            + " from worklist_entry e where e.id = :entry and e.organisation ="
                            + " :organisation")
                    .bind("entry", order.entry())
                    .bind("organisation", order.organisation().value())
                    .mapTo(Boolean.class)
                    .one());
  }

  private SendDocument read(EscalationOrder order, Path folder) {
    SendDocument received =
        documents.read(
            order.organisation().value(), order.entry(), AttachmentSink.spilling(SMALL, folder));
    if (received.useCase().filter(UseCase.OnlineConsultation.class::isInstance).isEmpty()) {
      throw new EscalationRefused(
          "",
          "only an online consultation is escalated to the practice",
          "Tell the practice of this document by other means");
    }
    return received;
  }

  /** Adds all files but the report, which is given; what was received is sent on unchanged. */
  private Submission.File enclosed(
      EscalationOrder order,
      SendDocument received,
      boolean restricted,
      List<Submission.File> files,
      List<DeclaredAttachment> declared) {
    Attachment primary =
        received
            .primary()
            .filter(Attachment::isPdf)
            .orElseThrow(
                () ->
                    new EscalationRefused(
                        "report",
                        "the consultation's own document is missing or no PDF",
                        "Tell the practice of it by other means"));
    for (Attachment each : received.attachments()) {
      if (each.id().equals(primary.id())) {
        continue;
      }
      String name = "received-" + (files.size() + 1);
      files.add(new Submission.File(name, each.content()::open));
      declared.add(
          new DeclaredAttachment(
              name,
              each.title().isBlank() ? "Attachment " + files.size() : each.title(),
              each.contentType()));
    }
    byte[] words = words(order, received, restricted).getBytes(StandardCharsets.UTF_8);
    files.add(new Submission.File("why.txt", () -> new ByteArrayInputStream(words)));
    declared.add(
        new DeclaredAttachment(
            "why.txt", "Why this consultation is sent on", "text/plain;charset=UTF-8"));
    return new Submission.File("report.pdf", primary.content()::open);
  }

  private static String words(EscalationOrder order, SendDocument received, boolean restricted) {
    return """
    This online consultation was sent on to the practice for action.

    Why: %s
    %s%s
    The consultation that was received: document %s, message %s.
    """
        .formatted(
            order.reason(),
            order.note().isEmpty() ? "" : "Note: " + order.note() + "\n",
            restricted ? EscalationDraft.RESTRICTED + "\n" : "",
            received.documentId().orElse("without an id"),
            received.messageId().orElse("without an id"));
  }

  private Organisation sender(OdsCode ods) {
    OrganisationSettings own = organisations.get(ods);
    String telephone =
        own.telephone()
            .orElseThrow(
                () ->
                    new EscalationRefused(
                        "",
                        "the configuration gives no telephone number of " + own.name(),
                        "Have the people who run this node set organisations[].telephone: a message"
                            + " names where to ask (GPCM-SD-OC-024)"));
    try {
      return new Organisation(
          ods,
          own.name(),
          Optional.of(new Telephone(telephone)),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    } catch (InvalidValueException e) {
      throw new EscalationRefused("", e.rule(), e.remedy());
    }
  }

  /** Makes the decisions that belong to escalations of a node that died before. */
  public void settleAll() {
    ledger
        .database()
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select entry, organisation from escalation where settled_at is null limit"
                            + " 50")
                    .map(
                        (row, context) ->
                            Map.entry(
                                row.getString("organisation"), row.getObject("entry", UUID.class)))
                    .list())
        .forEach(each -> settle(each.getKey(), each.getValue()));
  }

  private void settle(String organisation, UUID entry) {
    Escalation made = ofEntry(organisation, entry).orElseThrow();
    decisions.escalated(
        organisation,
        entry,
        made.document(),
        new Choice(ResponseCode.REFERRAL_ESCALATED, WORDS, made.reason(), made.note()),
        made.by(),
        handle -> settled(handle, entry));
  }

  // Only whoever settles it decides: a second one finds it settled.
  private boolean settled(Handle handle, UUID entry) {
    return handle
            .createUpdate(
                "update escalation set settled_at = :now where entry = :entry and settled_at is"
                    + " null")
            .bind("now", Moment.column(ledger.clock().instant()))
            .bind("entry", entry)
            .execute()
        == 1;
  }

  private static void delete(Path folder) {
    try {
      WorkFolder.delete(folder);
    } catch (UncheckedIOException e) {
      // The node's own folder is emptied when it starts.
    }
  }
}
