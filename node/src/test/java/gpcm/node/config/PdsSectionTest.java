package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who says of patients where they are registered, as the configuration says it. */
class PdsSectionTest extends ConfigurationFixture {
  private static final String AT_PDS = LEAST + "    look-up: pds\n";
  private static final String APPLICATION =
      """
      pds:
        url: https://api.pds.example/personal-demographics/FHIR/R4/
        token-url: https://api.pds.example/oauth2/token
        api-key: an-api-key
        key-id: key-1
        key-file: pds.pem
      """;

  @Test
  void withoutAWordNobodyIsAsked() {
    NodeConfiguration configuration = read(LEAST);
    assertThat(configuration.organisations().getFirst().lookUp()).isEqualTo(LookUpSource.NONE);
    assertThat(configuration.pds()).isEmpty();
  }

  @Test
  void everythingCanBeSaid() {
    NodeConfiguration configuration =
        read(AT_PDS + APPLICATION + "  calls-per-second: 20\n  timeout: 3 s\n");
    assertThat(configuration.organisations().getFirst().lookUp()).isEqualTo(LookUpSource.PDS);
    assertThat(configuration.pds())
        .contains(
            new PdsSettings(
                URI.create("https://api.pds.example/personal-demographics/FHIR/R4/"),
                Optional.of(
                    new PdsSettings.Application(
                        URI.create("https://api.pds.example/oauth2/token"),
                        new SecretSource.Given(Secret.of("an-api-key")),
                        "key-1",
                        folder.resolve("pds.pem"))),
                20,
                Duration.ofSeconds(3)));
  }

  @Test
  void fiveCallsASecondAreUsual() {
    assertThat(read(AT_PDS + APPLICATION).pds().orElseThrow().callsPerSecond()).isEqualTo(5);
  }

  @Test
  void theAddressMustBeSaidWhereSomebodyAsks() {
    assertThat(problems(AT_PDS, Map.of()))
        .singleElement()
        .asString()
        .startsWith("pds.url: missing");
  }

  @Test
  void anApplicationIsSaidWhole() {
    assertThat(problems(AT_PDS + APPLICATION.replace("  key-id: key-1\n", ""), Map.of()))
        .singleElement()
        .asString()
        .startsWith("pds.key-id: missing");
  }

  @Test
  void aKeyIsSaidOnce() {
    assertThat(problems(AT_PDS + APPLICATION + "  api-key-file: key\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("pds.api-key-file: set, and api-key as well");
  }

  @Test
  void overAnOpenWayNobodyAsks() {
    assertThat(problems(AT_PDS + "pds: {url: 'http://api.pds.example/'}\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("pds.url: ");
  }

  @Test
  void aRegisterMustBeThereToBeAsked() {
    assertThat(problems(LEAST + "    look-up: register\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("organisations[0].look-up: 'register' without one");
    assertThat(
            read(LEAST + "    look-up: register\n    patients: patients.csv\n")
                .organisations()
                .getFirst()
                .lookUp())
        .isEqualTo(LookUpSource.REGISTER);
  }

  @Test
  void aFhirServerIsNoRegisterOfASender() {
    assertThat(
            problems(
                LEAST
                    + "    look-up: register\n"
                    + "    register: {fhir-url: 'https://register.example/fhir'}\n",
                Map.of()))
        .singleElement()
        .asString()
        .startsWith("organisations[0].look-up: ");
  }
}
