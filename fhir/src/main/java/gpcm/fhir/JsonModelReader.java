package gpcm.fhir;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import gpcm.fhir.FhirDeviation.Kind;
import gpcm.fhir.FhirTypes.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Resource;

/** Fills the FHIR model from JSON and hands attachments to the sink. One thread, one message. */
final class JsonModelReader {
  private final FhirTypes types;
  private final ReadState state;
  private final JsonParser json;
  private int tokens;

  JsonModelReader(JsonFactory factory, FhirTypes types, ReadState state, InputStream in)
      throws IOException {
    this.types = types;
    this.state = state;
    this.json = factory.createParser(new JsonBytes(in, state.limits().totalBytes()));
  }

  /** The parsers' settings; one factory serves every message read within the same limits. */
  static JsonFactory factory(ReadLimits limits) {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxStringLength(limits.stringLength())
                .maxNameLength(256)
                .maxNumberLength(1_000)
                .build())
        .build();
  }

  void read() throws IOException {
    try {
      readBundle();
    } catch (StreamConstraintsException e) {
      throw new UnreadableFhirException(
          "the JSON passes a limit: " + e.getOriginalMessage(),
          e.getMessage().contains("String value length"),
          line(e),
          column(e));
    } catch (JsonProcessingException e) {
      throw new UnreadableFhirException(
          "not readable as JSON at line "
              + line(e)
              + ", column "
              + column(e)
              + ": the syntax is wrong",
          false,
          line(e),
          column(e));
    }
  }

  private void readBundle() throws IOException {
    if (next() != JsonToken.START_OBJECT || !"Bundle".equals(resourceType())) {
      throw fault("the root is no object that begins with \"resourceType\": \"Bundle\"");
    }
    Bundle bundle = new Bundle();
    state.root(bundle);
    state.path().enter("Bundle", -1);
    fields(bundle);
    if (next() != null) {
      throw fault("something follows the root object");
    }
  }

  private JsonToken next() throws IOException {
    // Two tokens for a field or so: the limit speaks of elements, and only its order of magnitude
    // matters.
    if (++tokens > 4L * state.limits().elements()) {
      throw fault(
          "the message has more than the "
              + state.limits().elements()
              + " elements that are accepted");
    }
    return json.nextToken();
  }

  /**
   * Streaming knows what to make of a resource's fields only when its type comes first; every
   * writer puts it there.
   */
  private String resourceType() throws IOException {
    if (next() != JsonToken.FIELD_NAME
        || !json.currentName().equals("resourceType")
        || next() != JsonToken.VALUE_STRING) {
      throw fault("a resource does not begin with its resourceType; put that field first");
    }
    return json.getText();
  }

  private void fields(Base parent) throws IOException {
    FhirTypes.Shape shape = types.of(parent);
    boolean any = false;
    while (next() == JsonToken.FIELD_NAME) {
      any = true;
      String field = json.currentName();
      boolean companion = field.startsWith("_");
      Optional<Slot> slot = shape.slot(companion ? field.substring(1) : field);
      JsonToken token = next();
      if (slot.isEmpty()) {
        if (!field.equals("fhir_comments")) {
          state.path().enter(field, -1);
          find(Kind.UNKNOWN_ELEMENT, "field " + carried(field), "a field FHIR STU3 has here");
          state.path().leave();
        }
        json.skipChildren();
      } else if (token == JsonToken.START_ARRAY) {
        array(parent, slot.get(), companion);
      } else {
        value(parent, slot.get(), companion, 0);
      }
    }
    if (!any) {
      find(Kind.EMPTY_ELEMENT, "an object without fields", "a value or children");
    }
  }

  private void array(Base parent, Slot slot, boolean companion) throws IOException {
    if (!slot.list()) {
      throw fault(
          "field "
              + slot.name()
              + " is an array in "
              + state.path()
              + ", where FHIR has one value at most");
    }
    int index = 0;
    while (next() != JsonToken.END_ARRAY) {
      value(parent, slot, companion, index++);
    }
    if (index == 0) {
      state.path().enter(slot.name(), -1);
      find(Kind.EMPTY_ELEMENT, "an array without values", "values, or no array");
      state.path().leave();
    }
  }

  private void value(Base parent, Slot slot, boolean companion, int index) throws IOException {
    state.path().enter(slot.name(), slot.list() ? index : -1);
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_ARRAY) {
      throw fault("an array stands inside an array at " + state.path());
    }
    switch (slot.filling()) {
      case XHTML -> narrative((Narrative) parent);
      case RESOURCE -> resource(parent, slot);
      case ELEMENT, CHOICE -> {
        Base child = existing(parent, slot, index).orElseGet(() -> types.make(parent, slot));
        if (child instanceof PrimitiveType<?> primitive) {
          if (companion) {
            companion(primitive);
          } else {
            primitive(parent, slot, primitive);
          }
        } else if (token == JsonToken.START_OBJECT) {
          fields(child);
        } else {
          find(Kind.INVALID_VALUE, "a plain value", "an object of type " + child.fhirType());
        }
      }
    }
    state.path().leave();
  }

  /** What a field and its underscored companion share: whichever comes first made it. */
  private static Optional<Base> existing(Base parent, Slot slot, int index) {
    Base[] values;
    if (slot.filling() == Slot.Filling.CHOICE) {
      String stem = stem(slot);
      values = parent.getProperty(stem.hashCode(), stem, false);
    } else {
      values = parent.getProperty(slot.hash(), slot.property(), false);
    }
    return values != null && index < values.length && values[index] instanceof PrimitiveType<?> p
        ? Optional.of(p)
        : Optional.empty();
  }

  private static String stem(Slot slot) {
    int capital = 0;
    while (capital < slot.name().length() && !Character.isUpperCase(slot.name().charAt(capital))) {
      capital++;
    }
    return slot.name().substring(0, capital);
  }

  private void primitive(Base parent, Slot slot, PrimitiveType<?> primitive) throws IOException {
    JsonToken token = json.currentToken();
    String type = primitive.fhirType();
    if (token == JsonToken.VALUE_NULL) {
      // In an array it holds the place of a value that has extensions only.
      if (!slot.list()) {
        find(Kind.INVALID_VALUE, "null", PrimitiveForms.expected(type));
      }
      return;
    }
    if (token == JsonToken.START_OBJECT) {
      find(Kind.INVALID_VALUE, "an object", PrimitiveForms.expected(type));
      json.skipChildren();
      return;
    }
    if (parent instanceof Binary binary
        && slot.name().equals("content")
        && token == JsonToken.VALUE_STRING) {
      content(binary);
      return;
    }
    String text = text();
    if (text.isEmpty()) {
      find(Kind.INVALID_VALUE, "an empty value", PrimitiveForms.expected(type));
    } else if (!ReadState.fill(primitive, text)) {
      find(Kind.INVALID_VALUE, text, PrimitiveForms.expected(type));
    } else if (!isOf(type, token)) {
      find(
          Kind.INVALID_VALUE,
          token == JsonToken.VALUE_STRING ? "text" : "no text",
          PrimitiveForms.expected(type) + ", as JSON has it: " + written(type));
    } else if (slot.name().equals("id")
        && FhirTypes.idIsAttribute(parent)
        && !PrimitiveForms.fits("uri", text)) {
      find(Kind.INVALID_VALUE, text, "an id without spaces");
    }
  }

  /** Numbers and truth values stand without quotation marks, everything else with them. */
  private static boolean isOf(String type, JsonToken token) {
    return switch (written(type)) {
      case "a boolean" -> token.isBoolean();
      case "a number" -> token.isNumeric();
      default -> token == JsonToken.VALUE_STRING;
    };
  }

  private static String written(String type) {
    return switch (type) {
      case "boolean" -> "a boolean";
      case "decimal", "integer", "unsignedInt", "positiveInt" -> "a number";
      default -> "a string";
    };
  }

  /** The text of a value. */
  private String text() throws IOException {
    return carried(json.getText());
  }

  /** The same text, when it is one that XML could carry too. */
  private String carried(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < Character.MIN_SURROGATE) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw fault("a text holds half a surrogate pair, which is no character");
      } else if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c >= '\uFFFE') {
        throw fault(
            "a text holds a control character, which no FHIR text can have and XML cannot carry");
      }
    }
    return text;
  }

  private void content(Binary binary) throws IOException {
    IncomingAttachment attachment = state.open();
    try {
      json.readBinaryValue(Base64Variants.MIME_NO_LINEFEEDS, new Decoded(attachment));
    } catch (IllegalArgumentException e) {
      // The parser stands inside the text now, so nothing after it can be read.
      throw fault("Binary.content is no base64");
    }
    state.close(binary, attachment, this::place);
  }

  private void companion(PrimitiveType<?> primitive) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token != JsonToken.START_OBJECT) {
      find(Kind.INVALID_VALUE, "a plain value", "an object with id or extension");
      return;
    }
    fields(primitive);
  }

  private void resource(Base parent, Slot slot) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      find(Kind.INVALID_VALUE, "a plain value", "a resource");
      return;
    }
    String type = resourceType();
    Optional<Resource> resource = types.resource(type);
    if (resource.isEmpty()) {
      find(Kind.UNKNOWN_RESOURCE, carried(type), "a resource type of FHIR STU3");
      int open = 1;
      while (open > 0) {
        JsonToken token = next();
        open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return;
    }
    parent.setProperty(slot.property(), resource.get());
    fields(resource.get());
  }

  private void narrative(Narrative narrative) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      find(Kind.INVALID_VALUE, "no text", "XHTML as text");
      json.skipChildren();
      return;
    }
    narrative.setDiv(
        XhtmlReader.read(
            text(),
            state.limits(),
            namespace ->
                find(
                    Kind.UNKNOWN_ELEMENT,
                    "an element of namespace '" + namespace + "' in a narrative",
                    "namespace " + XmlNamespaces.XHTML)));
  }

  private void find(Kind kind, String found, String expected) {
    state.deviates(kind, found, expected, this::place);
  }

  private ReadState.Place place() {
    JsonLocation location = json.currentTokenLocation();
    return new ReadState.Place(location.getLineNr(), location.getColumnNr());
  }

  private UnreadableFhirException fault(String what) {
    ReadState.Place place = place();
    return new UnreadableFhirException(
        "not readable as JSON at line " + place.line() + ", column " + place.column() + ": " + what,
        false,
        place.line(),
        place.column());
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private static int column(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
  }

  /** Hands on what the parser decoded. */
  private static final class Decoded extends OutputStream {
    private final IncomingAttachment attachment;

    Decoded(IncomingAttachment attachment) {
      this.attachment = attachment;
    }

    @Override
    public void write(int b) throws IOException {
      attachment.decoded(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      attachment.decoded(bytes, offset, length);
    }
  }
}
