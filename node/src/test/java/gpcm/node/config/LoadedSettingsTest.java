package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.config.LoadedSettings.Origin;
import gpcm.node.config.LoadedSettings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node was told is shown key by key with where it comes from, and no secret with it. */
class LoadedSettingsTest {
  private static final String FILE =
      """
      environment: integration
      mesh:
        url: https://mesh.example:8443
        shared-key: the-key-of-everybody
        poll-interval: 1 m
      database:
        url: jdbc:postgresql://db.example/gpcm?user=gpcm&password=of-the-database
        password: of-the-database
      audit:
        webhook: https://hooks.example/services/T1/a-secret-path
      alerts:
        webhooks:
          - organisation: A99901
            secret-file: hook.secret
            url: https://chat.example/hooks/another-secret-path
      organisations:
        - ods: A99901
          name: Sampleton Evening Hub
          mailbox: A99901OT001
          mailbox-password: of-the-mailbox
          roles: [sender]
      """;

  @TempDir Path folder;

  private NodeConfiguration read(String text, Map<String, String> environment) throws IOException {
    return NodeConfiguration.read(
        Files.writeString(folder.resolve("node.yaml"), text), environment);
  }

  private Setting setting(NodeConfiguration configuration, String key) {
    return configuration.settings().all().stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no setting " + key));
  }

  @Test
  void eachValueHasWhereItComesFrom() throws IOException {
    NodeConfiguration configuration = read(FILE, Map.of("GPCM_NODE_HTTP_PORT", "8181"));
    assertThat(setting(configuration, "mesh.url"))
        .isEqualTo(new Setting("mesh.url", "https://mesh.example:8443", Origin.FILE));
    assertThat(setting(configuration, "http.port"))
        .isEqualTo(new Setting("http.port", "8181", Origin.ENVIRONMENT));
    assertThat(setting(configuration, "http.host"))
        .isEqualTo(new Setting("http.host", "127.0.0.1", Origin.DEFAULT));
    assertThat(setting(configuration, "organisations[0].roles"))
        .isEqualTo(new Setting("organisations[0].roles", "sender", Origin.FILE));
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    NodeConfiguration configuration = read(FILE, Map.of("GPCM_NODE_ENVIRONMENT", "training"));
    assertThat(configuration.environment()).contains("training");
    assertThat(setting(configuration, "environment").origin()).isEqualTo(Origin.ENVIRONMENT);
  }

  private static final String SHARED =
      """
      mesh:
        url: https://mesh.example:8443
        shared-key: the-key-of-everybody
      receiving:
        permitted-senders: [A99901, A99903]
      audit:
        webhook: https://sampleton-evening-hub.example/services
      http:
        proxy-header: forwarded
      alerts:
        webhooks:
          - organisation: A99901
            secret-file: hook.secret
            url: https://chat.example/hooks
          - organisation: A99902
            secret-file: our.secret
            url: https://ours.example/hooks
      hand-over:
        - organisation: A99902
          folder: taken
      organisations:
        - ods: A99901
          name: Sampleton Evening Hub
          mailbox: A99901OT001
          mailbox-password: of-the-mailbox
        - ods: A99902
          name: Sampleton Practice
          mailbox: A99902OT001
          mailbox-password: of-ours
          telephone: 01632960400
      environment: for Sampleton Evening Hub
      """;

  private String about(String organisation) throws IOException {
    return read(SHARED, Map.of()).settings().about(organisation).all().stream()
        .map(each -> each.key() + "=" + each.value())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void forOneOrganisationItsOwnSectionsAreShown() throws IOException {
    assertThat(about("A99902"))
        .contains(
            "organisations[1].ods=A99902",
            "organisations[1].mailbox=A99902OT001",
            "organisations[1].telephone=01632960400",
            "alerts.webhooks[1].url=https://ours.example/...",
            "hand-over[0].organisation=A99902");
  }

  @Test
  void forOneOrganisationTheSectionsOfOthersAreLeftOut() throws IOException {
    assertThat(about("A99902"))
        .doesNotContain("organisations[0]", "alerts.webhooks[0]", "chat.example", "A99901OT001");
    assertThat(about("A99901")).doesNotContain("hand-over[0]", "01632960400", "ours.example");
  }

  @Test
  void forOneOrganisationAValueInWhichAnotherStandsIsLeftOut() throws IOException {
    assertThat(about("A99902"))
        .doesNotContain("A99901", "Sampleton Evening Hub")
        .contains(
            "receiving.permitted-senders=" + LoadedSettings.LEFT_OUT,
            "environment=" + LoadedSettings.LEFT_OUT);
    assertThat(about("A99901")).contains("receiving.permitted-senders=A99901, A99903");
  }

  @Test
  void forOneOrganisationWhatAllShareIsShown() throws IOException {
    assertThat(about("A99902"))
        .contains("mesh.url=https://mesh.example:8443", "http.proxy-header=forwarded");
  }

  @Test
  void theSameHoldsOfWhatAProgramHasPutTogether() {
    LoadedSettings told =
        new LoadedSettings(
            List.of(
                new Setting("organisations[0].ods.value", "A99901", Origin.PROGRAM),
                new Setting("organisations[0].name", "The Hub", Origin.PROGRAM),
                new Setting("organisations[0].register.user", "gpcm", Origin.PROGRAM),
                new Setting("organisations[1].ods.value", "A99902", Origin.PROGRAM),
                new Setting("handOver[0].organisation.value", "A99901", Origin.PROGRAM),
                new Setting("handOver[0].folder", "taken", Origin.PROGRAM),
                new Setting("alerts.webhooks", "{A99901=chat.example}", Origin.PROGRAM)));
    assertThat(told.about("A99902").all())
        .containsExactly(
            new Setting("organisations[1].ods.value", "A99902", Origin.PROGRAM),
            new Setting("alerts.webhooks", LoadedSettings.LEFT_OUT, Origin.PROGRAM));
  }

  @Test
  void timesAreInWords() throws IOException {
    NodeConfiguration configuration = read(FILE, Map.of());
    assertThat(setting(configuration, "mesh.poll-interval").value()).isEqualTo("1 minute");
    assertThat(setting(configuration, "mesh.request-timeout").value()).isEqualTo("10 minutes");
  }

  @Test
  void ofASecretItIsSaidOnlyWhetherItIsSet() throws IOException {
    NodeConfiguration configuration = read(FILE, Map.of());
    assertThat(setting(configuration, "mesh.shared-key").value()).isEqualTo("set");
    assertThat(setting(configuration, "organisations[0].mailbox-password").value())
        .isEqualTo("set");
    assertThat(setting(configuration, "mesh.tls.key-password").value()).isEqualTo("none");
    assertThat(configuration.settings().toString())
        .doesNotContain("the-key-of-everybody", "of-the-mailbox", "of-the-database", "secret-path")
        .contains("https://hooks.example/...", "https://chat.example/...");
  }

  @Test
  void aConfigurationThatAProgramHasPutTogetherShowsNoSecretEither() throws IOException {
    NodeConfiguration changed = read(FILE, Map.of()).with(SendingSettings.defaults());
    assertThat(changed.settings().all()).allMatch(each -> each.origin() == Origin.PROGRAM);
    assertThat(changed.settings().toString())
        .contains("mesh.example", "1 minute")
        .doesNotContain("the-key-of-everybody", "of-the-mailbox", "of-the-database", "secret-path");
  }

  @Test
  void theirSectionsAreThoseOfTheFile() throws IOException {
    assertThat(read(FILE, Map.of()).settings().sections().keySet())
        .contains("node", "database", "http", "mesh", "organisations", "audit");
  }

  @Test
  void nodesThatWereToldTheSameButForThemselvesHaveTheSameDigest() throws IOException {
    String one = read(FILE, Map.of()).digest();
    assertThat(one).matches("[0-9a-f]{12}");
    assertThat(read(FILE + "name: other\ndata-folder: elsewhere\n", Map.of()).digest())
        .isEqualTo(one);
    assertThat(read(FILE, Map.of("GPCM_NODE_HTTP_PORT", "8181")).digest()).isEqualTo(one);
    assertThat(read(FILE.replace("1 m", "2 m"), Map.of()).digest()).isNotEqualTo(one);
  }
}
