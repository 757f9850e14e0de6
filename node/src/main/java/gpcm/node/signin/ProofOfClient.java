package gpcm.node.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import gpcm.node.config.ClientProofSettings;
import gpcm.node.config.ClientProofSettings.PrivateKey;
import gpcm.node.config.ClientProofSettings.SharedSecret;
import gpcm.node.config.ClientProofSettings.SharedSecretFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * How the node proves itself at the token endpoint.
 *
 * @param clientId what the provider calls it
 * @param settings by what
 */
record ProofOfClient(String clientId, ClientProofSettings settings) {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  /**
   * For one request.
   *
   * @throws IllegalStateException when a file can't be used, naming it
   */
  ClientAuthentication at(URI tokenEndpoint, Instant now) {
    return switch (settings) {
      case SharedSecret(gpcm.mesh.Secret secret) -> basic(secret.reveal());
      case SharedSecretFile(Path file) -> basic(secret(file));
      case PrivateKey keys -> signed(new ClientKeys(keys), tokenEndpoint, now);
    };
  }

  private ClientAuthentication basic(String secret) {
    return new ClientSecretBasic(new ClientID(clientId), new Secret(secret));
  }

  private static String secret(Path file) {
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new IllegalStateException(
            "The file %s for sign-in is empty; put the client secret into it".formatted(file));
      }
      return text;
    } catch (IOException e) {
      throw new IllegalStateException(
          "The file %s for sign-in can't be read: %s".formatted(file, e), e);
    }
  }

  private ClientAuthentication signed(ClientKeys keys, URI tokenEndpoint, Instant now) {
    RSAKey key = keys.signing();
    try {
      return new PrivateKeyJWT(
          new JWTAuthenticationClaimsSet(
              new ClientID(clientId),
              List.of(new Audience(tokenEndpoint)),
              Date.from(now.plus(LIFETIME)),
              null,
              Date.from(now),
              new JWTID(UUID.randomUUID().toString())),
          keys.algorithm(),
          key.toPrivateKey(),
          key.getKeyID(),
          null);
    } catch (JOSEException e) {
      throw new IllegalStateException("The client assertion can't be signed", e);
    }
  }
}
