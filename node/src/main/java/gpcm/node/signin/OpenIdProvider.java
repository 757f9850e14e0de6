package gpcm.node.signin;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.node.config.ClientProofSettings;
import gpcm.node.config.ProviderSettings;
import gpcm.node.config.ProviderSettings.RoleForm;
import gpcm.node.signin.SignInRefusal.LevelTooLow;
import gpcm.node.signin.SignInRefusal.NoIdToken;
import gpcm.node.signin.SignInRefusal.NoSubject;
import gpcm.node.signin.SignInRefusal.OtherPerson;
import gpcm.node.signin.SignInRefusal.OwnProofUnusable;
import gpcm.node.signin.SignInRefusal.ProviderRefused;
import gpcm.node.signin.SignInRefusal.ProviderUnavailable;
import gpcm.node.signin.SignInRefusal.UidOfAnother;
import gpcm.node.signin.SignInRefusal.UserInfoOfAnother;
import gpcm.node.signin.SignInRefusal.UserInfoUnreadable;
import gpcm.node.signin.TokenSignature.Faulty;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node as client of one OpenID provider: sends people there, judges what comes back, and takes
 * notice when the provider signs somebody out. Thread-safe. No token is logged.
 */
public final class OpenIdProvider {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIdProvider.class);

  private final ProviderSettings settings;
  private final SignInRequests requests;
  private final RolesInForce roles;
  private final AssuranceCheck assurance;
  private final IdTokenCheck idTokens;
  private final LogoutTokenCheck logoutTokens;
  private final TokenSignature signature;
  private final ProofOfClient proof;
  private final ProviderHttp http = ProviderHttp.standard();
  private final InstantSource clock;
  private final Discovery discovery;

  /**
   * A provider, which is asked nothing before somebody wants to sign in.
   *
   * @param places the organisations that people may work for
   * @param pending where sign-ins on their way are kept
   * @param seen where logout tokens that came are remembered
   * @param news where it is kept whether it could be asked
   * @throws IllegalStateException when the file of a key or secret can't be used
   */
  public OpenIdProvider(
      ProviderSettings settings,
      ServedOrganisations places,
      PendingSignIns pending,
      SeenTokens seen,
      ProviderNews news,
      InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    discovery = new Discovery(settings.issuer(), http, news, clock);
    requests = new SignInRequests(settings, pending);
    roles = new RolesInForce(settings, places);
    assurance = new AssuranceCheck(settings.assurance(), settings.claims(), settings.clockSkew());
    idTokens = new IdTokenCheck(settings.issuer(), settings.clientId(), settings.clockSkew());
    logoutTokens =
        new LogoutTokenCheck(settings.issuer(), settings.clientId(), settings.clockSkew(), seen);
    signature = new TokenSignature(settings.algorithms());
    proof = new ProofOfClient(settings.clientId(), settings.proof());
    // So that a file that can't be used is told at the start, not to the first who signs in.
    proof.at(URI.create(settings.issuer()), clock.instant());
  }

  /** What addresses call it. */
  public String id() {
    return settings.id();
  }

  /** What the page of sign-in calls it. */
  public String label() {
    return settings.label();
  }

  /** Its issuer. */
  public String issuer() {
    return settings.issuer();
  }

  /** Which organisation a machine of this name works for, if it may come here. */
  Optional<OdsCode> organisationOf(String clientId) {
    return Optional.ofNullable(settings.machines().get(clientId));
  }

  /**
   * Begins a sign-in.
   *
   * @param callback where the provider's answer comes
   * @return where to send the browser; or why not
   */
  public Started begin(Purpose purpose, URI callback) {
    try {
      return requests.begin(purpose, callback, discovered().metadata(), clock.instant());
    } catch (Refused refused) {
      log(refused.reason());
      return new Started.NotPossible(refused.reason());
    }
  }

  /**
   * Ends a sign-in.
   *
   * @param answer the parameters with which the browser came to the callback
   * @param browser the value of its cookie, empty where there is none
   */
  public SignInOutcome complete(Map<String, List<String>> answer, String browser) {
    Optional<String> subject = Optional.empty();
    try {
      Instant now = clock.instant();
      PendingSignIn pending = requests.take(answer, browser, now);
      Discovered provider = discovered();
      requests.checkIssuer(answer, provider.metadata());
      OIDCTokenResponse tokens = redeem(provider, SignInRequests.code(answer), pending);
      String idToken = idToken(tokens);
      JWTClaimsSet verified = verified(idToken, provider);
      idTokens.check(verified, pending.nonce(), now);
      subject = Optional.ofNullable(verified.getSubject());
      String accessToken = tokens.getOIDCTokens().getAccessToken().getValue();
      idTokens.checkHash(verified, accessToken, header(idToken).getAlgorithm());
      PersonClaims claims = withUserInfo(PersonClaims.of(verified), provider, accessToken);
      return new SignInOutcome.Accepted(choices(claims, pending, now), Secret.of(idToken));
    } catch (Refused refused) {
      log(refused.reason());
      return new SignInOutcome.Turned(refused.reason(), subject);
    }
  }

  private List<SignedIn> choices(PersonClaims claims, PendingSignIn pending, Instant now)
      throws Refused {
    String subject =
        PersonClaims.text(claims.inToken(settings.claims().subject()))
            .orElseThrow(() -> new Refused(new NoSubject()));
    if (!requests.isFor(pending.purpose(), subject)) {
      throw new Refused(new OtherPerson());
    }
    Instant at = assurance.authenticatedAt(claims, pending, now);
    int level = assurance.level(claims);
    assurance.identity(claims);
    List<RolesInForce.At> everywhere = roles.of(claims);
    List<SignedIn> choices =
        everywhere.stream()
            .filter(each -> level >= minimumLevel(each))
            .map(each -> signedIn(claims, subject, each, at, level))
            .toList();
    if (choices.isEmpty()) {
      int least = everywhere.stream().mapToInt(this::minimumLevel).min().orElseThrow();
      throw new Refused(new LevelTooLow(level, least));
    }
    return choices;
  }

  private int minimumLevel(RolesInForce.At at) {
    return settings
        .assurance()
        .minimumLevelAt()
        .getOrDefault(at.organisation(), settings.assurance().minimumLevel());
  }

  private SignedIn signedIn(
      PersonClaims claims, String subject, RolesInForce.At at, Instant when, int level) {
    return new SignedIn(
        settings.issuer(),
        subject,
        PersonClaims.text(claims.anywhere(settings.claims().nationalId())),
        PersonClaims.text(claims.anywhere(settings.claims().name())).orElse(subject),
        at.organisation(),
        at.roles(),
        at.activities(),
        at.national(),
        PersonClaims.text(claims.token().path("sid")),
        PersonClaims.text(claims.token().path("sub")),
        when,
        level);
  }

  private OIDCTokenResponse redeem(Discovered provider, String code, PendingSignIn pending)
      throws Refused {
    URI endpoint = provider.metadata().getTokenEndpointURI();
    TokenRequest request =
        new TokenRequest.Builder(
                endpoint,
                proven(endpoint),
                new AuthorizationCodeGrant(
                    new AuthorizationCode(code),
                    pending.callback(),
                    new CodeVerifier(pending.verifier().reveal())))
            .build();
    try {
      TokenResponse response = OIDCTokenResponseParser.parse(http.post(request.toHTTPRequest()));
      if (!response.indicatesSuccess()) {
        ErrorObject error = response.toErrorResponse().getErrorObject();
        throw new Refused(
            new ProviderRefused(
                String.valueOf(error.getCode()),
                Optional.ofNullable(error.getDescription()).orElse("")));
      }
      if (response instanceof OIDCTokenResponse tokens) {
        return tokens;
      }
      throw new Refused(new NoIdToken());
    } catch (IOException e) {
      throw new Refused(new ProviderUnavailable(e.getMessage()));
    } catch (ParseException e) {
      throw new Refused(
          new ProviderUnavailable("its token endpoint does not answer as the standard says"));
    }
  }

  private ClientAuthentication proven(URI endpoint) throws Refused {
    try {
      return proof.at(endpoint, clock.instant());
    } catch (IllegalStateException e) {
      throw new Refused(new OwnProofUnusable(e.getMessage()));
    }
  }

  private static String idToken(OIDCTokenResponse tokens) throws Refused {
    String token = tokens.getOIDCTokens().getIDTokenString();
    if (token == null) {
      throw new Refused(new NoIdToken());
    }
    return token;
  }

  private JWTClaimsSet verified(String token, Discovered provider) throws Refused {
    try {
      return signature.verified(token, provider.keys());
    } catch (Faulty faulty) {
      throw new Refused(faulty.fault());
    }
  }

  private static JWSHeader header(String token) {
    try {
      return SignedJWT.parse(token).getHeader();
    } catch (java.text.ParseException e) {
      throw new IllegalStateException("a verified token can't be read", e);
    }
  }

  private PersonClaims withUserInfo(PersonClaims claims, Discovered provider, String accessToken)
      throws Refused {
    URI endpoint = provider.metadata().getUserInfoEndpointURI();
    if (endpoint == null) {
      return claims;
    }
    PersonClaims all;
    try {
      HTTPResponse response = http.get(endpoint, "Authorization", "Bearer " + accessToken);
      if (response.getStatusCode() != 200) {
        throw new Refused(new UserInfoUnreadable("HTTP " + response.getStatusCode()));
      }
      all = claims.with(response.getBody());
    } catch (IOException e) {
      throw new Refused(new ProviderUnavailable(e.getMessage()));
    }
    String subject = claims.token().path("sub").asText();
    if (!all.info().path("sub").asText().equals(subject)) {
      throw new Refused(new UserInfoOfAnother());
    }
    // Elsewhere uid may be anything, like a login name.
    if (settings.roleForm() == RoleForm.NATIONAL
        && all.info().has("uid")
        && !all.info().path("uid").asText().equals(subject)) {
      throw new Refused(new UidOfAnother());
    }
    return all;
  }

  /** What a logout token, which the provider posts, ends. */
  public LogoutOutcome loggedOut(String logoutToken) {
    return loggedOut(logoutToken, Supplier::get);
  }

  /**
   * The same.
   *
   * @param ending hears what ends once the token is known to be the provider's, and has it count as
   *     seen: where it fails, the provider may post the token again
   */
  LogoutOutcome loggedOut(
      String logoutToken, Function<Supplier<LogoutOutcome>, LogoutOutcome> ending) {
    LogoutOutcome outcome;
    try {
      JWTClaimsSet claims = signature.verified(logoutToken, discovered().keys());
      outcome = ending.apply(() -> logoutTokens.check(claims, clock.instant()));
    } catch (Faulty faulty) {
      outcome = new LogoutOutcome.Ignored(faulty.fault());
    } catch (Refused refused) {
      outcome = new LogoutOutcome.Ignored(new TokenFault.KeysUnavailable(refused.reason().text()));
    }
    if (outcome instanceof LogoutOutcome.Ignored(LogoutRefusal reason)) {
      LOG.warn(
          "A logout token of the provider {} ends nothing: {}",
          settings.id(),
          Discovery.plain(reason.text()));
    }
    return outcome;
  }

  /** Whether an access token that a machine shows opens the API, and for what. */
  public MachineOutcome machine(String accessToken) {
    if (settings.apiAudience().isEmpty()) {
      return new MachineOutcome.Denied(new MachineRefusal.MachinesNotTaken());
    }
    try {
      JWTClaimsSet claims = signature.verified(accessToken, discovered().keys());
      String type = String.valueOf(header(accessToken).getType());
      if (!type.matches("(?i)(application/)?at\\+jwt")) {
        return new MachineOutcome.Denied(new MachineRefusal.NoAccessToken(type));
      }
      return new MachineTokenCheck(
              settings.issuer(), settings.apiAudience().get(), settings.clockSkew())
          .check(claims, clock.instant());
    } catch (Faulty faulty) {
      return new MachineOutcome.Denied(faulty.fault());
    } catch (Refused refused) {
      return new MachineOutcome.Denied(new TokenFault.KeysUnavailable(refused.reason().text()));
    }
  }

  /**
   * Where to send a browser to sign out at the provider too, if the provider has such a place.
   *
   * @param idToken that of the session that ended here
   * @param back where the provider sends it afterwards
   */
  public Optional<URI> signOutAddress(Secret idToken, URI back) {
    try {
      return Optional.ofNullable(discovered().metadata().getEndSessionEndpointURI())
          .map(endpoint -> new LogoutRequest(endpoint, parsed(idToken), back, null).toURI());
    } catch (Refused refused) {
      log(refused.reason());
      return Optional.empty();
    }
  }

  private static SignedJWT parsed(Secret idToken) {
    try {
      return SignedJWT.parse(idToken.reveal());
    } catch (java.text.ParseException e) {
      throw new IllegalArgumentException("not an id token that was accepted here", e);
    }
  }

  /**
   * The public halves of the node's own keys as JSON, for the provider to fetch; empty where the
   * node proves itself by a secret.
   */
  public Optional<String> ownKeys() {
    return settings.proof() instanceof ClientProofSettings.PrivateKey keys
        ? Optional.of(new ClientKeys(keys).published())
        : Optional.empty();
  }

  /**
   * Asks it now who it is and for its keys.
   *
   * @return why that fails; empty when all is well
   */
  public Optional<String> look() {
    return discovery.look();
  }

  private Discovered discovered() throws Refused {
    return discovery.known(this::log);
  }

  private void log(SignInRefusal reason) {
    LOG.info(
        "Sign-in with {}: {}: {}", settings.id(), reason.reason(), Discovery.plain(reason.text()));
  }
}
