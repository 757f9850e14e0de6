package gpcm.node.web;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A page as it looks, at a third of its size and in few colours: small enough to be kept in the
 * repository, and large enough to see what has moved.
 */
record PagePicture(BufferedImage image) {
  /** Pixels of the page, across and down, that become one. */
  private static final int PART = 3;

  /** Pixels of the picture, so that one stands for twelve by twelve of the page. */
  private static final int BLOCK = 4;

  /**
   * Shades, of 255, by which the mean of a block may differ; the report's pictures have the same.
   */
  private static final int TOLERANCE = 24;

  /** Of each of red, green and blue. */
  private static final int LEVELS = 6;

  private static final int STEP = 255 / (LEVELS - 1);
  private static final IndexColorModel COLOURS = colours();

  private static IndexColorModel colours() {
    int[] colours = new int[LEVELS * LEVELS * LEVELS];
    for (int i = 0; i < colours.length; i++) {
      int red = i / (LEVELS * LEVELS);
      int green = i / LEVELS % LEVELS;
      int blue = i % LEVELS;
      colours[i] = ((red * STEP) << 16) | ((green * STEP) << 8) | (blue * STEP);
    }
    return new IndexColorModel(
        8, colours.length, colours, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
  }

  /** Of a screenshot at full size. */
  static PagePicture of(byte[] png) {
    try {
      return reduced(ImageIO.read(new ByteArrayInputStream(png)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PagePicture reduced(BufferedImage full) {
    int width = full.getWidth() / PART;
    int height = full.getHeight() / PART;
    int[] pixels = new int[PART * PART];
    BufferedImage small =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, COLOURS);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        full.getRGB(x * PART, y * PART, PART, PART, pixels, 0, PART);
        int index = (level(pixels, 16) * LEVELS + level(pixels, 8)) * LEVELS + level(pixels, 0);
        small.getRaster().setSample(x, y, 0, index);
      }
    }
    return new PagePicture(small);
  }

  private static int level(int[] pixels, int shift) {
    int sum = 0;
    for (int pixel : pixels) {
      sum += pixel >> shift & 0xFF;
    }
    return (sum / pixels.length + STEP / 2) / STEP;
  }

  static PagePicture read(Path file) throws IOException {
    return new PagePicture(ImageIO.read(file.toFile()));
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam small = writer.getDefaultWriteParam();
    small.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    small.setCompressionQuality(0);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), small);
    } finally {
      writer.dispose();
    }
  }

  boolean isAsLargeAs(PagePicture other) {
    return image.getWidth() == other.image.getWidth()
        && image.getHeight() == other.image.getHeight();
  }

  /** How many blocks differ from those of another picture, as large as this. */
  int differing(PagePicture other) {
    int differing = 0;
    for (int y = 0; y + BLOCK <= image.getHeight(); y += BLOCK) {
      for (int x = 0; x + BLOCK <= image.getWidth(); x += BLOCK) {
        differing += differs(other, x, y) ? 1 : 0;
      }
    }
    return differing;
  }

  /** This one, with what differs in red. */
  BufferedImage marked(PagePicture other) {
    BufferedImage marked =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    marked.createGraphics().drawImage(image, 0, 0, null);
    for (int y = 0; y + BLOCK <= image.getHeight(); y += BLOCK) {
      for (int x = 0; x + BLOCK <= image.getWidth(); x += BLOCK) {
        if (differs(other, x, y)) {
          for (int i = 0; i < BLOCK * BLOCK; i++) {
            marked.setRGB(x + i % BLOCK, y + i / BLOCK, 0xFF0000);
          }
        }
      }
    }
    return marked;
  }

  private boolean differs(PagePicture other, int x, int y) {
    return Math.abs(shade(image, x, y) - shade(other.image, x, y)) > TOLERANCE;
  }

  private static int shade(BufferedImage image, int left, int top) {
    int sum = 0;
    for (int y = top; y < top + BLOCK; y++) {
      for (int x = left; x < left + BLOCK; x++) {
        int rgb = image.getRGB(x, y);
        sum += (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
      }
    }
    return sum / (3 * BLOCK * BLOCK);
  }
}
