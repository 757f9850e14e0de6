package gpcm.fhir;

import gpcm.fhir.FhirDeviation.Kind;
import gpcm.fhir.FhirTypes.Shape;
import gpcm.fhir.FhirTypes.Slot;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Element;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * Fills the FHIR model from XML, whatever the order of the elements, and hands attachments to the
 * sink. One thread, one message.
 */
final class XmlModelReader {
  /** What people take for a message. */
  private static final Map<String, String> KNOWN_ROOTS =
      Map.of(
          "ClinicalDocument", ", which is an HL7 CDA document",
          "Envelope", ", which is a SOAP message around something else",
          "DTSControl",
              ", which is the control file of a MESH client; its data file is the message",
          "html", ", which is a web page");

  private final FhirTypes types;
  private final ReadState state;
  private final XmlSource source;
  private final XmlTokens tokens;
  private Optional<Binary> binary = Optional.empty();
  private Optional<IncomingAttachment> streamed = Optional.empty();

  XmlModelReader(FhirTypes types, ReadState state, InputStream in) {
    this.types = types;
    this.state = state;
    this.source = new XmlSource(in, state.limits());
    this.tokens = new XmlTokens(source, state.limits(), this::divert);
  }

  void read() throws IOException {
    tokens.begin();
    XmlTokens.Event first = tokens.next();
    if (first != XmlTokens.Event.START || !tokens.name().equals("Bundle") || !isFhir()) {
      throw source.fault(
          "the root element is "
              + tokens.name()
              + " of namespace '"
              + tokens.namespace()
              + "'"
              + KNOWN_ROOTS.getOrDefault(tokens.name(), "")
              + "; a Bundle of namespace "
              + XmlNamespaces.FHIR
              + " is expected");
    }
    Bundle bundle = new Bundle();
    state.root(bundle);
    state.path().enter("Bundle", -1);
    attributes(bundle);
    children(bundle);
    if (tokens.next() != XmlTokens.Event.END_OF_DOCUMENT) {
      throw source.fault("something follows the root element");
    }
  }

  private boolean isFhir() {
    return tokens.namespace().equals(XmlNamespaces.FHIR);
  }

  private Optional<XmlCharacters.ValueStream> divert(String element, String attribute)
      throws IOException {
    if (binary.isEmpty() || !element.equals("content") || !attribute.equals("value")) {
      return Optional.empty();
    }
    IncomingAttachment attachment = state.open();
    streamed = Optional.of(attachment);
    return Optional.of(attachment);
  }

  private void children(Base parent) throws IOException {
    Shape shape = types.of(parent);
    int[] counts = new int[shape.size()];
    int last = -1;
    boolean disorder = false;
    boolean any = false;
    Optional<Binary> mine = parent instanceof Binary b ? Optional.of(b) : Optional.empty();
    while (true) {
      binary = mine;
      XmlTokens.Event event = tokens.next();
      if (event == XmlTokens.Event.END) {
        break;
      }
      if (event == XmlTokens.Event.TEXT) {
        find(
            Kind.STRAY_TEXT,
            "text between the elements",
            "elements only; FHIR keeps values in attributes");
        continue;
      }
      binary = Optional.empty();
      Optional<Slot> found =
          isFhir() || tokens.name().equals("div") ? shape.slot(tokens.name()) : Optional.empty();
      if (found.isEmpty()
          || (FhirTypes.idIsAttribute(parent) && isAttributeName(parent, tokens.name()))) {
        unknown(tokens.name());
        continue;
      }
      Slot slot = found.get();
      int index = counts[slot.ordinal()]++;
      if (index > 0 && !slot.list()) {
        throw source.fault(
            "element "
                + tokens.name()
                + " occurs twice in "
                + state.path()
                + ", where FHIR has it at most once");
      }
      state.path().enter(slot.name(), slot.list() ? index : -1);
      if (slot.ordinal() < last && !disorder) {
        disorder = true;
        find(
            Kind.ELEMENT_ORDER,
            slot.name() + " after an element that follows it in the schema",
            "the order of the FHIR schema");
      }
      last = slot.ordinal();
      any = true;
      child(parent, slot);
      state.path().leave();
    }
    if (!any && !(parent instanceof PrimitiveType)) {
      find(Kind.EMPTY_ELEMENT, "an element without content", "a value or children");
    }
  }

  private static boolean isAttributeName(Base parent, String name) {
    return name.equals("id") || (name.equals("url") && parent instanceof Extension);
  }

  private void child(Base parent, Slot slot) throws IOException {
    switch (slot.filling()) {
      case XHTML -> narrative((Narrative) parent);
      case RESOURCE -> resource(parent, slot);
      case ELEMENT, CHOICE -> {
        if (streamed.isPresent() && parent instanceof Binary owner) {
          IncomingAttachment attachment = streamed.get();
          streamed = Optional.empty();
          state.close(owner, attachment, this::place);
          children(owner.getContentElement());
          return;
        }
        Base child = types.make(parent, slot);
        boolean given = attributes(child);
        children(child);
        if (!given && child instanceof PrimitiveType<?> primitive && primitive.isEmpty()) {
          find(Kind.EMPTY_ELEMENT, "an element without a value", "a value");
        }
      }
    }
  }

  /** Tells whether a value was among them. */
  private boolean attributes(Base element) {
    boolean given = false;
    for (int i = 0; i < tokens.attributes(); i++) {
      String name = tokens.attributeName(i);
      String value = tokens.attributeValue(i);
      if (name.equals("value") && element instanceof PrimitiveType<?> primitive) {
        given = true;
        String type = element.fhirType();
        if (value.isEmpty()) {
          find(Kind.INVALID_VALUE, "an empty value", PrimitiveForms.expected(type));
        } else if (!ReadState.fill(primitive, value)) {
          find(Kind.INVALID_VALUE, value, PrimitiveForms.expected(type));
        }
      } else if (name.equals("id") && element instanceof Element identified) {
        identified.setId(value);
        attribute(name, value, "id without spaces", "uri");
      } else if (name.equals("url") && element instanceof Extension extension) {
        extension.setUrl(value);
        attribute(name, value, "extension url without spaces", "uri");
      } else if (!name.startsWith("xml:") && !name.endsWith(":schemaLocation")) {
        find(Kind.UNKNOWN_ELEMENT, "attribute " + name, "an attribute FHIR STU3 has here");
      }
    }
    return given;
  }

  private void attribute(String name, String value, String expected, String form) {
    if (value.isEmpty() || !PrimitiveForms.fits(form, value)) {
      state.path().enter(name, -1);
      find(Kind.INVALID_VALUE, value.isEmpty() ? "an empty value" : value, "an " + expected);
      state.path().leave();
    }
  }

  private void resource(Base parent, Slot slot) throws IOException {
    boolean filled = false;
    while (true) {
      XmlTokens.Event event = tokens.next();
      if (event == XmlTokens.Event.END) {
        break;
      }
      if (event == XmlTokens.Event.TEXT) {
        find(Kind.STRAY_TEXT, "text between the elements", "one resource");
        continue;
      }
      if (filled) {
        throw source.fault("a second resource follows the first in " + state.path());
      }
      Optional<Resource> resource = isFhir() ? types.resource(tokens.name()) : Optional.empty();
      filled = true;
      if (resource.isEmpty()) {
        find(Kind.UNKNOWN_RESOURCE, tokens.name(), "a resource type of FHIR STU3");
        tokens.skip();
        continue;
      }
      parent.setProperty(slot.property(), resource.get());
      attributes(resource.get());
      children(resource.get());
    }
    if (!filled) {
      find(Kind.EMPTY_ELEMENT, "no resource", "one resource");
    }
  }

  private void narrative(Narrative narrative) throws IOException {
    if (!tokens.namespace().equals(XmlNamespaces.XHTML)) {
      foreign(tokens.namespace());
      tokens.skip();
      return;
    }
    tokens.keepText(true);
    narrative.setDiv(XhtmlReader.read(tokens, this::foreign));
    tokens.keepText(false);
  }

  private void foreign(String namespace) {
    find(
        Kind.UNKNOWN_ELEMENT,
        "an element of namespace '" + namespace + "' in a narrative",
        "namespace " + XmlNamespaces.XHTML);
  }

  private void unknown(String name) throws IOException {
    state.path().enter(name, -1);
    find(Kind.UNKNOWN_ELEMENT, "element " + name, "an element FHIR STU3 has here");
    state.path().leave();
    if (streamed.isPresent()) {
      streamed.get().abandon();
      streamed = Optional.empty();
    }
    tokens.skip();
  }

  private void find(Kind kind, String found, String expected) {
    state.deviates(kind, found, expected, this::place);
  }

  private ReadState.Place place() {
    return new ReadState.Place(source.line(), source.column());
  }
}
