package gpcm.node.signin;

import gpcm.node.people.Role;
import java.util.Map;
import java.util.Set;

/**
 * What national role and activity codes give unless the configuration says otherwise. Roles that
 * are not listed give nothing.
 */
final class NationalRoleTable {
  private static final Set<Role> CLERK = Set.of(Role.CLERK);
  private static final Set<Role> CLINICIAN = Set.of(Role.CLINICIAN);
  private static final Set<Role> CLERK_AND_SENDER = Set.of(Role.CLERK, Role.SENDER);
  private static final Set<Role> AUDITOR = Set.of(Role.AUDITOR);
  private static final Set<Role> ADMINISTRATOR = Set.of(Role.ADMINISTRATOR);

  private static final Map<String, Set<Role>> GIVEN =
      Map.ofEntries(
          Map.entry("R8000", CLINICIAN), // Clinical Practitioner
          Map.entry("R8001", CLINICIAN), // Nurse
          Map.entry("R8002", CLINICIAN), // Nurse Manager
          Map.entry("R8003", CLINICIAN), // Health Professional
          Map.entry("R8016", CLINICIAN), // Midwife
          Map.entry("R8017", CLINICIAN), // Midwife Manager
          Map.entry("R8006", CLERK_AND_SENDER), // Medical Secretary
          Map.entry("R8013", CLERK_AND_SENDER), // Health Records Manager
          Map.entry("R8007", CLERK), // Clinical Coder
          Map.entry("R8008", CLERK), // Admin/Clinical Support
          Map.entry("R8010", CLERK), // Clerical
          Map.entry("R8011", CLERK), // Clerical Manager
          Map.entry("R8015", Set.of(Role.OPERATOR)), // Systems Support
          Map.entry("R0001", AUDITOR), // Privacy Officer
          Map.entry("R5105", AUDITOR), // Caldicott Guardian
          Map.entry("B0062", ADMINISTRATOR), // Local System Administration
          Map.entry("B1700", ADMINISTRATOR)); // Local System Configuration

  private NationalRoleTable() {}

  static Set<Role> given(String code) {
    return GIVEN.getOrDefault(code, Set.of());
  }
}
