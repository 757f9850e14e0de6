package gpcm.node.web;

import gpcm.node.TestNetwork;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rows of each organisation by which it can be told whose a page is made of: every table that has
 * the column {@code organisation} stands here with what is put into it, or in {@link
 * TwoOrganisationsTest} with why nothing is.
 */
final class Planted {
  private final TestNetwork network;

  Planted(TestNetwork network) {
    this.network = network;
  }

  /** A text that stands in rows of this organisation alone. */
  static String mark(String organisation) {
    return "planted-" + organisation;
  }

  /** A number that no figure of another organisation comes to. */
  static String number(String organisation) {
    return "9876" + organisation.substring(1);
  }

  /** By table: {@code :o} is the organisation, {@code :m} its mark, {@code :n} its number. */
  private static final Map<String, String> ROWS = rows();

  private static final String PERSON = "(select id from person where name = :m)";
  private static final String SECOND = "(select id from person where name = :m || '-second')";
  private static final String ENTRY =
      "(select id from worklist_entry where organisation = :o order by id limit 1)";
  private static final String DOCUMENT =
      "(select id from document where organisation = :o order by id limit 1)";

  private static Map<String, String> rows() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(
        "team", "insert into team (id, organisation, name) values (gen_random_uuid(), :o, :m)");
    rows.put(
        "role_assignment",
        """
        insert into role_assignment (id, person, organisation, role, kind, reason, made_at)
        values (gen_random_uuid(), PERSON, :o, 'clerk', 'given', :m, now()), (gen_random_uuid(), SECOND, :o, 'sender', 'given', :m, now())
        """);
    rows.put(
        "absence",
        """
        insert into absence (id, organisation, person, stand_in, first_day, last_day)
        values (gen_random_uuid(), :o, PERSON, SECOND, current_date, current_date + 3)
        """);
    rows.put(
        "account_shut",
        """
        insert into account_shut (id, person, organisation, reason, shut_by, shut_at)
        values (gen_random_uuid(), SECOND, :o, :m, PERSON, now())
        """);
    rows.put(
        "alert",
        """
        insert into alert (organisation, problem, title, what_happened, what_to_do, times, raised_at, last_at)
        values (:o, 'planted', :m, :m, :m, 1, now(), now())
        """);
    rows.put(
        "alert_event",
        """
        insert into alert_event (organisation, cause, alert, at, who, words, said)
        select organisation, cause, id, now(), :m, :m, :m from alert where organisation = :o and problem = 'planted'
        """);
    rows.put(
        "alert_channel",
        """
        insert into alert_channel (id, organisation, name, kind, address, step, severity, sending, receiving, technical, open_only, now_waits, naming,
          summary, made_at)
        values (gen_random_uuid(), :o, :m, 'mail', :m || '@example.org', 'first', 0, false, false, false, false, false, false, false, now())
        """);
    rows.put(
        "notice",
        """
        insert into notice (id, organisation, channel, kind, state, due_at, made_at, ended_at, trouble)
        select gen_random_uuid(), organisation, id, 'test', 'given-up', now(), now(), now(), :m from alert_channel where organisation = :o
        """);
    rows.put("answer", "update answer set subject = :m where organisation = :o");
    rows.put(
        "api_key",
        """
        insert into api_key (id, secret_hash, name, organisation, scopes, made_by, made_at)
        values (gen_random_uuid(), sha256(convert_to(:m, 'UTF8')), :m, :o, '{outbox.see}', :m, now())
        """);
    rows.put(
        "assignment_fallback",
        "insert into assignment_fallback select :o, id from team where name = :m");
    rows.put(
        "assignment_rule",
        """
        insert into assignment_rule (id, organisation, position, name, sender_ods, to_person)
        values (gen_random_uuid(), :o, 1, :m, 'A99903', PERSON)
        """);
    rows.put(
        "bulk_act",
        """
        insert into bulk_act (id, organisation, kind, query, actor, actor_id, made_by, named, drafted_at, items, state, reason, started_by,
          started_at, ended_at)
        values (gen_random_uuid(), :o, 'hold', '', json_build_object('kind', 'MACHINE', 'id', :m, 'name', :m, 'organisation', :o), :m, :m, true, now(), 1,
          'done', :m, :m, now(), now())
        """);
    rows.put(
        "bulk_item",
        """
        insert into bulk_item (bulk, position, organisation, document, state, recipient)
        select id, 1, :o, coalesce(DOCUMENT, gen_random_uuid()), 'completed', :m from bulk_act where organisation = :o
        """);
    rows.put(
        "business_decision",
        """
        insert into business_decision (entry, received, organisation, question, answers_to, reference, address, opened_at, due_at, code, reason, note,
          decided_by, decided_at)
        select id, received, :o, 'decision', :m, :m, :m, now(), now(), '30001', :m, :m, :m, now() from worklist_entry where id = ENTRY
        """);
    rows.put(
        "check_run",
        """
        insert into check_run (id, asked_by, organisation, node, started_at, ended_at)
        select gen_random_uuid(), :m, :o, 'a node', now(), now() where not exists (select from check_run)
        """);
    rows.put(
        "check_result",
        """
        insert into check_result (run, place, name, organisation, outcome, words)
        select run.id, case :o when 'A99901' then 1 when 'A99902' then 2 else 3 end, :m, :o, 'bad', :m from check_run run
        """);
    rows.put("closed_day", "insert into closed_day values (:o, current_date + 30, :m)");
    rows.put(
        "code_hour",
        """
        insert into code_hour (hour, organisation, code, given, messages)
        values (date_trunc('hour', now(), 'UTC'), :o, :m, false, :n)
        """);
    rows.put(
        "coded_entry",
        "update coded_entry set display = :m, details = details where organisation = :o");
    rows.put(
        "confirmation",
        """
        with asked as (
          insert into confirmation (id, organisation, permission, action, named, reason, asker, asker_roles, asker_session, asked_at, ends_at, state)
          values (gen_random_uuid(), :o, 'send.again-many', 'resend-many', true, :m, PERSON, '{sender}', gen_random_uuid(), now(),
            now() + interval '1 day', 'waiting') returning id)
        insert into confirmation_item (confirmation, ordinal, kind, item)
        select id, 0, 'sent', coalesce(DOCUMENT, gen_random_uuid()) from asked
        """);
    rows.put(
        "deleted_case",
        """
        insert into deleted_case (id, organisation, kind, state, came_at, ended_at, deleted_at, sha256)
        values (gen_random_uuid(), :o, 'sent', 'completed', now(), now(), now(), :m)
        """);
    rows.put(
        "document",
        "update document set subject = :m, patient_listed = :m where organisation = :o");
    rows.put("document_detail", "update document_detail set seen_at = :m where organisation = :o");
    rows.put("document_listed", "update document_listed set patient = :m where organisation = :o");
    rows.put(
        "document_look_up",
        """
        insert into document_look_up (document, request_id, organisation, source, asked_at, attempts, answered, asked_number, copy_fate, restricted,
          outcomes, differing, treatment, why)
        select id, :m, organisation, 'pds', now(), 1, true, '9990000018', 'SENT', false, '', '', 'SEND', :m from document
        where id = DOCUMENT
        """);
    rows.put(
        "document_seen",
        "insert into document_seen select :o, :m, id from received_message where organisation = :o"
            + " limit 1");
    rows.put(
        "message_seen",
        "insert into message_seen select :o, :m, id from received_message where organisation = :o"
            + " limit 1");
    rows.put(
        "escalation",
        """
        insert into escalation (entry, organisation, document, reason, note, escalated_by, escalated_at, settled_at)
        select id, :o, gen_random_uuid(), :m, :m, :m, now(), now() from worklist_entry where id = ENTRY
        """);
    rows.put(
        "event",
        """
        insert into event (at, organisation, document, kind, detail, actor) values (now(), :o, DOCUMENT, 'note', :m, :m)
        """);
    rows.put(
        "hand_over_item",
        """
        insert into hand_over_item (id, position, organisation, kind, entry, state, offered_at, due_at, try_at, reference, reason, answered_at, answered_by)
        select gen_random_uuid(), nextval('hand_over_position'), :o, 'document', id, 'refused', now(), now(), now(), :m, :m, now(), :m
        from worklist_entry where id = ENTRY
        """);
    rows.put("last_sign_in", "insert into last_sign_in values (PERSON, :o, now())");
    rows.put(
        "later_outcome",
        """
        insert into later_outcome (entry, organisation, code, reason, note, told, recorded_by, recorded_at)
        select id, :o, '30001', :m, :m, :m, :m, now() from worklist_entry where id = ENTRY
        """);
    rows.put(
        "legal_hold",
        """
        insert into legal_hold (id, organisation, patient_nhs_number, reason, set_by, set_at)
        values (gen_random_uuid(), :o, '9990000018', :m, :m, now())
        """);
    rows.put(
        "mailbox",
        """
        update mailbox set handshake_failed_at = now(), handshake_trouble = :m, paused_at = now(), paused_by = :m, paused_because = :m
        where organisation = :o
        """);
    rows.put(
        "message_hour",
        """
        insert into message_hour (hour, organisation, sent, received) values (date_trunc('hour', now(), 'UTC'), :o, :n, :n)
        on conflict (hour, organisation) do update set sent = :n, received = :n
        """);
    rows.put(
        "organisation_queue_hour",
        """
        insert into organisation_queue_hour (hour, organisation, queue, deepest, oldest_seconds)
        values (date_trunc('hour', now(), 'UTC'), :o, 'ready', :n, :n)
        on conflict (organisation, queue, hour) do update set deepest = :n
        """);
    rows.put(
        "received_message", "update received_message set subject = :m where organisation = :o");
    rows.put(
        "relevance_rule",
        "insert into relevance_rule (organisation, position, code, relevant) values (:o, 1, :m,"
            + " true)");
    rows.put(
        "restricted_record",
        "insert into restricted_record (organisation, nhs_number, since) values (:o, :m, now())");
    rows.put(
        "review_template",
        "insert into review_template (id, organisation, name, starts) values (gen_random_uuid(),"
            + " :o, :m, false)");
    rows.put(
        "sampling",
        "insert into sampling (organisation, percent, of_person) values (:o, 1, PERSON)");
    rows.put(
        "saved_view",
        """
        insert into saved_view (id, organisation, name, query, made_by, made_at, list)
        values (gen_random_uuid(), :o, :m, '', :m, now(), 'worklist'), (gen_random_uuid(), :o, :m, '', :m, now(), 'outbox')
        """);
    rows.put(
        "sending_deadlines",
        "insert into sending_deadlines (organisation, seconds, changed_by, changed_at) values (:o,"
            + " '{}', :m, now())");
    rows.put(
        "sending_folder_act",
        "insert into sending_folder_act (organisation, taken, document, done) select :o, :m, id,"
            + " true from document where id = DOCUMENT");
    rows.put(
        "sending_follow_up",
        """
        insert into sending_follow_up (id, organisation, document, encounter_id, opened_at, opened_by, reason)
        select gen_random_uuid(), :o, id, :m, now(), :m, :m from document where id = DOCUMENT
        """);
    rows.put(
        "sending_setting",
        """
        insert into sending_setting (organisation, use_case, delay_seconds, confirmed, other_way, changed_by, changed_at)
        values (:o, 'generic', 0, false, :m, :m, now())
        """);
    rows.put(
        "service_notice",
        """
        insert into service_notice (id, words, set_at, set_by, organisation) values (gen_random_uuid(), 'Planned work', now(), :m, :o)
        on conflict do nothing
        """);
    rows.put(
        "session",
        """
        insert into session (id_hash, handle, person, organisation, provider_roles, activities, issuer, provider_subject, level, signed_in_at, begun_at,
          last_at, address, browser)
        values (sha256(convert_to(:m, 'UTF8')), gen_random_uuid(), PERSON, :o, '{}', '{}', :m, :m, 2, now(), now(), now(), '127.0.0.1', :m)
        """);
    rows.put(
        "setting_change",
        """
        insert into setting_change (organisation, section, at, person, who, why, before, after)
        values (:o, 'teams', now(), PERSON, :m, :m, :m, :m)
        """);
    rows.put(
        "typed_text",
        """
        insert into typed_text (id, person, organisation, page, labels, texts, kept_at, ends_at)
        select gen_random_uuid(), id, :o, '/worklist', array[:m], array[:m], now(), now() + interval '12 hours' from person
        """);
    rows.put(
        "work_completion",
        """
        insert into work_completion (entry, organisation, person, at, outcome)
        select id, :o, PERSON, now(), 'action-taken' from worklist_entry where id = ENTRY
        """);
    rows.put(
        "worklist_entry",
        "update worklist_entry set title = :m, sender_name = :m, subject = :m where organisation ="
            + " :o");
    return Collections.unmodifiableMap(rows);
  }

  /** The tables of the database that say of each row whose it is. */
  static Set<String> tables(TestNetwork network) {
    return new TreeSet<>(
        List.of(
            network
                .one(
                    """
                    select string_agg(t.relname, ' ' order by t.relname) from pg_class t join pg_namespace s on s.oid = t.relnamespace
                      join pg_attribute c on c.attrelid = t.oid
                    where s.nspname = current_schema() and t.relkind in ('r', 'p') and not t.relispartition
                      and c.attname = 'organisation' and not c.attisdropped
                    """)
                .split(" ", -1)));
  }

  /** Those of them whose rows are told apart by an id that may stand in an address. */
  static Set<String> withIds(TestNetwork network) {
    return tables(network).stream()
        .filter(
            table ->
                network
                    .one(
                        "select count(*) from information_schema.columns where table_name = '%s' and column_name = 'id' and data_type = 'uuid'"
                            .formatted(table))
                    .equals("1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that are planted. */
  static Set<String> planted() {
    return new TreeSet<>(ROWS.keySet());
  }

  /** Puts an organisation's rows into each table. */
  void plant(String organisation) {
    for (String name : new String[] {mark(organisation), mark(organisation) + "-second"}) {
      var unused =
          network
              .served()
              .directory()
              .people()
              .known("https://provider.example", name, name, Optional.empty());
    }
    ROWS.forEach(
        (table, statement) -> {
          try {
            network.execute(filled(statement, organisation));
          } catch (RuntimeException e) {
            throw new AssertionError("a row of %s in %s".formatted(organisation, table), e);
          }
        });
  }

  private static String filled(String statement, String organisation) {
    return statement
        .replace("PERSON", PERSON)
        .replace("SECOND", SECOND)
        .replace("ENTRY", ENTRY)
        .replace("DOCUMENT", DOCUMENT)
        .replace(":o", "'" + organisation + "'")
        .replace(":m", "'" + mark(organisation) + "'")
        .replace(":n", number(organisation));
  }

  /** The tables that have no row of any of these organisations, so that nothing is looked for. */
  Set<String> empty(List<String> organisations) {
    return ROWS.keySet().stream()
        .filter(
            table ->
                network
                    .one(
                        "select count(*) from %s where organisation in ('%s')"
                            .formatted(table, String.join("', '", organisations)))
                    .equals("0"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
