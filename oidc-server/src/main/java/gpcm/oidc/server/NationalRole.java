package gpcm.oidc.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A role that a person holds at an organisation, as one entry of {@code nhsid_nrbac_roles}.
 *
 * @param roleId {@code person_roleid}, what {@code selected_roleid} points at
 * @param orgCode the organisation's ODS code
 * @param code all three parts, like {@code S8000:G8000:R8001}
 * @param name with the quotes that stand inside it
 * @param activityCodes like {@code B0360}; the claim is left out when there are none
 */
public record NationalRole(
    String roleId, String orgCode, String code, String name, List<String> activityCodes) {
  public NationalRole {
    activityCodes = List.copyOf(activityCodes);
  }

  Map<String, Object> claim() {
    Map<String, Object> claim = new LinkedHashMap<>();
    claim.put("person_orgid", "9" + roleId.substring(1));
    claim.put("person_roleid", roleId);
    claim.put("org_code", orgCode);
    claim.put("role_code", code);
    claim.put("role_name", name);
    if (!activityCodes.isEmpty()) {
      claim.put("activity_codes", activityCodes);
    }
    return claim;
  }
}
