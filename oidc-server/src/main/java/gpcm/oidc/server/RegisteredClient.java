package gpcm.oidc.server;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientInformation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.minidev.json.JSONObject;

/**
 * A client of the provider, in the terms of OAuth 2.0 Dynamic Client Registration (RFC 7591).
 * Immutable. Its text form hides the secret.
 */
public final class RegisteredClient {
  private static final String BACK_CHANNEL = "backchannel_logout_uri";

  private final JSONObject metadata;
  private final OIDCClientInformation information;

  private RegisteredClient(JSONObject metadata) {
    this.metadata = metadata;
    try {
      information = OIDCClientInformation.parse(metadata);
    } catch (ParseException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The client's registration can't be used: " + e.getMessage(), e);
    }
    information.getOIDCMetadata().applyDefaults();
    String method = information.getOIDCMetadata().getTokenEndpointAuthMethod().getValue();
    if (!Set.of("client_secret_basic", "private_key_jwt").contains(method)) {
      throw new IllegalArgumentException(
          "token_endpoint_auth_method is '%s'; this provider knows client_secret_basic and"
                  .formatted(method)
              + " private_key_jwt");
    }
  }

  /** A client that proves itself by a secret. */
  public static RegisteredClient withSecret(String id, String secret, URI... redirects) {
    JSONObject metadata = of(id, "client_secret_basic", redirects);
    metadata.put("client_secret", secret);
    return new RegisteredClient(metadata);
  }

  /** A client that proves itself by keys which it publishes at an address of its own. */
  public static RegisteredClient withKeysAt(String id, URI jwksUri, URI... redirects) {
    JSONObject metadata = of(id, "private_key_jwt", redirects);
    metadata.put("jwks_uri", jwksUri.toString());
    return new RegisteredClient(metadata);
  }

  /**
   * A client that proves itself by keys registered here.
   *
   * @param jwks a JWK set of public keys, as JSON
   */
  public static RegisteredClient withKeys(String id, String jwks, URI... redirects) {
    JSONObject metadata = of(id, "private_key_jwt", redirects);
    metadata.put("jwks", json(jwks));
    return new RegisteredClient(metadata);
  }

  /**
   * A client as a file of registration metadata says: {@code redirect_uris}, {@code client_secret},
   * {@code jwks_uri}, {@code backchannel_logout_uri} and so on.
   *
   * @throws IllegalArgumentException when it can't be used, with the reason
   */
  public static RegisteredClient read(String id, Path file) {
    try {
      JSONObject metadata = json(Files.readString(file));
      metadata.put("client_id", id);
      return new RegisteredClient(metadata);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, which may ask to be sent here after a sign-out. */
  public RegisteredClient returningTo(URI afterLogout) {
    return with("post_logout_redirect_uris", List.of(afterLogout.toString()));
  }

  /** The same, which is told of sessions that end. */
  public RegisteredClient toldOfLogoutAt(URI address) {
    return with(BACK_CHANNEL, address.toString());
  }

  /** The same, whose assertions must be signed in this way, as CIS2 wants RS512. */
  public RegisteredClient signingWith(String algorithm) {
    return with("token_endpoint_auth_signing_alg", algorithm);
  }

  /** The same as a machine, which gets tokens of these scopes for itself. */
  public RegisteredClient asMachine(String... scopes) {
    return with("grant_types", List.of("client_credentials"))
        .with("scope", String.join(" ", scopes));
  }

  private RegisteredClient with(String field, Object value) {
    JSONObject changed = new JSONObject(metadata);
    changed.put(field, value);
    return new RegisteredClient(changed);
  }

  public String id() {
    return information.getID().getValue();
  }

  /** Where it may be answered. */
  public Set<String> redirects() {
    Set<String> redirects = information.getMetadata().getRedirectionURIStrings();
    return redirects == null ? Set.of() : redirects;
  }

  boolean returnsTo(URI afterLogout) {
    Set<URI> known = information.getOIDCMetadata().getPostLogoutRedirectionURIs();
    return known != null && known.contains(afterLogout);
  }

  Optional<URI> backChannelLogout() {
    return Optional.ofNullable(information.getOIDCMetadata().getBackChannelLogoutURI());
  }

  Optional<JWSAlgorithm> assertionAlgorithm() {
    return Optional.ofNullable(information.getMetadata().getTokenEndpointAuthJWSAlg());
  }

  OIDCClientInformation information() {
    return information;
  }

  private static JSONObject of(String id, String method, URI... redirects) {
    JSONObject metadata = new JSONObject();
    metadata.put("client_id", id);
    metadata.put("token_endpoint_auth_method", method);
    if (redirects.length > 0) {
      metadata.put("redirect_uris", List.of(redirects).stream().map(URI::toString).toList());
    }
    return metadata;
  }

  private static JSONObject json(String text) {
    try {
      return JSONObjectUtils.parse(text);
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "%s (%s)"
        .formatted(
            id(),
            information
                .getMetadata()
                .getTokenEndpointAuthMethod()
                .getValue()
                .toLowerCase(Locale.ROOT));
  }
}
