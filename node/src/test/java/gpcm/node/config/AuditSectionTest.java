package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import gpcm.node.config.MailServerSettings.Login;
import gpcm.node.config.MailServerSettings.Security;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section audit: where checkpoints go, and what is refused. */
class AuditSectionTest extends ConfigurationFixture {
  private static final String LOG =
      "log.example.org/audit+1420a80c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

  private static final String MAIL =
      LEAST
          + """
          audit:
            mail:
              host: mail.example
              from: audit@practice.example
              to: [governance@practice.example]
          """;

  private static final String WITNESSED =
      LEAST
          + """
          audit:
            witnesses:
              - url: https://witness.example/audit/witness
                key: %1$s
            witness:
              name: witness.example.org
              logs: ["%1$s"]
          """
              .formatted(LOG);

  private String problems(String text) {
    return String.join("\n", problems(text, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://elsewhere.example/log", "http://127.0.0.1:1/log"})
  void aWebhookIsAskedOverHttpsOrOnThisMachine(String url) {
    assertThat(read(LEAST + "audit:\n  webhook: " + url + "\n").audit().webhook())
        .contains(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://elsewhere.example/log", "http://127.0.0.1.example/log"})
  void whatLeavesThisMachineIsSecret(String url) {
    assertThat(problems(LEAST + "audit:\n  webhook: " + url + "\n"))
        .contains("audit.webhook", url, "an https URL, or an http one of this machine");
  }

  @Test
  void aWitnessElsewhereIsAskedOverHttps() {
    assertThat(problems(WITNESSED.replace("https://", "http://")))
        .contains("audit.witnesses", "an https URL");
  }

  @Test
  void withoutTheSectionNothingLeaves() {
    assertThat(read(LEAST).audit()).isEqualTo(AuditSettings.defaults());
  }

  @Test
  void mailNeedsFewWordsAndIsSecret() {
    assertThat(read(MAIL).audit().mail())
        .contains(
            new MailSettings(
                new MailServerSettings(
                    "mail.example",
                    587,
                    Security.STARTTLS,
                    Optional.empty(),
                    Optional.empty(),
                    "audit@practice.example"),
                List.of("governance@practice.example"),
                Duration.ofDays(1)));
  }

  @Test
  void withTlsFromTheFirstByteThePortIsAnother() {
    assertThat(read(MAIL + "    security: tls\n").audit().mail().orElseThrow().server().port())
        .isEqualTo(465);
  }

  @Test
  void thePasswordComesFromTheEnvironmentAndIsShownNowhere() {
    NodeConfiguration configuration =
        read(MAIL + "    user: node\n", Map.of("GPCM_NODE_AUDIT_MAIL_PASSWORD", "open-sesame-too"));
    assertThat(configuration.audit().mail().orElseThrow().server().login())
        .contains(new Login("node", new SecretSource.Given(Secret.of("open-sesame-too"))));
    assertThat(configuration.toString()).doesNotContain("open-sesame-too");
  }

  @Test
  void thePasswordMayBeInAFile() {
    assertThat(
            read(MAIL + "    user: node\n    password-file: mail-password\n")
                .audit()
                .mail()
                .orElseThrow()
                .server()
                .login())
        .contains(new Login("node", new SecretSource.InFile(folder.resolve("mail-password"))));
  }

  @ParameterizedTest
  @CsvSource({
    "user: node, audit.mail.password",
    "password: secret, audit.mail.user",
    "security: none, audit.mail.security",
    "port: 0, audit.mail.port",
    "sender: me, audit.mail.sender"
  })
  void mailThatCannotBeSentIsNamed(String line, String key) {
    assertThat(problems(MAIL + "    " + line + "\n")).contains(key);
  }

  @Test
  void onePasswordIsEnough() {
    assertThat(problems(MAIL + "    user: node\n    password: secret\n    password-file: file\n"))
        .contains("audit.mail.password")
        .doesNotContain("'secret'");
  }

  @Test
  void mailToNobodyOrToNoAddressIsNamed() {
    assertThat(problems(MAIL.replace("[governance@practice.example]", "[]")))
        .contains("audit.mail.to");
    assertThat(problems(MAIL.replace("[governance@practice.example]", "[governance]")))
        .contains("audit.mail.to[0]");
  }

  @Test
  void witnessesAreKnownByTheirKeys() {
    AuditSettings settings = read(WITNESSED).audit();
    assertThat(settings.witnesses())
        .containsExactly(
            new WitnessAddress(URI.create("https://witness.example/audit/witness"), LOG));
    assertThat(settings.witness())
        .contains(new WitnessSettings("witness.example.org", Optional.empty(), List.of(LOG)));
  }

  @Test
  void aKeyThatWasMistypedIsNamed() {
    assertThat(problems(WITNESSED.replace("AQOhB7", "AQOhB8")))
        .contains("audit.witnesses[0].key", "audit.witness.logs[0]");
  }

  @Test
  void aPreviousKeyNeedsANewOne() {
    assertThat(problems(LEAST + "audit:\n  previous-key: old\n")).contains("audit.signing-key");
  }
}
