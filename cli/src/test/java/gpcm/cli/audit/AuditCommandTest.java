package gpcm.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Place;
import gpcm.audit.entry.WrittenEntry;
import gpcm.audit.export.ExportFacts;
import gpcm.audit.export.ExportWriter;
import gpcm.audit.export.ExportedEntry;
import gpcm.audit.export.ExportedLeaf;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.KeptCheckpoints;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.tree.CompactRange;
import gpcm.audit.tree.Hash;
import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  private final SigningKey key = SigningKey.ofLog("log.example.org/audit", RANDOM);
  private final List<ExportedEntry> entries = new ArrayList<>();
  private Path export;
  private Path zip;
  private Path kept;

  @BeforeEach
  void anExportOfFiveEntries() throws IOException {
    CompactRange range = CompactRange.empty();
    List<ExportedLeaf> leaves = new ArrayList<>();
    List<SignedNote> notes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      AuditEntry entry =
          AuditEntry.of(
              Instant.parse("2026-11-28T12:00:00Z").plusSeconds(i),
              RANDOM,
              "X26001",
              Action.NODE_STARTED,
              Actor.node("node-1", "X26001"),
              Place.of("node-1", "0.1.0"));
      WrittenEntry written = entry.written(RANDOM);
      entries.add(
          new ExportedEntry(
              i,
              entry.id(),
              written.bytes(),
              entry.organisation(),
              entry.at(),
              entry.action().code(),
              entry.actor().id(),
              Optional.empty(),
              written.personal()));
      leaves.add(new ExportedLeaf(i, entry.id(), Hash.ofLeaf(written.bytes())));
      range.append(leaves.getLast().hash());
      notes.add(key.sign(new Checkpoint("log.example.org/audit", i + 1, range.root()).text()));
    }
    export = folder.resolve("export");
    zip = folder.resolve("export.zip");
    for (Path path : List.of(export, zip)) {
      try (ExportWriter out = ExportWriter.to(path)) {
        out.about(new ExportFacts("log.example.org/audit", 5, true), List.of(key.verifier()));
        out.entries(entries.iterator());
        out.leaves(leaves.iterator());
        out.checkpoints(notes.iterator());
      }
    }
    kept = folder.resolve("kept.txt");
    Files.writeString(
        kept, KeptCheckpoints.line(notes.get(1)) + KeptCheckpoints.line(notes.get(4)));
  }

  private String key() {
    return key.verifier().text();
  }

  @Test
  void aLogThatFitsIsZero() {
    for (Path path : List.of(export, zip)) {
      Commands done =
          Commands.run(
              "audit", "verify", path.toString(), "--checkpoint", kept.toString(), "--key", key());
      assertThat(done.exitCode()).as(done.err()).isZero();
      assertThat(done.out())
          .contains("5 entries of 5 checked", "2 kept elsewhere", "All of it fits")
          .doesNotContain("note:");
    }
  }

  @Test
  void aLogThatDoesNotFitIsOneAndNamesTheEntry() throws IOException {
    Path file = export.resolve("entries.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(3);
    Files.write(file, lines);

    Commands done = Commands.run("audit", "verify", export.toString(), "--key", key(), "--json");

    assertThat(done.exitCode()).isEqualTo(1);
    JsonNode found = JSON.readTree(done.out());
    assertThat(found.path("fits").asBoolean()).isFalse();
    JsonNode first = found.path("faults").get(0);
    assertThat(first.path("kind").asText()).isEqualTo("entry-missing");
    assertThat(first.path("index").asInt()).isEqualTo(3);
    assertThat(first.path("entry").asText()).isEqualTo(entries.get(3).id().toString());
    Commands text = Commands.run("audit", "verify", export.toString());
    assertThat(text.lines().getFirst()).startsWith("DOES NOT FIT: entry 3 (");
  }

  @Test
  void withoutAKeyOrACheckpointItSaysWhatThatIsWorth() {
    Commands done = Commands.run("audit", "verify", export.toString());
    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("note: no key was given", "note: no checkpoint from elsewhere");
  }

  @Test
  void whatIsNoExportOrKeyOrCheckpointIsTwo() throws IOException {
    Path nonsense = Files.writeString(folder.resolve("nonsense"), "nonsense");
    assertThat(Commands.run("audit", "verify", nonsense.toString()).exitCode()).isEqualTo(2);
    assertThat(Commands.run("audit", "verify", export.toString(), "--key", "a+b+c").exitCode())
        .isEqualTo(2);
    assertThat(
            Commands.run("audit", "verify", export.toString(), "--checkpoint", nonsense.toString())
                .exitCode())
        .isEqualTo(2);
  }

  @Test
  void anEntryIsProvedByTwoSmallFiles() throws IOException {
    String id = entries.get(2).id().toString();
    Commands done = Commands.run("audit", "prove", export.toString(), id, "-o", folder.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    Path keys = Files.writeString(folder.resolve("keys"), key() + "\n");
    Commands checked =
        Commands.run(
            "audit",
            "verify-proof",
            folder.resolve(id + ".tlog-proof").toString(),
            "--entry",
            folder.resolve(id + ".json").toString(),
            "--key",
            keys.toString());
    assertThat(checked.exitCode()).as(checked.err()).isZero();
    assertThat(checked.out())
        .contains("This is entry 2 of log.example.org/audit, under its checkpoint of 5 entries.");
  }

  @Test
  void theCommandsOfThePageWorkTogether() throws IOException {
    String id = entries.get(3).id().toString();
    List<String> commands =
        Files.readAllLines(Path.of(System.getProperty("project.root", ".."), "docs", "audit.md"))
            .stream()
            .filter(line -> line.startsWith("    gpcm audit ") && !line.contains(" -c "))
            .toList();
    assertThat(commands).hasSize(3);
    for (String command : commands) {
      List<String> words =
          Stream.of(command.strip().split(" "))
              .skip(1)
              .map(
                  word ->
                      switch (word) {
                        case "EXPORT" -> export.toString();
                        case "KEY" -> key();
                        case "FILE" -> kept.toString();
                        case "FOLDER" -> folder.toString();
                        case "ENTRY" -> id;
                        case "ENTRY.json", "ENTRY.tlog-proof" ->
                            folder.resolve(word.replace("ENTRY", id)).toString();
                        default -> word;
                      })
              .toList();
      Commands done = Commands.run(words.toArray(String[]::new));
      assertThat(done.exitCode()).as(command + done.err()).isZero();
    }
  }

  @Test
  void aProofOfAnotherEntryIsOne() throws IOException {
    assertThat(
            Commands.run("audit", "prove", export.toString(), "2", "-o", folder.toString())
                .exitCode())
        .isZero();
    String id = entries.get(2).id().toString();
    Path other = Files.write(folder.resolve("other.json"), entries.get(1).bytes());
    Commands checked =
        Commands.run(
            "audit",
            "verify-proof",
            folder.resolve(id + ".tlog-proof").toString(),
            "--entry",
            other.toString(),
            "--key",
            key(),
            "--json");
    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(JSON.readTree(checked.out()).path("fits").asBoolean()).isFalse();
  }

  @Test
  void anEntryThatIsNotThereIsTwo() {
    Commands done = Commands.run("audit", "prove", export.toString(), "9");
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("there is no entry 9 in this export");
  }
}
