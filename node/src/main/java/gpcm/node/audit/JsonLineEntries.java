package gpcm.node.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import gpcm.audit.entry.PersonalPart;
import gpcm.audit.entry.Sentence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One JSON object a line. The entry and its personal part are the bytes that were sealed and
 * committed to, so that a line can be checked against a leaf and a commitment. One that was changed
 * has its id and time in their place.
 */
final class JsonLineEntries implements EntryWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final OutputStream out;

  JsonLineEntries(OutputStream out) {
    this.out = out;
  }

  @Override
  public void begin() {}

  @Override
  public void write(StoredEntry entry) throws IOException {
    // Reading it makes sure that its bytes are canonical, and so without line breaks.
    String says = Sentence.of(entry.read());
    try (JsonGenerator json = begin(entry, says)) {
      json.writeFieldName("entry");
      json.writeRawValue(new String(entry.bytes(), StandardCharsets.UTF_8));
      if (entry.personal().isPresent()) {
        PersonalPart personal = entry.personal().get();
        json.writeStringField("salt", Base64.getEncoder().encodeToString(personal.salt()));
        json.writeFieldName("personal");
        json.writeRawValue(new String(personal.body(), StandardCharsets.UTF_8));
      }
      json.writeEndObject();
    }
    out.write('\n');
  }

  @Override
  public void writeChanged(StoredEntry entry) throws IOException {
    try (JsonGenerator json = begin(entry, entry.fault())) {
      json.writeStringField("id", entry.id().toString());
      json.writeStringField("at", entry.at().toString());
      json.writeEndObject();
    }
    out.write('\n');
  }

  private JsonGenerator begin(StoredEntry entry, String says) throws IOException {
    JsonGenerator json =
        JSON.createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.writeStartObject();
    json.writeNumberField("v", 1);
    if (entry.index().isPresent()) {
      json.writeNumberField("index", entry.index().getAsLong());
    }
    json.writeStringField("says", says);
    return json;
  }
}
