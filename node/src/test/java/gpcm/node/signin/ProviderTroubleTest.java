package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.OidcSettings;
import gpcm.oidc.server.RegisteredClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that can't be asked, say nonsense, or change their keys. */
class ProviderTroubleTest extends SignInFixture {
  private final AtomicReference<String> metadata = new AtomicReference<>("");
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer strange;
  private URI issuer;

  @BeforeEach
  void listen() throws IOException {
    strange = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = URI.create("http://127.0.0.1:" + strange.getAddress().getPort());
    strange.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] body = metadata.get().getBytes(StandardCharsets.UTF_8);
          if (body.length == 0) {
            exchange.sendResponseHeaders(500, -1);
          } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    strange.start();
    metadata.set(good());
  }

  @AfterEach
  void stop() {
    strange.stop(0);
  }

  private String good() {
    return """
    {"issuer": "ISSUER", "subject_types_supported": ["public"], "response_types_supported": ["code"],
     "authorization_endpoint": "ISSUER/authorize", "token_endpoint": "ISSUER/token",
     "jwks_uri": "ISSUER/jwks", "userinfo_endpoint": "ISSUER/userinfo"}
    """
        .replace("ISSUER", issuer.toString());
  }

  private SignInRefusal refused() {
    Started started = client(provider("cis2", issuer)).begin(new Purpose.ComeIn(), CALLBACK);
    assertThat(started).isInstanceOf(Started.NotPossible.class);
    return ((Started.NotPossible) started).reason();
  }

  @Test
  void whenItAnsweredAndWhyItDidNotIsKept() {
    assertThat(heard(issuer).answeredAt()).isEmpty();
    begin(client(configuration(provider("cis2", issuer)), Instant::now));
    assertThat(heard(issuer).answeredAt()).isPresent();
    assertThat(heard(issuer).fails()).isFalse();

    metadata.set("");
    refused();
    assertThat(heard(issuer).fails()).isTrue();
    assertThat(heard(issuer).failure()).contains("HTTP 500").doesNotContain(SECRET);
    assertThat(heard(issuer).answeredAt()).isPresent();

    metadata.set(good());
    begin(client(configuration(provider("cis2", issuer)), Instant::now));
    assertThat(heard(issuer).fails()).isFalse();
  }

  @Test
  void thatItsKeysCannotBeReadIsKept() {
    OpenIdProvider client =
        client(configuration(provider("cis2", issuer, "api-audience: gpcm")), Instant::now);
    begin(client);
    metadata.set("");
    client.machine("eyJhbGciOiJSUzI1NiIsImtpZCI6Im5vbmUifQ.eyJpc3MiOiJub2JvZHkifQ.c2lnbmF0dXJl");
    assertThat(heard(issuer).failure()).startsWith("Its keys can't be read");
  }

  @Test
  void metadataIsAskedForOnceAnHour() {
    AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    OpenIdProvider client =
        client(configuration(provider("cis2", issuer)), () -> Instant.now().plus(passed.get()));
    begin(client);
    begin(client);
    assertThat(asked).hasValue(1);
    passed.set(Duration.ofMinutes(61));
    begin(client);
    assertThat(asked).hasValue(2);
    passed.set(Duration.ofMinutes(122));
    metadata.set("");
    begin(client);
    assertThat(asked).hasValue(3);
  }

  @Test
  void metadataOfAnotherIsRefusedEvenIfOnlyALetterDiffers() {
    metadata.set(good().replace("\"issuer\": \"" + issuer, "\"issuer\": \"" + issuer + "/"));
    assertThat(refused()).isEqualTo(new SignInRefusal.MetadataOfAnother(issuer + "/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"issuer"                                  | {"name"       | is no provider's metadata
          "jwks_uri"                                 | "keys"        | is no provider's metadata
          "token_endpoint"                           | "tokens"      | lacks authorization_endpoint
          "token_endpoint": "http://127.0.0.1        | "token_endpoint": "http://elsewhere.example | which is not https
          "userinfo_endpoint": "http://127.0.0.1     | "userinfo_endpoint": "http://elsewhere.example | which is not https
          """)
  void metadataThatCannotBeUsedIsRefused(String from, String to, String reason) {
    metadata.set(good().replace(from, to));
    assertThat(refused())
        .isInstanceOf(SignInRefusal.ProviderUnavailable.class)
        .satisfies(refusal -> assertThat(refusal.text()).contains(reason));
  }

  @Test
  void anAnswerThatIsTooLargeIsGivenUp() {
    metadata.set(" ".repeat(2 << 20) + good());
    assertThat(refused().text()).contains("larger than 1 MiB");
  }

  @Test
  void anErrorIsTold() {
    metadata.set("");
    assertThat(refused().text()).contains("HTTP 500");
  }

  @Test
  void aProviderThatIsNotThereIsTold() {
    strange.stop(0);
    assertThat(refused())
        .isInstanceOf(SignInRefusal.ProviderUnavailable.class)
        .satisfies(
            refusal -> assertThat(refusal.text()).contains(issuer.getRawAuthority(), "try again"));
  }

  @Test
  void keysThatCannotBeReadAreTold() {
    try (OidcServer server = OidcServer.start(OidcSettings.builder().build())) {
      assertThat(client(provider("cis2", issuer)).loggedOut(server.sign("logout+jwt", Map.of())))
          .isInstanceOfSatisfying(
              LogoutOutcome.Ignored.class,
              ignored ->
                  assertThat(ignored.reason()).isInstanceOf(TokenFault.KeysUnavailable.class));
    }
  }

  @Test
  void newKeysOfTheProviderAreTakenAndOldOnesForgotten() {
    try (OidcServer server =
        OidcServer.start(
            OidcSettings.builder()
                .client(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK))
                .build())) {
      OpenIdProvider client = cis2(server);
      accepted(signIn(client, "clerk"));
      String old = server.sign("logout+jwt", Map.of("iss", "x"));
      server.rotateKeys();
      server.forgetOldKeys();
      accepted(signIn(client, "clerk"));
      assertThat(client.loggedOut(old))
          .isInstanceOfSatisfying(
              LogoutOutcome.Ignored.class,
              ignored -> assertThat(ignored.reason()).isInstanceOf(TokenFault.UnknownKey.class));
    }
  }
}
