package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code alerts}. */
class AlertSectionTest extends ConfigurationFixture {
  private static final String MAIL =
      LEAST
          + """
          alerts:
            mail:
              host: mail.example
              from: alerts@practice.example
          """;
  private static final String WEBHOOK =
      LEAST
          + """
          alerts:
            webhooks:
              - organisation: A20047
                url: https://pager.example/gpcm
                secret-file: secret
          """;

  @Test
  void withoutTheSectionNothingLeaves() {
    assertThat(read(LEAST).alerts()).isEqualTo(AlertSettings.none());
  }

  @Test
  void thePasswordOfTheMailServerComesFromTheEnvironmentAndIsShownNowhere() {
    NodeConfiguration read =
        read(MAIL + "    user: node\n", Map.of("GPCM_NODE_ALERTS_MAIL_PASSWORD", "open-sesame"));
    assertThat(read.alerts().mail().orElseThrow().login().orElseThrow().password())
        .isEqualTo(new SecretSource.Given(Secret.of("open-sesame")));
    assertThat(read.toString()).doesNotContain("open-sesame");
  }

  @Test
  void aWebhookIsOfOneOrganisationAndItsSecretStandsInAFile() {
    AlertSettings.Webhook webhook = read(WEBHOOK).alerts().webhooks().get("A20047");
    assertThat(webhook.url()).isEqualTo(URI.create("https://pager.example/gpcm"));
    assertThat(webhook.secret().path()).isEqualTo(folder.resolve("secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "organisation: A20047, organisation: A99999, must be one of organisations",
    "https://pager, http://pager, an https URL",
    "    secret-file: secret, , alerts.webhooks[0].secret-file"
  })
  void aWebhookThatCannotBeUsedIsNamed(String text, String instead, String named) {
    String webhook = WEBHOOK.substring(LEAST.length());
    assertThat(
            String.join(
                "\n",
                problems(LEAST + webhook.replace(text, instead == null ? "" : instead), Map.of())))
        .contains(named);
  }

  @Test
  void howLongIsGatheredAndWhenMoreIsToldCanBeSet() {
    AlertSettings read = read(LEAST + "alerts:\n  gather: 5 s\n  again: 2 h\n").alerts();
    assertThat(read.gather()).isEqualTo(Duration.ofSeconds(5));
    assertThat(read.again()).isEqualTo(Duration.ofHours(2));
  }
}
