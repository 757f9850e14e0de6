package gpcm.node.traffic;

import gpcm.node.register.Restriction;
import java.util.List;

/**
 * The texts of the statements: what they select of each table, and the conditions by which messages
 * are looked for. Every one is bound to {@code :organisation}.
 */
final class TrafficStatements {
  private TrafficStatements() {}

  /** The kind of a received message {@code m}, as far as it has been read. */
  static final String KIND =
      """
      case when m.message_type = 'REPORT' then 'mesh-report'
        when m.response_code like '3%' then 'business-response'
        when m.response_code is not null then 'infrastructure-response'
        when m.state = 'accepted' or (m.state in ('rejected', 'duplicate') and m.workflow_id = 'GPFED_CONSULT_REPORT') then 'document'
        else 'other' end\
      """;

  /**
   * Why the other end of a received message is not shown. Its page leads to whatever else is about
   * the same encounter or document, so one confidential version conceals them all, as a patient
   * whose record is restricted does; and nobody knows of what has not been read whether it is
   * confidential. {@code None} is what a message without a reference has.
   */
  private static final String UNTOLD =
      """
      case when %1$s.restricted
          or exists (select from received_message y where y.organisation = :organisation and y.restricted
            and y.sender_reference = %1$s.sender_reference and y.sender_reference not in ('', 'None'))
          or exists (select from received_message y where y.organisation = :organisation and y.restricted
            and y.document_id = %1$s.document_id)
          or (select RESTRICTED from worklist_entry e where e.received = %1$s.id) then 'concealed'
        when %1$s.state = 'stored' and %1$s.message_type <> 'REPORT' then 'not-read' end\
      """
          .replace("RESTRICTED", Restriction.sql("e"));

  private static final String DOCUMENT =
      """
      select 'document' as origin, d.id, d.organisation, d.accepted_at as at, 'document' as kind, d.state,
        coalesce(d.business_code, d.infrastructure_code) as code, d.address as peer, d.recipient, 'GPFED_CONSULT_REPORT' as workflow,
        d.message_size as size, d.mesh_message_id, d.message_id, d.document_id, d.encounter_id as conversation, null as linked,
        d.earlier_mesh_ids, d.earlier_message_ids, d.confidential, null as untold
      from document d where d.organisation = :organisation and d.message_sha256 is not null\
      """;

  private static final String ANSWER =
      """
      select 'answer' as origin, a.id, a.organisation, a.created_at as at, a.kind || '-response' as kind, a.state,
        a.code, a.address as peer, null as recipient, 'GPFED_CONSULT_REPORT_ACK' as workflow,
        a.size, a.mesh_message_id, a.message_id, null as document_id,
        (select r.sender_reference from received_message r where r.id = a.received) as conversation, null as linked,
        a.earlier_mesh_ids, null::text[] as earlier_message_ids,
        (select r.restricted from received_message r where r.id = a.received) as confidential,
        (select %s from received_message r where r.id = a.received) as untold
      from answer a where a.organisation = :organisation\
      """
          .formatted(UNTOLD.formatted("r"));

  private static final String RECEIVED =
      """
      select 'received' as origin, m.id, m.organisation, m.received_at as at, %s as kind, m.state,
        case when m.message_type = 'REPORT' then m.status_code else m.response_code end as code, m.sender as peer, null as recipient,
        m.workflow_id as workflow, m.size, m.mesh_message_id, m.message_id, m.document_id, m.sender_reference as conversation,
        m.linked_message_id as linked, null::text[] as earlier_mesh_ids, null::text[] as earlier_message_ids, m.restricted as confidential,
        %s as untold
      from received_message m where m.organisation = :organisation\
      """
          .formatted(KIND, UNTOLD.formatted("m"));

  static String select(Origin origin) {
    return switch (origin) {
      case DOCUMENT -> DOCUMENT;
      case ANSWER -> ANSWER;
      case RECEIVED -> RECEIVED;
    };
  }

  static String time(Origin origin) {
    return switch (origin) {
      case DOCUMENT -> "d.accepted_at";
      case ANSWER -> "a.created_at";
      case RECEIVED -> "m.received_at";
    };
  }

  /** That a message has an id, whichever it is. */
  static String called(Origin origin) {
    return switch (origin) {
      case DOCUMENT ->
          """
           and d.id = any (array(
            select x.id from document x where x.id = cast(:calledNode as uuid) and x.organisation = :organisation
            union select x.id from document x where x.message_id = lower(:called) and x.organisation = :organisation
            union select x.id from document x where x.earlier_message_ids @> array[lower(:called)] and x.organisation = :organisation
            union select x.id from document x where x.organisation = :organisation and x.document_id = lower(:called)
            union select x.id from document x where x.organisation = :organisation and x.mesh_message_id = :called
            union select x.id from document x where x.earlier_mesh_ids @> array[cast(:called as text)] and x.organisation = :organisation
            union select x.id from document x where x.organisation = :organisation and x.encounter_id = :called))\
          """;
      case ANSWER ->
          """
           and a.id = any (array(
            select x.id from answer x where x.id = cast(:calledNode as uuid) and x.organisation = :organisation
            union select x.id from answer x where x.organisation = :organisation and x.message_id = lower(:called)
            union select x.id from answer x where x.organisation = :organisation and x.mesh_message_id = :called
            union select x.id from answer x where x.earlier_mesh_ids @> array[cast(:called as text)] and x.organisation = :organisation
            union select x.id from answer x join received_message r on r.id = x.received
              where r.organisation = :organisation and r.mesh_message_id = :called
            union select x.id from answer x join received_message r on r.id = x.received
              where r.organisation = :organisation and r.message_id = lower(:called)
            union select x.id from answer x join received_message r on r.id = x.received
              where r.organisation = :organisation and r.document_id = lower(:called)
            union select x.id from answer x join received_message r on r.id = x.received
              where r.organisation = :organisation and r.sender_reference = :called))\
          """;
      case RECEIVED ->
          """
           and m.id = any (array(
            select x.id from received_message x where x.id = cast(:calledNode as uuid) and x.organisation = :organisation
            union select x.id from received_message x where x.answers = cast(:calledNode as uuid) and x.organisation = :organisation
            union select e.received from worklist_entry e where e.id = cast(:calledNode as uuid) and e.organisation = :organisation
            union select x.id from received_message x where x.organisation = :organisation and x.mesh_message_id = :called
            union select x.id from received_message x where x.organisation = :organisation and x.message_id = :called
            union select x.id from received_message x where x.organisation = :organisation and x.message_id = lower(:called)
            union select x.id from received_message x where x.organisation = :organisation and x.document_id = lower(:called)
            union select x.id from received_message x where x.organisation = :organisation and x.sender_reference = :called
            union select x.id from received_message x where x.organisation = :organisation and x.linked_message_id = :called
              and x.linked_message_id <> ''))\
          """;
    };
  }

  /**
   * What usually comes is found soon in the order of the list; for the rest there are indexes
   * without it, which the planner takes where the text says so.
   */
  static List<String> code(Origin origin, String code) {
    return switch (origin) {
      case DOCUMENT ->
          List.of(
              code.equals("20013")
                  ? " and d.infrastructure_code = :code"
                  : " and d.infrastructure_code = :code and d.infrastructure_code <> '20013'",
              code.equals("30001")
                  ? " and d.business_code = :code"
                  : " and d.business_code = :code and d.business_code <> '30001'");
      case ANSWER -> List.of(" and a.code = :code");
      case RECEIVED ->
          List.of(
              " and left(case when m.message_type = 'REPORT' then m.status_code else"
                  + " m.response_code end, 100) = :code");
    };
  }

  /**
   * Each of several ways has an index of its own, and no message is found by two. Nobody learns by
   * asking what is not shown.
   */
  static List<String> party(Origin origin) {
    return switch (origin) {
      case DOCUMENT ->
          List.of(
              " and owner_of(d.address) = :ods and d.address ~* :mailbox",
              " and substring(d.recipient from '[^(]*$') = :named"
                  + " and (d.address ~* :mailbox) is not true");
      case ANSWER ->
          List.of(
              " and owner_of(a.address) = :ods and a.address ~* :mailbox"
                  + " and (select %s from received_message r where r.id = a.received) is null"
                      .formatted(UNTOLD.formatted("r")));
      case RECEIVED ->
          List.of(
              " and owner_of(m.sender) = :ods and m.sender ~* :mailbox and %s is null"
                  .formatted(UNTOLD.formatted("m")),
              " and left(m.local_id, 100) = :party and (m.sender ~* :mailbox) is not true and %s is null"
                  .formatted(UNTOLD.formatted("m")));
    };
  }

  static String kind(Origin origin) {
    return switch (origin) {
      case DOCUMENT -> " and 'document' = :kind";
      case ANSWER -> " and a.kind || '-response' = :kind";
      case RECEIVED -> " and " + KIND + " = :kind";
    };
  }

  static String workflow(Origin origin) {
    return switch (origin) {
      case DOCUMENT -> " and 'GPFED_CONSULT_REPORT' = :workflow";
      case ANSWER -> " and 'GPFED_CONSULT_REPORT_ACK' = :workflow";
      case RECEIVED -> " and left(m.workflow_id, 100) = :workflow";
    };
  }

  static String id(Origin origin) {
    return switch (origin) {
      case DOCUMENT -> " and d.id = :one";
      case ANSWER -> " and a.id = :one";
      case RECEIVED -> " and m.id = :one";
    };
  }

  /** Some messages of a table. */
  record Part(Origin origin, String condition) {}

  /** What an answer, a response or a report belongs to; a row, or none. */
  static final String ROOT =
      """
      select 'received' as origin, a.received as id from answer a where a.id = :one and a.organisation = :organisation
      union all select 'document', d.id from received_message m join document d on d.id = m.answers and d.organisation = m.organisation
        where m.id = :one and m.organisation = :organisation
      union all select 'document', d.id from received_message m join document d on d.organisation = m.organisation
        and m.linked_message_id in (d.mesh_message_id, d.pair_name)
        where m.id = :one and m.organisation = :organisation and m.linked_message_id <> ''
      union all select 'document', d.id from received_message m
        join document d on d.earlier_mesh_ids @> array[m.linked_message_id] and d.organisation = m.organisation
        where m.id = :one and m.organisation = :organisation and m.linked_message_id <> ''
      union all select 'received', a.received from received_message m join answer a on a.organisation = m.organisation
        and m.linked_message_id in (a.mesh_message_id, a.pair_name)
        where m.id = :one and m.organisation = :organisation and m.linked_message_id <> ''
      union all select 'received', a.received from received_message m
        join answer a on a.earlier_mesh_ids @> array[m.linked_message_id] and a.organisation = m.organisation
        where m.id = :one and m.organisation = :organisation and m.linked_message_id <> ''
      limit 1
      """;

  private static final String REPORTS =
      " and m.message_type = 'REPORT' and m.linked_message_id <> '' and m.linked_message_id = any"
          + " (array(select unnest(array[x.mesh_message_id, x.pair_name] || x.earlier_mesh_ids)"
          + " from %s and x.organisation = :organisation))";

  /** The exchange around a document that was sent. */
  static final List<Part> AROUND_DOCUMENT =
      List.of(
          new Part(Origin.DOCUMENT, " and d.id = :one"),
          new Part(Origin.RECEIVED, " and m.answers = :one"),
          new Part(Origin.RECEIVED, REPORTS.formatted("document x where x.id = :one")));

  /** The exchange around a message that was received. */
  static final List<Part> AROUND_RECEIVED =
      List.of(
          new Part(Origin.RECEIVED, " and m.id = :one"),
          new Part(Origin.ANSWER, " and a.received = :one"),
          new Part(Origin.RECEIVED, REPORTS.formatted("answer x where x.received = :one")));

  private static final String OF_DOCUMENT =
      "(select x.%s from document x where x.id = :one and x.organisation = :organisation)";

  private static final String OF_RECEIVED =
      "(select x.%s from received_message x where x.id = :one and x.organisation = :organisation)";

  /** What else is about the encounter of a document, or about the document itself. */
  static final List<Part> RELATED_TO_DOCUMENT =
      List.of(
          new Part(
              Origin.DOCUMENT, " and d.encounter_id = " + OF_DOCUMENT.formatted("encounter_id")),
          new Part(
              Origin.RECEIVED,
              " and m.sender_reference = " + OF_DOCUMENT.formatted("encounter_id")),
          new Part(
              Origin.RECEIVED, " and m.document_id = " + OF_DOCUMENT.formatted("document_id")));

  /** What else is about the encounter of a received message, its document, or has its id. */
  static final List<Part> RELATED_TO_RECEIVED =
      List.of(
          new Part(Origin.RECEIVED, " and m.message_id = " + OF_RECEIVED.formatted("message_id")),
          new Part(Origin.RECEIVED, " and m.document_id = " + OF_RECEIVED.formatted("document_id")),
          new Part(
              Origin.RECEIVED,
              " and m.sender_reference = " + OF_RECEIVED.formatted("sender_reference")),
          new Part(
              Origin.DOCUMENT,
              " and d.encounter_id = " + OF_RECEIVED.formatted("sender_reference")));
}
