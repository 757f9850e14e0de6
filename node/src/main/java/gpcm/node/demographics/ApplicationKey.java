package gpcm.node.demographics;

import gpcm.pds.PdsAccess.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private key of an application, read from its file each time, so that another can be put in
 * its place. Thread-safe.
 */
record ApplicationKey(String id, Path file) implements Supplier<SigningKey> {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final long MOST = 1 << 16;

  /** The key cannot be used as it is. */
  static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableException(String message, Exception causeOrNull) {
      super(message, causeOrNull);
    }
  }

  /**
   * @throws UnusableException naming the file
   */
  @Override
  public SigningKey get() {
    try {
      if (Files.size(file) > MOST) {
        throw unusable("is far too large for a key", null);
      }
      Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (!pem.find()) {
        throw unusable("holds no private key in PEM (PKCS#8, without a password)", null);
      }
      byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
      return new SigningKey(
          id, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (IOException e) {
      throw unusable("cannot be read", e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable("holds no RSA key", e);
    }
  }

  private UnusableException unusable(String what, Exception causeOrNull) {
    return new UnusableException("the key file of PDS, " + file + ", " + what, causeOrNull);
  }
}
