package gpcm.node.receiving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import gpcm.message.DocumentDetails;
import gpcm.message.DocumentDetails.Author;
import gpcm.node.ledger.Row;
import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.TableWrite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What people ask of a document before they read it, as it is kept when the document is filed: of a
 * confidential one neither who wrote it nor what is to be done, which its own page leaves out
 * (GPCM-SD-CS-008).
 */
final class DetailRows {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final TableWrite DETAIL =
      new TableWrite(
          "detail",
          """
          insert into document_detail (entry, organisation, seen_at, written_at, gender, authors, follow_ups)
          select r.entry, r.organisation, r.seen_at, r.written_at, r.gender, r.authors, r.follow_ups
          from json_to_recordset(:detail::json) as r (entry uuid, organisation text, seen_at text, written_at text, gender text,
            authors text, follow_ups text)
          """);

  private DetailRows() {}

  /** Adds what is kept of a document to the statement that files it. */
  static void write(StepResult result, WorklistEntry entry, DocumentDetails all) {
    DocumentDetails details = shown(all, entry.heading().confidential());
    ArrayNode authors = JsonNodeFactory.instance.arrayNode();
    for (Author author : details.authors()) {
      authors
          .addArray()
          .add(author.kind().name().toLowerCase(Locale.ROOT))
          .add(author.name())
          .add(author.role());
    }
    ArrayNode followUps = JsonNodeFactory.instance.arrayNode();
    details.followUps().forEach(followUps::add);
    result.write(
        DETAIL,
        new Row()
            .put("entry", entry.id())
            .put("organisation", entry.organisation())
            .putAny("seen_at", details.seenAt())
            .putAny("written_at", details.writtenAt())
            .putAny("gender", details.gender())
            .put("authors", authors.toString())
            .put("follow_ups", followUps.toString()));
  }

  /** What is shown of a document's details. */
  static DocumentDetails shown(DocumentDetails all, boolean confidential) {
    return confidential
        ? new DocumentDetails(all.seenAt(), all.writtenAt(), all.gender(), List.of(), List.of())
        : all;
  }

  /** What was kept; empty of a document that was filed before anything was. */
  static Optional<DocumentDetails> find(Handle handle, WorklistEntry entry) {
    return handle
        .createQuery(
            "select * from document_detail where entry = :entry and organisation = :organisation")
        .bind("entry", entry.id())
        .bind("organisation", entry.organisation())
        .map((row, context) -> details(row))
        .findOne();
  }

  private static DocumentDetails details(ResultSet row) throws SQLException {
    List<Author> authors = new ArrayList<>();
    for (JsonNode author : json(row.getString("authors"))) {
      authors.add(
          new Author(
              Author.Kind.valueOf(author.path(0).asText().toUpperCase(Locale.ROOT)),
              author.path(1).asText(),
              author.path(2).asText()));
    }
    List<String> followUps = new ArrayList<>();
    json(row.getString("follow_ups")).forEach(each -> followUps.add(each.asText()));
    return new DocumentDetails(
        Optional.ofNullable(row.getString("seen_at")),
        Optional.ofNullable(row.getString("written_at")),
        Optional.ofNullable(row.getString("gender")),
        authors,
        followUps);
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was kept of a document cannot be read", e);
    }
  }
}
