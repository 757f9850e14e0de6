package gpcm.oidc.server;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import gpcm.oidc.server.Grants.Grant;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Userinfo, and the ways in which a session ends. Thread-safe. */
final class PersonEndpoints {
  private static final String BEARER = "Bearer ";

  private final URI issuer;
  private final Map<String, RegisteredClient> clients;
  private final Provider provider;

  PersonEndpoints(URI issuer, Map<String, RegisteredClient> clients, Provider provider) {
    this.issuer = issuer;
    this.clients = clients;
    this.provider = provider;
  }

  void userInfo(Context context) {
    Optional<Grant> grant =
        Optional.ofNullable(context.header("Authorization"))
            .filter(header -> header.startsWith(BEARER))
            .flatMap(header -> provider.grants().ofToken(header.substring(BEARER.length())));
    if (grant.isEmpty()) {
      context.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      Json.write(context, 401, Map.of("error", "invalid_token"));
    } else if (grant.get().session().persona().misbehaviour() == Misbehaviour.UNREADABLE_USERINFO) {
      context.contentType("application/json").result("{\"sub\": ");
    } else {
      Json.write(context, 200, provider.claims().userInfo(grant.get()));
    }
  }

  /** RP-initiated logout. Only with an id token of this provider's, or any page could do it. */
  void endSession(Context context) {
    Map<String, List<String>> parameters = new LinkedHashMap<>(context.queryParamMap());
    parameters.putAll(context.formParamMap());
    SignedJWT hint = hint(one(parameters, "id_token_hint"));
    String client = one(parameters, "client_id");
    String back = one(parameters, "post_logout_redirect_uri");
    String state = one(parameters, "state");
    String sid;
    Optional<RegisteredClient> audience;
    try {
      sid = String.valueOf(hint.getJWTClaimsSet().getStringClaim("sid"));
      audience =
          hint.getJWTClaimsSet().getAudience().stream()
              .filter(clients::containsKey)
              .findFirst()
              .map(clients::get);
    } catch (ParseException e) {
      throw new PageRefusal("id_token_hint is no id token");
    }
    if (!client.isEmpty() && audience.filter(each -> each.id().equals(client)).isEmpty()) {
      throw new PageRefusal("client_id is not the client of id_token_hint");
    }
    if (!back.isEmpty() && audience.filter(each -> each.returnsTo(URI.create(back))).isEmpty()) {
      throw new PageRefusal(
          "post_logout_redirect_uri '%s' is not registered for this client".formatted(back));
    }
    provider.sessions().ofSid(sid).ifPresent(provider.backChannel()::end);
    context.header(
        "Set-Cookie",
        AuthorizationEndpoint.COOKIE + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    if (back.isEmpty()) {
      Page.show(
          context, HttpStatus.OK, Page.message("Signed out", "The session has ended."), issuer);
    } else {
      String query =
          state.isEmpty() ? "" : "?state=" + URLEncoder.encode(state, StandardCharsets.UTF_8);
      context.redirect(back + query, HttpStatus.SEE_OTHER);
    }
  }

  private SignedJWT hint(String text) {
    try {
      if (JWTParser.parse(text) instanceof SignedJWT token && provider.keys().signed(token)) {
        return token;
      }
    } catch (ParseException e) {
      // Told below.
    }
    throw new PageRefusal("id_token_hint must be an id token that this provider issued");
  }

  void sessions(Context context) {
    Page.show(context, HttpStatus.OK, Page.sessions(provider.sessions().all()), issuer);
  }

  /** The button on the page of sessions; who can't read that page doesn't know the sid. */
  void end(Context context) {
    Optional.ofNullable(context.formParam("sid"))
        .flatMap(provider.sessions()::ofSid)
        .ifPresent(provider.backChannel()::end);
    context.redirect("/", HttpStatus.SEE_OTHER);
  }

  private static String one(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.size() == 1 ? values.getFirst() : "";
  }
}
