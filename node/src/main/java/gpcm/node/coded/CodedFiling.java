package gpcm.node.coded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import gpcm.message.SendDocument;
import gpcm.message.coded.CodedContent;
import gpcm.message.coded.CodedContents;
import gpcm.message.coded.CodedDetail;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Keeps the coded entries of a document that is filed, in the statement that files it. What a
 * person decided on an entry of the version before holds for the same entry in this one; one that
 * differs in anything is to be reviewed again. Thread-safe.
 */
public final class CodedFiling {
  // With its limit the lookup is one by the key for each row, whatever the planner thinks of how
  // many rows come.
  private static final TableWrite CODED =
      new TableWrite(
          "coded",
          """
          insert into coded_entry (entry, ordinal, organisation, kind, resource_type, resource_id, code_system, code, display, value,
            unit, since, until, recorded, status, said_by, author, section, details, original, fingerprint, state,
            decided_by, decided_by_name, decided_at, reason, new_system, new_code, new_display, decided_in)
          select r.entry, r.ordinal, r.organisation, r.kind, r.resource_type, r.resource_id, r.code_system, r.code, r.display, r.value,
            r.unit, r.since, r.until, r.recorded, r.status, r.said_by, r.author, r.section, r.details, r.original, r.fingerprint,
            coalesce(o.state, r.state), o.decided_by, o.decided_by_name, o.decided_at, o.reason, o.new_system, o.new_code,
            o.new_display, coalesce(o.decided_in, o.entry)
          from json_to_recordset(:coded::json) as r (entry uuid, ordinal integer, organisation text, kind text, resource_type text,
            resource_id text, code_system text, code text, display text, value text, unit text, since text, until text,
            recorded text, status text, said_by text, author text, section text, details text, original text, fingerprint text,
            state text, replaces uuid)
          left join lateral (select * from coded_entry b where b.entry = r.replaces and b.fingerprint = r.fingerprint
            and b.state in ('confirmed', 'changed', 'rejected') limit 1) o on true
          """);

  private final CodedContents contents = new CodedContents();

  /** What is coded in a document; takes its time, and needs nothing but the document. */
  public List<CodedContent> read(SendDocument document) {
    return contents.of(document);
  }

  /**
   * Adds a document's coded entries to what is written.
   *
   * @param coded what {@link #read} found in it
   * @param entry the document's worklist entry
   * @param replaces the worklist entry in whose place it comes
   * @param shown takes out of a text what is not shown of this document
   */
  public void file(
      StepResult result,
      List<CodedContent> coded,
      UUID entry,
      String organisation,
      Optional<UUID> replaces,
      UnaryOperator<String> shown) {
    int ordinal = 0;
    for (CodedContent each : coded) {
      ordinal++;
      result.write(
          CODED,
          new Row()
              .put("entry", entry)
              .put("ordinal", ordinal)
              .put("organisation", organisation)
              .put("kind", each.kind().text())
              .put("resource_type", each.resourceType())
              .put("resource_id", each.resourceId())
              .put("code_system", each.concept().system())
              .put("code", each.concept().code())
              .put("display", shown.apply(each.concept().display()))
              .put("value", shown.apply(each.value()))
              .put("unit", each.unit())
              .put("since", each.from())
              .put("until", each.until())
              .put("recorded", each.recorded())
              .put("status", each.status())
              .put("said_by", each.saidBy().text())
              .put("author", shown.apply(each.author()))
              .put("section", shown.apply(each.section()))
              .put("details", details(each, shown))
              .put("original", shown.apply(each.original()))
              .put("fingerprint", each.fingerprint())
              .put(
                  "state",
                  (each.kind().decided() ? CodedState.TO_REVIEW : CodedState.FOR_READING).text())
              .putAny("replaces", replaces));
    }
  }

  private static String details(CodedContent content, UnaryOperator<String> shown) {
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    for (CodedDetail detail : content.details()) {
      details
          .addArray()
          .add(shown.apply(detail.label()))
          .add(shown.apply(detail.value()))
          .add(detail.depth());
    }
    return details.toString();
  }
}
