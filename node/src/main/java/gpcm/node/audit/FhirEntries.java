package gpcm.node.audit;

import gpcm.audit.fhir.AuditEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** FHIR's NDJSON: one AuditEvent a line. */
final class FhirEntries implements EntryWriter {
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
}
