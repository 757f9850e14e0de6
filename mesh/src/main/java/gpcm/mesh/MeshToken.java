package gpcm.mesh;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One use of the MESH {@code Authorization} header: {@code NHSMESH
 * mailbox:nonce:nonceCount:timestamp:hash}.
 *
 * <p>The hash is the lower-case hex HMAC-SHA256, keyed with the shared key, over {@code
 * mailbox:nonce:nonceCount:password:timestamp}. The timestamp is UTC to the minute. Immutable; its
 * {@link #toString()} leaves the hash out, because the live service takes whoever holds an unused
 * token for the mailbox's owner.
 *
 * @param mailbox the mailbox id as the header gives it
 * @param nonce any text without a colon
 * @param nonceCount decimal digits, kept as written since they are part of what is signed
 * @param timestamp {@code yyyyMMddHHmm}
 * @param hash the signature in hex
 */
public record MeshToken(
    String mailbox, String nonce, String nonceCount, String timestamp, String hash) {
  /** The scheme in front of the token. */
  public static final String SCHEME = "NHSMESH";

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
  private static final int LONGEST = 2_000;

  /** Signs one token; who signs many keeps a {@link MeshSigner}. */
  public static MeshToken sign(
      String mailbox,
      String nonce,
      long nonceCount,
      Secret password,
      Secret sharedKey,
      Instant at) {
    return new MeshSigner(sharedKey).sign(mailbox, nonce, nonceCount, password, at);
  }

  /**
   * Reads a header value; the scheme may be absent and in any case, as the public sandbox allows.
   * Empty when it isn't five colon-separated fields with a numeric count and a mailbox without
   * spaces.
   */
  public static Optional<MeshToken> parse(String header) {
    if (header.length() > LONGEST) {
      return Optional.empty();
    }
    String[] part = withoutScheme(header).split(":", -1);
    if (part.length != 5
        || !DIGITS.matcher(part[2]).matches()
        || part[0].isEmpty()
        || part[0].contains(" ")) {
      return Optional.empty();
    }
    return Optional.of(new MeshToken(part[0], part[1], part[2], part[3], part[4]));
  }

  /** The header value without its scheme. */
  public static String withoutScheme(String header) {
    String value = header.strip();
    String scheme = SCHEME + " ";
    return value.regionMatches(true, 0, scheme, 0, scheme.length())
        ? value.substring(scheme.length()).strip()
        : value;
  }

  /**
   * True when the hash is the one this password and key give; compared in constant time, hex in
   * either case.
   */
  public boolean isSignedWith(Secret password, Secret sharedKey) {
    return new MeshSigner(sharedKey).signed(this, password);
  }

  /** The moment it was signed, to the minute; empty when the timestamp isn't one. */
  public Optional<Instant> signedAt() {
    // By hand: a formatter's parsing costs more than checking the signature, on every request.
    if (timestamp.length() != 12 || !DIGITS.matcher(timestamp).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(digits(0, 4), digits(4, 6), digits(6, 8), digits(8, 10), digits(10, 12))
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private int digits(int from, int to) {
    return Integer.parseInt(timestamp, from, to, 10);
  }

  /** The value of the {@code Authorization} header. */
  public String header() {
    return SCHEME + " " + String.join(":", mailbox, nonce, nonceCount, timestamp, hash);
  }

  @Override
  public String toString() {
    return "MeshToken[mailbox="
        + mailbox
        + ", nonceCount="
        + nonceCount
        + ", timestamp="
        + timestamp
        + "]";
  }
}
