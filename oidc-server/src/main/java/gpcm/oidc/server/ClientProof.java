package gpcm.oidc.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyConverter;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.JWTAuthentication;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientAuthenticationVerifier;
import com.nimbusds.oauth2.sdk.auth.verifier.ClientCredentialsSelector;
import com.nimbusds.oauth2.sdk.auth.verifier.Context;
import com.nimbusds.oauth2.sdk.auth.verifier.ExpendedJTIChecker;
import com.nimbusds.oauth2.sdk.auth.verifier.Hint;
import com.nimbusds.oauth2.sdk.auth.verifier.InvalidClientException;
import com.nimbusds.oauth2.sdk.auth.verifier.JWTAudienceCheck;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether a client is the one it says. Thread-safe. */
final class ClientProof {
  private static final Logger LOG = LoggerFactory.getLogger(ClientProof.class);
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int LARGEST_KEY_SET = 64 * 1024;

  private final Map<String, RegisteredClient> clients;
  private final Map<URI, JWKSet> fetched = new ConcurrentHashMap<>();
  private final ClientAuthenticationVerifier<RegisteredClient> verifier;

  /**
   * @param audiences what an assertion may name as its audience
   */
  ClientProof(Map<String, RegisteredClient> clients, List<URI> audiences, InstantSource clock) {
    this.clients = clients;
    verifier =
        new ClientAuthenticationVerifier<>(
            new Credentials(),
            Set.copyOf(audiences.stream().map(Audience::new).toList()),
            JWTAudienceCheck.LEGACY,
            new UsedAssertions(clock));
  }

  /** The client, if it is the one; why not stands in the log. */
  Optional<RegisteredClient> prove(ClientAuthentication shown) {
    RegisteredClient client = clients.get(shown.getClientID().getValue());
    try {
      if (client == null) {
        throw InvalidClientException.BAD_ID;
      }
      if (!client
          .information()
          .getMetadata()
          .getTokenEndpointAuthMethod()
          .equals(shown.getMethod())) {
        throw InvalidClientException.NOT_REGISTERED_FOR_AUTH_METHOD;
      }
      if (shown instanceof JWTAuthentication assertion
          && client
              .assertionAlgorithm()
              .filter(
                  only -> !only.equals(assertion.getClientAssertion().getHeader().getAlgorithm()))
              .isPresent()) {
        throw new InvalidClientException(
            "the assertion is not signed " + client.assertionAlgorithm().get());
      }
      Set<Hint> hints =
          client.information().getMetadata().getJWKSetURI() == null
              ? Set.of()
              : Set.of(Hint.CLIENT_HAS_REMOTE_JWK_SET);
      verifier.verify(shown, hints, new Context<>());
      return Optional.of(client);
    } catch (InvalidClientException | JOSEException e) {
      LOG.info("The client {} is refused: {}", shown.getClientID(), e.getMessage());
      return Optional.empty();
    }
  }

  private final class Credentials implements ClientCredentialsSelector<RegisteredClient> {
    @Override
    public List<Secret> selectClientSecrets(
        ClientID id, ClientAuthenticationMethod method, Context<RegisteredClient> context) {
      return Optional.ofNullable(clients.get(id.getValue()).information().getSecret()).stream()
          .toList();
    }

    @Override
    public List<? extends PublicKey> selectPublicKeys(
        ClientID id,
        ClientAuthenticationMethod method,
        JWSHeader header,
        boolean again,
        Context<RegisteredClient> context)
        throws InvalidClientException {
      RegisteredClient client = clients.get(id.getValue());
      List<PublicKey> fitting = fitting(header, keys(client, again));
      // Nimbus asks again after a wrong signature, and not where no key has the name.
      return fitting.isEmpty() && !again ? fitting(header, keys(client, true)) : fitting;
    }

    private static List<PublicKey> fitting(JWSHeader header, JWKSet keys) {
      return KeyConverter.toJavaKeys(new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys))
          .stream()
          .filter(PublicKey.class::isInstance)
          .map(PublicKey.class::cast)
          .toList();
    }
  }

  private JWKSet keys(RegisteredClient client, boolean again) throws InvalidClientException {
    URI address = client.information().getMetadata().getJWKSetURI();
    if (address == null) {
      return Optional.ofNullable(client.information().getMetadata().getJWKSet())
          .orElseThrow(() -> InvalidClientException.NO_REGISTERED_JWK_SET);
    }
    JWKSet known = fetched.get(address);
    if (known != null && !again) {
      return known;
    }
    try {
      JWKSet loaded =
          JWKSet.load(address.toURL(), PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST_KEY_SET);
      fetched.put(address, loaded);
      return loaded;
    } catch (IOException | ParseException e) {
      throw new InvalidClientException(
          "its keys at %s can't be read: %s".formatted(address, e.getMessage()));
    }
  }

  private record UsedAssertions(InstantSource clock, Map<String, Date> used)
      implements ExpendedJTIChecker<RegisteredClient> {
    UsedAssertions(InstantSource clock) {
      this(clock, new ConcurrentHashMap<>());
    }

    @Override
    public boolean isExpended(
        JWTID id,
        ClientID client,
        ClientAuthenticationMethod method,
        Context<RegisteredClient> context) {
      return used.containsKey(client + " " + id);
    }

    @Override
    public void markExpended(
        JWTID id,
        Date until,
        ClientID client,
        ClientAuthenticationMethod method,
        Context<RegisteredClient> context) {
      used.values().removeIf(Date.from(clock.instant())::after);
      used.put(client + " " + id, until);
    }
  }
}
