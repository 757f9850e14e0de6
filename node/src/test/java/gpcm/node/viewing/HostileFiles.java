package gpcm.node.viewing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** Files as nobody should send them, and a few as everybody does. */
public final class HostileFiles {
  private HostileFiles() {}

  /** A letter of some pages, in fonts that it names and does not hold. */
  public static byte[] letter(int pages) throws IOException {
    return letter(pages, PDRectangle.A4);
  }

  static byte[] letter(int pages, PDRectangle size) throws IOException {
    try (PDDocument document = letterDocument(pages, size)) {
      return saved(document);
    }
  }

  private static PDDocument letterDocument(int pages, PDRectangle size) throws IOException {
    PDDocument document = new PDDocument();
    for (int n = 1; n <= pages; n++) {
      PDPage page = new PDPage(size);
      document.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        int line = 0;
        for (FontName font :
            new FontName[] {
              FontName.HELVETICA,
              FontName.HELVETICA_BOLD,
              FontName.TIMES_ROMAN,
              FontName.TIMES_ITALIC,
              FontName.COURIER_BOLD
            }) {
          content.beginText();
          content.setFont(new PDType1Font(font), 16);
          content.newLineAtOffset(60, 760 - 30 * line++);
          content.showText("A fictional letter, page " + n + ", in " + font.getName());
          content.endText();
        }
      }
    }
    return document;
  }

  static byte[] protectedBy(String password) throws IOException {
    try (PDDocument document = letterDocument(1, PDRectangle.A4)) {
      document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
      return saved(document);
    }
  }

  private static byte[] saved(PDDocument document) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  /** A page that draws this, with these resources and further objects from number 5 on. */
  static byte[] page(String content, String resources, String... objects) throws IOException {
    ByteArrayOutputStream pdf = new ByteArrayOutputStream();
    ascii(pdf, "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n");
    ascii(pdf, "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n");
    ascii(
        pdf,
        "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources "
            + resources
            + ">> endobj\n");
    ascii(pdf, "4 0 obj " + stream("", content) + " endobj\n");
    for (int i = 0; i < objects.length; i++) {
      ascii(pdf, (i + 5) + " 0 obj " + objects[i] + " endobj\n");
    }
    ascii(pdf, "trailer <</Root 1 0 R/Size " + (objects.length + 5) + ">>\n%%EOF\n");
    return pdf.toByteArray();
  }

  private static void ascii(ByteArrayOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String stream(String dictionary, String content) {
    return "<<"
        + dictionary
        + "/Length "
        + content.length()
        + ">> stream\n"
        + content
        + "\nendstream";
  }

  /** Ten forms, each of which draws the next ten times: ten thousand million squares. */
  public static byte[] endless() throws IOException {
    String[] forms = new String[11];
    for (int i = 0; i < 10; i++) {
      forms[i] =
          stream(
              "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F "
                  + (i + 6)
                  + " 0 R>>>>",
              "/F Do ".repeat(10));
    }
    forms[10] = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "0 0 1 1 re f");
    return page("/F Do", "<</XObject<</F 5 0 R>>>>", forms);
  }

  /** The font that it holds unpacks to 1.2 GB. */
  public static byte[] unpacking() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, fast)) {
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 1200; i++) {
        out.write(nothing);
      }
    } finally {
      fast.end();
    }
    return page(
        "BT /F 24 Tf 60 700 Td (a) Tj ET",
        "<</Font<</F 5 0 R>>>>",
        "<</Type/Font/Subtype/TrueType/BaseFont/Vast/FirstChar 97/LastChar 97/Widths[500]"
            + "/FontDescriptor 6 0 R>>",
        "<</Type/FontDescriptor/FontName/Vast/Flags 32/FontFile2 7 0 R>>",
        stream("/Filter/FlateDecode", packed.toString(StandardCharsets.ISO_8859_1)));
  }

  /** A picture that says it is packed so. */
  static byte[] picture(String filter) throws IOException {
    return page(
        "q 400 0 0 400 50 50 cm /I Do Q",
        "<</XObject<</I 5 0 R>>>>",
        stream(
            "/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
                + "/ColorSpace/DeviceRGB/Filter/"
                + filter,
            "no picture"));
  }

  /** Words in a font of Japanese letters that the file does not hold. */
  static byte[] withoutItsFont() throws IOException {
    return page(
        "BT /F 24 Tf 60 700 Td <65E5672C> Tj ET",
        "<</Font<</F 5 0 R>>>>",
        "<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UCS2-H"
            + "/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/CIDSystemInfo<</Registry(Adobe)"
            + "/Ordering(Japan1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        "<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle"
            + " 0/Ascent 800/Descent -200/StemV 80/CapHeight 700>>");
  }

  /** A script that runs when it is opened, and a file inside. */
  public static byte[] withScriptAndFile() {
    return ("%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert"
            + "\\(1\\))>>/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)>>]>>>>>>"
            + " endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj <</Type/Page"
            + "/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A Word document, or so it seems, that unpacks to 800 MB. */
  public static byte[] zipBomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"[Content_Types].xml", "word/document.xml"}) {
        zip.putNextEntry(new ZipEntry(name));
        byte[] nothing = new byte[1 << 20];
        for (int i = 0; i < 400; i++) {
          zip.write(nothing);
        }
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** It unpacks to 400 MB. */
  public static byte[] gzipBomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 400; i++) {
        gzip.write(nothing);
      }
    }
    return bytes.toByteArray();
  }

  static byte[] nested() throws IOException {
    return page("", "<</Deep " + "[".repeat(200_000) + "]".repeat(200_000) + ">>");
  }

  /** A picture of some pages. */
  public static byte[] pictures(String format, int pages, int width, int height)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      if (pages == 1) {
        writer.write(image);
      } else {
        writer.prepareWriteSequence(null);
        for (int i = 0; i < pages; i++) {
          writer.writeToSequence(new IIOImage(image, null, null), null);
        }
        writer.endWriteSequence();
      }
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A photo 40 wide and 20 high, white at the left and black at the right, with this note. */
  static byte[] photo(int orientation) throws IOException {
    BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        image.setRGB(x, y, 0xffffff);
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    ByteArrayOutputStream photo = new ByteArrayOutputStream();
    photo.write(jpeg.toByteArray(), 0, 2);
    photo.write(
        HexFormat.of()
            .parseHex(
                "ffe100224578696600004d4d002a0000000800010112000300000001%04x000000000000"
                    .formatted(orientation)));
    photo.write(jpeg.toByteArray(), 2, jpeg.size() - 2);
    return photo.toByteArray();
  }

  /** A PNG that says it has four million million million pixels. */
  static byte[] vast() throws IOException {
    byte[] png = pictures("png", 1, 4, 4);
    for (int i = 16; i < 24; i++) {
      png[i] = (byte) (i % 4 == 0 ? 0x7f : 0xff);
    }
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(png, 12, 17);
    for (int i = 0; i < 4; i++) {
      png[29 + i] = (byte) (crc.getValue() >> (24 - 8 * i));
    }
    return png;
  }
}
