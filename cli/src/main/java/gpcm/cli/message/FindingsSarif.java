package gpcm.cli.message;

import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.cli.terminal.JsonOutput;
import gpcm.rules.Finding;
import gpcm.rules.NotChecked;
import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.Requirements;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All findings as one SARIF 2.1.0 log, which editors and build servers show beside the source. */
final class FindingsSarif implements FindingsReport {
  private static final String NOT_CHECKED = "not-checked";

  private final PrintWriter out;
  private final JsonGenerator json;
  private final Set<String> found = new TreeSet<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, List<String>> notChecked = new LinkedHashMap<>();

  /** Begins the log: its results come first, and what they refer to when all are known. */
  FindingsSarif(PrintWriter out) throws IOException {
    this.out = out;
    this.json = JsonOutput.generator(out);
    json.writeStartObject();
    json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    json.writeStringField("columnKind", "unicodeCodePoints");
    json.writeArrayFieldStart("results");
  }

  @Override
  public void file(CheckedFile checked) throws IOException {
    for (Finding finding : checked.findings()) {
      found.add(finding.requirement());
      result(checked, finding);
    }
    checked.findings().crashedRules().forEach(rule -> failures.add(rule.description()));
    checked.notOpened().ifPresent(failures::add);
    NotChecked.byReason(checked.findings().notChecked())
        .forEach(
            (reason, ids) ->
                notChecked
                    .computeIfAbsent(
                        "Not checked: " + reason + ": " + String.join(", ", ids),
                        text -> new ArrayList<>())
                    .add(uri(checked.file().name())));
  }

  @Override
  public void end() throws IOException {
    json.writeEndArray();
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "gpcm");
    rules();
    notifications();
    json.writeEndObject();
    json.writeEndObject();
    invocation();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.close();
    out.println();
  }

  /**
   * A rule that crashed, a file that cannot be opened, and what could not be looked at are no
   * results about a message: the tool says it of itself.
   */
  private void invocation() throws IOException {
    if (failures.isEmpty() && notChecked.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeBooleanField("executionSuccessful", failures.isEmpty());
    json.writeArrayFieldStart("toolExecutionNotifications");
    for (String failure : failures) {
      json.writeStartObject();
      json.writeStringField("level", "error");
      message(failure);
      json.writeEndObject();
    }
    for (Map.Entry<String, List<String>> one : notChecked.entrySet()) {
      json.writeStartObject();
      json.writeObjectFieldStart("descriptor");
      json.writeStringField("id", NOT_CHECKED);
      json.writeEndObject();
      json.writeStringField("level", "note");
      message(one.getKey());
      json.writeArrayFieldStart("locations");
      for (String uri : one.getValue()) {
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        artifact(uri);
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void message(String text) throws IOException {
    json.writeObjectFieldStart("message");
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private void artifact(String uri) throws IOException {
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri);
    json.writeEndObject();
  }

  /** What the notifications refer to. */
  private void notifications() throws IOException {
    if (notChecked.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("notifications");
    json.writeStartObject();
    json.writeStringField("id", NOT_CHECKED);
    json.writeObjectFieldStart("shortDescription");
    json.writeStringField(
        "text", "Requirements that could not be looked at, which nobody may take for met");
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
  }

  private void rules() throws IOException {
    Map<String, String> words =
        Requirements.all().list().stream()
            .collect(Collectors.toMap(Requirement::id, Requirement::words));
    json.writeArrayFieldStart("rules");
    for (String id : found) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeObjectFieldStart("shortDescription");
      json.writeStringField("text", words.getOrDefault(id, id));
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void result(CheckedFile file, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", finding.requirement());
    json.writeStringField(
        "level", finding.rejects() ? "error" : finding.tolerated() ? "note" : "warning");
    message(
        finding.path()
            + (finding.condition().isEmpty() ? "" : " breaks \"" + finding.condition() + "\"")
            + ": expected "
            + finding.expected()
            + ", found "
            + finding.found()
            + ". "
            + finding.fix()
            + ". Response code "
            + finding.code().code()
            + (finding.tolerated() ? ", tolerated on receipt." : "."));
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    artifact(uri(file.file().name()));
    if (finding.position().isPresent()) {
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", finding.position().get().line());
      json.writeNumberField("startColumn", Math.max(1, finding.position().get().column()));
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    if (!finding.condition().isEmpty()) {
      json.writeObjectFieldStart("properties");
      json.writeStringField("condition", finding.condition());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** A relative path stays one; what a URI may not hold is escaped. */
  private static String uri(String name) {
    boolean absolute = Path.of(name).isAbsolute();
    String path = name.replace('\\', '/');
    try {
      String uri =
          new URI("file", null, path.startsWith("/") ? path : "/" + path, null).toASCIIString();
      return absolute ? uri : uri.substring("file:/".length());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path with a slash in front is always one of a URI", e);
    }
  }
}
