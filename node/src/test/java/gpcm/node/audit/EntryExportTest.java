package gpcm.node.audit;

import static gpcm.node.audit.LogFixture.NUMBER;
import static gpcm.node.audit.LogFixture.ORG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.audit.entry.PersonalPart;
import gpcm.audit.entry.Sentence;
import gpcm.audit.export.Export;
import gpcm.audit.export.Verification;
import gpcm.audit.export.Verifier;
import gpcm.audit.tree.Hash;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is handed out of the log, read again as its receivers read it. */
@ExtendWith(DatabaseExtension.class)
class EntryExportTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AuditQuery ALL = AuditQuery.newest(ORG, 1);

  @TempDir Path folder;
  private LogFixture fixture;
  private AuditSearch search;

  @BeforeEach
  void aLog(Database database) {
    fixture = new LogFixture(database);
    search = new AuditSearch(fixture.jdbi, fixture.log);
  }

  private String export(AuditQuery query, EntryFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new EntryExport(search).write(query, format, out, count -> {});
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<JsonNode> lines(String text) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** A reader of RFC 4180, as strict as the RFC: every field of ours is in quotes. */
  private static List<List<String>> table(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    int at = 0;
    while (at < csv.length()) {
      assertThat(csv.charAt(at)).isEqualTo('"');
      StringBuilder field = new StringBuilder();
      at++;
      while (csv.charAt(at) != '"' || csv.startsWith("\"\"", at)) {
        field.append(csv.charAt(at));
        at += csv.charAt(at) == '"' ? 2 : 1;
      }
      at++;
      row.add(field.toString());
      if (csv.startsWith(",", at)) {
        at++;
      } else {
        assertThat(csv.startsWith("\r\n", at)).isTrue();
        at += 2;
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    return rows;
  }

  private static String cell(List<List<String>> table, int row, String column) {
    assertThat(table.getFirst()).contains(column);
    return table.get(row).get(table.getFirst().indexOf(column));
  }

  @Test
  void aTableHasAHeaderInPlainWordsAndALineForEachEntryOldestFirst() throws IOException {
    AuditEntry first =
        fixture
            .opened()
            .with(Data.ofCase(new UUID(1, 2)).ofDocument("d-1", "2"))
            .because("asked by phone")
            .from(fixture.log.place().request("document", "r-1", "192.0.2.7"));
    fixture.log.write(List.of(first));
    fixture.seal(fixture.sealer());
    AuditEntry second = fixture.log.entry(ORG, Action.PRINTED, LogFixture.clerk());
    fixture.log.write(List.of(second));

    List<List<String>> table = table(export(ALL, EntryFormat.CSV));

    assertThat(table).hasSize(3).allSatisfy(row -> assertThat(row).hasSize(37));
    int row = cell(table, 1, "Entry").equals(first.id().toString()) ? 1 : 2;
    assertThat(cell(table, row, "When (UTC)")).isEqualTo("2026-11-28T12:00:00.123Z");
    assertThat(cell(table, row, "What happened")).isEqualTo(Sentence.of(first));
    assertThat(cell(table, row, "Who")).isEqualTo("Test Clerk");
    assertThat(cell(table, row, "Roles")).isEqualTo("clerk");
    assertThat(cell(table, row, "Patients")).isEqualTo(NUMBER);
    assertThat(cell(table, row, "Document")).isEqualTo("d-1");
    assertThat(cell(table, row, "Reason")).isEqualTo("asked by phone");
    assertThat(cell(table, row, "Address")).isEqualTo("192.0.2.7");
    assertThat(cell(table, row, "Place in the log")).isEqualTo("0");
    assertThat(cell(table, 3 - row, "Place in the log")).isEmpty();
    assertThat(cell(table, 3 - row, "Action")).isEqualTo("printed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "|cmd",
        "%0A=1",
        "\u00A0=1"
      })
  void whatBeginsLikeAFormulaIsNone(String typed) throws IOException {
    fixture.log.write(List.of(fixture.opened().because(typed)));
    List<List<String>> table = table(export(ALL, EntryFormat.CSV));
    assertThat(cell(table, 1, "Reason")).isEqualTo("'" + typed);
  }

  @Test
  void whatHasQuotesCommasAndLinesIsOneField() throws IOException {
    String typed = "one, \"two\"\r\nthree";
    fixture.log.write(List.of(fixture.opened().because(typed)));
    List<List<String>> table = table(export(ALL, EntryFormat.CSV));
    assertThat(table).hasSize(2);
    assertThat(cell(table, 1, "Reason")).isEqualTo(typed);
  }

  @Test
  void aLineOfJsonHoldsTheBytesThatWereSealedAndCommittedTo() throws IOException {
    fixture.log.write(List.of(fixture.opened().because("asked by \"phone\"\nagain")));
    fixture.seal(fixture.sealer());

    String text = export(ALL, EntryFormat.JSON_LINES);

    JsonNode line = JSON.readTree(text);
    byte[] leaf =
        fixture.jdbi.withHandle(
            handle -> handle.createQuery("select leaf from audit_leaf").mapTo(byte[].class).one());
    String sealed = between(text, "\"entry\":", ",\"salt\"");
    assertThat(Hash.ofLeaf(sealed.getBytes(StandardCharsets.UTF_8))).isEqualTo(Hash.of(leaf));
    assertThat(line.path("index").asInt(-1)).isZero();
    assertThat(line.path("says").asText()).contains("Test Clerk opened a document");
    String personal = between(text, "\"personal\":", "}\n");
    assertThat(
            new PersonalPart(
                    Base64.getDecoder().decode(line.path("salt").asText()),
                    personal.getBytes(StandardCharsets.UTF_8))
                .commitment())
        .isEqualTo(line.path("entry").path("commitment").asText());
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.lastIndexOf(end));
  }

  @Test
  void anEntryAboutSeveralPatientsIsAnAuditEventForEach() throws IOException {
    fixture.log.write(
        List.of(
            fixture
                .log
                .entry(ORG, Action.LIST_SEEN, LogFixture.clerk())
                .about(List.of(Patient.nhs(NUMBER), Patient.nhs("9990000026")))));
    List<JsonNode> events = lines(export(ALL, EntryFormat.FHIR));
    assertThat(events)
        .hasSize(2)
        .allSatisfy(
            event -> assertThat(event.path("resourceType").asText()).isEqualTo("AuditEvent"));
    assertThat(events.getFirst().toString()).contains(NUMBER).doesNotContain("9990000026");
  }

  @ParameterizedTest
  @EnumSource(EntryFormat.class)
  void anotherOrganisationsEntriesAreInNoFormat(EntryFormat format) throws IOException {
    Actor other = Actor.person("556", "Test Sender", List.of("sender"), "X26002", "s-2");
    fixture.log.write(
        List.of(
            fixture.opened(),
            fixture.log.entry("X26002", Action.NOTED, other).about(Patient.nhs(NUMBER))));
    for (AuditQuery query : List.of(ALL, ALL.about(NUMBER))) {
      assertThat(export(query, format)).contains("Test Clerk").doesNotContain("Test Sender", "556");
    }
  }

  @Test
  void moreEntriesThanAPageAreAllThereOnceInTheirOrder() throws IOException {
    int count = 2001;
    for (int i = 0; i < 3; i++) {
      List<AuditEntry> some = new ArrayList<>();
      for (int j = 0; j < count / 3; j++) {
        some.add(fixture.opened());
      }
      fixture.log.write(some);
    }
    List<Long> progress = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(new EntryExport(search).write(ALL, EntryFormat.JSON_LINES, out, progress::add))
        .isEqualTo(count);
    List<String> ids = new ArrayList<>();
    for (JsonNode line : lines(out.toString(StandardCharsets.UTF_8))) {
      ids.add(line.path("entry").path("id").asText());
    }
    assertThat(ids).hasSize(count).isSorted().doesNotHaveDuplicates();
    assertThat(progress).hasSize(count).endsWith((long) count);
  }

  /** The pool of this database has four connections, so none is left when the export has one. */
  @Test
  void noConnectionIsHeldWhileAReceiverIsSlow() throws IOException {
    fixture.write(2);
    new EntryExport(search)
        .write(
            ALL,
            EntryFormat.FHIR,
            OutputStream.nullOutputStream(),
            count -> {
              try (Handle first = fixture.jdbi.open();
                  Handle second = fixture.jdbi.open();
                  Handle third = fixture.jdbi.open();
                  Handle fourth = fixture.jdbi.open()) {
                assertThat(List.of(first, second, third, fourth)).hasSize(4);
              }
            });
  }

  @ParameterizedTest
  @EnumSource(EntryFormat.class)
  void anEntryThatWasChangedInTheDatabaseIsNamedAndNotHandedOut(EntryFormat format) {
    fixture.write(1);
    fixture.tamper("update audit_entry set entry = replace(entry::text, '6465', '6466')::bytea");
    assertThatThrownBy(() -> export(ALL, format))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("gpcm audit verify");
  }

  @Test
  void theEntriesOfOneOrganisationCanBeVerifiedWithoutThoseOfOthers() throws IOException {
    fixture.write(2);
    fixture.log.write(
        List.of(
            fixture.log.entry(
                "X26002",
                Action.NOTED,
                Actor.person("556", "Test Sender", List.of(), "X26002", "s-2"))));
    fixture.write(1);
    fixture.seal(fixture.sealer());
    Path path = folder.resolve("export");

    assertThat(new AuditExport(fixture.jdbi).writeTo(path, search, ALL, count -> {})).isEqualTo(3);

    try (Export export = Export.open(path)) {
      Verification found = Verifier.verify(export, List.of(fixture.key.verifier()), fixture.kept);
      assertThat(found.faults()).isEmpty();
      assertThat(found.entries()).isEqualTo(3);
      assertThat(found.size()).isEqualTo(4);
    }
    assertThat(Files.readString(path.resolve("entries.jsonl"))).doesNotContain("X26002", "\"556\"");
  }
}
