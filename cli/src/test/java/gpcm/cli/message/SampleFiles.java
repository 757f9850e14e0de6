package gpcm.cli.message;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** A small file of each type that a document may have. */
public final class SampleFiles {
  private static final String PDF =
      """
      %PDF-1.4
      1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
      2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
      3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
      trailer <</Root 1 0 R>>
      %%EOF
      """;

  private SampleFiles() {}

  /** One of this type. */
  public static byte[] of(String contentType) throws IOException {
    return switch (contentType) {
      case "application/pdf" -> text(PDF);
      case "image/jpeg", "image/png", "image/tiff" -> picture(contentType.substring(6));
      case "application/rtf" -> text("{\\rtf1 Dear Doctor}");
      case "text/plain" -> text("Dear Doctor");
      default -> document(contentType);
    };
  }

  /** A document of a word processor with macros, under the type of one without. */
  public static byte[] withMacros() throws IOException {
    return document("application/vnd.ms-word.document.macroEnabled");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] picture(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), format, bytes);
    return bytes.toByteArray();
  }

  private static byte[] document(String contentType) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
      zip.write(
          text(
              """
              <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Override PartName="/word/document.xml" ContentType="%s.main+xml"/>
              </Types>
              """
                  .formatted(contentType)));
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(text("<document/>"));
    }
    return bytes.toByteArray();
  }
}
