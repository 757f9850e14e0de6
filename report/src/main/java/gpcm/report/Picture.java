package gpcm.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture fit to be placed on a page: decoded from JPEG, PNG or TIFF, flattened on white, and
 * written anew as PNG, so that neither transparency nor anything hidden in the file (such as where
 * it was taken) reaches the report. Immutable.
 */
public final class Picture {
  private static final long MOST_PIXELS = 50_000_000;

  /** More than a printer shows over the width of the page. */
  private static final int WIDEST = 1_600;

  private static final Set<String> FORMATS = Set.of("jpeg", "png", "tif", "tiff");

  private final byte[] png;
  private final int width;
  private final int height;

  private Picture(byte[] png, int width, int height) {
    this.png = png;
    this.width = width;
    this.height = height;
  }

  /**
   * Decodes a file.
   *
   * @throws UnreadablePictureException when it is not a picture we know, broken, or larger than 50
   *     million pixels
   */
  public static Picture of(byte[] file) {
    try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      ImageReader reader = readers.hasNext() ? readers.next() : null;
      if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw new UnreadablePictureException("it is not a JPEG, PNG or TIFF file");
      }
      try {
        reader.setInput(input, true, true);
        // The size stands in the header: refuse a bomb before it is unpacked.
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new UnreadablePictureException(
              "it has " + pixels + " pixels, more than " + MOST_PIXELS);
        }
        return flattened(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (UnreadablePictureException known) {
      throw known;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException broken) {
      throw new UnreadablePictureException("its content is broken", broken);
    }
  }

  private static Picture flattened(BufferedImage image) throws IOException {
    double scale = Math.min(1.0, (double) WIDEST / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage flat = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = flat.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(flat, "png", png);
    return new Picture(png.toByteArray(), width, height);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  String dataUri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
