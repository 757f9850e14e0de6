package gpcm.node.signin;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.consultation.OdsCode;
import gpcm.node.config.ProviderSettings;
import gpcm.node.config.ProviderSettings.RoleForm;
import gpcm.node.config.RoleMapping;
import gpcm.node.people.Role;
import gpcm.node.signin.SignInRefusal.NoRole;
import gpcm.node.signin.SignInRefusal.NoRoleSelected;
import gpcm.node.signin.SignInRefusal.OrganisationNotServed;
import gpcm.node.signin.SignInRefusal.RoleGivesNothing;
import gpcm.node.signin.SignInRefusal.SelectedRoleUnknown;
import gpcm.node.signin.SignedIn.NationalRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Where somebody works and what that gives here.
 *
 * @param settings how the provider's roles are read
 * @param places the organisations served here
 */
record RolesInForce(ProviderSettings settings, ServedOrganisations places) {

  /** Roles at one organisation. */
  record At(
      OdsCode organisation,
      Set<Role> roles,
      Set<String> activities,
      Optional<NationalRole> national) {}

  /** At least one. */
  List<At> of(PersonClaims claims) throws Refused {
    return switch (settings.roleForm()) {
      case NATIONAL -> List.of(national(claims));
      case PLAIN -> plain(claims);
      case PREFIXED -> prefixed(claims);
    };
  }

  private At national(PersonClaims claims) throws Refused {
    JsonNode held = claims.anywhere(settings.claims().roles());
    if (!held.isArray() || held.isEmpty()) {
      throw new Refused(new NoRole());
    }
    String selected =
        PersonClaims.text(claims.anywhere(settings.claims().selectedRole()))
            .orElseThrow(() -> new Refused(new NoRoleSelected()));
    List<JsonNode> entries =
        StreamSupport.stream(held.spliterator(), false)
            .filter(each -> each.path("person_roleid").asText().equals(selected))
            .toList();
    if (entries.size() != 1) {
      throw new Refused(new SelectedRoleUnknown(selected));
    }
    JsonNode entry = entries.getFirst();
    OdsCode organisation = served(entry.path("org_code").asText());
    String code = lastPart(entry.path("role_code").asText());
    NationalRole role =
        new NationalRole(code, entry.path("role_name").asText().replace("\"", ""), selected);
    Set<String> activities = Set.copyOf(PersonClaims.texts(entry.path("activity_codes")));
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.addAll(given(code, organisation));
    activities.forEach(activity -> roles.addAll(given(activity, organisation)));
    if (roles.isEmpty()) {
      throw new Refused(new RoleGivesNothing(code, role.name()));
    }
    return new At(organisation, roles, activities, Optional.of(role));
  }

  /** What comes before it differs between cards for one and the same role. */
  private static String lastPart(String code) {
    return code.substring(code.lastIndexOf(':') + 1).strip();
  }

  private OdsCode served(String code) throws Refused {
    return places
        .organisation(code)
        .orElseThrow(() -> new Refused(new OrganisationNotServed(code)));
  }

  private List<At> plain(PersonClaims claims) throws Refused {
    List<String> values = values(claims);
    if (settings.claims().organisations().isEmpty()) {
      return found(values, everywhere(values));
    }
    List<String> codes = PersonClaims.texts(claims.anywhere(settings.claims().organisations()));
    Map<OdsCode, Collection<String>> at = new LinkedHashMap<>();
    codes.forEach(code -> places.organisation(code).ifPresent(ods -> at.put(ods, values)));
    if (at.isEmpty()) {
      throw new Refused(new OrganisationNotServed(String.join(", ", codes)));
    }
    return found(values, at);
  }

  /**
   * Without a word about organisations, a value holds where the mapping says so, and everywhere
   * only where everywhere is one place.
   */
  private Map<OdsCode, Collection<String>> everywhere(List<String> values) {
    Map<OdsCode, Collection<String>> at = new LinkedHashMap<>();
    boolean single = places.all().size() == 1;
    for (OdsCode ods : places.all()) {
      at.put(
          ods,
          values.stream()
              .filter(value -> single || mapping(value, Optional.of(ods)).isPresent())
              .toList());
    }
    return at;
  }

  private List<At> prefixed(PersonClaims claims) throws Refused {
    List<String> values = values(claims);
    Map<OdsCode, Collection<String>> at = new LinkedHashMap<>();
    for (String value : values) {
      String[] parts = value.split(":", 2);
      if (parts.length == 2) {
        places
            .organisation(parts[0])
            .ifPresent(ods -> at.computeIfAbsent(ods, any -> new ArrayList<>()).add(parts[1]));
      }
    }
    if (at.isEmpty()) {
      throw new Refused(new OrganisationNotServed(String.join(", ", values)));
    }
    return found(values, at);
  }

  private List<String> values(PersonClaims claims) throws Refused {
    List<String> values = PersonClaims.texts(claims.anywhere(settings.claims().roles()));
    if (values.isEmpty()) {
      throw new Refused(new NoRole());
    }
    return values;
  }

  private List<At> found(List<String> values, Map<OdsCode, Collection<String>> at) throws Refused {
    List<At> found = new ArrayList<>();
    at.forEach(
        (ods, here) -> {
          Set<Role> roles = EnumSet.noneOf(Role.class);
          here.forEach(value -> roles.addAll(given(value, ods)));
          if (!roles.isEmpty()) {
            found.add(new At(ods, roles, Set.of(), Optional.empty()));
          }
        });
    if (found.isEmpty()) {
      throw new Refused(new RoleGivesNothing(String.join(", ", values), ""));
    }
    return found;
  }

  /** By the mapping for this organisation, else by that for all, else by the usual table. */
  private Set<Role> given(String value, OdsCode organisation) {
    return mapping(value, Optional.of(organisation))
        .or(() -> mapping(value, Optional.empty()))
        .map(RoleMapping::roles)
        .orElseGet(
            () ->
                settings.roleForm() == RoleForm.NATIONAL
                    ? NationalRoleTable.given(value)
                    : Set.of());
  }

  private Optional<RoleMapping> mapping(String value, Optional<OdsCode> organisation) {
    return settings.roles().stream()
        .filter(each -> each.value().equals(value) && each.organisation().equals(organisation))
        .findFirst();
  }
}
