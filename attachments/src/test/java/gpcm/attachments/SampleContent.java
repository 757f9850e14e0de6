package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;

/** Files of every kind, good and bad. */
final class SampleContent {
  static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  private static final String MAIN = DOCX + ".main+xml";
  private static final String MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml";

  private SampleContent() {}

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] pdf() {
    return pdf(document -> {});
  }

  /** As the simplest programs write it: nothing in it is packed. */
  static byte[] plainPdf() {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes, CompressParameters.NO_COMPRESSION);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a password. */
  static byte[] lockedPdf() {
    return pdf(document -> protect(document, "not to be guessed"));
  }

  /** Opens for everybody, and forbids printing. */
  static byte[] restrictedPdf() {
    return pdf(document -> protect(document, ""));
  }

  private static void protect(PDDocument document, String password) throws IOException {
    AccessPermission permissions = new AccessPermission();
    permissions.setCanPrint(false);
    StandardProtectionPolicy policy =
        new StandardProtectionPolicy("the owner's", password, permissions);
    policy.setEncryptionKeyLength(256);
    document.protect(policy);
  }

  private interface Change {
    void to(PDDocument document) throws IOException;
  }

  private static byte[] pdf(Change change) {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      change.to(document);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its table of places is wrong, and every reader opens it. */
  static byte[] slightlyBrokenPdf() {
    return text(
        """
        %PDF-1.4
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
        trailer <</Root 1 0 R>>
        startxref
        7
        %%EOF
        """);
  }

  /**
   * A few hundred kilobytes that unpack to hundreds of megabytes while it is opened.
   *
   * @param filters what the stream says it is packed with
   */
  static byte[] packedPdf(String filters, boolean withTable) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
      byte[] zeros = text("1 0 2 9 ".repeat(1 << 13));
      for (int i = 0; i < 4_000; i++) {
        out.write(zeros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    pdf.writeBytes(text("%PDF-1.5\n"));
    int at = pdf.size();
    pdf.writeBytes(
        text(
            "1 0 obj <</Type "
                + (withTable ? "/XRef /W [1 2 1] /Size 9 /Root 2 0 R" : "/ObjStm /N 9 /First 99")
                + " /Filter "
                + filters
                + " /Length "
                + packed.size()
                + ">>\nstream\n"));
    pdf.writeBytes(packed.toByteArray());
    pdf.writeBytes(text("\nendstream\nendobj\nstartxref\n" + (withTable ? at : 3) + "\n%%EOF\n"));
    return pdf.toByteArray();
  }

  /**
   * A picture.
   *
   * @param format png, jpeg, gif or tiff
   */
  static byte[] picture(String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), format, bytes)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] docx() {
    return docx(MAIN, "", "");
  }

  /** A document whose type says that it has macros. */
  static byte[] docxWithMacros() {
    return docx(MACRO_MAIN, "", "");
  }

  /** A document that hides its macros under another name. */
  static byte[] docxWithHiddenMacros() {
    return docx(
        MAIN,
        "<Override PartName=\"/word/a.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>",
        "");
  }

  static byte[] docxWithTemplateFromElsewhere() {
    return docx(
        MAIN,
        "",
        "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
            + "relationships/attachedTemplate\" Target=\"https://template.example/a.dotm\""
            + " TargetMode=\"External\"/>");
  }

  /** A document with a compound file in it, under any name. */
  static byte[] docxWithObject(byte[] compound) {
    return zip(docxParts(MAIN, "", ""), Map.of("word/media/picture.png", compound));
  }

  private static byte[] docx(String main, String moreTypes, String relations) {
    return zip(docxParts(main, moreTypes, relations));
  }

  private static Map<String, String> docxParts(String main, String moreTypes, String relations) {
    return Map.of(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Override PartName=\"/word/document.xml\" ContentType=\""
            + main
            + "\"/>"
            + moreTypes
            + "</Types>",
        "word/document.xml",
        "<document/>",
        "word/_rels/settings.xml.rels",
        "<Relationships>" + relations + "</Relationships>");
  }

  static byte[] zip(Map<String, String> entries) {
    return zip(entries, Map.of());
  }

  private static byte[] zip(Map<String, String> entries, Map<String, byte[]> more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(text(entry.getValue()));
      }
      for (Map.Entry<String, byte[]> entry : more.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A compound file with streams of these names in its directory. */
  static byte[] ole(String... names) {
    ByteBuffer file = ByteBuffer.allocate(512 + 128 * names.length);
    file.put(OleLook.MARK.getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < names.length; i++) {
      byte[] name = names[i].getBytes(StandardCharsets.UTF_16LE);
      file.position(512 + 128 * i).put(name);
      file.put(512 + 128 * i + 64, (byte) (name.length + 2));
      file.put(512 + 128 * i + 66, (byte) 2);
    }
    return file.array();
  }

  static AttachmentContent content(byte[] bytes) {
    return AttachmentContent.of(bytes);
  }
}
