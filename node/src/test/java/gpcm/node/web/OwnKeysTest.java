package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The node's own keys, which a provider fetches from it. */
class OwnKeysTest {
  @Running static TestNetwork network;
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();
  @TempDir Path folder;
  private SignInSite site;

  @BeforeEach
  void serve() throws Exception {
    makeKey("node.key");
    makeKey("next.key");
    site =
        SignInSite.start(
            network,
            folder,
            """
              providers:
                - id: stand-in
                  preset: cis2
                  label: Stand-in
                  issuer: %s
                  client-id: %s
                  key: node.key
                  other-key: next.key
            """
                .formatted(provider.server().issuer(), SignInSite.CLIENT));
    provider
        .server()
        .add(
            RegisteredClient.withKeysAt(
                    SignInSite.CLIENT, site.at("/sign-in/jwks"), site.at("/sign-in/callback"))
                .signingWith("RS512"));
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private void makeKey(String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())));
  }

  private int signIn() throws Exception {
    try (Visitor visitor = site.visitor()) {
      return visitor.signIn("clerk").status();
    }
  }

  @Test
  void theirPublicHalvesAreThereForAnybody() throws Exception {
    try (Visitor anybody = site.visitor()) {
      HttpCaller.Answer keys = anybody.get("/sign-in/jwks");
      assertThat(keys.header("Content-Type")).startsWith("application/jwk-set+json");
      assertThat(keys.json().path("keys"))
          .hasSize(2)
          .allSatisfy(
              key ->
                  assertThat(key.fieldNames())
                      .toIterable()
                      .contains("kid", "n", "e")
                      .doesNotContain("d", "p", "q", "dp", "dq", "qi"));
    }
  }

  @Test
  void aProviderThatFetchesThemLetsPeopleIn() throws Exception {
    assertThat(signIn()).isEqualTo(303);
  }

  /** The two files are swapped, while the node runs. */
  @Test
  void theKeyThatWasPublishedBeforeTakesOver() throws Exception {
    assertThat(signIn()).isEqualTo(303);
    Path aside = folder.resolve("aside.key");
    Files.move(folder.resolve("node.key"), aside);
    Files.move(folder.resolve("next.key"), folder.resolve("node.key"));
    Files.move(aside, folder.resolve("next.key"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(signIn()).isEqualTo(303);
  }

  @Test
  void aKeyThatNobodyFetchedYetIsFetched() throws Exception {
    assertThat(signIn()).isEqualTo(303);
    makeKey("node.key");
    assertThat(signIn()).isEqualTo(303);
  }
}
