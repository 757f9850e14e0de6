package gpcm.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Breaks messages in the ways that bugs and attackers do; the same seed always breaks the same way.
 */
final class Mutant {
  private static final List<String> WORDS =
      List.of(
          "",
          "\u0000",
          "\uFFFF",
          "\uD800",
          "urn:uuid:patient",
          "urn:uuid:",
          "null",
          "true",
          "-1",
          "1e999999999",
          "2026-99-99",
          "9999999999999999999999",
          "http://snomed.info/sct",
          "371531000",
          "371531001",
          "SendDocument-Generic",
          "<a/>",
          "</entry>",
          "<entry>",
          "<![CDATA[",
          "]]>",
          "<!DOCTYPE a [<!ENTITY b \"c\">]>",
          "&b;",
          "&#0;",
          "&#x10FFFF;",
          "<?a b?>",
          "\"",
          "'",
          "{",
          "}",
          "[",
          "]",
          ",",
          "{\"extension\":[{\"url\":\"x\"}]}",
          "valueBoolean",
          "valueString",
          "resourceType",
          "Bundle",
          "Patient",
          "Binary",
          "contained",
          "\u202E",
          "A".repeat(5_000),
          "(".repeat(300),
          "../../../../etc/passwd",
          "${jndi:ldap://example.invalid}",
          "%00",
          "\r\n");

  private final Random random;

  Mutant(long seed) {
    this.random = new Random(seed);
  }

  byte[] of(byte[] original, byte[] other) {
    byte[] bytes = original;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      bytes = once(bytes, other);
    }
    return bytes;
  }

  private byte[] once(byte[] in, byte[] other) {
    if (in.length < 4) {
      return other;
    }
    return switch (random.nextInt(9)) {
      case 0 -> flip(in);
      case 1 -> Arrays.copyOf(in, random.nextInt(in.length));
      case 2 -> cut(in);
      case 3 -> splice(in, other);
      case 4 ->
          insert(in, WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
      case 5 -> repeat(in);
      case 6 -> swapValues(in);
      case 7 ->
          replaceValue(
              in, WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
      default -> dropElement(in);
    };
  }

  private byte[] flip(byte[] in) {
    byte[] out = in.clone();
    out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
    return out;
  }

  private byte[] cut(byte[] in) {
    int from = random.nextInt(in.length);
    int to = Math.min(in.length, from + random.nextInt(400));
    return join(in, 0, from, in, to, in.length);
  }

  private byte[] repeat(byte[] in) {
    int from = random.nextInt(in.length);
    int to = Math.min(in.length, from + random.nextInt(600));
    return join(in, 0, to, in, from, in.length);
  }

  private byte[] splice(byte[] in, byte[] other) {
    return join(
        in, 0, random.nextInt(in.length), other, random.nextInt(other.length), other.length);
  }

  private byte[] insert(byte[] in, byte[] word) {
    int at = random.nextInt(in.length);
    return join(join(in, 0, at, word, 0, word.length), 0, at + word.length, in, at, in.length);
  }

  /** What stands between two quotation marks. */
  private int[] value(byte[] in) {
    int from = random.nextInt(in.length);
    while (from < in.length && in[from] != '"') {
      from++;
    }
    int to = Math.min(in.length, from + 1);
    while (to < in.length && in[to] != '"') {
      to++;
    }
    return new int[] {Math.min(in.length, from + 1), to};
  }

  private byte[] replaceValue(byte[] in, byte[] word) {
    int[] at = value(in);
    byte[] head = join(in, 0, Math.min(at[0], at[1]), word, 0, word.length);
    return join(head, 0, head.length, in, at[1], in.length);
  }

  private byte[] swapValues(byte[] in) {
    int[] at = value(in);
    return replaceValue(in, Arrays.copyOfRange(in, Math.min(at[0], at[1]), at[1]));
  }

  /** From one bracket to another of the same kind: often a whole element. */
  private byte[] dropElement(byte[] in) {
    int from = random.nextInt(in.length);
    while (from < in.length && in[from] != '<' && in[from] != '{') {
      from++;
    }
    if (from >= in.length) {
      return in;
    }
    int to = from + 1;
    int skip = random.nextInt(6);
    while (to < in.length && (in[to] != in[from] || skip-- > 0)) {
      to++;
    }
    return join(in, 0, from, in, to, in.length);
  }

  private static byte[] join(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    byte[] out = new byte[aTo - aFrom + bTo - bFrom];
    System.arraycopy(a, aFrom, out, 0, aTo - aFrom);
    System.arraycopy(b, bFrom, out, aTo - aFrom, bTo - bFrom);
    return out;
  }
}
