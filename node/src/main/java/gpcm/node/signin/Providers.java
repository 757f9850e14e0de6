package gpcm.node.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.SignedJWT;
import gpcm.consultation.OdsCode;
import gpcm.node.config.SignInSettings;
import gpcm.node.people.Permission;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The providers that people may sign in at, and machines too. Thread-safe. */
public final class Providers {
  private final List<OpenIdProvider> all;

  private Providers(List<OpenIdProvider> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Those of a node.
   *
   * @param organisations which it serves
   * @param store where what is on its way is kept
   * @throws IllegalStateException when the file of a key or secret can't be used
   */
  public static Providers of(
      SignInSettings settings, Set<OdsCode> organisations, SignInStore store, InstantSource clock) {
    ServedOrganisations places = new ServedOrganisations(organisations, settings.branches());
    return new Providers(
        settings.providers().stream()
            .map(each -> new OpenIdProvider(each, places, store, store, store, clock))
            .toList());
  }

  /** None: people have accounts of the node's own. */
  public static Providers none() {
    return new Providers(List.of());
  }

  /** All of them, as configured. */
  public List<OpenIdProvider> all() {
    return all;
  }

  /** The one that addresses call so. */
  public Optional<OpenIdProvider> named(String id) {
    return all.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** The one with this issuer. */
  public Optional<OpenIdProvider> ofIssuer(String issuer) {
    return all.stream().filter(each -> each.issuer().equals(issuer)).findFirst();
  }

  /** The public halves of all keys that the node proves itself with, as one JWK set. */
  public String ownKeys() {
    JsonMapper mapper = new JsonMapper();
    ObjectNode set = mapper.createObjectNode();
    ArrayNode keys = set.putArray("keys");
    for (OpenIdProvider each : all) {
      each.ownKeys().ifPresent(json -> keys(mapper, json).forEach(keys::add));
    }
    return set.toString();
  }

  private static JsonNode keys(JsonMapper mapper, String json) {
    try {
      return mapper.readTree(json).path("keys");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the node's own keys", e);
    }
  }

  /**
   * What a logout token ends, whichever provider made it.
   *
   * @param ending hears what ends once the token is known to be the provider's, and has it count as
   *     seen: where it fails, the provider may post the token again
   */
  public LogoutOutcome loggedOut(
      String logoutToken, Function<Supplier<LogoutOutcome>, LogoutOutcome> ending) {
    return claimed(logoutToken)
        .map(each -> each.loggedOut(logoutToken, ending))
        .orElseGet(() -> new LogoutOutcome.Ignored(new LogoutRefusal.NoProvider()));
  }

  /** The provider that a token says it is of, which is not proved by that. */
  private Optional<OpenIdProvider> claimed(String token) {
    try {
      return Optional.ofNullable(SignedJWT.parse(token).getJWTClaimsSet().getIssuer())
          .flatMap(this::ofIssuer);
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /**
   * A machine that shows an access token of a provider's.
   *
   * @param organisation ODS code of the organisation it works for
   * @param name what the provider calls it
   * @param scopes what it may do
   */
  public record Machine(String organisation, String name, Set<Permission> scopes) {
    /** Copies the scopes. */
    public Machine {
      scopes = Set.copyOf(scopes);
    }
  }

  /** The machine whose access token this is; empty when it opens nothing here. */
  public Optional<Machine> machine(String accessToken) {
    return claimed(accessToken)
        .flatMap(
            provider ->
                provider.machine(accessToken) instanceof MachineOutcome.Machine machine
                    ? provider.organisationOf(machine.clientId()).map(ods -> of(machine, ods))
                    : Optional.empty());
  }

  private static Machine of(MachineOutcome.Machine machine, OdsCode organisation) {
    return new Machine(organisation.value(), machine.clientId(), permissions(machine.scopes()));
  }

  private static Set<Permission> permissions(Set<String> scopes) {
    return scopes.stream()
        .flatMap(each -> Permission.of(each).stream())
        .collect(Collectors.toSet());
  }
}
