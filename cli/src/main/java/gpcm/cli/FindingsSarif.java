package gpcm.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.rules.Finding;
import gpcm.rules.Requirement;
import gpcm.rules.Requirements;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All findings as one SARIF 2.1.0 log, which editors and build servers show beside the source. */
final class FindingsSarif {
  private FindingsSarif() {}

  static void write(List<CheckedFile> files, PrintWriter out) throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      json.writeStringField("version", "2.1.0");
      json.writeArrayFieldStart("runs");
      json.writeStartObject();
      json.writeObjectFieldStart("tool");
      json.writeObjectFieldStart("driver");
      json.writeStringField("name", "gpcm");
      rules(files, json);
      json.writeEndObject();
      json.writeEndObject();
      json.writeStringField("columnKind", "unicodeCodePoints");
      json.writeArrayFieldStart("results");
      for (CheckedFile file : files) {
        for (Finding finding : file.findings()) {
          result(file, finding, json);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println();
  }

  private static void rules(List<CheckedFile> files, JsonGenerator json) throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    for (Requirement requirement : Requirements.all().list()) {
      words.put(requirement.id(), requirement.words());
    }
    json.writeArrayFieldStart("rules");
    for (String id :
        files.stream()
            .flatMap(f -> f.findings().stream())
            .map(Finding::requirement)
            .distinct()
            .sorted()
            .toList()) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeObjectFieldStart("shortDescription");
      json.writeStringField("text", words.getOrDefault(id, id));
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void result(CheckedFile file, Finding finding, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", finding.requirement());
    json.writeStringField(
        "level", finding.rejects() ? "error" : finding.tolerated() ? "note" : "warning");
    json.writeObjectFieldStart("message");
    json.writeStringField(
        "text",
        finding.path()
            + ": expected "
            + finding.expected()
            + ", found "
            + finding.found()
            + ". "
            + finding.fix()
            + ". Response code "
            + finding.code().code()
            + (finding.tolerated() ? ", tolerated on receipt." : "."));
    json.writeEndObject();
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", file.file().name().replace('\\', '/').replace(" ", "%20"));
    json.writeEndObject();
    if (finding.position().isPresent()) {
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", finding.position().get().line());
      json.writeNumberField("startColumn", Math.max(1, finding.position().get().column()));
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }
}
