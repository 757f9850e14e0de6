package gpcm.node.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import gpcm.node.config.ClientProofSettings.PrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node's own keys, read from their files each time, so that they may change while it runs.
 *
 * @param settings which files
 */
record ClientKeys(PrivateKey settings) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final int FEWEST_BITS = 2048;

  /** What signs. */
  RSAKey signing() {
    return read(settings.key());
  }

  JWSAlgorithm algorithm() {
    return JWSAlgorithm.parse(settings.algorithm());
  }

  /** The public halves of both keys, as JSON. */
  String published() {
    List<JWK> keys = new ArrayList<>(List.of(signing()));
    settings.otherKey().map(this::read).filter(other -> !keys.contains(other)).ifPresent(keys::add);
    return new JWKSet(keys).toString(true);
  }

  private RSAKey read(Path file) {
    try {
      Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (!pem.find()) {
        throw unusable(file, "it has no part BEGIN PRIVATE KEY; make it with openssl pkcs8 -topk8");
      }
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(1));
      KeyFactory factory = KeyFactory.getInstance("RSA");
      if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(bytes))
          instanceof RSAPrivateCrtKey secret)) {
        throw unusable(file, "it is no RSA key with its primes");
      }
      if (secret.getModulus().bitLength() < FEWEST_BITS) {
        throw unusable(
            file,
            "it has %d bits, and at least %d are needed"
                .formatted(secret.getModulus().bitLength(), FEWEST_BITS));
      }
      RSAPublicKey open =
          (RSAPublicKey)
              factory.generatePublic(
                  new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent()));
      return new RSAKey.Builder(open)
          .privateKey(secret)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(algorithm())
          .keyIDFromThumbprint()
          .build();
    } catch (IOException | GeneralSecurityException | JOSEException e) {
      throw unusable(file, e.toString());
    }
  }

  private static IllegalStateException unusable(Path file, String why) {
    return new IllegalStateException(
        "The key file %s for sign-in can't be used: %s".formatted(file, why));
  }
}
