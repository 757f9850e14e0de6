package gpcm.node.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of some bytes: the name under which the content store keeps them. Because it can only
 * be 64 lower-case hexadecimal digits, it is safe as a file name.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContentHash(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /**
   * Takes the written form.
   *
   * @throws IllegalArgumentException when {@code hex} is anything else
   */
  public ContentHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a content hash has 64 lower-case hexadecimal digits, not '%s'".formatted(hex));
    }
  }

  /** The hash of these bytes. */
  public static ContentHash of(byte[] bytes) {
    return finished(newDigest(), bytes);
  }

  static ContentHash finished(MessageDigest digest) {
    return fromBytes(digest.digest());
  }

  private static ContentHash finished(MessageDigest digest, byte[] last) {
    return fromBytes(digest.digest(last));
  }

  static ContentHash fromBytes(byte[] digest) {
    return new ContentHash(HexFormat.of().formatHex(digest));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
