package gpcm.node.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import gpcm.node.signin.TokenFault.AlgorithmNotAllowed;
import gpcm.node.signin.TokenFault.KeysUnavailable;
import gpcm.node.signin.TokenFault.UnknownKey;
import gpcm.node.signin.TokenFault.Unreadable;
import gpcm.node.signin.TokenFault.WrongSignature;
import java.security.Key;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/**
 * Whether a token is the provider's.
 *
 * @param algorithms what its tokens may be signed with
 */
record TokenSignature(Set<String> algorithms) {
  private static final int LONGEST = 64 * 1024;

  /** Carries the fault out of the checks. */
  static final class Faulty extends Exception {
    private final transient TokenFault fault;

    Faulty(TokenFault fault) {
      super(fault.text());
      this.fault = fault;
    }

    TokenFault fault() {
      return fault;
    }
  }

  /** The claims of a token that one of the keys signed. */
  JWTClaimsSet verified(String token, JWKSource<SecurityContext> keys) throws Faulty {
    if (token.length() > LONGEST) {
      throw new Faulty(new Unreadable("longer than 64 KiB"));
    }
    try {
      if (!(JWTParser.parse(token) instanceof SignedJWT signed)) {
        throw new Faulty(new AlgorithmNotAllowed("none"));
      }
      JWSHeader header = signed.getHeader();
      JWSAlgorithm algorithm = header.getAlgorithm();
      // Before any key is looked at: a public key must never serve as the secret of an HMAC.
      if (!algorithms.contains(algorithm.getName())) {
        throw new Faulty(new AlgorithmNotAllowed(algorithm.getName()));
      }
      check(signed, keys(header, keys));
      return signed.getJWTClaimsSet();
    } catch (ParseException e) {
      throw new Faulty(new Unreadable("no JWT"));
    }
  }

  private static List<PublicKey> keys(JWSHeader header, JWKSource<SecurityContext> source)
      throws Faulty {
    try {
      List<JWK> fitting = source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
      List<PublicKey> keys =
          KeyConverter.toJavaKeys(fitting).stream()
              .filter(PublicKey.class::isInstance)
              .map(PublicKey.class::cast)
              .toList();
      if (keys.isEmpty()) {
        throw new Faulty(new UnknownKey(String.valueOf(header.getKeyID())));
      }
      return keys;
    } catch (com.nimbusds.jose.jwk.source.RateLimitReachedException e) {
      // The keys were read again a moment ago, and this one was not among them.
      throw new Faulty(new UnknownKey(String.valueOf(header.getKeyID())));
    } catch (KeySourceException e) {
      throw new Faulty(new KeysUnavailable(String.valueOf(e.getMessage())));
    }
  }

  private static void check(SignedJWT token, List<PublicKey> keys) throws Faulty {
    for (Key key : keys) {
      try {
        JWSVerifier verifier =
            new DefaultJWSVerifierFactory().createJWSVerifier(token.getHeader(), key);
        if (token.verify(verifier)) {
          return;
        }
      } catch (JOSEException e) {
        // As good as wrong: another key may fit.
      }
    }
    throw new Faulty(new WrongSignature());
  }
}
