package gpcm.node.audit;

import java.io.OutputStream;

/** A form in which entries are handed to people and programs that check nothing. */
public enum EntryFormat {
  /** A table for people: RFC 4180, with a header in plain words. */
  CSV("text/csv; charset=utf-8; header=present", "csv") {
    @Override
    EntryWriter writer(OutputStream out) {
      return new CsvEntries(out);
    }
  },
  /** One JSON object a line, with the bytes that were sealed. */
  JSON_LINES("application/jsonl; charset=utf-8", "jsonl") {
    @Override
    EntryWriter writer(OutputStream out) {
      return new JsonLineEntries(out);
    }
  },
  /** One FHIR AuditEvent (R4) a line, several for an entry about several patients. */
  FHIR("application/fhir+ndjson; charset=utf-8", "ndjson") {
    @Override
    EntryWriter writer(OutputStream out) {
      return new FhirEntries(out);
    }
  };

  private final String mediaType;
  private final String extension;

  EntryFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  /** What HTTP calls it. */
  public String mediaType() {
    return mediaType;
  }

  /** How names of such files end, without the dot. */
  public String extension() {
    return extension;
  }

  abstract EntryWriter writer(OutputStream out);
}
