package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An answer counts once, in the browser that began, for the request that was made. */
class SignInRequestTest extends SignInFixture {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(passed.get());

  @BeforeEach
  void register() {
    provider.server().add(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK));
  }

  private OpenIdProvider cis2() {
    return client(configuration(provider("cis2", provider.server().issuer())), clock);
  }

  private static Map<String, List<String>> with(
      Map<String, List<String>> answer, String name, String... values) {
    Map<String, List<String>> changed = new HashMap<>(answer);
    changed.put(name, List.of(values));
    return changed;
  }

  @Test
  void anAnswerCountsOnce() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    Map<String, List<String>> answer = way.as("clerk");
    accepted(client.complete(answer, way.browser().reveal()));
    assertThat(reason(client.complete(answer, way.browser().reveal())))
        .isEqualTo(new SignInRefusal.StateUnknown());
  }

  @Test
  void anAnswerThatNobodyWaitsForIsRefused() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    Map<String, List<String>> answer = way.as("clerk");
    assertThat(reason(client.complete(with(answer, "state", "guessed"), way.browser().reveal())))
        .isEqualTo(new SignInRefusal.StateUnknown());
    assertThat(reason(client.complete(Map.of(), way.browser().reveal())))
        .isEqualTo(new SignInRefusal.StateUnknown());
  }

  @Test
  void aStateThatIsThereTwiceIsNone() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    String state = way.parameter("state");
    assertThat(
            reason(
                client.complete(
                    with(way.as("clerk"), "state", state, state), way.browser().reveal())))
        .isEqualTo(new SignInRefusal.StateUnknown());
  }

  @Test
  void anAnswerInAnotherBrowserIsRefusedAndIsThenGone() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    Map<String, List<String>> answer = way.as("clerk");
    assertThat(reason(client.complete(answer, "another browser's cookie")))
        .isEqualTo(new SignInRefusal.OtherBrowser());
    assertThat(reason(client.complete(answer, way.browser().reveal())))
        .isEqualTo(new SignInRefusal.StateUnknown());
  }

  @Test
  void anAnswerWithoutACookieIsRefused() {
    OpenIdProvider client = cis2();
    assertThat(reason(client.complete(begin(client).as("clerk"), "")))
        .isEqualTo(new SignInRefusal.OtherBrowser());
  }

  @Test
  void anAnswerAfterTenMinutesIsRefused() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    Map<String, List<String>> answer = way.as("clerk");
    passed.set(Duration.ofMinutes(10));
    assertThat(reason(client.complete(answer, way.browser().reveal())))
        .isEqualTo(new SignInRefusal.StateTooOld());
  }

  @Test
  void theStateOfAnotherProviderIsNone() {
    Way way = begin(cis2());
    Map<String, List<String>> answer = way.as("clerk");
    OpenIdProvider other =
        client(provider("cis2", provider.server().issuer()).replace("id: stand-in", "id: another"));
    assertThat(reason(other.complete(answer, way.browser().reveal())))
        .isEqualTo(new SignInRefusal.StateUnknown());
  }

  @Test
  void anAnswerOfAnotherIssuerIsRefused() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    assertThat(
            reason(
                client.complete(
                    with(way.as("clerk"), "iss", "https://elsewhere.example"),
                    way.browser().reveal())))
        .isEqualTo(new SignInRefusal.MixedUp("https://elsewhere.example"));
  }

  @Test
  void anAnswerWithoutTheIssuerThatIsAlwaysSaidIsRefused() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    assertThat(reason(client.complete(with(way.as("clerk"), "iss"), way.browser().reveal())))
        .isEqualTo(new SignInRefusal.MixedUp(""));
  }

  /** Its PKCE challenge was another: the provider gives nothing for it. */
  @Test
  void aCodeOfAnotherSignInIsWorthNothing() {
    OpenIdProvider client = cis2();
    Way stolen = begin(client);
    List<String> code = stolen.as("administrator").get("code");
    Way own = begin(client);
    assertThat(
            reason(
                client.complete(
                    with(own.as("clerk"), "code", code.getFirst()), own.browser().reveal())))
        .isInstanceOfSatisfying(
            SignInRefusal.ProviderRefused.class,
            refused -> assertThat(refused.error()).isEqualTo("invalid_grant"));
  }

  @Test
  void whatTheProviderSaysInsteadOfACodeIsTold() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    Map<String, List<String>> answer =
        parameters(
            URI.create(location(way.address().toString().replace("prompt=login", "prompt=none")))
                .getRawQuery());
    assertThat(reason(client.complete(answer, way.browser().reveal())))
        .isEqualTo(new SignInRefusal.ProviderRefused("login_required", "somebody has to sign in"));
  }

  @Test
  void anAnswerWithNothingIsRefused() {
    OpenIdProvider client = cis2();
    Way way = begin(client);
    assertThat(reason(client.complete(with(way.as("clerk"), "code"), way.browser().reveal())))
        .isEqualTo(new SignInRefusal.NoCode());
  }

  @Test
  void aWrongSecretIsTheProvidersNo() {
    OidcServer server = provider.server();
    OpenIdProvider client =
        client(provider("cis2", server.issuer()).replace(SECRET, "another-secret"));
    assertThat(reason(signIn(client, "clerk")))
        .isInstanceOfSatisfying(
            SignInRefusal.ProviderRefused.class,
            refused -> assertThat(refused.error()).isEqualTo("invalid_client"));
  }
}
