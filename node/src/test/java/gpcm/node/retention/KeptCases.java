package gpcm.node.retention;

import gpcm.exchange.Pace;
import gpcm.node.audit.AuditLog;
import gpcm.node.content.ContentHash;
import gpcm.node.content.ContentStore;
import gpcm.node.content.StoredContent;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Cases of any age in a database of their own, and a clock that stands still. */
final class KeptCases {
  static final String HUB = "A99901";
  static final Instant NOW = Instant.parse("2040-06-15T12:00:00Z");

  private final Jdbi jdbi;
  final Ledger ledger;
  final AuditLog log;

  KeptCases(Database database) {
    this(database, () -> NOW);
  }

  KeptCases(Database database, InstantSource clock) {
    Duration hour = Duration.ofHours(1);
    jdbi = database.jdbi();
    ledger = new Ledger(database, new ContentStore(jdbi), clock, Pace.each(hour), "node-1");
    log = new AuditLog(jdbi, clock, "node-1", "test");
    execute(
        "insert into mailbox (organisation, mailbox, poll_due) values ('A99901', 'A99901OT001',"
            + " now()) on conflict do nothing");
  }

  Retention retention() {
    return new Retention(ledger, log);
  }

  /** Deletes until there is no more. */
  void run() {
    Retention retention = retention();
    while (retention.round()) {}
  }

  void execute(String statement) {
    jdbi.useHandle(handle -> handle.execute(statement));
  }

  String one(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
  }

  Set<UUID> ids(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(UUID.class).set());
  }

  /** Stores a content so that it was not named lately. */
  String content(String text) {
    StoredContent stored =
        jdbi.inTransaction(
            handle -> ledger.content().put(handle, text.getBytes(StandardCharsets.UTF_8)));
    execute("update stored_content set named = now() - interval '2 hours'");
    return stored.hash().hex();
  }

  boolean isThere(String sha256) {
    return ledger.content().find(new ContentHash(sha256)).isPresent();
  }

  /** A document that was sent to its end at a time. */
  UUID sent(String state, Instant ended, LocalDate born, String sha256) {
    UUID id = UUID.randomUUID();
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into document (id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number,
                      patient_name, patient_birth_date, occurred_at, subject, consultation_sha256, submission_sha256, accepted_at, updated_at,
                      recipient, recipient_type)
                    values (:id, 'A99901', 'consultation-summary', :state, :encounter, 1, false, '9990000018', 'X', :born, :ended, 'x', :sha256,
                      'x', :ended, :ended, 'A99902', 'FA')
                    """)
                .bind("id", id)
                .bind("state", state)
                .bind("encounter", id.toString())
                .bind("born", born)
                .bind("ended", ended.atOffset(ZoneOffset.UTC))
                .bind("sha256", sha256)
                .execute());
    execute(
        "insert into event (at, organisation, document, kind, detail, actor) values ('%s', 'A99901', '%s', 'sent', 'x', 'node')"
            .formatted(ended, id));
    return id;
  }

  /** A message that was received at a time; its entry of the worklist is done. */
  UUID received(Instant at, Optional<LocalDate> born, String sha256) {
    UUID id = UUID.randomUUID();
    execute(
        """
        insert into received_message (id, organisation, mesh_message_id, message_type, sender, recipient, workflow_id, subject, local_id,
          status_code, status_description, linked_message_id, sha256, size, state, received_at, processed_at, position)
        values ('%1$s', 'A99901', '%1$s', 'DATA', 'x', 'x', 'x', 'x', 'x', '', '', '', '%2$s', 1, 'filed', '%3$s', '%3$s', 1);
        """
            .formatted(id, sha256, at));
    execute(
        """
        insert into worklist_entry (id, organisation, received, state, use_case, recipient_type, subject, title, confidential,
          patient_nhs_number, patient_name, patient_birth_date, sender_ods, sender_name, encounter_id, message_id, document_id,
          composition_id, warnings, received_at, work, done_at)
        values ('%1$s', 'A99901', '%2$s', 'to-file', 'consultation-summary', 'FI', 'x', 'x', false, '9990000018', 'X', '%3$s', 'A99902', 'x',
          '%2$s', '%2$s', '%2$s', '%2$s', '', '%4$s', 'done', '%4$s')
        """
            .formatted(entry(id), id, born.map(LocalDate::toString).orElse("unknown"), at));
    execute(
        "insert into worklist_attachment (entry, ordinal, title, content_type, sha256, size) values ('%s', 0, 'x', 'text/plain', '%s', 1)"
            .formatted(entry(id), sha256));
    return id;
  }

  /** The entry of a received message. */
  static UUID entry(UUID received) {
    return UUID.nameUUIDFromBytes(received.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Its record system has taken it over at a time. */
  void handedOver(UUID received, Instant at) {
    execute(
        """
        insert into hand_over_item (id, position, organisation, kind, entry, state, offered_at, due_at, answered_at, try_at)
        values (gen_random_uuid(), nextval('hand_over_position'), 'A99901', 'document', '%s', 'accepted', '%2$s', '%2$s', '%2$s', '%2$s')
        """
            .formatted(entry(received), at));
  }

  void alert(String column, UUID of) {
    execute(
        """
        insert into alert (organisation, problem, %s, title, what_happened, what_to_do, times, raised_at, last_at)
        values ('A99901', 'x/' || gen_random_uuid(), '%s', 'x', 'x', 'x', 1, now(), now())
        """
            .formatted(column, of));
  }

  void hold(Optional<String> patient, Optional<UUID> caseId) {
    execute(
        """
        insert into legal_hold (id, organisation, patient_nhs_number, case_id, reason, set_by, set_at)
        values (gen_random_uuid(), 'A99901', %s, %s, 'An inquiry', 'A. Fictional', now())
        """
            .formatted(
                patient.map(each -> "'" + each + "'").orElse("null"),
                caseId.map(each -> "'" + each + "'").orElse("null")));
  }

  List<String> report() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select concat_ws(' ', day, sent, received, contents, failed) from"
                        + " deletion_report order by day")
                .mapTo(String.class)
                .list());
  }
}
