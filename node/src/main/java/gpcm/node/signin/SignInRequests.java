package gpcm.node.signin;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import gpcm.mesh.Secret;
import gpcm.node.config.ProviderSettings;
import gpcm.node.config.ProviderSettings.RoleForm;
import gpcm.node.people.Token;
import gpcm.node.signin.SignInRefusal.MixedUp;
import gpcm.node.signin.SignInRefusal.NoCode;
import gpcm.node.signin.SignInRefusal.OtherBrowser;
import gpcm.node.signin.SignInRefusal.ProviderRefused;
import gpcm.node.signin.SignInRefusal.StateTooOld;
import gpcm.node.signin.SignInRefusal.StateUnknown;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Sends people to the provider and knows them again when they come back. Thread-safe. */
final class SignInRequests {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final ProviderSettings settings;
  private final PendingSignIns pending;
  private final SecureRandom random = new SecureRandom();

  SignInRequests(ProviderSettings settings, PendingSignIns pending) {
    this.settings = settings;
    this.pending = pending;
  }

  Started begin(Purpose purpose, URI callback, OIDCProviderMetadata metadata, Instant now) {
    String browser = Token.random(random);
    PendingSignIn request =
        new PendingSignIn(
            settings.id(),
            Token.random(random),
            hash(browser),
            Token.random(random),
            Secret.of(new CodeVerifier().getValue()),
            callback,
            purpose,
            now);
    URI address = address(request, metadata);
    pending.keep(request);
    return new Started.AtProvider(address, Secret.of(browser));
  }

  private URI address(PendingSignIn request, OIDCProviderMetadata metadata) {
    Scope scope = new Scope(settings.scopes().toArray(String[]::new));
    if (request.purpose() instanceof Purpose.ChangeRole
        && settings.roleForm() == RoleForm.NATIONAL) {
      scope.add("changedrole");
    }
    AuthenticationRequest.Builder builder =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, scope, new ClientID(settings.clientId()), request.callback())
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(new State(request.state()))
            .nonce(new Nonce(request.nonce()))
            .codeChallenge(new CodeVerifier(request.verifier().reveal()), CodeChallengeMethod.S256)
            .maxAge((int) settings.assurance().maxAuthenticationAge().toSeconds());
    if (!settings.assurance().acrValues().isEmpty()) {
      builder.acrValues(settings.assurance().acrValues().stream().map(ACR::new).toList());
    }
    if (settings.assurance().asksAgain() || !(request.purpose() instanceof Purpose.ComeIn)) {
      builder.prompt(new Prompt(Prompt.Type.LOGIN));
    }
    return builder.build().toURI();
  }

  /** The request that this is the answer to; a second time there is none. */
  PendingSignIn take(Map<String, List<String>> answer, String browser, Instant now) throws Refused {
    PendingSignIn request =
        pending
            .take(one(answer, "state"))
            .filter(each -> each.provider().equals(settings.id()))
            .orElseThrow(() -> new Refused(new StateUnknown()));
    if (!now.isBefore(request.startedAt().plus(LIFETIME))) {
      throw new Refused(new StateTooOld());
    }
    if (!MessageDigest.isEqual(bytes(hash(browser)), bytes(request.browserHash()))) {
      throw new Refused(new OtherBrowser());
    }
    return request;
  }

  /** Whether the provider says of its answer that it is its own (RFC 9207). */
  void checkIssuer(Map<String, List<String>> answer, OIDCProviderMetadata metadata) throws Refused {
    boolean said = answer.containsKey("iss");
    if ((said || metadata.supportsAuthorizationResponseIssuerParam())
        && !one(answer, "iss").equals(settings.issuer())) {
      throw new Refused(new MixedUp(one(answer, "iss")));
    }
  }

  static String code(Map<String, List<String>> answer) throws Refused {
    String error = one(answer, "error");
    if (!error.isEmpty()) {
      throw new Refused(new ProviderRefused(error, one(answer, "error_description")));
    }
    String code = one(answer, "code");
    if (code.isEmpty()) {
      throw new Refused(new NoCode());
    }
    return code;
  }

  boolean isFor(Purpose purpose, String subject) {
    return switch (purpose) {
      case Purpose.ComeIn any -> true;
      case Purpose.ProveAgain(String expected) -> expected.equals(subject);
      case Purpose.ChangeRole(String expected) -> expected.equals(subject);
    };
  }

  /** Empty also where it is there twice. */
  private static String one(Map<String, List<String>> answer, String name) {
    List<String> values = answer.getOrDefault(name, List.of());
    return values.size() == 1 ? values.getFirst() : "";
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Token.hash(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
