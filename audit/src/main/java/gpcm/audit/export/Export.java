package gpcm.audit.export;

import gpcm.audit.entry.PersonalPart;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An export that is read. Whoever made it is not trusted: every line has a bounded length, and a
 * line that is none of an export ends the reading. Not thread-safe.
 */
public final class Export implements AutoCloseable {
  private static final Pattern LEAF =
      Pattern.compile("(0|[1-9][0-9]{0,17}) ([0-9a-f-]{36}) ([A-Za-z0-9+/]{43}=)");
  private static final int MOST_KEYS = 1000;

  private static final int MOST_BEFORE = 100;

  private final ExportSource source;
  private final String folder;

  private Export(ExportSource source, String folder) {
    this.source = source;
    this.folder = folder;
  }

  /**
   * Opens an export.
   *
   * @param path a folder or a ZIP file
   * @throws ExportException when it is neither
   */
  public static Export open(Path path) {
    return new Export(ExportSource.of(path), "");
  }

  /**
   * The logs before this one, the newest first, when it was begun anew; they end with this one.
   *
   * @throws ExportException when there are more than anybody has lost keys
   */
  List<Export> before() {
    List<Export> all = new ArrayList<>();
    String place = folder + ExportFiles.before("");
    while (source.has(place + ExportFiles.FACTS)) {
      if (all.size() == MOST_BEFORE) {
        throw new ExportException("there are more than %d logs in it".formatted(MOST_BEFORE));
      }
      all.add(new Export(source, place));
      place += ExportFiles.before("");
    }
    return all;
  }

  /** What it says about itself. */
  public ExportFacts facts() {
    try (Lines lines = lines(ExportFiles.FACTS)) {
      byte[] line = lines.next().orElseThrow(() -> new ExportException("export.json is empty"));
      LineFields json = LineFields.read(lines.place(), line);
      if (json.number("v") != 1) {
        throw new ExportException(
            "this export has format %d, and this version of gpcm reads format 1"
                .formatted(json.number("v")));
      }
      String entries = json.text("entries");
      if (!entries.equals("all") && !entries.equals("some")) {
        throw new ExportException("export.json says neither all nor some entries");
      }
      return new ExportFacts(json.text("origin"), json.number("size"), entries.equals("all"));
    }
  }

  /** The keys that the log names itself. */
  public List<VerifierKey> keys() {
    List<VerifierKey> keys = new ArrayList<>();
    try (Lines lines = lines(ExportFiles.KEYS)) {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (keys.size() == MOST_KEYS) {
          throw new ExportException("keys.txt has more than %d keys".formatted(MOST_KEYS));
        }
        try {
          keys.add(VerifierKey.parse(new String(line.get(), StandardCharsets.UTF_8)));
        } catch (NoteException e) {
          throw new ExportException(lines.place() + ": " + e.getMessage(), e);
        }
      }
    }
    return keys;
  }

  Reading<ExportedEntry> entries() {
    return new Reading<>(lines(ExportFiles.ENTRIES), Export::entry);
  }

  private static ExportedEntry entry(String place, byte[] line) {
    LineFields json = LineFields.read(place, line);
    Optional<byte[]> salt = json.optionalBytes("salt");
    Optional<byte[]> body = json.optionalBytes("body");
    if (salt.isPresent() != body.isPresent()) {
      throw new ExportException(place + " has a salt or a body, and needs both or none");
    }
    try {
      return new ExportedEntry(
          json.number("index"),
          id(place, json.text("id")),
          json.bytes("entry"),
          json.text("org"),
          Instant.parse(json.text("at")),
          json.text("action"),
          json.text("actor"),
          json.optionalText("case").map(text -> id(place, text)),
          body.map(part -> new PersonalPart(salt.orElseThrow(), part)));
    } catch (DateTimeException e) {
      throw new ExportException(place + " has no time", e);
    }
  }

  Reading<ExportedLeaf> leaves() {
    return new Reading<>(lines(ExportFiles.LEAVES), Export::leaf);
  }

  private static ExportedLeaf leaf(String place, byte[] line) {
    Matcher form = LEAF.matcher(new String(line, StandardCharsets.UTF_8));
    if (!form.matches()) {
      throw new ExportException(place + " is no index, entry id and hash");
    }
    try {
      return new ExportedLeaf(
          Long.parseLong(form.group(1)), id(place, form.group(2)), Hash.ofBase64(form.group(3)));
    } catch (IllegalArgumentException e) {
      throw new ExportException(place + ": " + e.getMessage(), e);
    }
  }

  Reading<SignedNote> checkpoints() {
    return new Reading<>(lines(ExportFiles.CHECKPOINTS), Export::checkpoint);
  }

  private static SignedNote checkpoint(String place, byte[] line) {
    try {
      return SignedNote.parse(LineFields.read(place, line).text("note"));
    } catch (NoteException e) {
      throw new ExportException(place + ": " + e.getMessage(), e);
    }
  }

  private static UUID id(String place, String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw new ExportException(place + " has an id that is no UUID", e);
    }
    throw new ExportException(place + " has an id that is not written as UUIDs are");
  }

  private Lines lines(String name) {
    return new Lines(folder + name, source.file(folder + name));
  }

  @Override
  public void close() {
    source.close();
  }
}
