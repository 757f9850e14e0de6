package gpcm.audit.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private key of a log or a witness. Written as one line, {@code
 * PRIVATE+KEY+name+id+base64(type, seed)}, the form that Go's note package gives such keys; {@link
 * #toString} never shows it. Thread-safe.
 */
public final class SigningKey {
  private static final Pattern FORM =
      Pattern.compile("PRIVATE\\+KEY\\+([^+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]{44,48})");

  private final VerifierKey verifier;
  private final KeyType type;
  private final byte[] seed;
  private final KeyPair pair;

  private SigningKey(String name, KeyType type, byte[] seed) {
    this.type = type;
    this.seed = seed.clone();
    this.pair = Ed25519.pair(seed);
    this.verifier = new VerifierKey(name, type, Ed25519.raw(pair.getPublic()));
  }

  /** A new key for a log. */
  public static SigningKey ofLog(String origin, SecureRandom random) {
    return new SigningKey(origin, KeyType.ED25519, seed(random));
  }

  /** A new key for a witness. */
  public static SigningKey ofWitness(String name, SecureRandom random) {
    return new SigningKey(name, KeyType.COSIGNATURE, seed(random));
  }

  private static byte[] seed(SecureRandom random) {
    byte[] seed = new byte[Ed25519.KEY_LENGTH];
    random.nextBytes(seed);
    return seed;
  }

  /**
   * Reads the written form.
   *
   * @throws NoteException when it is anything else; the message does not show it
   */
  public static SigningKey parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new NoteException(
          "a signing key is one line, PRIVATE+KEY+name+8 hexadecimal digits+base64");
    }
    byte[] encoded;
    try {
      encoded = Base64.getDecoder().decode(form.group(3));
    } catch (IllegalArgumentException e) {
      throw new NoteException("the signing key of %s is damaged".formatted(form.group(1)));
    }
    if (encoded.length != 1 + Ed25519.KEY_LENGTH) {
      throw new NoteException("the signing key of %s is damaged".formatted(form.group(1)));
    }
    SigningKey key =
        new SigningKey(
            form.group(1), KeyType.of(encoded[0]), Arrays.copyOfRange(encoded, 1, encoded.length));
    if (!"%08x".formatted(key.verifier.id()).equals(form.group(2))) {
      throw new NoteException(
          "the signing key of %s is damaged: its id is not that of its key"
              .formatted(form.group(1)));
    }
    return key;
  }

  /** The public half, to be handed out. */
  public VerifierKey verifier() {
    return verifier;
  }

  /**
   * Signs the text of a note.
   *
   * @throws IllegalStateException when it is a witness's key
   */
  public SignedNote sign(String text) {
    if (type != KeyType.ED25519) {
      throw new IllegalStateException(verifier.name() + " is a witness and signs no notes alone");
    }
    return new SignedNote(
        text,
        List.of(signature(Ed25519.sign(pair.getPrivate(), text.getBytes(StandardCharsets.UTF_8)))));
  }

  /**
   * A witness's statement that this is the largest checkpoint of its log that it has seen.
   *
   * @throws IllegalStateException when it is a log's key
   */
  public NoteSignature cosign(SignedNote note, Instant now) {
    if (type != KeyType.COSIGNATURE) {
      throw new IllegalStateException(verifier.name() + " is a log and witnesses nothing");
    }
    long time = now.getEpochSecond();
    byte[] signed = Ed25519.sign(pair.getPrivate(), VerifierKey.cosigned(time, note.text()));
    return signature(
        ByteBuffer.allocate(Long.BYTES + signed.length).putLong(time).put(signed).array());
  }

  private NoteSignature signature(byte[] bytes) {
    return NoteSignature.of(verifier.name(), verifier.id(), bytes);
  }

  /** The written form, which is a secret. */
  public String reveal() {
    byte[] encoded = new byte[1 + seed.length];
    encoded[0] = type.code();
    System.arraycopy(seed, 0, encoded, 1, seed.length);
    return "PRIVATE+KEY+%s+%08x+%s"
        .formatted(verifier.name(), verifier.id(), Base64.getEncoder().encodeToString(encoded));
  }

  @Override
  public String toString() {
    return "the signing key of " + verifier.text();
  }
}
