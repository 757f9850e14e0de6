package gpcm.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public key of a log or of a witness, written {@code name+id+base64} (C2SP signed-note).
 * Immutable; equal when name, type and key are.
 */
public final class VerifierKey {
  private static final Pattern FORM =
      Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]{1,4000})");
  private static final int LONGEST = 4500;

  private final String name;
  private final KeyType type;
  private final byte[] raw;
  private final PublicKey key;
  private final int id;

  VerifierKey(String name, KeyType type, byte[] raw) {
    this.name = Text.requireName(name);
    this.type = type;
    this.raw = raw.clone();
    this.key = Ed25519.publicKey(raw);
    this.id = id(name, type, raw);
  }

  /**
   * Reads the text form.
   *
   * @throws NoteException when it is anything else, or its id is not that of its key
   */
  public static VerifierKey parse(String text) {
    String line = text.strip();
    Matcher form = FORM.matcher(line);
    if (line.length() > LONGEST || !form.matches()) {
      throw new NoteException(
          "a verifier key is written name+8 hexadecimal digits+base64, not '%s'"
              .formatted(Text.shown(line)));
    }
    byte[] encoded = Text.base64("the verifier key of " + Text.shown(form.group(1)), form.group(3));
    KeyType type = KeyType.of(encoded[0]);
    if (encoded.length != 1 + Ed25519.KEY_LENGTH) {
      throw new NoteException(
          "the verifier key of %s has %d bytes, and Ed25519 needs %d"
              .formatted(Text.shown(form.group(1)), encoded.length - 1, Ed25519.KEY_LENGTH));
    }
    VerifierKey key =
        new VerifierKey(form.group(1), type, Arrays.copyOfRange(encoded, 1, encoded.length));
    if (!key.hexId().equals(form.group(2))) {
      throw new NoteException(
          "the verifier key of %s says its id is %s, but name and key give %s: one of them was changed"
              .formatted(key.name, form.group(2), key.hexId()));
    }
    return key;
  }

  private static int id(String name, KeyType type, byte[] raw) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
      digest.update(type.code());
      return ByteBuffer.wrap(digest.digest(raw)).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The name, which for a log is its origin. */
  public String name() {
    return name;
  }

  int id() {
    return id;
  }

  private String hexId() {
    return "%08x".formatted(id);
  }

  /** Whether it is a witness's key. */
  public boolean cosigns() {
    return type == KeyType.COSIGNATURE;
  }

  boolean made(NoteSignature signature) {
    return signature.name().equals(name) && signature.keyId() == id;
  }

  boolean verifies(String text, NoteSignature signature) {
    byte[] bytes = signature.bytes();
    return switch (type) {
      case ED25519 ->
          bytes.length == Ed25519.SIGNATURE_LENGTH
              && Ed25519.verify(key, text.getBytes(StandardCharsets.UTF_8), bytes);
      case COSIGNATURE ->
          bytes.length == Long.BYTES + Ed25519.SIGNATURE_LENGTH
              && ByteBuffer.wrap(bytes).getLong() >= 0
              && Ed25519.verify(
                  key,
                  cosigned(ByteBuffer.wrap(bytes).getLong(), text),
                  Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    };
  }

  /** When a witness says that it signed; empty for a log's own signature. */
  Optional<Instant> time(NoteSignature signature) {
    return cosigns() ? Optional.of(Instant.ofEpochSecond(timestamp(signature))) : Optional.empty();
  }

  // Beyond what an Instant can say, the largest it can.
  private static long timestamp(NoteSignature signature) {
    return Math.min(ByteBuffer.wrap(signature.bytes()).getLong(), Instant.MAX.getEpochSecond());
  }

  static byte[] cosigned(long time, String text) {
    return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8);
  }

  /** The text form. */
  public String text() {
    byte[] encoded = new byte[1 + raw.length];
    encoded[0] = type.code();
    System.arraycopy(raw, 0, encoded, 1, raw.length);
    return name + "+" + hexId() + "+" + Base64.getEncoder().encodeToString(encoded);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return text();
  }
}
