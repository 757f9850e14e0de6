package gpcm.node.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Under what entries about a patient are found: an HMAC of the patient's number, under a key that
 * only the nodes have. Who reads the table alone cannot try out NHS numbers. Thread-safe.
 */
final class PatientKey {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  PatientKey(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  byte[] of(String organisation, String number) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal((organisation + "\n" + number).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
