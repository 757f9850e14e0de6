package gpcm.oidc.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The provider's keys, the newest first: it signs with that one and publishes all. Thread-safe. */
final class SigningKeys {
  private static final int BITS = 2048;

  private final JWSAlgorithm algorithm;
  private final List<RSAKey> keys = new CopyOnWriteArrayList<>();

  SigningKeys(String algorithm) {
    this.algorithm = JWSAlgorithm.parse(algorithm);
    rotate();
  }

  JWSAlgorithm algorithm() {
    return algorithm;
  }

  void rotate() {
    keys.addFirst(make());
  }

  void forgetOld() {
    keys.subList(1, keys.size()).clear();
  }

  JWKSet published() {
    return new JWKSet(List.<JWK>copyOf(keys)).toPublicJWKSet();
  }

  String sign(String type, JWTClaimsSet claims) {
    return sign(type, claims, Misbehaviour.NONE);
  }

  String sign(String type, JWTClaimsSet claims, Misbehaviour misbehaviour) {
    RSAKey newest = keys.getFirst();
    try {
      return switch (misbehaviour) {
        case ALG_NONE -> new PlainJWT(claims).serialize();
        case HMAC_SIGNED -> hmac(newest, claims);
        case WRONG_SIGNATURE -> rsa(type, newest.getKeyID(), make(), claims);
        case UNKNOWN_KEY -> rsa(type, "a-key-that-is-not-published", make(), claims);
        default -> rsa(type, newest.getKeyID(), newest, claims);
      };
    } catch (JOSEException e) {
      throw new IllegalStateException("The provider can't sign", e);
    }
  }

  /** Whether one of the published keys signed it; however long ago. */
  boolean signed(SignedJWT token) {
    return keys.stream()
        .anyMatch(
            key -> {
              try {
                return algorithm.equals(token.getHeader().getAlgorithm())
                    && token.verify(new RSASSAVerifier(key.toRSAPublicKey()));
              } catch (JOSEException e) {
                return false;
              }
            });
  }

  private String rsa(String type, String keyId, RSAKey key, JWTClaimsSet claims)
      throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).type(new JOSEObjectType(type)).keyID(keyId).build(),
            claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static String hmac(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
    token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    return token.serialize();
  }

  private RSAKey make() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(algorithm)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("The provider can't make a key", e);
    }
  }
}
