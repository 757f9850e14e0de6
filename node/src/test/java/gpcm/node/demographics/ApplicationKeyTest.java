package gpcm.node.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import gpcm.mesh.Secret;
import gpcm.node.config.PdsSettings;
import gpcm.node.config.SecretSource;
import gpcm.pds.PdsOutcome;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The key of an application at PDS, in its file. */
class ApplicationKeyTest extends DemographicsFixture {
  // To make one of this size takes seconds.
  private static final RSAKey KEY = key();

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(4096).keyID("key-1").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("no key for the test", e);
    }
  }

  private static String pem(RSAKey key) throws Exception {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.toPrivateKey().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static PdsSettings settings(PdsServer server, Path file) {
    return PdsSettings.at(server.fhir())
        .as(
            new PdsSettings.Application(
                server.token(), new SecretSource.Given(Secret.of("an-api-key")), "key-1", file));
  }

  @Test
  void itSignsForATokenWithWhichPatientsAreFound() throws Exception {
    Path file = Files.writeString(folder.resolve("pds.pem"), pem(KEY));
    try (PdsServer server =
        PdsServer.start(
            PdsServerSettings.defaults().with("an-api-key", new JWKSet(KEY.toPublicJWK())))) {
      Demographics node = node(settings(server, file));
      assertThat(node.check(sought(CURRENT)).lookUp().outcomes())
          .containsExactly(PdsOutcome.CURRENT);
    }
  }

  @Test
  void aKeyThatIsNotRegisteredIsOurFaultAndAnOperatorIsTold() throws Exception {
    RSAKey registered = new RSAKeyGenerator(2048).keyID("key-1").generate();
    RSAKey other = KEY;
    Path file = Files.writeString(folder.resolve("pds.pem"), pem(other));
    try (PdsServer server =
        PdsServer.start(
            PdsServerSettings.defaults()
                .with("an-api-key", new JWKSet(registered.toPublicJWK())))) {
      Demographics node = node(settings(server, file));
      assertThat(node.check(sought(CURRENT)).lookUp().outcomes())
          .containsExactly(PdsOutcome.OUR_FAULT);
      assertThat(told.words).singleElement().asString().startsWith("refused: ");
    }
  }

  @Test
  void aFileWithoutAKeyKeepsTheNodeFromStarting() throws Exception {
    Path file = Files.writeString(folder.resolve("pds.pem"), "no key");
    try (PdsServer server = PdsServer.start(PdsServerSettings.defaults())) {
      assertThatThrownBy(() -> node(settings(server, file)))
          .hasMessageContaining("pds.pem")
          .hasMessageContaining("holds no private key in PEM");
      assertThatThrownBy(() -> node(settings(server, folder.resolve("away.pem"))))
          .hasMessageContaining("away.pem")
          .hasMessageContaining("cannot be read");
    }
  }

  @Test
  void aKeyThatGoesAwayWhileTheNodeRunsHoldsAll() throws Exception {
    Path file = Files.writeString(folder.resolve("pds.pem"), pem(KEY));
    try (PdsServer server =
        PdsServer.start(
            PdsServerSettings.defaults().with("an-api-key", new JWKSet(KEY.toPublicJWK())))) {
      Demographics node = node(settings(server, file));
      Files.delete(file);
      assertThat(node.check(sought(CURRENT)).lookUp().outcomes())
          .containsExactly(PdsOutcome.OUR_FAULT);
      assertThat(told.words).singleElement().asString().contains("pds.pem", "cannot be read");
    }
  }
}
