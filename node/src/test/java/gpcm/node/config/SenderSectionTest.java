package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an organisation keeps for what it sends, as the configuration says it. */
class SenderSectionTest extends ConfigurationFixture {
  private static final String SENDING =
      LEAST
          + """
              sending:
                folder: hub
                webhook: https://records.example/gpcm
                webhook-secret-file: secret
          """;

  @Test
  void aFolderAndAWebhookCanBeSaid() {
    SenderSettings sender = read(SENDING).organisations().getFirst().sender();
    assertThat(sender.folder()).contains(folder.resolve("hub"));
    assertThat(sender.webhook())
        .contains(
            new SenderSettings.Webhook(
                URI.create("https://records.example/gpcm"),
                new SecretSource.InFile(folder.resolve("secret"))));
  }

  @Test
  void unsaidThereAreNone() {
    SenderSettings sender = read(LEAST).organisations().getFirst().sender();
    assertThat(sender.folder()).isEqualTo(Optional.empty());
    assertThat(sender.webhook()).isEqualTo(Optional.empty());
  }

  @Test
  void aWebhookGoesWithItsSecretAndOverTlsOnly() {
    assertThat(problems(SENDING.replace("    webhook-secret-file: secret\n", ""), Map.of()))
        .singleElement()
        .asString()
        .contains("webhook");
    assertThat(problems(SENDING.replace("https://records", "http://records"), Map.of()))
        .singleElement()
        .asString()
        .startsWith("organisations[0].sending.webhook: 'http://records.example/gpcm'");
  }

  @Test
  void whoDoesNotSendHasNeither() {
    assertThat(problems(SENDING + "    roles: [receiver]\n", Map.of()))
        .containsExactly(
            "organisations[0].sending: set, but no role sender; add the role sender, or leave the"
                + " section out");
  }

  @Test
  void eachOrganisationHasAFolderOfItsOwn() {
    assertThat(
            problems(
                SENDING
                    + """
                      - ods: X26
                        name: Example Hub
                        mailbox: X26HC001
                        mailbox-password: two
                        sending:
                          folder: hub
                    """,
                Map.of()))
        .singleElement()
        .asString()
        .startsWith("organisations[1].sending.folder: ")
        .contains("again");
  }
}
