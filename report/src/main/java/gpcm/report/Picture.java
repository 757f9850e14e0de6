package gpcm.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
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

  /** Of a file of many pages, such as a fax. */
  private static final int MOST_PAGES = 20;

  private final byte[] png;
  private final int width;
  private final int height;
  private final int page;
  private final int pages;

  private Picture(byte[] png, int width, int height, int page, int pages) {
    this.png = png;
    this.width = width;
    this.height = height;
    this.page = page;
    this.pages = pages;
  }

  /**
   * Decodes a file; of one with many pages, the first.
   *
   * @throws UnreadablePictureException when it is not a picture we know, broken, or larger than 50
   *     million pixels
   */
  public static Picture of(byte[] file) {
    return pages(file, 1).getFirst();
  }

  /**
   * Decodes the pages of a file, the first 20 of them at most, and 50 million pixels in all.
   *
   * @return one page at least; {@link #pages()} says how many there are
   * @throws UnreadablePictureException when it is not a picture we know, broken, or its first page
   *     larger than 50 million pixels
   */
  static List<Picture> pages(byte[] file) {
    return pages(file, MOST_PAGES);
  }

  private static List<Picture> pages(byte[] file, int most) {
    try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      ImageReader reader = readers.hasNext() ? readers.next() : null;
      if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw new UnreadablePictureException("it is not a JPEG, PNG or TIFF file");
      }
      int all =
          reader.getFormatName().toLowerCase(Locale.ROOT).startsWith("tif")
              ? TiffPages.count(file)
              : 1;
      try {
        reader.setInput(input, false, true);
        return decoded(reader, all, most);
      } finally {
        reader.dispose();
      }
    } catch (UnreadablePictureException known) {
      throw known;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException broken) {
      throw new UnreadablePictureException("its content is broken", broken);
    }
  }

  private static List<Picture> decoded(ImageReader reader, int all, int most) throws IOException {
    List<Picture> pages = new ArrayList<>();
    long pixels = 0;
    for (int i = 0; i < Math.min(all, most); i++) {
      // The size stands in the header: refuse a bomb before it is unpacked.
      pixels += (long) reader.getWidth(i) * reader.getHeight(i);
      if (pixels > MOST_PIXELS) {
        if (pages.isEmpty()) {
          throw new UnreadablePictureException(
              "it has " + pixels + " pixels, more than " + MOST_PIXELS);
        }
        break;
      }
      pages.add(flattened(reader.read(i), i + 1, all));
    }
    return pages;
  }

  private static Picture flattened(BufferedImage image, int page, int pages) throws IOException {
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
    return new Picture(png.toByteArray(), width, height, page, pages);
  }

  /** Which page of its file it is, from 1. */
  int page() {
    return page;
  }

  /** How many pages its file has. */
  int pages() {
    return pages;
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
