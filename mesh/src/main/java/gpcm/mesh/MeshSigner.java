package gpcm.mesh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs and checks tokens with one shared key. Keep it: preparing the key costs more than a
 * signature. Thread-safe.
 */
public final class MeshSigner {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT);

  /** Never used itself; each signature works on a copy. */
  private final Mac prepared;

  private volatile Minute minute = new Minute(-1, "");

  /** The text of the minute that was written last: a formatter costs as much as the signature. */
  private record Minute(long number, String text) {}

  /** With the environment's shared key. */
  public MeshSigner(Secret sharedKey) {
    try {
      prepared = Mac.getInstance("HmacSHA256");
      prepared.init(new SecretKeySpec(sharedKey.bytes(), "HmacSHA256"));
      Object unused = prepared.clone();
    } catch (GeneralSecurityException | CloneNotSupportedException e) {
      throw new IllegalStateException("This Java runtime has no HmacSHA256, which MESH needs", e);
    }
  }

  /** Signs a fresh token. */
  public MeshToken sign(
      String mailbox, String nonce, long nonceCount, Secret password, Instant at) {
    String count = Long.toString(nonceCount);
    String timestamp = timestamp(at);
    return new MeshToken(
        mailbox, nonce, count, timestamp, hash(mailbox, nonce, count, timestamp, password));
  }

  /**
   * True when the hash is the one this password gives; compared in constant time, hex in any case.
   */
  public boolean signed(MeshToken token, Secret password) {
    String expected =
        hash(token.mailbox(), token.nonce(), token.nonceCount(), token.timestamp(), password);
    byte[] given = token.hash().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given);
  }

  private String timestamp(Instant at) {
    long number = Math.floorDiv(at.getEpochSecond(), 60L);
    Minute last = minute;
    if (last.number() != number) {
      last = new Minute(number, MINUTE.format(at.atOffset(ZoneOffset.UTC)));
      minute = last;
    }
    return last.text();
  }

  private String hash(
      String mailbox, String nonce, String count, String timestamp, Secret password) {
    String signed = mailbox + ':' + nonce + ':' + count + ':' + password.reveal() + ':' + timestamp;
    try {
      Mac mac = (Mac) prepared.clone();
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("a Mac that could be copied no longer can", e);
    }
  }
}
