package gpcm.node.coded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file of codes: CSV with the columns {@code system}, {@code code} and {@code display}, and
 * {@code kinds} where a code is for some kinds of entries only (parted by spaces); or a FHIR
 * ValueSet with its expansion as JSON.
 */
final class CodeFile {
  private static final long LARGEST = 64L << 20;
  private static final int MOST = 500_000;

  private final Path file;
  private final List<ListedCode> codes = new ArrayList<>();

  private CodeFile(Path file) {
    this.file = file;
  }

  static List<ListedCode> read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IllegalArgumentException(file + " is larger than 64 MiB: list fewer codes");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      CodeFile reading = new CodeFile(file);
      if (text.startsWith("{")) {
        reading.valueSet(text);
      } else {
        reading.csv(text);
      }
      return List.copyOf(reading.codes);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8: save it as UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the codes of " + file + " cannot be read", e);
    }
  }

  private void add(int line, CodedConcept concept, Set<CodedKind> kinds) {
    if (concept.code().isBlank() || concept.display().isBlank() || concept.system().isBlank()) {
      throw wrong(line, "must have a system, a code and a display");
    }
    if (codes.size() == MOST) {
      throw wrong(line, "is more than the %d codes there may be".formatted(MOST));
    }
    codes.add(new ListedCode(concept, kinds));
  }

  private IllegalArgumentException wrong(int line, String rule) {
    return new IllegalArgumentException("%s, line or code %d %s".formatted(file, line, rule));
  }

  private void valueSet(String text) {
    JsonNode set;
    try {
      set = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!set.path("expansion").path("contains").isArray()) {
      throw new IllegalArgumentException(
          file + " must be a ValueSet with expansion.contains: expand it first");
    }
    contains(set.path("expansion").path("contains"));
  }

  private void contains(JsonNode list) {
    for (JsonNode each : list) {
      if (!each.path("abstract").asBoolean(false) && each.has("code")) {
        add(
            codes.size() + 1,
            new CodedConcept(
                each.path("system").asText(""),
                each.path("code").asText(""),
                each.path("display").asText("")),
            Set.of());
      }
      contains(each.path("contains"));
    }
  }

  private void csv(String text) {
    List<List<String>> rows = rows(text);
    List<String> header =
        rows.getFirst().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    for (String column : List.of("system", "code", "display")) {
      if (!header.contains(column)) {
        throw wrong(1, "must name the columns system, code and display");
      }
    }
    for (int i = 1; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      if (row.size() != 1 || !row.getFirst().isBlank()) {
        add(
            i + 1,
            new CodedConcept(
                cell(header, row, "system"),
                cell(header, row, "code"),
                cell(header, row, "display")),
            kinds(i + 1, cell(header, row, "kinds")));
      }
    }
  }

  private static String cell(List<String> header, List<String> row, String column) {
    int at = header.indexOf(column);
    return at < 0 || at >= row.size() ? "" : row.get(at).strip();
  }

  private Set<CodedKind> kinds(int line, String text) {
    Set<CodedKind> kinds = EnumSet.noneOf(CodedKind.class);
    for (String word : text.split("\\s+", -1)) {
      if (!word.isEmpty()) {
        kinds.add(
            CodedKind.ofText(word)
                .orElseThrow(() -> wrong(line, "names no kind of coded entry: " + word)));
      }
    }
    return kinds;
  }

  /** RFC 4180: a cell in quotation marks may hold commas, line breaks and doubled marks. */
  private List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.isEmpty()) {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        rows.getLast().add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(new ArrayList<>());
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    if (quoted) {
      throw wrong(rows.size(), "has a quotation mark that nothing closes");
    }
    rows.getLast().add(cell.toString());
    return rows;
  }
}
