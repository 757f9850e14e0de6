package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import gpcm.node.config.SignInSettings.SecondFactor;
import gpcm.node.people.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section sign-in: what presets mean, and what is refused. */
class SignInSectionTest extends ConfigurationFixture {
  private static final String PROVIDER =
      LEAST
          + """
          sign-in:
            branches: [A20047001 = A20047]
            providers:
              - id: cis2
                preset: cis2
                label: Smartcard
                issuer: https://sign-in.example:443/openam/realms/Healthcare
                client-id: the-node
                key: node.key
                roles: ["R8006@A20047 = clerk + sender", "R8015 = none", "/ODS/A20047/clerk = clerk"]
          """;

  @Test
  void withoutTheSectionThereIsNoProvider() {
    assertThat(read(LEAST).signIn()).isEqualTo(SignInSettings.none());
  }

  private static final String TO_OTHERS =
      LEAST + "http: {host: 0.0.0.0, public-url: 'https://gpcm.example', proxies: [192.0.2.1]}\n";

  /** A password is enough where nobody else reaches the node, as when it is tried out. */
  @Test
  void whereOthersReachTheNodeAPasskeyIsAskedForUnlessItIsSaidOtherwise() {
    assertThat(read(LEAST).signIn().secondFactor()).isEqualTo(SecondFactor.OPTIONAL);
    assertThat(read(TO_OTHERS).signIn().secondFactor()).isEqualTo(SecondFactor.REQUIRED);
    assertThat(read(TO_OTHERS.replace("0.0.0.0", "127.0.0.1")).signIn().secondFactor())
        .as("behind a proxy on this machine")
        .isEqualTo(SecondFactor.REQUIRED);
    assertThat(read(TO_OTHERS + "sign-in: {second-factor: optional}\n").signIn().secondFactor())
        .isEqualTo(SecondFactor.OPTIONAL);
  }

  /** Else nobody would ever get further than their own account. */
  @Test
  void whereBrowsersMakeNoPasskeysThatIsTold() {
    String numbered = TO_OTHERS.replace("https://gpcm.example", "https://192.0.2.7");
    assertThat(problems(numbered, Map.of()).toString())
        .contains("sign-in.second-factor", "browsers make no passkeys for the number");
    assertThat(read(numbered + "sign-in: {second-factor: optional}\n").signIn().secondFactor())
        .isEqualTo(SecondFactor.OPTIONAL);
  }

  @Test
  void cis2NeedsFewWords() {
    SignInSettings settings = read(PROVIDER).signIn();
    assertThat(settings.branches())
        .isEqualTo(Map.of(new OdsCode("A20047001"), new OdsCode("A20047")));
    ProviderSettings provider = settings.providers().getFirst();
    assertThat(provider.issuer()).isEqualTo("https://sign-in.example:443/openam/realms/Healthcare");
    assertThat(provider.proof())
        .isEqualTo(
            new ClientProofSettings.PrivateKey(
                folder.resolve("node.key"), Optional.empty(), "RS512"));
    assertThat(provider.scopes()).contains("openid", "selectedrole").doesNotContain("email");
    assertThat(provider.algorithms()).isEqualTo(Set.of("RS256", "RS512"));
    assertThat(provider.clockSkew()).isEqualTo(Duration.ofMinutes(1));
    assertThat(provider.assurance().minimumLevel()).isEqualTo(2);
    assertThat(provider.assurance().minimumIdentityLevel()).isEqualTo(3);
    assertThat(provider.assurance().maxAuthenticationAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(provider.roles())
        .containsExactly(
            new RoleMapping(
                "R8006", Optional.of(new OdsCode("A20047")), Set.of(Role.CLERK, Role.SENDER)),
            new RoleMapping("R8015", Optional.empty(), Set.of()),
            new RoleMapping("/ODS/A20047/clerk", Optional.empty(), Set.of(Role.CLERK)));
  }

  @Test
  void theSecretComesFromTheEnvironmentAndIsShownNowhere() {
    NodeConfiguration configuration =
        read(
            PROVIDER.replace("key: node.key", "authentication: client-secret-basic"),
            Map.of("GPCM_NODE_SIGN_IN_PROVIDERS_0_CLIENT_SECRET", "open-sesame-too"));
    assertThat(configuration.signIn().providers().getFirst().proof())
        .isInstanceOf(ClientProofSettings.SharedSecret.class);
    assertThat(configuration.toString()).doesNotContain("open-sesame-too");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          https://sign-in.example:443 | http://sign-in.example | sign-in.providers[0].issuer: 'http://sign-in.example/openam/realms/Healthcare'; must be an https URL
          preset: cis2   | preset: smartcard | sign-in.providers[0].preset: 'smartcard'; must be one of cis2, keycloak, entra
          id: cis2       | id: CIS 2         | sign-in.providers[0].id: 'CIS 2'; must be 1 to 40 small letters
          key: node.key  | label2: x         | sign-in.providers[0].key: missing
          key: node.key  | {key: node.key, client-secret: x} | x
          R8015 = none   | R8015 = boss      | sign-in.providers[0].roles: 'R8015 = boss'; must be a value, '@' and an ODS code
          R8015 = none   | R8015             | sign-in.providers[0].roles: 'R8015'; must be a value
          A20047001 = A20047 | A20047001 = A9 | sign-in.branches[0]: 'A20047001 = A9'; must be a branch's ODS code
          A20047001 = A20047 | A20047001 = A20048 | sign-in.branches: 'A20047001 = A20048'; must name one of the organisations
          """)
  void whatCannotBeMeantIsRefused(String from, String to, String problem) {
    String text =
        to.startsWith("{")
            ? PROVIDER.replace(from, "key: node.key\n      client-secret: x")
            : PROVIDER.replace(from, to);
    String expected =
        problem.equals("x")
            ? "sign-in.providers[0].client-secret: set; is of use only with authentication"
            : problem;
    assertThat(problems(text, Map.of()))
        .anySatisfy(
            found -> assertThat(found.replaceFirst("roles\\[\\d]", "roles")).startsWith(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          scopes: [profile]          | sign-in.providers[0].scopes: no openid
          algorithms: [none]         | sign-in.providers[0].algorithms[0]: 'none'; must be one of RS256
          algorithms: [HS256]        | sign-in.providers[0].algorithms[0]: 'HS256'; must be one of RS256
          algorithms: []             | sign-in.providers[0].algorithms: an empty list
          levels: [AAL2_TOTP = 4]    | sign-in.providers[0].levels[0]: 'AAL2_TOTP = 4'
          minimum-level: 0           | sign-in.providers[0].minimum-level: '0'; must be a whole number from 1 to 3
          minimum-level-at: [x = 3]  | sign-in.providers[0].minimum-level-at[0]: 'x = 3'
          claims: {roles: [roles]}   | sign-in.providers[0].claims.roles[0]: 'roles'; must be a JSON pointer
          claims: {nonce: [/n]}      | sign-in.providers[0].claims.nonce: unknown key
          colour: blue               | sign-in.providers[0].colour: unknown key
          """)
  void aProviderWithAWrongLineIsRefused(String line, String problem) {
    assertThat(problems(PROVIDER + "      " + line + "\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith(problem);
  }

  @Test
  void aSecretIsInOnePlace() {
    String basic = PROVIDER.replace("key: node.key", "authentication: client-secret-basic");
    assertThat(problems(basic, Map.of()))
        .containsExactly(
            "sign-in.providers[0].client-secret: missing; either client-secret or"
                + " client-secret-file is needed with authentication client-secret-basic");
    assertThat(
            problems(basic + "      client-secret: one\n      client-secret-file: two\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("sign-in.providers[0].client-secret: set, and client-secret-file as well");
  }

  @Test
  void twoProvidersAreTwo() {
    String second = PROVIDER.substring(PROVIDER.indexOf("    - id:"));
    assertThat(problems(PROVIDER + second, Map.of()))
        .containsExactly(
            "sign-in.providers[1].id: 'cis2' again; give each provider an id of its own",
            "sign-in.providers[1].issuer:"
                + " 'https://sign-in.example:443/openam/realms/Healthcare' again; list each"
                + " provider once");
  }
}
