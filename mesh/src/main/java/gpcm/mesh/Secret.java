package gpcm.mesh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A mailbox password or a shared key. It never shows its text in {@link #toString()}, so it can't
 * reach a log or an exception by accident; only {@link #reveal()} gives it out. Immutable and
 * thread-safe.
 */
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * A secret with this text.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public static Secret of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "A secret is empty; give the mailbox password or the shared key");
    }
    return new Secret(text);
  }

  /** A secret with a copy of these characters; the caller may wipe its array afterwards. */
  public static Secret of(char[] text) {
    return of(new String(text));
  }

  /** The text itself. For signing and checking only. */
  public String reveal() {
    return text;
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Compares in a time that doesn't depend on where the texts differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
