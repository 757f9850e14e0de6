package gpcm.node.viewing;

import gpcm.node.viewing.Shown.Note;
import gpcm.node.viewing.Shown.Reason;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A picture of a file, read and written anew. */
final class PictureFile {
  private static final int MOST_PAGES = 1_000;
  private static final double READ_WHOLE = 40e6;
  private static final int LONGEST_SIDE = 10_000;

  private PictureFile() {}

  static Shown draw(Drawing drawing) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(drawing.format().name());
    if (!readers.hasNext()) {
      return new Shown.Nothing(Reason.UNKNOWN_PICTURE);
    }
    ImageReader reader = readers.next();
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(drawing.bytes()))) {
      reader.setInput(in, false, true);
      return draw(reader, drawing);
    } catch (IIOException e) {
      return new Shown.Nothing(
          String.valueOf(e.getMessage()).startsWith("Unsupported")
              ? Reason.UNKNOWN_PICTURE
              : Reason.BROKEN);
    } finally {
      reader.dispose();
    }
  }

  private static Shown draw(ImageReader reader, Drawing drawing) throws IOException {
    int all = reader.getNumImages(true);
    boolean moves = drawing.format() == Drawing.Format.GIF && all > 1;
    int pages = moves ? 1 : Math.min(all, MOST_PAGES);
    if (drawing.page() > pages) {
      return new Shown.Nothing(Reason.NO_SUCH_PAGE);
    }
    int index = drawing.page() - 1;
    long width = reader.getWidth(index);
    long height = reader.getHeight(index);
    ImageReadParam parameters = reader.getDefaultReadParam();
    int step = (int) Math.ceil(Math.sqrt(Math.max(1, width * height / READ_WHOLE)));
    parameters.setSourceSubsampling(step, step, 0, 0);
    BufferedImage read = reader.read(index, parameters);
    BufferedImage upright =
        drawing.format() == Drawing.Format.JPEG
            ? PhotoOrientation.of(drawing.bytes()).upright(read)
            : read;
    BufferedImage image = fitting(upright, drawing.zoom().pixels());
    List<Note> notes =
        moves
            ? List.of(Note.MOVES)
            : pages < all ? List.of(Note.ONLY_THE_BEGINNING) : List.<Note>of();
    return new Shown.Picture(
        drawing.page(), pages, image.getWidth(), image.getHeight(), png(image), "", notes);
  }

  /** On white, and halved until one more step fits it, so that no thin line is lost. */
  private static BufferedImage fitting(BufferedImage read, int width) {
    double wanted =
        Math.min(
            1,
            Math.min((double) width / read.getWidth(), (double) LONGEST_SIDE / read.getHeight()));
    BufferedImage image = read;
    double left = wanted;
    while (left < 0.5) {
      image = drawn(image, half(image.getWidth()), half(image.getHeight()));
      left *= 2;
    }
    return drawn(
        image,
        Math.max(1, (int) Math.round(read.getWidth() * wanted)),
        Math.max(1, (int) Math.round(read.getHeight() * wanted)));
  }

  private static int half(int length) {
    return Math.max(1, (length + 1) / 2);
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return drawn;
  }

  static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", png)) {
      throw new IOException("Java writes no PNG");
    }
    return png.toByteArray();
  }
}
