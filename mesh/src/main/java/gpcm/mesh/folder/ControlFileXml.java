package gpcm.mesh.folder;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * Reads and writes control files. Reading doesn't care about order, namespaces and unknown
 * elements, because producers differ; it takes no DTD and no entities of the file's own.
 */
final class ControlFileXml {
  /** Far more than any control file has. */
  static final int LONGEST = 256 * 1024;

  private static final int DEEPEST = 16;

  private ControlFileXml() {}

  /**
   * Reads a control file.
   *
   * @throws BrokenControlFile when it isn't one, or not whole
   */
  static ControlFile read(byte[] bytes) {
    if (bytes.length > LONGEST) {
      throw new BrokenControlFile("it has more than " + LONGEST + " bytes");
    }
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
      try {
        return read(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw new BrokenControlFile("it isn't well-formed XML: " + firstLine(e.getMessage()));
    }
  }

  private static ControlFile read(XMLStreamReader xml) throws XMLStreamException {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> status = new HashMap<>();
    StringBuilder text = new StringBuilder();
    int depth = 0;
    boolean inStatus = false;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          text.setLength(0);
          checkStart(xml.getLocalName(), depth);
          inStatus |= depth == 2 && xml.getLocalName().equals("StatusRecord");
        }
        case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new BrokenControlFile("it has a DTD or entities of its own, which aren't taken");
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth == 3 && inStatus) {
            status.put(xml.getLocalName(), text.toString().strip());
          } else if (depth == 2 && xml.getLocalName().equals("StatusRecord")) {
            inStatus = false;
          } else if (depth == 2) {
            fields.putIfAbsent(xml.getLocalName(), text.toString().strip());
          }
          text.setLength(0);
          depth--;
        }
        default -> {}
      }
    }
    ControlFile file = ControlFile.of(fields);
    return status.isEmpty() ? file : file.with(record(status));
  }

  private static void checkStart(String name, int depth) {
    if (depth == 1 && !name.equals("DTSControl")) {
      throw new BrokenControlFile("its root is " + name + ", not DTSControl");
    }
    if (depth > DEEPEST) {
      throw new BrokenControlFile("it is nested deeper than " + DEEPEST);
    }
  }

  private static StatusRecord record(Map<String, String> status) {
    return new StatusRecord(
        status.getOrDefault("DateTime", ""),
        status.getOrDefault("Event", ""),
        status.getOrDefault("Status", ""),
        status.getOrDefault("StatusCode", ""),
        status.getOrDefault("Description", ""));
  }

  static byte[] write(ControlFile file) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      xml.writeStartElement("DTSControl");
      for (Map.Entry<String, String> field : file.fields().entrySet()) {
        element(xml, "\n  ", field.getKey(), field.getValue());
      }
      if (file.status().isPresent()) {
        write(xml, file.status().get());
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException(
          "A control file can't be written: " + firstLine(e.getMessage()), e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(XMLStreamWriter xml, StatusRecord status) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("StatusRecord");
    element(xml, "\n    ", "DateTime", status.dateTime());
    element(xml, "\n    ", "Event", status.event());
    element(xml, "\n    ", "Status", status.status());
    element(xml, "\n    ", "StatusCode", status.code());
    element(xml, "\n    ", "Description", status.description());
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String indent, String name, String value)
      throws XMLStreamException {
    xml.writeCharacters(indent);
    xml.writeStartElement(name);
    xml.writeCharacters(value);
    xml.writeEndElement();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Why bytes aren't a control file. */
  static final class BrokenControlFile extends RuntimeException {
    BrokenControlFile(String reason) {
      super(reason);
    }
  }
}
