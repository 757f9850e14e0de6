package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads the first picture's size: what has none is no picture. Its pixels are not decoded. */
final class PictureLook implements LookInside {
  private final String format;

  /**
   * @param format jpeg, png, gif or tiff
   */
  PictureLook(String format) {
    this.format = format;
  }

  @Override
  public Optional<ContentFault> fault(AttachmentContent content) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      return Optional.empty();
    }
    ImageReader reader = readers.next();
    try (InputStream in = content.open()) {
      reader.setInput(new MemoryCacheImageInputStream(in), true, true);
      return reader.getWidth(0) > 0 && reader.getHeight(0) > 0
          ? Optional.empty()
          : Optional.of(damaged());
    } catch (IOException | RuntimeException e) {
      return Optional.of(damaged());
    } finally {
      reader.dispose();
    }
  }

  private ContentFault damaged() {
    return ContentFault.damaged(
        "a file that begins as " + format.toUpperCase(Locale.ROOT) + " does, but is none",
        "a whole picture");
  }
}
