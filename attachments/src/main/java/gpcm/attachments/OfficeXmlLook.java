package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks into a file of the newer Office formats (a ZIP with XML inside): what its parts are by its
 * own table of contents, and how they are joined.
 */
final class OfficeXmlLook implements LookInside {
  private static final String CONTENTS = "[Content_Types].xml";
  private static final int MOST_ENTRIES = 10_000;
  private static final int MOST_XML = 2 << 20;
  private static final long MOST_EMBEDDED = 256L << 20;

  private final String type;

  OfficeXmlLook(String type) {
    this.type = type;
  }

  @Override
  public Optional<ContentFault> fault(AttachmentContent content) throws IOException {
    try (HeldContent held = HeldContent.of(content);
        ZipFile zip = new ZipFile(held.file().toFile())) {
      return fault(zip);
    } catch (ZipException e) {
      return Optional.of(damaged());
    }
  }

  private Optional<ContentFault> fault(ZipFile zip) throws IOException {
    if (zip.size() > MOST_ENTRIES || zip.getEntry(CONTENTS) == null) {
      return Optional.of(damaged());
    }
    List<Part> parts = new ArrayList<>();
    try {
      parts.addAll(read(zip, zip.getEntry(CONTENTS), "ContentType"));
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName().toLowerCase(Locale.ROOT);
        if (name.endsWith("vbaproject.bin")) {
          return Optional.of(macros());
        }
        if (name.endsWith(".rels")) {
          parts.addAll(read(zip, entry, "Type"));
        }
      }
    } catch (XMLStreamException | RuntimeException e) {
      return Optional.of(damaged());
    }
    if (parts.stream().anyMatch(Part::runs)) {
      return Optional.of(macros());
    }
    if (parts.stream().anyMatch(Part::templateFromElsewhere)) {
      return Optional.of(ContentFault.macros("a document that takes a template from elsewhere"));
    }
    if (holdsFile(zip)) {
      return Optional.of(ContentFault.embedded("a document with a file in it"));
    }
    return parts.stream().anyMatch(part -> part.kind().equals(type + ".main+xml"))
        ? Optional.empty()
        : Optional.of(damaged());
  }

  /** Whatever a part is called: a compound file tells by how it begins. */
  private static boolean holdsFile(ZipFile zip) throws IOException {
    long left = MOST_EMBEDDED;
    byte[] mark = OleLook.MARK.getBytes(StandardCharsets.ISO_8859_1);
    for (ZipEntry entry : Collections.list(zip.entries())) {
      try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
        in.mark(mark.length);
        boolean compound = Arrays.equals(in.readNBytes(mark.length), mark);
        if (compound) {
          in.reset();
          left -= Math.max(entry.getSize(), 0);
          if (left < 0) {
            throw new ZipException("more than is read");
          }
          if (OleLook.holdsMore(in)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * A part of the file, or a way from one part to another.
   *
   * @param kind its content type, or the type of the relationship
   * @param elsewhere whether what it leads to is outside of the file
   */
  private record Part(String kind, boolean elsewhere) {
    boolean runs() {
      String lower = kind.toLowerCase(Locale.ROOT);
      return lower.contains("macroenabled") || lower.contains("vbaproject");
    }

    boolean templateFromElsewhere() {
      return elsewhere && kind.endsWith("/attachedTemplate");
    }
  }

  private static List<Part> read(ZipFile zip, ZipEntry entry, String attribute)
      throws IOException, XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    List<Part> parts = new ArrayList<>();
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] xml = in.readNBytes(MOST_XML + 1);
      if (xml.length > MOST_XML) {
        throw new ZipException("more than is read");
      }
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          String kind = reader.getAttributeValue(null, attribute);
          if (kind != null) {
            parts.add(
                new Part(kind, "External".equals(reader.getAttributeValue(null, "TargetMode"))));
          }
        }
      }
    }
    return parts;
  }

  private static ContentFault macros() {
    return ContentFault.macros("a document with macros");
  }

  private ContentFault damaged() {
    return ContentFault.damaged(
        "a ZIP file, but none of this type", "a whole document of type " + type);
  }
}
