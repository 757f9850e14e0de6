package gpcm.node.config;

import java.util.List;

/**
 * Where in id token and userinfo things stand: JSON pointers (RFC 6901), of which the first that
 * leads to something counts. Each is looked for in the id token, then in userinfo.
 *
 * @param subject what the person is known by, together with the issuer; in the id token only
 * @param nationalId the national user id
 * @param name as shown
 * @param roles in the form the provider has
 * @param organisations ODS codes at which plain roles hold
 * @param selectedRole the role in force among national ones
 * @param acr how the person signed in; in the id token only
 * @param level the level of that as a number, where the provider says it; in the id token only
 * @param identityLevel how well the person was identified
 */
public record ClaimPaths(
    List<String> subject,
    List<String> nationalId,
    List<String> name,
    List<String> roles,
    List<String> organisations,
    List<String> selectedRole,
    List<String> acr,
    List<String> level,
    List<String> identityLevel) {
  private static final ValueFormat<String> POINTER =
      ValueFormat.matching("a JSON pointer", "/realm_access/roles", "(/([^~/]|~[01])*){1,10}");

  static ClaimPaths read(SectionReader section, ProviderPreset preset) {
    ClaimPaths standard = preset.claims();
    ClaimPaths paths =
        new ClaimPaths(
            list(section, "subject", standard.subject()),
            list(section, "national-id", standard.nationalId()),
            list(section, "name", standard.name()),
            list(section, "roles", standard.roles()),
            list(section, "organisations", standard.organisations()),
            list(section, "selected-role", standard.selectedRole()),
            list(section, "acr", standard.acr()),
            list(section, "level", standard.level()),
            list(section, "identity-level", standard.identityLevel()));
    section.refuseUnknownKeys();
    return paths;
  }

  private static List<String> list(SectionReader section, String key, List<String> standard) {
    return section.list(key, POINTER, standard, ProviderPreset.WRITTEN);
  }
}
