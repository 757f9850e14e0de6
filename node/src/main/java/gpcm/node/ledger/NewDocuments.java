package gpcm.node.ledger;

import gpcm.exchange.Event;
import gpcm.node.content.ContentStore;
import gpcm.node.content.PreparedContent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Documents that come into being, many in one statement. */
final class NewDocuments {
  private static final String COLUMNS =
      "id, organisation, use_case, state, encounter_id, version, confidential, patient_nhs_number,"
          + " patient_name, patient_birth_date, registered_practice, occurred_at, subject,"
          + " consultation_sha256, replaces_document_id, idempotency_key, submission_sha256,"
          + " recipient, recipient_type, accepted_at, updated_at, due_at, document_id, stands,"
          + " author, submitted_by, waits_until, triggered, failure,"
          + " patient_listed, clinician, tell_at";

  // What no longer can have reached anybody makes room for its own version handed in again; where
  // the practice's copy of it has left meanwhile, the next one is the next version.
  private static final String MAKE_ROOM =
      """
      update document d set stands = false from json_to_recordset(:aside::json) as r (document uuid, on_purpose boolean)
      where d.id = r.document and (r.on_purpose or d.state in ('failed', 'rejected', 'void', 'superseded', 'withdrawn', 'not-sent', 'other-route', 'given-up')
        and not exists (select from document k where k.copy_of = d.id and k.posts > 0))
      """;

  // What has an idempotency key that was used before, or is of a version that stands already, is
  // left out, with its files and event.
  private static final String INSERT =
      """
      with inserted as (
        insert into document (%1$s)
        select %1$s from json_to_recordset(:documents::json) as r (id uuid, organisation text, use_case text, state text,
          encounter_id text, version integer, confidential boolean, patient_nhs_number text, patient_name text,
          patient_birth_date date, registered_practice text, occurred_at timestamptz, subject text, consultation_sha256 text,
          replaces_document_id text, idempotency_key text, submission_sha256 text, recipient text, recipient_type text,
          accepted_at timestamptz, updated_at timestamptz, due_at timestamptz, document_id text, stands boolean, author text,
          submitted_by uuid, waits_until timestamptz, triggered boolean, failure text,
          patient_listed text, clinician text, tell_at timestamptz)
        on conflict do nothing
        returning id),
      files as (
        insert into document_attachment (document, ordinal, file_name, title, content_type, sha256, size, is_report)
        select document, ordinal, file_name, title, content_type, sha256, size, is_report
        from json_to_recordset(:files::json) as r (document uuid, ordinal integer, file_name text, title text, content_type text,
          sha256 text, size bigint, is_report boolean)
        where document in (select id from inserted)),
      events as (
        insert into event (at, organisation, document, kind, detail, actor)
        select at, organisation, document, kind, detail, actor
        from json_to_recordset(:events::json) as r (n integer, at timestamptz, organisation text, document uuid, kind text, detail text, actor text)
        where document in (select id from inserted) order by n)
      select id from inserted
      """
          .formatted(COLUMNS);

  private NewDocuments() {}

  static Set<UUID> insert(
      Handle handle, ContentStore content, List<NewDocument> proposed, Instant now) {
    Set<UUID> sentAgain = sentAgain(handle, proposed);
    List<NewDocument> all =
        proposed.stream().filter(each -> none(each.passed(), sentAgain)).toList();
    content.putAll(handle, all.stream().flatMap(each -> each.bytes().stream()).toList());
    for (NewDocument each : all) {
      for (PreparedContent upload : each.uploads()) {
        content.adopt(handle, upload);
      }
    }
    RowSet aside = new RowSet();
    for (NewDocument each : all) {
      each.aside()
          .ifPresent(
              one ->
                  aside.add(
                      new Row()
                          .put("document", one.document())
                          .put("on_purpose", one.onPurpose())));
    }
    if (!aside.isEmpty()) {
      handle.createUpdate(MAKE_ROOM).bind("aside", aside.json()).execute();
    }
    RowSet documents = new RowSet();
    RowSet files = new RowSet();
    RowSet events = new RowSet();
    int line = 0;
    for (NewDocument each : all) {
      documents.add(each.document());
      each.files().forEach(files::add);
      for (Event event : each.events()) {
        events.add(
            new Row()
                .put("n", line++)
                .put("at", now)
                .put("organisation", each.organisation())
                .put("document", each.id())
                .put("kind", event.kind())
                .put("detail", event.detail())
                .put("actor", event.actor().text()));
      }
    }
    return handle
        .createQuery(INSERT)
        .bind("documents", documents.json())
        .bind("files", files.json())
        .bind("events", events.json())
        .mapTo(UUID.class)
        .set();
  }

  private static boolean none(List<UUID> passed, Set<UUID> sentAgain) {
    return passed.stream().noneMatch(sentAgain::contains);
  }

  // What was passed over as undelivered may have been sent again by a person since. Their rows are
  // held, so that it is not sent again in the same moment either.
  private static Set<UUID> sentAgain(Handle handle, List<NewDocument> all) {
    List<UUID> passed = all.stream().flatMap(each -> each.passed().stream()).distinct().toList();
    if (passed.isEmpty()) {
      return Set.of();
    }
    return handle
        .createQuery(
            """
            with held as (select id, state from document where id = any (:ids) order by id for update)
            select id from held where state not in ('failed', 'rejected', 'void', 'superseded', 'withdrawn', 'not-sent', 'other-route', 'given-up')
            """)
        .bindArray("ids", UUID.class, passed)
        .mapTo(UUID.class)
        .set();
  }
}
