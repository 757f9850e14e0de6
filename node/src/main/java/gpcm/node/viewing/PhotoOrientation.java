package gpcm.node.viewing;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera was held, as a JPEG notes it (Exif, tag 0x0112): 1 is upright, 3 on its head, 6 and
 * 8 on its sides; the others are mirrored.
 */
record PhotoOrientation(int value) {
  private static final int EXIF = 0xffe1;
  private static final int PICTURE = 0xffda;
  private static final int TAG = 0x0112;
  private static final PhotoOrientation UPRIGHT = new PhotoOrientation(1);

  static PhotoOrientation of(byte[] jpeg) {
    try {
      ByteBuffer in = ByteBuffer.wrap(jpeg).position(2);
      while (true) {
        int marker = Short.toUnsignedInt(in.getShort());
        int end = in.position() + Short.toUnsignedInt(in.getShort());
        if (marker < 0xff00 || marker == PICTURE) {
          return UPRIGHT;
        }
        if (marker == EXIF && in.getInt() == 0x45786966) {
          return noted(in.position(in.position() + 2).slice());
        }
        in.position(end);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return UPRIGHT;
    }
  }

  private static PhotoOrientation noted(ByteBuffer exif) {
    exif.order(exif.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    exif.position(4);
    exif.position(exif.getInt());
    for (int left = Short.toUnsignedInt(exif.getShort()); left > 0; left--) {
      int tag = Short.toUnsignedInt(exif.getShort());
      exif.position(exif.position() + 6);
      int value = Short.toUnsignedInt(exif.getShort());
      exif.position(exif.position() + 2);
      if (tag == TAG) {
        return value >= 1 && value <= 8 ? new PhotoOrientation(value) : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  BufferedImage upright(BufferedImage image) {
    if (value == 1) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    AffineTransform turn =
        switch (value) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
          default -> new AffineTransform(0, -1, 1, 0, 0, width);
        };
    boolean sideways = value >= 5;
    BufferedImage upright =
        new BufferedImage(
            sideways ? height : width, sideways ? width : height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = upright.createGraphics();
    graphics.drawImage(image, turn, null);
    graphics.dispose();
    return upright;
  }
}
