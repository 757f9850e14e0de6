package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which role may do what, as the table says. */
class RoleTableTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final RoleTable TABLE = RoleTable.shipped();

  @ParameterizedTest
  @CsvSource({
    "SEE_WORKLIST,         CLERK,         true,  Allowed",
    "SEE_WORKLIST,         SENDER,        true,  Refused",
    "OPEN_DOCUMENT,        CLINICIAN,     false, Allowed",
    "OPEN_DOCUMENT,        OPERATOR,      true,  Refused",
    "OPEN_DOCUMENT,        ADMINISTRATOR, true,  Refused",
    "OPEN_CONFIDENTIAL,    CLERK,         true,  Refused",
    "OPEN_CONFIDENTIAL,    SENDER,        true,  Allowed",
    "OPEN_CONFIDENTIAL,    SENDER,        false, Refused",
    "SEE_OUTBOX,           CLINICIAN,     true,  Allowed",
    "SEE_OUTBOX,           CLINICIAN,     false, Refused",
    "RESEND_MANY,          SENDER,        false, SecondPerson",
    "ASSIGN_ROLE,          OPERATOR,      false, Refused",
    "READ_AUDIT,           ADMINISTRATOR, false, Refused",
    "READ_OWN_AUDIT,       CLERK,         false, Allowed",
  })
  void aRoleMayDoWhatItsCellSays(Permission permission, Role role, boolean own, String decision) {
    assertThat(TABLE.decide(acting(NOW, role), permission, own, NOW).getClass().getSimpleName())
        .isEqualTo(decision);
  }

  @Test
  void whatWantsAFreshSignInWantsAReasonTooAndNoOlderOne() {
    Instant latest = NOW.minus(RoleTable.FRESH);
    assertThat(TABLE.decide(acting(latest, Role.AUDITOR), Permission.OPEN_DOCUMENT, false, NOW))
        .isEqualTo(new Decision.Allowed(true));
    assertThat(
            TABLE.decide(
                acting(latest.minusMillis(1), Role.AUDITOR), Permission.OPEN_DOCUMENT, false, NOW))
        .isEqualTo(new Decision.SignInAgain());
  }

  @Test
  void whatWantsBothWantsTheSignInFirst() {
    assertThat(
            TABLE.decide(
                acting(NOW.minusSeconds(3600), Role.OPERATOR), Permission.SEE_BYTES, false, NOW))
        .isEqualTo(new Decision.SignInAgain());
    assertThat(TABLE.decide(acting(NOW, Role.OPERATOR), Permission.SEE_BYTES, false, NOW))
        .isEqualTo(new Decision.SecondPerson());
  }

  @Test
  void ofSeveralRolesTheOneCountsThatAsksLeast() {
    Acting both = acting(NOW.minusSeconds(3600), Role.AUDITOR, Role.CLERK);
    assertThat(TABLE.decide(both, Permission.OPEN_DOCUMENT, false, NOW))
        .isEqualTo(new Decision.Allowed(false));
    Acting bytes = acting(NOW, Role.AUDITOR, Role.OPERATOR);
    assertThat(TABLE.decide(bytes, Permission.SEE_BYTES, false, NOW))
        .isEqualTo(new Decision.Allowed(true));
  }

  @Test
  void aClerkConfirmsCodedEntriesOnlyWithOneOfTheActivityCodes() {
    for (String code : Set.of("B0790", "B8011")) {
      assertThat(decideCoded(Set.of(code))).isEqualTo(new Decision.Allowed(false));
    }
    assertThat(decideCoded(Set.of("B0360"))).isEqualTo(new Decision.Refused());
    assertThat(decideCoded(Set.of())).isEqualTo(new Decision.Refused());
  }

  private static Decision decideCoded(Set<String> activities) {
    return TABLE.decide(
        new Acting(
            UUID.randomUUID(),
            "A. Fictional",
            "A99902",
            Set.of(Role.CLERK),
            activities,
            Set.of(),
            UUID.randomUUID(),
            NOW,
            Optional.empty(),
            Optional.empty(),
            false,
            false),
        Permission.CONFIRM_CODED,
        false,
        NOW);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyWithoutARoleMayDoAnything(Permission permission) {
    assertThat(TABLE.decide(acting(NOW), permission, true, NOW)).isEqualTo(new Decision.Refused());
    assertThat(TABLE.couldEver(acting(NOW), permission)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void everyPermissionIsSomebodys(Permission permission) {
    assertThat(EnumSet.allOf(Role.class))
        .anyMatch(role -> TABLE.grant(permission, role).isPresent());
    assertThat(Permission.of(permission.text())).contains(permission);
  }

  /** No role reads everything. */
  @Test
  void theAdministratorOpensNothingAndTheAuditorChangesNothing() {
    assertThat(EnumSet.allOf(Permission.class))
        .filteredOn(each -> TABLE.grant(each, Role.ADMINISTRATOR).isPresent())
        .doesNotContain(
            Permission.SEE_WORKLIST,
            Permission.OPEN_DOCUMENT,
            Permission.OPEN_CONFIDENTIAL,
            Permission.SEE_OUTBOX,
            Permission.SEE_BYTES,
            Permission.READ_AUDIT);
    assertThat(EnumSet.allOf(Permission.class))
        .filteredOn(each -> TABLE.grant(each, Role.AUDITOR).isPresent())
        .containsExactlyInAnyOrder(
            Permission.OPEN_DOCUMENT,
            Permission.OPEN_CONFIDENTIAL,
            Permission.OPEN_RESTRICTED_PATIENT,
            Permission.TAKE_OUT,
            Permission.SEE_REPORTS,
            Permission.SEE_DIAGNOSTICS,
            Permission.SEE_BYTES,
            Permission.READ_OWN_AUDIT,
            Permission.READ_AUDIT,
            Permission.READ_SETTINGS_AUDIT,
            Permission.EXPORT_AUDIT,
            Permission.PROPOSE_HOLD);
  }

  private static Acting acting(Instant signedIn, Role... roles) {
    return new Acting(
        UUID.randomUUID(),
        "A. Fictional",
        "A99902",
        Set.of(roles),
        Set.of(),
        Set.of(),
        UUID.randomUUID(),
        signedIn,
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }
}
