package gpcm.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Small damage to bytes: what a careless or hostile sender might do to a valid message. */
final class Mutations {
  private static final byte[][] SPICE = {
    "<".getBytes(UTF_8),
    "\"".getBytes(UTF_8),
    "&#x41;".getBytes(UTF_8),
    "null".getBytes(UTF_8),
    "[]".getBytes(UTF_8),
    "{".getBytes(UTF_8),
    "1e999999999".getBytes(UTF_8),
    {(byte) 0xC3},
    {0},
    "</extension>".getBytes(UTF_8)
  };

  private Mutations() {}

  static byte[] mutate(byte[] source, Random random) {
    byte[] bytes = source;
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int length =
        Math.min(bytes.length - from, 1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 12));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> out.write(bytes, from + length, bytes.length - from - length);
      case 1 -> {
        out.writeBytes(SPICE[random.nextInt(SPICE.length)]);
        out.write(bytes, from, bytes.length - from);
      }
      case 2 -> {
        out.write(bytes, from, length);
        out.write(bytes, from, bytes.length - from);
      }
      case 3 -> {
        out.write(bytes[from] ^ (1 << random.nextInt(8)));
        out.write(bytes, from + 1, bytes.length - from - 1);
      }
      default -> {
        int other = random.nextInt(bytes.length);
        out.write(bytes, other, Math.min(length, bytes.length - other));
        out.write(bytes, from + length, bytes.length - from - length);
      }
    }
    byte[] result = out.toByteArray();
    return result.length == 0 ? new byte[] {' '} : result;
  }
}
