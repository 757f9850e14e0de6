package gpcm.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import gpcm.fhir.FhirDeviation.Kind;
import gpcm.fhir.FhirTypes.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Resource;

/** Fills the FHIR model from JSON and hands attachments to the sink. One thread, one message. */
final class JsonModelReader {
  private static final Base[] NONE = {};

  private final FhirTypes types;
  private final ReadState state;
  private final JsonTokens json;
  private boolean rootIsBundle;

  JsonModelReader(JsonFactory factory, FhirTypes types, ReadState state, InputStream in)
      throws IOException {
    this.types = types;
    this.state = state;
    this.json =
        new JsonTokens(factory.createParser(new JsonBytes(in, state.limits().totalBytes())), state);
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
          "not readable as JSON at line " + line(e) + ", column " + column(e) + ": " + why(e),
          false,
          line(e),
          column(e));
    }
  }

  /** Without the parser's own words, which may quote what the message says. */
  private String why(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "the text ends in the middle of " + state.path();
    }
    return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate ")
        ? "an object at " + state.path() + " has the same key twice; keep the one that is meant"
        : "the syntax is wrong";
  }

  private void readBundle() throws IOException {
    JsonToken first = json.next();
    if (first != JsonToken.START_OBJECT) {
      throw json.fault(
          (first == JsonToken.START_ARRAY ? "the root is an array" : "the root is no object")
              + "; one object with \"resourceType\": \"Bundle\" is expected");
    }
    Bundle bundle = new Bundle();
    state.root(bundle);
    state.path().enter("Bundle", -1);
    fields(bundle, true);
    if (!rootIsBundle) {
      throw json.fault(
          "the root object has no \"resourceType\": \"Bundle\", so it is no FHIR message");
    }
    if (json.next() != null) {
      throw json.fault("something follows the root object");
    }
    json.end();
  }

  /** The root can only be a Bundle, and is read as one before its type is seen. */
  private void rootType() throws IOException {
    if (json.token() != JsonToken.VALUE_STRING || !json.text().equals("Bundle")) {
      throw json.fault(
          "the root object is of another resourceType; a message is a Bundle, with its resources"
              + " in entry");
    }
    rootIsBundle = true;
  }

  private void fields(Base parent) throws IOException {
    fields(parent, false);
  }

  private void fields(Base parent, boolean root) throws IOException {
    FhirTypes.Shape shape = types.of(parent);
    boolean any = false;
    while (json.next() == JsonToken.FIELD_NAME) {
      String field = json.name();
      if (root && field.equals("resourceType")) {
        json.next();
        rootType();
        continue;
      }
      any = true;
      boolean companion = field.startsWith("_");
      Optional<Slot> slot = shape.slot(companion ? field.substring(1) : field);
      JsonToken token = json.next();
      if (slot.isEmpty()) {
        if (!field.equals("fhir_comments")) {
          state.path().enter(field, -1);
          find(Kind.UNKNOWN_ELEMENT, "field " + json.carried(field), "a field FHIR STU3 has here");
          state.path().leave();
        }
        json.skipChildren();
      } else if (token == JsonToken.START_ARRAY) {
        array(parent, slot.get(), companion);
      } else {
        value(parent, slot.get(), companion, 0, existing(parent, slot.get()));
      }
    }
    if (!any) {
      find(Kind.EMPTY_ELEMENT, "an object without fields", "a value or children");
    }
  }

  private void array(Base parent, Slot slot, boolean companion) throws IOException {
    if (!slot.list()) {
      throw json.fault(
          "field "
              + slot.name()
              + " is an array in "
              + state.path()
              + ", where FHIR has one value at most");
    }
    // Once for all items: the model copies a list whenever it is asked for it.
    Base[] existing = existing(parent, slot);
    int index = 0;
    while (json.next() != JsonToken.END_ARRAY) {
      value(parent, slot, companion, index++, existing);
    }
    if (index == 0) {
      state.path().enter(slot.name(), -1);
      find(Kind.EMPTY_ELEMENT, "an array without values", "values, or no array");
      state.path().leave();
    }
  }

  private void value(Base parent, Slot slot, boolean companion, int index, Base[] existing)
      throws IOException {
    state.path().enter(slot.name(), slot.list() ? index : -1);
    JsonToken token = json.token();
    if (token == JsonToken.START_ARRAY) {
      throw json.fault("an array stands inside an array at " + state.path());
    }
    switch (slot.filling()) {
      case XHTML -> narrative((Narrative) parent);
      case RESOURCE -> resource(parent, slot);
      case ELEMENT, CHOICE -> {
        Base child =
            index < existing.length && existing[index] instanceof PrimitiveType<?>
                ? existing[index]
                : types.make(parent, slot);
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
  private static Base[] existing(Base parent, Slot slot) {
    if (slot.filling() == Slot.Filling.XHTML || slot.filling() == Slot.Filling.RESOURCE) {
      return NONE;
    }
    Base[] values;
    if (slot.filling() == Slot.Filling.CHOICE) {
      String stem = stem(slot);
      values = parent.getProperty(stem.hashCode(), stem, false);
    } else {
      values = parent.getProperty(slot.hash(), slot.property(), false);
    }
    return values == null ? NONE : values;
  }

  private static String stem(Slot slot) {
    int capital = 0;
    while (capital < slot.name().length() && !Character.isUpperCase(slot.name().charAt(capital))) {
      capital++;
    }
    return slot.name().substring(0, capital);
  }

  private void primitive(Base parent, Slot slot, PrimitiveType<?> primitive) throws IOException {
    JsonToken token = json.token();
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
    String text = json.carried();
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

  private void content(Binary binary) throws IOException {
    IncomingAttachment attachment = json.attachment();
    state.close(binary, attachment, json::place);
  }

  private void companion(PrimitiveType<?> primitive) throws IOException {
    JsonToken token = json.token();
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
    if (json.token() != JsonToken.START_OBJECT) {
      find(Kind.INVALID_VALUE, "a plain value", "a resource");
      return;
    }
    String type = json.resourceType();
    Optional<Resource> resource = types.resource(type);
    if (resource.isEmpty()) {
      find(Kind.UNKNOWN_RESOURCE, json.carried(type), "a resource type of FHIR STU3");
      json.skipRest();
      return;
    }
    parent.setProperty(slot.property(), resource.get());
    fields(resource.get());
  }

  private void narrative(Narrative narrative) throws IOException {
    if (json.token() != JsonToken.VALUE_STRING) {
      find(Kind.INVALID_VALUE, "no text", "XHTML as text");
      json.skipChildren();
      return;
    }
    narrative.setDiv(
        XhtmlReader.read(
            json.carried(),
            state.limits(),
            namespace ->
                find(
                    Kind.UNKNOWN_ELEMENT,
                    "an element of namespace '" + namespace + "' in a narrative",
                    "namespace " + XmlNamespaces.XHTML)));
  }

  private void find(Kind kind, String found, String expected) {
    state.deviates(kind, found, expected, json::place);
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private static int column(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
  }
}
