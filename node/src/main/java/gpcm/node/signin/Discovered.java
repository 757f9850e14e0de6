package gpcm.node.signin;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import gpcm.node.signin.SignInRefusal.MetadataOfAnother;
import gpcm.node.signin.SignInRefusal.ProviderUnavailable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the provider says about itself, at one time.
 *
 * @param metadata where its endpoints are
 * @param keys its keys, read again when one is unknown
 * @param at when it was read
 */
record Discovered(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant at) {

  /**
   * Reads it.
   *
   * @param retriever gets its keys, now and later
   */
  static Discovered read(String issuer, ProviderHttp http, ResourceRetriever retriever, Instant now)
      throws Refused {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    URI address = URI.create(base + "/.well-known/openid-configuration");
    try {
      HTTPResponse response = http.get(address);
      if (response.getStatusCode() != 200) {
        throw unavailable("%s answers with HTTP %d".formatted(address, response.getStatusCode()));
      }
      OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(response.getBody());
      if (!metadata.getIssuer().getValue().equals(issuer)) {
        throw new Refused(new MetadataOfAnother(metadata.getIssuer().getValue()));
      }
      check(metadata, URI.create(issuer));
      JWKSource<SecurityContext> keys =
          JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), retriever)
              .retrying(true)
              .outageTolerant(false)
              .build();
      return new Discovered(metadata, keys, now);
    } catch (IOException e) {
      throw unavailable(e.getMessage());
    } catch (ParseException | IllegalArgumentException e) {
      throw unavailable("%s is no provider's metadata: %s".formatted(address, e.getMessage()));
    }
  }

  /** Codes, secrets and people are sent there: as safely as to the issuer. */
  private static void check(OIDCProviderMetadata metadata, URI issuer)
      throws Refused, MalformedURLException {
    if (metadata.getAuthorizationEndpointURI() == null
        || metadata.getTokenEndpointURI() == null
        || metadata.getJWKSetURI() == null) {
      throw unavailable("its metadata lacks authorization_endpoint, token_endpoint or jwks_uri");
    }
    Optional<URI> unsafe =
        Stream.of(
                metadata.getAuthorizationEndpointURI(),
                metadata.getTokenEndpointURI(),
                metadata.getJWKSetURI(),
                metadata.getUserInfoEndpointURI(),
                metadata.getEndSessionEndpointURI())
            .filter(Objects::nonNull)
            .filter(
                each ->
                    !"https".equals(each.getScheme())
                        && !(issuer.getScheme().equals(each.getScheme())
                            && issuer.getHost().equals(each.getHost())))
            .findFirst();
    if (unsafe.isPresent()) {
      throw unavailable("its metadata names '%s', which is not https".formatted(unsafe.get()));
    }
  }

  private static Refused unavailable(String why) {
    return new Refused(new ProviderUnavailable(why));
  }
}
