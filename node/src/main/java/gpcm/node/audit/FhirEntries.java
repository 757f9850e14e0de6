package gpcm.node.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.audit.fhir.AuditEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** FHIR's NDJSON: one AuditEvent a line, and an OperationOutcome for what was changed. */
final class FhirEntries implements EntryWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final OutputStream out;

  FhirEntries(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin() {}

  @Override
  public void write(StoredEntry entry) throws IOException {
    for (String event : AuditEvents.of(entry.read())) {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
  }

  @Override
  public void writeChanged(StoredEntry entry) throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)) {
      json.writeStartObject();
      json.writeStringField("resourceType", "OperationOutcome");
      json.writeArrayFieldStart("issue");
      json.writeStartObject();
      json.writeStringField("severity", "error");
      json.writeStringField("code", "exception");
      json.writeStringField(
          "diagnostics", "%s: entry %s of %s".formatted(entry.fault(), entry.id(), entry.at()));
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
  }
}
