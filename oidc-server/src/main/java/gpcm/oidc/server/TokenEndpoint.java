package gpcm.oidc.server;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import gpcm.oidc.server.Grants.Grant;
import io.javalin.http.Context;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /token}: a code becomes tokens, and a machine gets one for itself. Thread-safe. */
final class TokenEndpoint {
  private final URI address;
  private final ClientProof proof;
  private final Grants grants;
  private final Claims claims;

  TokenEndpoint(URI address, ClientProof proof, Provider provider) {
    this.address = address;
    this.proof = proof;
    grants = provider.grants();
    claims = provider.claims();
  }

  void token(Context context) {
    try {
      Json.write(context, 200, answer(request(context)));
    } catch (GeneralException e) {
      ErrorObject error =
          Optional.ofNullable(e.getErrorObject()).orElse(OAuth2Error.INVALID_REQUEST);
      if (error.getHTTPStatusCode() == 401) {
        context.header("WWW-Authenticate", "Basic realm=\"token\"");
      }
      Json.write(context, error.getHTTPStatusCode(), error.toJSONObject());
    }
  }

  private TokenRequest request(Context context) throws ParseException {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, address);
    request.setContentType(Optional.ofNullable(context.contentType()).orElse("text/plain"));
    Optional.ofNullable(context.header("Authorization")).ifPresent(request::setAuthorization);
    request.setBody(context.body());
    return TokenRequest.parse(request);
  }

  private Map<String, Object> answer(TokenRequest request) throws GeneralException {
    RegisteredClient client =
        Optional.ofNullable(request.getClientAuthentication())
            .flatMap(proof::prove)
            .orElseThrow(() -> refused(OAuth2Error.INVALID_CLIENT, "the client is not proven"));
    Set<GrantType> allowed = client.information().getMetadata().getGrantTypes();
    GrantType type = request.getAuthorizationGrant().getType();
    if (!allowed.contains(type)) {
      throw refused(
          OAuth2Error.UNAUTHORIZED_CLIENT, "not registered for grant_type " + type.getValue());
    }
    return switch (request.getAuthorizationGrant()) {
      case AuthorizationCodeGrant code -> person(client, code);
      case ClientCredentialsGrant machine -> machine(client, request);
      default -> throw refused(OAuth2Error.UNSUPPORTED_GRANT_TYPE, type.getValue());
    };
  }

  private Map<String, Object> person(RegisteredClient client, AuthorizationCodeGrant shown)
      throws GeneralException {
    String code = shown.getAuthorizationCode().getValue();
    Grant grant =
        grants
            .redeem(code)
            .orElseThrow(
                () -> refused(OAuth2Error.INVALID_GRANT, "the code is unknown, used or too old"));
    if (!grant.client().equals(client.id())) {
      throw refused(OAuth2Error.INVALID_GRANT, "the code is another client's");
    }
    if (!grant.redirect().equals(shown.getRedirectionURI())) {
      throw refused(OAuth2Error.INVALID_GRANT, "redirect_uri is not the one the code went to");
    }
    if (shown.getCodeVerifier() == null
        || !CodeChallenge.compute(CodeChallengeMethod.S256, shown.getCodeVerifier())
            .getValue()
            .equals(grant.challenge())) {
      throw refused(OAuth2Error.INVALID_GRANT, "code_verifier does not fit code_challenge");
    }
    String token = grants.token(code, grant);
    Map<String, Object> answer = answer(token, grant.scopes());
    if (grant.session().persona().misbehaviour() != Misbehaviour.NO_ID_TOKEN) {
      answer.put("id_token", claims.idToken(grant, token));
    }
    return answer;
  }

  private Map<String, Object> machine(RegisteredClient client, TokenRequest request)
      throws GeneralException {
    Scope known = client.information().getMetadata().getScope();
    Set<String> allowed = known == null ? Set.of() : new LinkedHashSet<>(known.toStringList());
    Set<String> asked =
        request.getScope() == null
            ? allowed
            : new LinkedHashSet<>(request.getScope().toStringList());
    if (!allowed.containsAll(asked)) {
      throw refused(OAuth2Error.INVALID_SCOPE, "the client may have " + String.join(" ", allowed));
    }
    List<URI> resources = Optional.ofNullable(request.getResources()).orElse(List.of());
    if (resources.size() > 1) {
      throw refused(OAuth2Error.INVALID_TARGET, "one resource at a time");
    }
    String audience = resources.isEmpty() ? client.id() : resources.getFirst().toString();
    return answer(claims.machineToken(client.id(), asked, audience), asked);
  }

  private static Map<String, Object> answer(String token, Set<String> scopes) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", token);
    answer.put("token_type", "Bearer");
    answer.put("expires_in", Grants.TOKEN_LIFETIME.toSeconds());
    answer.put("scope", String.join(" ", scopes.stream().sorted().toList()));
    return answer;
  }

  private static GeneralException refused(ErrorObject error, String description) {
    return new GeneralException(description, error.setDescription(description));
  }
}
