package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.rules.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A broken message for every invariant of FHIR, and the right one beside it. */
class InvariantsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Without the numbered requirements, which say some of it first. */
  private static final Rules RULES =
      Rules.of(RuleBook.of(List.of()), RuleBook.of(List.of()), Structure.check(), Tolerances.ALL);

  /** A line of invariants.txt. */
  record Line(String key, boolean broken, String where, JsonNode fields) {
    static Line of(String line) {
      String[] parts = line.split(" ", 3);
      boolean right = parts[0].startsWith("!");
      try {
        return new Line(
            right ? parts[0].substring(1) : parts[0], !right, parts[1], JSON.readTree(parts[2]));
      } catch (IOException e) {
        throw new UncheckedIOException(line, e);
      }
    }

    @Override
    public String toString() {
      return (broken ? "" : "!") + key + " " + where + " " + fields;
    }
  }

  static Stream<Line> lines() {
    try (InputStream in =
        Objects.requireNonNull(InvariantsTest.class.getResourceAsStream("invariants.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Line::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void an_invariant_is_found_where_it_is_broken_and_nowhere_else(Line line) {
    Fixture message = Fixture.of(UseCaseKey.GE);
    change(message.at(line.where), line.fields);
    Findings findings = RULES.check(message.read(Tolerances.ALL));
    assertThat(findings.crashedRules()).isEmpty();
    List<Finding> found =
        findings.stream()
            .filter(finding -> finding.requirement().equals("FHIR"))
            .filter(finding -> finding.expected().endsWith("(" + line.key + ")"))
            .toList();
    if (!line.broken) {
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found)
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              assertThat(finding.rejects()).isTrue();
              assertThat(finding.code())
                  .isEqualTo(
                      List.of("message", "header").contains(line.where)
                          ? ResponseCode.HEADER_INVALID
                          : ResponseCode.PAYLOAD_INVALID);
            });
  }

  @Test
  void a_right_message_breaks_none() {
    for (UseCaseKey useCase : List.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)) {
      assertThat(Fixture.of(useCase).check().all()).isEmpty();
    }
  }

  private static void change(ObjectNode resource, JsonNode fields) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String name = field.getKey();
      switch (name) {
        case "entry+" -> change((ObjectNode) resource.get("entry").get(1), field.getValue());
        case "entry*" -> {
          ArrayNode entries = (ArrayNode) resource.get("entry");
          entries.add(entries.get(field.getValue().asInt()).deepCopy());
        }
        default -> {
          if (field.getValue().isNull()) {
            resource.remove(name);
          } else {
            resource.set(name, field.getValue());
          }
        }
      }
    }
  }
}
