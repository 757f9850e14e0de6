package gpcm.node.config;

import gpcm.node.config.ProviderSettings.RoleForm;
import java.time.Duration;
import java.util.List;

/** What is usual with a kind of provider; each of it can be said otherwise. */
enum ProviderPreset {
  CIS2 {
    @Override
    List<String> scopes() {
      return List.of(
          "openid", "profile", "nhsperson", "associatedorgs", "nationalrbacaccess", "selectedrole");
    }

    @Override
    RoleForm roleForm() {
      return RoleForm.NATIONAL;
    }

    @Override
    ClaimPaths claims() {
      return new ClaimPaths(
          List.of("/sub"),
          List.of("/nhsid_useruid", "/uid"),
          List.of("/display_name", "/name"),
          List.of("/nhsid_nrbac_roles"),
          List.of(),
          List.of("/selected_roleid"),
          List.of("/acr"),
          List.of("/authentication_assurance_level"),
          List.of("/id_assurance_level", "/idassurancelevel"));
    }

    @Override
    List<String> acrValues() {
      return List.of("AAL2_OR_AAL3_ANY");
    }

    @Override
    List<AcrLevel> levels() {
      return List.of(
          new AcrLevel("AAL3_ANY", 3),
          new AcrLevel("AAL3_SMARTCARD", 3),
          new AcrLevel("AAL3_CIS2_SMARTCARD", 3),
          new AcrLevel("AAL3_N3_SMARTCARD", 3),
          new AcrLevel("AAL3_FIDO2", 3),
          new AcrLevel("AAL3_IOS", 3),
          new AcrLevel("AAL2_OR_AAL3_ANY", 2),
          new AcrLevel("AAL2_ANY", 2),
          new AcrLevel("AAL2_TOTP", 2),
          new AcrLevel("AAL2_NHSMAIL", 2),
          new AcrLevel("AAL1_USERPASS", 1));
    }

    @Override
    int minimumIdentityLevel() {
      return 3;
    }

    @Override
    boolean asksAgain() {
      return true;
    }

    @Override
    Duration maxAuthenticationAge() {
      return Duration.ofMinutes(5);
    }
  },
  KEYCLOAK {
    @Override
    RoleForm roleForm() {
      return RoleForm.PLAIN;
    }

    @Override
    ClaimPaths claims() {
      return plain("/sub", List.of("/realm_access/roles"), List.of("/ods_codes"), "/acr");
    }

    @Override
    List<AcrLevel> levels() {
      return List.of(new AcrLevel("1", 1), new AcrLevel("2", 2), new AcrLevel("3", 3));
    }
  },
  ENTRA {
    @Override
    RoleForm roleForm() {
      return RoleForm.PREFIXED;
    }

    @Override
    ClaimPaths claims() {
      return plain("/oid", List.of("/roles"), List.of(), "/amr");
    }

    @Override
    List<AcrLevel> levels() {
      return List.of(new AcrLevel("pwd", 1), new AcrLevel("mfa", 2));
    }
  };

  /** How the documentation names a default that is another for each. */
  static final String WRITTEN = "by preset";

  List<String> scopes() {
    return List.of("openid", "profile");
  }

  abstract RoleForm roleForm();

  abstract ClaimPaths claims();

  List<String> acrValues() {
    return List.of();
  }

  abstract List<AcrLevel> levels();

  int minimumIdentityLevel() {
    return 0;
  }

  boolean asksAgain() {
    return false;
  }

  Duration maxAuthenticationAge() {
    return Duration.ofHours(12);
  }

  private static ClaimPaths plain(
      String subject, List<String> roles, List<String> organisations, String acr) {
    return new ClaimPaths(
        List.of(subject),
        List.of(),
        List.of("/name", "/preferred_username"),
        roles,
        organisations,
        List.of(),
        List.of(acr),
        List.of(),
        List.of());
  }
}
