package gpcm.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.note.LogProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that somebody gave us. */
class ExportFilesTest {
  @TempDir Path folder;

  private final TestLog log = TestLog.ofSeven();
  private Path export;

  @BeforeEach
  void an_export() {
    export = log.write(folder.resolve("export"));
  }

  private Verification verify() {
    try (Export opened = Export.open(export)) {
      return Verifier.verify(opened, List.of(log.key.verifier()), List.of());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          export.json|"v":1|"v":9|reads format 1
          export.json|"all"|"most"|neither all nor some
          export.json|{|``|no JSON object
          entries.jsonl|"index":0|"index":-1|index as a number
          entries.jsonl|"index":0|"index":99999999999999999999|is no JSON
          entries.jsonl|"salt"|"pepper"|needs both or none
          entries.jsonl|"at":"2026|"at":"20-26|has no time
          entries.jsonl|{|{"index":0,|is no JSON
          entries.jsonl|{|{"more":{},|something else than text and numbers
          entries.jsonl|"entry":"|"entry":"#|is no base64
          entries.jsonl|"id":"|"id":"x|no UUID
          leaves.txt|`0 `|`00 `|no index, entry id and hash
          leaves.txt|=|``|no index, entry id and hash
          checkpoints.jsonl|\\n\\n|\\n|a note is a text
          keys.txt|+|-|a verifier key is written
          """)
  void a_line_that_is_none_of_an_export_is_named(
      String file, String part, String other, String message) throws IOException {
    Path path = export.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(part);
    Files.writeString(path, text.replace(part, other));
    assertThatThrownBy(
            () -> {
              try (Export opened = Export.open(export)) {
                opened.keys();
                Verifier.verify(opened, List.of(), List.of());
              }
            })
        .isInstanceOf(ExportException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    Files.delete(export.resolve("leaves.txt"));
    assertThatThrownBy(this::verify)
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("leaves.txt is missing");
  }

  @Test
  void a_line_without_an_end_is_not_read() throws IOException {
    Files.writeString(export.resolve("leaves.txt"), "9".repeat(300_000), StandardOpenOption.APPEND);
    assertThatThrownBy(this::verify).hasMessageContaining("is longer than 200000 bytes");
  }

  @Test
  void what_is_no_zip_is_told() throws IOException {
    Path file = Files.writeString(folder.resolve("export.zip"), "no zip");
    assertThatThrownBy(() -> Export.open(file))
        .hasMessageContaining("neither a folder nor a ZIP file");
    assertThatThrownBy(() -> Export.open(folder.resolve("nothing")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void nothing_is_overwritten() {
    assertThatThrownBy(() -> log.write(export)).isInstanceOf(UncheckedIOException.class);
    Path zip = log.write(folder.resolve("export.zip"));
    assertThatThrownBy(() -> log.write(zip)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void every_entry_has_a_proof_that_can_be_checked_alone() {
    for (int i = 0; i < 7; i++) {
      ExportedEntry row = log.entries.get(i);
      try (Export opened = Export.open(export)) {
        EntryProof proof =
            EntryProof.of(opened, entry -> entry.id().equals(row.id()), row.id().toString());
        LogProof read = LogProof.parse(proof.proof().written().getBytes(StandardCharsets.UTF_8));
        assertThat(read.check(row.bytes(), List.of(log.key.verifier())).size()).isEqualTo(7);
        assertThat(read.index()).isEqualTo(i);
      }
    }
  }

  @Test
  void an_entry_that_is_not_there_has_no_proof() {
    try (Export opened = Export.open(export)) {
      assertThatThrownBy(() -> EntryProof.of(opened, entry -> entry.index() == 7, "7"))
          .hasMessageContaining("there is no entry 7 in this export");
    }
  }

  @Test
  void an_entry_that_was_changed_has_no_proof() {
    log.replaceBytes(4, TestLog.entry(TestLog.START));
    try (Export opened = Export.open(log.write(folder.resolve("changed")))) {
      assertThatThrownBy(() -> EntryProof.of(opened, entry -> entry.index() == 4, "4"))
          .hasMessageContaining("do not fit together");
    }
  }
}
