package gpcm.node.coded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedDetail;
import gpcm.message.coded.CodedKind;
import gpcm.message.coded.SaidBy;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows of coded entries, under the policy of their organisation. Thread-safe. */
final class CodedRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CodedPolicy policy;

  CodedRows(CodedPolicy policy) {
    this.policy = policy;
  }

  /** What a document is, as far as its coded entries ask. */
  record Document(
      UUID entry, String sender, String state, boolean completed, Optional<UUID> replacedBy) {
    /** Whether people decide on its entries. */
    boolean counts() {
      return !state.equals("replaced")
          && !state.equals("void")
          && !state.equals("not-known-here")
          && !state.equals("needs-matching");
    }
  }

  /** Holds it as it is until the transaction ends: no other version takes its place meanwhile. */
  Optional<Document> hold(Handle handle, String organisation, UUID entry) {
    return handle
        .createQuery(
            "select id, sender_ods, state, closed, replaced_by from worklist_entry where id ="
                + " :entry and organisation = :organisation for no key update")
        .bind("entry", entry)
        .bind("organisation", organisation)
        .map((row, context) -> document(row))
        .findOne();
  }

  Optional<Document> document(Handle handle, String organisation, UUID entry) {
    return handle
        .createQuery(
            "select id, sender_ods, state, closed, replaced_by from worklist_entry where id ="
                + " :entry and organisation = :organisation")
        .bind("entry", entry)
        .bind("organisation", organisation)
        .map((row, context) -> document(row))
        .findOne();
  }

  private static Document document(ResultSet row) throws SQLException {
    return new Document(
        row.getObject("id", UUID.class),
        row.getString("sender_ods"),
        row.getString("state"),
        row.getBoolean("closed"),
        Optional.ofNullable(row.getObject("replaced_by", UUID.class)));
  }

  /** Notes that people have decided on a document's entries, for whoever passes them on. */
  void changed(Handle handle, UUID entry) {
    handle
        .createUpdate("update worklist_entry set coded_changed = true where id = :entry")
        .bind("entry", entry)
        .execute();
  }

  /** Makes an entry one to review again, if it was decided on. */
  int open(Handle handle, String organisation, UUID entry, int ordinal) {
    return handle
        .createUpdate(
            """
            update coded_entry set state = 'to-review', decided_by = null, decided_by_name = null, decided_at = null, reason = null,
              new_system = null, new_code = null, new_display = null, decided_in = null
            where entry = :entry and organisation = :organisation and ordinal = :ordinal and state in ('confirmed', 'changed', 'rejected')
            """)
        .bind("entry", entry)
        .bind("organisation", organisation)
        .bind("ordinal", ordinal)
        .execute();
  }

  /** All entries of a document, in its order. */
  List<CodedItem> of(Handle handle, String organisation, UUID entry) {
    return handle
        .createQuery(
            """
            select c.*, w.sender_ods, d.version as decided_version from coded_entry c join worklist_entry w on w.id = c.entry
              left join worklist_entry d on d.id = c.decided_in
            where c.entry = :entry and c.organisation = :organisation order by c.ordinal
            """)
        .bind("entry", entry)
        .bind("organisation", organisation)
        .map((row, context) -> read(row))
        .list();
  }

  /** The document in whose place one has come; empty when it came in no other's. */
  Optional<UUID> before(Handle handle, String organisation, UUID entry) {
    return handle
        .createQuery(
            """
            select id from worklist_entry where replaced_by = :entry and organisation = :organisation
            order by received_at desc, id desc limit 1
            """)
        .bind("entry", entry)
        .bind("organisation", organisation)
        .mapTo(UUID.class)
        .findOne();
  }

  private CodedItem read(ResultSet row) throws SQLException {
    String organisation = row.getString("organisation");
    CodedKind kind = CodedKind.ofText(row.getString("kind")).orElse(CodedKind.OTHER);
    CodedContent content =
        new CodedContent(
            kind,
            row.getString("resource_type"),
            row.getString("resource_id"),
            new CodedConcept(
                row.getString("code_system"), row.getString("code"), row.getString("display")),
            row.getString("value"),
            row.getString("unit"),
            row.getString("since"),
            row.getString("until"),
            row.getString("recorded"),
            row.getString("status"),
            SaidBy.ofText(row.getString("said_by")),
            row.getString("author"),
            row.getString("section"),
            details(row.getString("details")),
            row.getString("original"),
            row.getString("fingerprint"));
    return new CodedItem(
        row.getObject("entry", UUID.class),
        row.getInt("ordinal"),
        content,
        policy.standing(
            organisation, row.getString("sender_ods"), kind, CodedState.of(row.getString("state"))),
        decision(row));
  }

  private static Optional<CodedDecision> decision(ResultSet row) throws SQLException {
    UUID person = row.getObject("decided_by", UUID.class);
    if (person == null) {
      return Optional.empty();
    }
    String code = row.getString("new_code");
    UUID earlier = row.getObject("decided_in", UUID.class);
    int version = row.getInt("decided_version");
    Optional<Integer> versionIfAny = row.wasNull() ? Optional.empty() : Optional.of(version);
    return Optional.of(
        new CodedDecision(
            person,
            row.getString("decided_by_name"),
            Moment.of(row, "decided_at"),
            Optional.ofNullable(row.getString("reason")),
            code == null
                ? Optional.empty()
                : Optional.of(
                    new CodedConcept(
                        row.getString("new_system"), code, row.getString("new_display"))),
            earlier == null
                ? Optional.empty()
                : Optional.of(new CodedDecision.Earlier(earlier, versionIfAny))));
  }

  private static List<CodedDetail> details(String json) {
    List<CodedDetail> details = new ArrayList<>();
    try {
      for (JsonNode detail : JSON.readTree(json)) {
        details.add(
            new CodedDetail(
                detail.path(0).asText(), detail.path(1).asText(), detail.path(2).asInt()));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the details of a coded entry are no JSON", e);
    }
    return details;
  }
}
