package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import gpcm.node.people.Role;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The node proves itself, and its keys and secrets change while it runs. */
class ClientProofTest extends SignInFixture {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  private final AtomicReference<String> published = new AtomicReference<>("");
  private HttpServer node;

  @BeforeEach
  void publish() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/sign-in/jwks",
        exchange -> {
          byte[] body = published.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    node.start();
    URI keys = URI.create("http://127.0.0.1:" + node.getAddress().getPort() + "/sign-in/jwks");
    provider.server().add(RegisteredClient.withKeysAt(CLIENT, keys, CALLBACK).signingWith("RS512"));
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  private OpenIdProvider keyed(String... more) {
    return client(
        provider("cis2", provider.server().issuer(), more)
            .replace("      authentication: client-secret-basic\n", "")
            .replace("      client-secret: " + SECRET + "\n", ""));
  }

  private Path key(String name) {
    return key(name, "RSA", 2048);
  }

  private Path key(String name, String type, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(bits);
      String pem =
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(
                  Base64.getMimeEncoder()
                      .encodeToString(generator.generateKeyPair().getPrivate().getEncoded()));
      return Files.writeString(folder.resolve(name), pem);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSignedAssertionProvesIt() {
    key("node.key");
    OpenIdProvider client = keyed("key: node.key");
    published.set(client.ownKeys().orElseThrow());
    assertThat(only(signIn(client, "clerk")).roles()).containsExactly(Role.CLERK);
  }

  @Test
  void aKeyThatIsNotPublishedProvesNothing() {
    key("node.key");
    key("other.key");
    published.set(keyed("key: other.key").ownKeys().orElseThrow());
    assertThat(reason(signIn(keyed("key: node.key"), "clerk")))
        .isInstanceOfSatisfying(
            SignInRefusal.ProviderRefused.class,
            refused -> assertThat(refused.error()).isEqualTo("invalid_client"));
  }

  @Test
  void anotherAlgorithmThanTheProviderWantsProvesNothing() {
    key("node.key");
    OpenIdProvider client = keyed("key: node.key", "signing-algorithm: RS256");
    published.set(client.ownKeys().orElseThrow());
    assertThat(reason(signIn(client, "clerk"))).isInstanceOf(SignInRefusal.ProviderRefused.class);
  }

  @Test
  void theKeysChangeWhileItRuns() throws Exception {
    Path now = key("node.key");
    Path next = key("next.key");
    OpenIdProvider client = keyed("key: node.key", "other-key: next.key");
    published.set(client.ownKeys().orElseThrow());
    assertThat(JWKSet.parse(published.get()).getKeys()).hasSize(2);
    accepted(signIn(client, "clerk"));
    String before = Files.readString(now);
    Files.writeString(now, Files.readString(next));
    Files.writeString(next, before);
    accepted(signIn(client, "clerk"));
    assertThat(JWKSet.parse(client.ownKeys().orElseThrow()).getKeys()).hasSize(2);
    accepted(signIn(client, "clerk"));
  }

  @Test
  void onlyThePublicHalvesArePublishedAsTheProviderWantsThem() throws Exception {
    key("node.key");
    JWKSet keys = JWKSet.parse(keyed("key: node.key").ownKeys().orElseThrow());
    assertThat(keys.getKeys())
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.isPrivate()).isFalse();
              assertThat(key.toJSONObject())
                  .containsAllEntriesOf(Map.of("kty", "RSA", "use", "sig", "alg", "RS512"));
              assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
            });
  }

  @Test
  void whoHasASecretPublishesNoKeys() {
    assertThat(cis2(provider.server()).ownKeys()).isEmpty();
  }

  @Test
  void aKeyFileThatCannotBeUsedIsToldAtTheStart() throws IOException {
    key("small.key", "RSA", 1024);
    key("curve.key", "EC", 256);
    Files.writeString(folder.resolve("text.key"), "-----BEGIN RSA PRIVATE KEY-----");
    for (List<String> each :
        List.of(
            List.of("small.key", "it has 1024 bits, and at least 2048 are needed"),
            List.of("curve.key", "Invalid"),
            List.of("text.key", "it has no part BEGIN PRIVATE KEY"),
            List.of("nowhere.key", "NoSuchFile"))) {
      assertThatThrownBy(() -> keyed("key: " + each.getFirst()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(folder.resolve(each.getFirst()).toString())
          .hasMessageContaining(each.getLast());
    }
  }

  @Test
  void aSecretInAFileMayChangeWhileItRuns() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "the-first\n");
    OpenIdProvider client =
        client(
            provider("cis2", provider.server().issuer())
                .replace("client-secret: " + SECRET, "client-secret-file: secret"));
    provider.server().add(RegisteredClient.withSecret(CLIENT, "the-first", CALLBACK));
    accepted(signIn(client, "clerk"));
    provider.server().add(RegisteredClient.withSecret(CLIENT, "the-second", CALLBACK));
    Files.writeString(file, "the-second\n");
    accepted(signIn(client, "clerk"));
    Files.delete(file);
    assertThat(reason(signIn(client, "clerk"))).isInstanceOf(SignInRefusal.OwnProofUnusable.class);
  }
}
