package gpcm.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.GregorianCalendar;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;

/**
 * What the file says about itself: title, moment, conformance, and an id that depends on nothing
 * else. Written by us and not by the layout library, so that it is the same each time and tells
 * nothing about the patient.
 *
 * @param title the document's title
 * @param seed what the file's id is made of
 * @param now when it is made
 */
record PdfMetadata(String title, String seed, Instant now) {
  private static final String PRODUCER = "gpcm";
  private static final DateTimeFormatter INFORMATION_DATE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  void writeTo(PDDocument pdf) throws IOException {
    Instant moment = now.truncatedTo(ChronoUnit.SECONDS);
    PDDocumentInformation information = new PDDocumentInformation();
    information.setTitle(title);
    information.setProducer(PRODUCER);
    information.setCreationDate(GregorianCalendar.from(moment.atZone(ZoneOffset.UTC)));
    pdf.setDocumentInformation(information);
    PDMetadata metadata = new PDMetadata(pdf);
    metadata.importXMPMetadata(xmp().getBytes(StandardCharsets.UTF_8));
    metadata.getCOSObject().setItem(COSName.TYPE, COSName.METADATA);
    pdf.getDocumentCatalog().setMetadata(metadata);
    pdf.getDocumentCatalog().setLanguage("en-GB");
    CRC32 checksum = new CRC32();
    checksum.update(seed.getBytes(StandardCharsets.UTF_8));
    pdf.setDocumentId(checksum.getValue());
  }

  /** The entries of the information dictionary, which must say the same as {@link #xmp()}. */
  String information() {
    return "<</Title"
        + PdfObjects.string(title)
        + "/Producer"
        + PdfObjects.string(PRODUCER)
        + "/CreationDate(D:"
        + INFORMATION_DATE.format(now)
        + "+00'00')>>";
  }

  /** 32 hexadecimal digits that depend on the seed alone. */
  String id() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  String xmp() {
    Instant moment = now.truncatedTo(ChronoUnit.SECONDS);
    return """
    <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
     <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>
      <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
      <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
       <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
       <dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
      </rdf:Description>
      <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="%s"/>
      <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="%s"/>
      <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
        xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
       <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
        <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
        <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Part of PDF/UA the file conforms to</pdfaProperty:description>
        </rdf:li></rdf:Seq></pdfaSchema:property>
       </rdf:li></rdf:Bag></pdfaExtension:schemas>
      </rdf:Description>
     </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="w"?>\
    """
        .formatted(title, DateTimeFormatter.ISO_INSTANT.format(moment), PRODUCER);
  }
}
