package gpcm.oidc.server;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Prompt;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** {@code /authorize}: who are you, and back to the client with a code. Thread-safe. */
final class AuthorizationEndpoint {
  static final String COOKIE = "gpcm-oidc";
  private static final Duration PAGE_LIFETIME = Duration.ofMinutes(10);

  private final URI issuer;
  private final Map<String, RegisteredClient> clients;
  private final List<Persona> personas;
  private final ProviderSessions sessions;
  private final Grants grants;
  private final InstantSource clock;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  AuthorizationEndpoint(
      URI issuer, OidcSettings settings, Map<String, RegisteredClient> clients, Provider provider) {
    this.issuer = issuer;
    this.clients = clients;
    personas = settings.personas();
    sessions = provider.sessions();
    grants = provider.grants();
    clock = settings.clock();
  }

  /** A request that a page asks the person about. */
  private record Waiting(Asked asked, Instant until) {}

  /** A request that fits its client. */
  private record Asked(RegisteredClient client, URI redirect, AuthenticationRequest request) {
    Set<String> scopes() {
      return request.getScope().stream()
          .map(scope -> scope.getValue())
          .filter(Claims.SCOPES::contains)
          .collect(Collectors.toUnmodifiableSet());
    }

    boolean prompts(Prompt.Type type) {
      return request.getPrompt() != null && request.getPrompt().contains(type);
    }

    Optional<String> hint() {
      return Optional.ofNullable(request.getLoginHint());
    }

    List<String> acrs() {
      return request.getACRValues() == null
          ? List.of()
          : request.getACRValues().stream().map(acr -> acr.getValue()).toList();
    }
  }

  void authorize(Context context) {
    Map<String, List<String>> parameters =
        context.method().toString().equals("POST")
            ? context.formParamMap()
            : context.queryParamMap();
    RegisteredClient client =
        Optional.ofNullable(clients.get(one(parameters, "client_id")))
            .orElseThrow(
                () ->
                    new PageRefusal(
                        "client_id '%s' is not registered here"
                            .formatted(one(parameters, "client_id"))));
    String redirect = one(parameters, "redirect_uri");
    if (!client.redirects().contains(redirect)) {
      throw new PageRefusal(
          "redirect_uri '%s' is not one of those registered for %s; it must be the same text"
              .formatted(redirect, client.id()));
    }
    URI back = URI.create(redirect);
    try {
      Asked asked = new Asked(client, back, checked(parameters));
      answer(context, asked);
    } catch (AuthorizationRefusal refusal) {
      goBack(
          context,
          back,
          one(parameters, "state"),
          Map.of(
              "error", refusal.code(), "error_description", String.valueOf(refusal.getMessage())));
    }
  }

  private static AuthenticationRequest checked(Map<String, List<String>> parameters)
      throws AuthorizationRefusal {
    if (parameters.containsKey("request") || parameters.containsKey("request_uri")) {
      throw new AuthorizationRefusal(
          "request_not_supported", "this provider reads no request objects");
    }
    AuthenticationRequest request;
    try {
      request = AuthenticationRequest.parse(parameters);
    } catch (ParseException e) {
      String code = e.getErrorObject() == null ? "invalid_request" : e.getErrorObject().getCode();
      throw new AuthorizationRefusal(code, plain(e.getMessage()));
    }
    if (!ResponseType.CODE.equals(request.getResponseType())) {
      throw new AuthorizationRefusal("unsupported_response_type", "response_type must be code");
    }
    if (request.getResponseMode() != null
        && !ResponseMode.QUERY.equals(request.getResponseMode())) {
      throw new AuthorizationRefusal("invalid_request", "response_mode must be query");
    }
    if (request.getCodeChallenge() == null
        || !CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())) {
      throw new AuthorizationRefusal(
          "invalid_request", "PKCE is required: code_challenge with code_challenge_method S256");
    }
    return request;
  }

  private void answer(Context context, Asked asked) throws AuthorizationRefusal {
    Optional<ProviderSession> session = session(context).filter(known -> fits(known, asked));
    if (session.isPresent()) {
      issue(context, asked, session.get());
    } else if (asked.prompts(Prompt.Type.NONE)) {
      throw new AuthorizationRefusal("login_required", "somebody has to sign in");
    } else {
      Optional<Choice> choice = asked.hint().flatMap(hint -> choice(hint, asked));
      if (choice.isPresent()) {
        signIn(context, asked, choice.get());
      } else {
        ask(context, asked);
      }
    }
  }

  private boolean fits(ProviderSession session, Asked asked) {
    int maxAge = asked.request().getMaxAge();
    boolean recent = maxAge < 0 || !session.since().plusSeconds(maxAge).isBefore(clock.instant());
    boolean strong =
        asked.acrs().isEmpty()
            || asked.acrs().stream().anyMatch(acr -> Authenticators.satisfies(session.acr(), acr))
            || session.acr().equals(session.persona().authenticator(asked.acrs()));
    boolean named = asked.hint().map(hint -> hint.equals(session.persona().id())).orElse(true);
    return recent
        && strong
        && named
        && !asked.prompts(Prompt.Type.LOGIN)
        && !asked.prompts(Prompt.Type.SELECT_ACCOUNT)
        && !asked.scopes().contains("changedrole");
  }

  Optional<ProviderSession> session(Context context) {
    return Optional.ofNullable(context.cookie(COOKIE)).flatMap(sessions::ofCookie);
  }

  /** A persona, in one of its roles. */
  private record Choice(Persona persona, Optional<NationalRole> role) {}

  /** {@code persona} or {@code persona:roleId}; nothing while the person still has to choose. */
  private Optional<Choice> choice(String text, Asked asked) {
    String[] parts = text.split(":", 2);
    return personas.stream()
        .filter(persona -> persona.id().equals(parts[0]))
        .findFirst()
        .flatMap(
            persona -> {
              if (parts.length == 2) {
                return persona.roles().stream()
                    .filter(role -> role.roleId().equals(parts[1]))
                    .map(role -> new Choice(persona, Optional.of(role)))
                    .findFirst();
              }
              return persona.roles().size() > 1 && asked.scopes().contains("selectedrole")
                  ? Optional.empty()
                  : Optional.of(new Choice(persona, persona.roles().stream().findFirst()));
            });
  }

  private void ask(Context context, Asked asked) {
    Instant now = clock.instant();
    waiting.values().removeIf(each -> each.until().isBefore(now));
    String id = RandomText.next();
    waiting.put(id, new Waiting(asked, now.plus(PAGE_LIFETIME)));
    List<Persona> offered =
        asked
            .hint()
            .map(hint -> personas.stream().filter(each -> each.id().equals(hint)).toList())
            .filter(named -> !named.isEmpty())
            .orElse(personas);
    Page.show(
        context,
        HttpStatus.OK,
        Page.choice(asked.client().id(), id, offered, asked.scopes().contains("selectedrole")),
        asked.redirect());
  }

  /** What the page sends: who the person wants to be. */
  void choose(Context context) {
    Waiting request =
        Optional.ofNullable(context.formParam("request"))
            .map(waiting::remove)
            .filter(each -> clock.instant().isBefore(each.until()))
            .orElseThrow(
                () ->
                    new PageRefusal("This page has been used or is too old; start at the client"));
    Choice choice =
        Optional.ofNullable(context.formParam("persona"))
            .flatMap(text -> choice(text, request.asked()))
            .orElseThrow(() -> new PageRefusal("There is no such persona, or a role is missing"));
    signIn(context, request.asked(), choice);
  }

  private void signIn(Context context, Asked asked, Choice choice) {
    session(context).ifPresent(sessions::remove);
    ProviderSession session =
        ProviderSession.of(
            choice.persona(),
            choice.role(),
            choice.persona().authenticator(asked.acrs()),
            clock.instant());
    sessions.add(session);
    context.header(
        "Set-Cookie", COOKIE + "=" + session.cookie() + "; Path=/; HttpOnly; SameSite=Lax");
    issue(context, asked, session);
  }

  private void issue(Context context, Asked asked, ProviderSession session) {
    session.clients().add(asked.client().id());
    AuthenticationRequest request = asked.request();
    String code =
        grants.code(
            new Grants.Grant(
                asked.client().id(),
                asked.redirect(),
                request.getCodeChallenge().getValue(),
                Optional.ofNullable(request.getNonce()).map(nonce -> nonce.getValue()),
                asked.scopes(),
                session));
    String state = request.getState() == null ? "" : request.getState().getValue();
    goBack(context, asked.redirect(), state, Map.of("code", code));
  }

  private void goBack(Context context, URI back, String state, Map<String, String> answer) {
    Map<String, String> all = new LinkedHashMap<>(answer);
    if (!state.isEmpty()) {
      all.put("state", state);
    }
    all.put("iss", issuer.toString());
    String query =
        all.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    context.redirect(back + (back.getQuery() == null ? "?" : "&") + query, HttpStatus.SEE_OTHER);
  }

  private static String one(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.size() == 1 ? values.getFirst() : "";
  }

  /** In the letters that an error description may have (RFC 6749, 4.1.2.1). */
  private static String plain(String text) {
    return text.replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "'");
  }
}
