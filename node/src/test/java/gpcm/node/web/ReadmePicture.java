package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture of the README, as somebody approved it.
 *
 * @param name its file in docs, without its ending
 */
record ReadmePicture(String name) {
  /** Larger than a letter. */
  private static final int BLOCK = 16;

  private static final int CLEARLY = 24;

  void assertIs(byte[] png) throws IOException {
    BufferedImage now = ImageIO.read(new ByteArrayInputStream(png));
    Path approved = Path.of(System.getProperty("project.root"), "docs", name + ".png");
    if (Boolean.getBoolean("approve.pictures")) {
      ImageIO.write(now, "png", approved.toFile());
    }
    BufferedImage before = ImageIO.read(approved.toFile());
    assertThat(now.getWidth()).isEqualTo(before.getWidth());
    assertThat(now.getHeight()).isEqualTo(before.getHeight());
    assertThat(difference(now, before)).as(name).isLessThan(0.1);
  }

  /** Which part of them differs clearly. */
  private static double difference(BufferedImage one, BufferedImage other) {
    int blocks = 0;
    int different = 0;
    for (int y = 0; y + BLOCK <= one.getHeight(); y += BLOCK) {
      for (int x = 0; x + BLOCK <= one.getWidth(); x += BLOCK) {
        blocks++;
        different += Math.abs(shade(one, x, y) - shade(other, x, y)) > CLEARLY ? 1 : 0;
      }
    }
    return (double) different / blocks;
  }

  private static int shade(BufferedImage picture, int left, int top) {
    int sum = 0;
    for (int y = top; y < top + BLOCK; y++) {
      for (int x = left; x < left + BLOCK; x++) {
        sum += (picture.getRGB(x, y) >> 8) & 0xff;
      }
    }
    return sum / (BLOCK * BLOCK);
  }
}
