package gpcm.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Element;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Property;
import org.hl7.fhir.dstu3.model.Resource;

/**
 * Writes the FHIR model as XML in schema order, with the attachments streamed into their places.
 * One thread, one message.
 */
final class XmlModelWriter {
  private final Bundle bundle;
  private final Function<Binary, Optional<AttachmentContent>> contents;
  private final XmlOutput out;

  /** Binaries that have no content among these keep what the model holds. */
  XmlModelWriter(
      Bundle bundle, Function<Binary, Optional<AttachmentContent>> contents, OutputStream out) {
    this.bundle = bundle;
    this.contents = contents;
    this.out = new XmlOutput(out);
  }

  void write() throws IOException {
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Bundle xmlns=\"http://hl7.org/fhir\">");
    children(bundle);
    out.raw("</Bundle>\n");
    out.flush();
  }

  private void children(Base parent) throws IOException {
    boolean attributes = FhirTypes.idIsAttribute(parent);
    for (Property property : FhirTypes.properties(parent)) {
      String name = property.getName();
      if (attributes
          && (name.equals("id") || (name.equals("url") && parent instanceof Extension))) {
        continue;
      }
      for (Base value : property.getValues()) {
        if (value != null && !value.isEmpty()) {
          element(parent, ModelNames.of(property, value), value);
        }
      }
    }
    if (parent instanceof Narrative narrative && narrative.hasDiv()) {
      XhtmlWriter.write(out, narrative.getDiv());
    }
  }

  private void element(Base parent, String name, Base value) throws IOException {
    out.raw("<").raw(name);
    if (value instanceof Resource resource) {
      out.raw("><").raw(resource.fhirType()).raw(">");
      children(resource);
      out.raw("</").raw(resource.fhirType()).raw("></").raw(name).raw(">");
      return;
    }
    if (value instanceof Element element && element.hasId()) {
      out.attribute("id", element.getId());
    }
    if (value instanceof Extension extension && extension.hasUrl()) {
      out.attribute("url", extension.getUrl());
    }
    if (value instanceof PrimitiveType<?> primitive) {
      Optional<AttachmentContent> content =
          parent instanceof Binary binary && name.equals("content")
              ? contents.apply(binary)
              : Optional.empty();
      if (content.isPresent()) {
        content(content.get());
      } else if (primitive.getValueAsString() != null) {
        out.attribute("value", primitive.getValueAsString());
      }
      if (!primitive.hasExtension()) {
        out.raw("/>");
        return;
      }
    }
    out.raw(">");
    children(value);
    out.raw("</").raw(name).raw(">");
  }

  private void content(AttachmentContent content) throws IOException {
    out.raw(" value=\"");
    try (InputStream in = content.open()) {
      long written = out.base64(in);
      if (written != content.size()) {
        throw new UnwritableFhirException(
            "an attachment of "
                + content.size()
                + " bytes gave "
                + written
                + " when it was read; its source has changed");
      }
    }
    out.raw("\"");
  }
}
