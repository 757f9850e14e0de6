package gpcm.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.DecimalType;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.IntegerType;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Property;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * Writes the FHIR model as JSON, with the attachments streamed into their places. One thread, one
 * message.
 */
final class JsonModelWriter {
  private final JsonFactory factory;
  private final Base root;
  private final Function<Binary, Optional<AttachmentContent>> contents;

  /** Binaries that have no content among these keep what the model holds. */
  JsonModelWriter(
      JsonFactory factory, Base root, Function<Binary, Optional<AttachmentContent>> contents) {
    this.factory = factory;
    this.root = root;
    this.contents = contents;
  }

  /** The writers' settings; one factory serves every message. */
  static JsonFactory factory() {
    return JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  }

  void write(OutputStream out) throws IOException {
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      object(json, root);
    }
    out.flush();
  }

  /** The same without line breaks. */
  String compact() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(text)) {
      object(json, root);
    }
    return text.toString();
  }

  private void object(JsonGenerator json, Base base) throws IOException {
    json.writeStartObject();
    if (base instanceof Resource resource) {
      json.writeStringField("resourceType", resource.fhirType());
    }
    for (Property property : FhirTypes.properties(base)) {
      List<Base> values =
          property.getValues().stream().filter(v -> v != null && !v.isEmpty()).toList();
      if (!values.isEmpty()) {
        property(json, base, property, values);
      }
    }
    if (base instanceof Narrative narrative && narrative.hasDiv()) {
      ByteArrayOutputStream xhtml = new ByteArrayOutputStream();
      XmlOutput xml = new XmlOutput(xhtml);
      XhtmlWriter.write(xml, narrative.getDiv());
      xml.flush();
      json.writeStringField("div", xhtml.toString(StandardCharsets.UTF_8));
    }
    json.writeEndObject();
  }

  private void property(JsonGenerator json, Base parent, Property property, List<Base> values)
      throws IOException {
    String name = ModelNames.of(property, values.getFirst());
    if (values.getFirst() instanceof PrimitiveType) {
      primitives(json, parent, name, property.isList(), values);
    } else if (property.isList()) {
      json.writeArrayFieldStart(name);
      for (Base value : values) {
        object(json, value);
      }
      json.writeEndArray();
    } else {
      json.writeFieldName(name);
      object(json, values.getFirst());
    }
  }

  private void primitives(
      JsonGenerator json, Base parent, String name, boolean list, List<Base> values)
      throws IOException {
    boolean anyValue =
        values.stream().anyMatch(v -> ((PrimitiveType<?>) v).getValueAsString() != null);
    boolean anyMore = values.stream().anyMatch(v -> hasMore((PrimitiveType<?>) v));
    if (anyValue) {
      json.writeFieldName(name);
      if (list) {
        json.writeStartArray();
      }
      for (Base value : values) {
        Optional<AttachmentContent> content =
            parent instanceof Binary binary && name.equals("content")
                ? contents.apply(binary)
                : Optional.empty();
        if (content.isPresent()) {
          content(json, content.get());
        } else {
          value(json, (PrimitiveType<?>) value);
        }
      }
      if (list) {
        json.writeEndArray();
      }
    }
    if (anyMore) {
      json.writeFieldName("_" + name);
      if (list) {
        json.writeStartArray();
      }
      for (Base value : values) {
        more(json, (PrimitiveType<?>) value);
      }
      if (list) {
        json.writeEndArray();
      }
    }
  }

  private static boolean hasMore(PrimitiveType<?> primitive) {
    return primitive.hasId() || primitive.hasExtension();
  }

  private void more(JsonGenerator json, PrimitiveType<?> primitive) throws IOException {
    if (!hasMore(primitive)) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    if (primitive.hasId()) {
      json.writeStringField("id", primitive.getId());
    }
    if (primitive.hasExtension()) {
      json.writeArrayFieldStart("extension");
      for (Extension extension : primitive.getExtension()) {
        object(json, extension);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, PrimitiveType<?> primitive) throws IOException {
    String text = primitive.getValueAsString();
    if (text == null) {
      json.writeNull();
    } else if (primitive instanceof BooleanType flag && flag.getValue() != null) {
      json.writeBoolean(flag.getValue());
    } else if ((primitive instanceof IntegerType || primitive instanceof DecimalType)
        && primitive.getValue() != null) {
      json.writeNumber(text);
    } else {
      // A value that is none of its type is kept as text, so that reading it again finds the same
      // fault.
      json.writeString(text);
    }
  }

  private static void content(JsonGenerator json, AttachmentContent content) throws IOException {
    try (InputStream in = content.open()) {
      if (content.size() > Integer.MAX_VALUE) {
        throw new UnwritableFhirException(
            "an attachment of " + content.size() + " bytes is too large for JSON");
      }
      int written = json.writeBinary(in, (int) content.size());
      if (written != content.size()) {
        throw new UnwritableFhirException(
            "an attachment of "
                + content.size()
                + " bytes gave "
                + written
                + " when it was read; its source has changed");
      }
    }
  }
}
