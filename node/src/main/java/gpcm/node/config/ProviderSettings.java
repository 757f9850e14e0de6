package gpcm.node.config;

import gpcm.consultation.OdsCode;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An OpenID provider, and what the node makes of what it says.
 *
 * @param id what the node calls it, in addresses
 * @param label what the page of sign-in calls it
 * @param issuer its issuer, to the letter
 * @param clientId what it calls this node
 * @param proof how the node proves itself to it
 * @param scopes what it is asked for
 * @param claims where in id token and userinfo things stand
 * @param roleForm how its roles are written
 * @param roles what its values give at which organisation
 * @param assurance how surely a person must be known
 * @param algorithms what its tokens may be signed with
 * @param clockSkew how far its clock may be from ours
 * @param apiAudience what access tokens of machines must be for; empty where none are taken
 * @param machines which organisation each machine works for, by what the provider calls it
 */
public record ProviderSettings(
    String id,
    String label,
    String issuer,
    String clientId,
    ClientProofSettings proof,
    List<String> scopes,
    ClaimPaths claims,
    RoleForm roleForm,
    List<RoleMapping> roles,
    AssuranceSettings assurance,
    Set<String> algorithms,
    Duration clockSkew,
    Optional<String> apiAudience,
    Map<String, OdsCode> machines) {
  /** Signatures by keys that the provider publishes. */
  enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512
  }

  /** How the values under {@code claims.roles} are written. */
  public enum RoleForm {
    /** Entries as in CIS2's {@code nhsid_nrbac_roles}, of which one is selected. */
    NATIONAL,
    /** Plain values, which hold at each organisation under {@code claims.organisations}. */
    PLAIN,
    /** {@code A20047:value}, the organisation's ODS code before the value. */
    PREFIXED
  }

  static final ValueFormat<String> ALGORITHM =
      ValueFormat.matching(
          "one of RS256, RS384, RS512, PS256, PS384, PS512", "RS512", "[RP]S(256|384|512)");

  private static final ValueFormat<String> ID =
      ValueFormat.matching("1 to 40 small letters, digits and '-'", "cis2", "[a-z0-9-]{1,40}");
  private static final ValueFormat<String> SCOPE =
      ValueFormat.matching(
          "a scope without spaces", "openid", "[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");
  private static final ValueFormat<Machine> MACHINE =
      new ValueFormat<>(
          "a machine's client id, '=' and the ODS code of the organisation that it works for",
          "hub-system = A99901",
          Machine::parse,
          false);
  private static final ValueFormat<String> ISSUER =
      new ValueFormat<>(
          "an https URL, or an http URL of this machine's own loopback address",
          "https://sign-in.example/realms/practice",
          ProviderSettings::issuer,
          false);

  public ProviderSettings {
    scopes = List.copyOf(scopes);
    roles = List.copyOf(roles);
    algorithms = Set.copyOf(algorithms);
    machines = Map.copyOf(machines);
  }

  static ProviderSettings read(SectionReader section) {
    ProviderPreset preset = section.required("preset", ValueFormat.oneOf(ProviderPreset.class));
    ProviderSettings settings =
        new ProviderSettings(
            section.required("id", ID),
            section.required("label", ValueFormat.TEXT),
            section.required("issuer", ISSUER),
            section.required("client-id", ValueFormat.TEXT),
            ClientProofSettings.read(section),
            section.list("scopes", SCOPE, preset.scopes(), ProviderPreset.WRITTEN),
            ClaimPaths.read(section.section("claims"), preset),
            section.value(
                "role-form",
                ValueFormat.oneOf(RoleForm.class),
                preset::roleForm,
                ProviderPreset.WRITTEN),
            section.list("roles", RoleMapping.FORMAT, List.of()),
            AssuranceSettings.read(section, preset),
            Set.copyOf(section.list("algorithms", ALGORITHM, List.of("RS256", "RS512"))),
            section.value(
                "clock-skew",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                Duration.ofMinutes(1)),
            section.optional("api-audience", ValueFormat.TEXT),
            machines(section));
    if (!settings.machines().isEmpty() && settings.apiAudience().isEmpty()) {
      section.problem(
          "api-audience",
          "missing",
          "say what the access tokens of machines are for, or list none");
    }
    if (!settings.scopes().contains("openid")) {
      section.problem("scopes", "no openid", "must contain openid");
    }
    if (settings.algorithms().isEmpty()) {
      section.problem("algorithms", "an empty list", "must name at least one");
    }
    section.refuseUnknownKeys();
    return settings;
  }

  private record Machine(String clientId, OdsCode organisation) {
    static Machine parse(String text) {
      int equals = text.lastIndexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException();
      }
      return new Machine(
          text.substring(0, equals).strip(),
          ValueFormat.ODS.parser().apply(text.substring(equals + 1).strip()));
    }
  }

  private static Map<String, OdsCode> machines(SectionReader section) {
    Map<String, OdsCode> machines = new LinkedHashMap<>();
    for (Machine each : section.list("machines", MACHINE, List.of())) {
      if (machines.put(each.clientId(), each.organisation()) != null) {
        section.problem("machines", "'%s' twice".formatted(each.clientId()), "list each once");
      }
    }
    return machines;
  }

  private static String issuer(String text) {
    // To the letter, as it stands in tokens.
    URI url = ValueFormat.HTTPS_URL.parser().apply(text);
    return url.toString();
  }
}
