package gpcm.audit.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/**
 * Writes the files of an export, one after the other, into a folder or a ZIP file. Holds one entry
 * at a time. Not thread-safe.
 */
public final class ExportWriter implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String README =
      """
      An export of an audit log.

      entries.jsonl      the entries, one a line, in their order: the sealed bytes (base64), the columns
                         they are searched by, and the personal part where it has not been erased
      leaves.txt         index, entry id and leaf hash of every entry (RFC 6962)
      checkpoints.jsonl  the signed checkpoints (C2SP tlog-checkpoint), oldest first
      keys.txt           the public keys that the log itself names
      export.json        how many of what
      before             the same of the log before, where this one was begun anew after its key was lost

      gpcm audit verify checks all of it. Give it the log's public key and checkpoints that you have had
      from elsewhere: what a log says about itself proves little.
      """;

  private final ExportTarget target;
  private String folder = "";

  private ExportWriter(ExportTarget target) {
    this.target = target;
  }

  /**
   * Begins an export.
   *
   * @param path a file that is to be made, when its name ends in .zip; otherwise a folder that is
   *     to be made, or is empty
   * @throws UncheckedIOException when it is there already or cannot be made
   */
  public static ExportWriter to(Path path) {
    try {
      return new ExportWriter(
          path.getFileName().toString().endsWith(".zip")
              ? ExportTarget.zip(path)
              : ExportTarget.folder(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is written from now on is of the log before, which this one was begun anew after. */
  public void before() {
    folder += ExportFiles.before("");
  }

  /** What the export says about itself, and the keys the log names. */
  public void about(ExportFacts facts, List<VerifierKey> keys) {
    if (folder.isEmpty()) {
      write(ExportFiles.README, out -> out.write(README));
    }
    lines(
        ExportFiles.FACTS,
        List.of(facts).iterator(),
        (json, each) -> {
          json.writeNumberField("v", 1);
          json.writeStringField("origin", each.origin());
          json.writeNumberField("size", each.size());
          json.writeStringField("entries", each.complete() ? "all" : "some");
        });
    write(
        ExportFiles.KEYS,
        out -> {
          for (VerifierKey key : keys) {
            out.write(key.text() + "\n");
          }
        });
  }

  /** The entries, in the order of their indexes. */
  public void entries(Iterator<ExportedEntry> entries) {
    lines(ExportFiles.ENTRIES, entries, ExportWriter::entry);
  }

  private static void entry(JsonGenerator json, ExportedEntry entry) throws IOException {
    json.writeNumberField("index", entry.index());
    json.writeStringField("id", entry.id().toString());
    json.writeStringField("at", entry.at().toString());
    json.writeStringField("org", entry.organisation());
    json.writeStringField("action", entry.action());
    json.writeStringField("actor", entry.actor());
    if (entry.caseId().isPresent()) {
      json.writeStringField("case", entry.caseId().get().toString());
    }
    json.writeStringField("entry", base64(entry.bytes()));
    if (entry.personal().isPresent()) {
      json.writeStringField("salt", base64(entry.personal().get().salt()));
      json.writeStringField("body", base64(entry.personal().get().body()));
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** All leaves, in the order of their indexes. */
  public void leaves(Iterator<ExportedLeaf> leaves) {
    write(
        ExportFiles.LEAVES,
        out -> {
          while (leaves.hasNext()) {
            ExportedLeaf leaf = leaves.next();
            out.write(leaf.index() + " " + leaf.entryId() + " " + leaf.hash().base64() + "\n");
          }
        });
  }

  /** All checkpoints, the smallest first. */
  public void checkpoints(Iterator<SignedNote> notes) {
    lines(
        ExportFiles.CHECKPOINTS,
        notes,
        (json, note) -> json.writeStringField("note", note.written()));
  }

  private interface Fields<T> {
    void write(JsonGenerator json, T value) throws IOException;
  }

  private interface Content {
    void write(Writer out) throws IOException;
  }

  private <T> void lines(String name, Iterator<T> values, Fields<T> fields) {
    write(
        name,
        out -> {
          while (values.hasNext()) {
            JsonGenerator json =
                JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            fields.write(json, values.next());
            json.writeEndObject();
            json.close();
            out.write('\n');
          }
        });
  }

  private void write(String name, Content content) {
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(target.file(folder + name), StandardCharsets.UTF_8), 1 << 16)) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      target.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
