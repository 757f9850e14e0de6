package gpcm.node.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.consultation.OdsCode;
import gpcm.exchange.Deadline;
import gpcm.exchange.Deadlines;
import gpcm.mesh.Secret;
import gpcm.message.MailboxId;
import gpcm.message.SourceFinding;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.SendingSettings.AddressDateOrder;
import gpcm.node.people.Permission;
import gpcm.node.store.DatabaseSettings;
import gpcm.report.ReportSettings;
import gpcm.report.Wordmark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What a node is told, when all is well with it. */
class NodeConfigurationTest extends ConfigurationFixture {
  @Test
  void aFewLinesAreEnough() {
    NodeConfiguration configuration = read(LEAST);
    assertThat(configuration.dataFolder()).isEqualTo(folder.resolve("data"));
    assertThat(configuration.database()).isEqualTo(DatabaseSettings.bundled());
    assertThat(configuration.http().host()).isEqualTo("127.0.0.1");
    assertThat(configuration.mesh().pollInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(configuration.receiving().maxMessageSize()).isEqualTo(ByteSize.ofMegabytes(5));
    assertThat(configuration.organisations())
        .containsExactly(
            new OrganisationSettings(
                new OdsCode("A20047"),
                "Example Practice",
                new MailboxId("A20047OT001"),
                new MailboxAccess.Password(Secret.of("open-sesame")),
                Set.of(Role.SENDER, Role.RECEIVER),
                Optional.empty()));
    assertThat(configuration.sending().addressDateOrder()).isEqualTo(AddressDateOrder.YYYYMMDD);
    assertThat(configuration.log().format()).isEqualTo(LogSettings.Format.TEXT);
  }

  @Test
  void everyKeyCanBeSet() throws IOException {
    NodeConfiguration configuration =
        read(
            """
            data-folder: /srv/gpcm
            name: practice-1
            database:
              url: jdbc:postgresql://db.example/gpcm
              user: gpcm
              password: 0123
              pool-size: 40
            http:
              host: localhost
              port: 0
              max-request-size: 20 MiB
              max-json-size: 64 KiB
              database-wait: 15 s
              public-url: https://gpcm.practice.example:8443
              tls:
                certificate: web.pem
                key: web.key
                key-password-file: web.password
                client-ca: machines.pem
                clients:
                  - fingerprint: 0F:0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f
                    name: Clinical system
                    organisation: A20047
                    scopes: [document.submit]
              proxies: [192.0.2.0/24, "2001:db8::1"]
              proxy-header: forwarded
              limits:
                per-address: 20 / s
                per-caller: 10/s
                sign-ins: 5 / m
            mesh:
              transport: http
              url: https://127.0.0.1:8700
              shared-key: no
              tls:
                ca: ca.pem
                certificate: node.pem
                key: node.key
                key-password: 0x1
              proxy: proxy.example:8080
              proxy-user: hub
              proxy-password: proxy password
              poll-interval: 200 ms
              hold-first: 2 s
              hold-longest: 1 h
              request-timeout: 30 s
              chunk-size: 20 MB
            organisations:
              - ods: A20047
                name: Example Practice
                mailbox: A20047OT001
                mailbox-password: one
                roles: [receiver]
                patients: patients.jsonl
              - {ods: X26, name: Example Hub, mailbox: X26HC001, mailbox-password: two, roles: [sender]}
            sending:
              address-date-order: ddmmyyyy
              infrastructure-acknowledgement-deadline: 2 h
              business-acknowledgement-deadline: 3 d
              provider-acknowledgement-deadline: 9 d
              retry-first: 1 s
              retry-longest: 1 m
              batch: 16
              confirmation-reminder: 6 h
              held-reminder: 12 h
              not-accepted-deadline: 30 m
              not-collected-deadline: 8 h
              undelivered-deadline: 6 d
              look-up-patience: 5 h
              online-look-up-patience: 5 m
              tracking-first: 45 m
              tracking-again: 1 h
              confidential-attachments: send
            receiving:
              max-message-size: 10 MB
              attachment-types: [application/pdf]
              strict: [element-order]
              permitted-senders: [X26, A20047]
              permitted-mailboxes: [X26HC002, A20047OT001]
              replacement-patience: 1 m
            scanning:
              clamd: scanner.example:3310
              patience: 30 s
            report:
              logo-text: Sampleton Health
            log:
              format: json
            """);
    assertThat(configuration.dataFolder()).isEqualTo(Path.of("/srv/gpcm"));
    assertThat(configuration.name()).isEqualTo("practice-1");
    assertThat(configuration.database())
        .isEqualTo(
            new DatabaseSettings(
                Optional.of("jdbc:postgresql://db.example/gpcm"),
                Optional.of("gpcm"),
                Optional.of(Secret.of("0123")),
                40));
    assertThat(configuration.http())
        .isEqualTo(
            new HttpSettings(
                "localhost",
                0,
                ByteSize.ofMebibytes(20),
                ByteSize.ofKibibytes(64),
                Optional.of(URI.create("https://gpcm.practice.example:8443/")),
                Optional.of(
                    new WebTlsSettings(
                        new WebTlsSettings.Identity.Pem(
                            folder.resolve("web.pem"),
                            folder.resolve("web.key"),
                            Optional.of(new SecretSource.InFile(folder.resolve("web.password")))),
                        Optional.of(folder.resolve("machines.pem")),
                        List.of(
                            new WebTlsSettings.Client(
                                "0f".repeat(32),
                                "Clinical system",
                                new OdsCode("A20047"),
                                Set.of(Permission.SUBMIT))))),
                new ProxySettings(
                    List.of(
                        new AddressRange(InetAddress.getByName("192.0.2.0"), 24),
                        new AddressRange(InetAddress.getByName("2001:db8::1"), 128)),
                    ProxySettings.Header.FORWARDED),
                new LimitSettings(
                    new Rate(20, Duration.ofSeconds(1)),
                    new Rate(10, Duration.ofSeconds(1)),
                    new Rate(5, Duration.ofMinutes(1))),
                Duration.ofSeconds(15)));
    assertThat(configuration.mesh())
        .isEqualTo(
            new MeshSettings(
                Optional.of(
                    new MeshHttpSettings(
                        URI.create("https://127.0.0.1:8700"),
                        Secret.of("no"),
                        Duration.ofSeconds(30),
                        ByteSize.ofMegabytes(20),
                        new MeshTlsSettings(
                            Optional.of(folder.resolve("ca.pem")),
                            Optional.of(
                                new MeshTlsSettings.Identity.Pem(
                                    folder.resolve("node.pem"),
                                    folder.resolve("node.key"),
                                    Optional.of(Secret.of("0x1"))))),
                        Optional.of(
                            new MeshProxySettings(
                                InetSocketAddress.createUnresolved("proxy.example", 8080),
                                Optional.of(
                                    new MeshProxySettings.Login(
                                        "hub", Secret.of("proxy password"))))))),
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofHours(1)));
    assertThat(configuration.organisations())
        .extracting(OrganisationSettings::patients)
        .containsExactly(Optional.of(folder.resolve("patients.jsonl")), Optional.empty());
    assertThat(configuration.organisations())
        .extracting(OrganisationSettings::roles)
        .containsExactly(Set.of(Role.RECEIVER), Set.of(Role.SENDER));
    assertThat(configuration.organisations())
        .extracting(OrganisationSettings::sends, OrganisationSettings::receives)
        .containsExactly(tuple(false, true), tuple(true, false));
    assertThat(configuration.sending())
        .isEqualTo(
            new SendingSettings(
                AddressDateOrder.DDMMYYYY,
                new Deadlines(
                    Map.ofEntries(
                        entry(Deadline.INFRASTRUCTURE, Duration.ofHours(2)),
                        entry(Deadline.BUSINESS, Duration.ofDays(3)),
                        entry(Deadline.PROVIDER, Duration.ofDays(9)),
                        entry(Deadline.CONFIRMATION, Duration.ofHours(6)),
                        entry(Deadline.HELD, Duration.ofHours(12)),
                        entry(Deadline.NOT_ACCEPTED, Duration.ofMinutes(30)),
                        entry(Deadline.NOT_COLLECTED, Duration.ofHours(8)),
                        entry(Deadline.UNDELIVERED, Duration.ofDays(6)),
                        entry(Deadline.LOOK_UP, Duration.ofHours(5)),
                        entry(Deadline.LOOK_UP_ONLINE, Duration.ofMinutes(5)),
                        entry(Deadline.TRACKING, Duration.ofMinutes(45)),
                        entry(Deadline.TRACKING_AGAIN, Duration.ofHours(1)))),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                16,
                true));
    assertThat(configuration.receiving())
        .isEqualTo(
            new ReceivingSettings(
                ByteSize.ofMegabytes(10),
                List.of("application/pdf"),
                Set.of(SourceFinding.Kind.ELEMENT_ORDER),
                Set.of(new OdsCode("X26"), new OdsCode("A20047")),
                Set.of(new MailboxId("X26HC002"), new MailboxId("A20047OT001")),
                Duration.ofMinutes(1)));
    assertThat(configuration.scanning())
        .isEqualTo(
            new ScanningSettings(
                Optional.of(InetSocketAddress.createUnresolved("scanner.example", 3310)),
                Duration.ofSeconds(30)));
    assertThat(configuration.report())
        .isEqualTo(ReportSettings.defaults().withLeft(new Wordmark.Words("Sampleton Health")));
    assertThat(configuration.log().format()).isEqualTo(LogSettings.Format.JSON);
  }

  @Test
  void theLogoOfTheReportsIsAFileBesideTheConfigurationWithWordsForScreenReaders()
      throws IOException {
    ImageIO.write(
        new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB),
        "png",
        folder.resolve("logo.png").toFile());
    Files.writeString(folder.resolve("not.png"), "a text");

    assertThat(
            read(LEAST + "report: {logo: logo.png, logo-text: Sampleton Health}").report().left())
        .isInstanceOfSatisfying(
            Wordmark.Logo.class,
            logo -> assertThat(logo.alternative()).isEqualTo("Sampleton Health"));
    assertThat(problems(LEAST + "report: {logo: logo.png}", Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("report.logo-text: missing; must be what a screen reader says");
    assertThat(problems(LEAST + "report: {logo: not.png, logo-text: Sampleton Health}", Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("report.logo: ", "not a JPEG, PNG or TIFF file");
    assertThat(
            problems(LEAST + "report: {logo: absent.png, logo-text: Sampleton Health}", Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("report.logo: ", "absent.png", "check the path");
  }

  @Test
  void theEnvironmentWinsOverTheFile() {
    NodeConfiguration configuration =
        read(
            LEAST,
            Map.of(
                "GPCM_NODE_DATA_FOLDER", "elsewhere",
                "GPCM_NODE_HTTP_PORT", "9090",
                "GPCM_NODE_ORGANISATIONS_0_MAILBOX_PASSWORD", "from-the-environment",
                "GPCM_NODE_RECEIVING_PERMITTED_SENDERS", "X26, A20047",
                "HOME", "/root"));
    assertThat(configuration.dataFolder()).isEqualTo(folder.resolve("elsewhere"));
    assertThat(configuration.http().port()).isEqualTo(9090);
    assertThat(configuration.organisations().getFirst().access())
        .isEqualTo(new MailboxAccess.Password(Secret.of("from-the-environment")));
    assertThat(configuration.receiving().permittedSenders())
        .containsExactlyInAnyOrder(new OdsCode("X26"), new OdsCode("A20047"));
  }

  @Test
  void throughFoldersAMailboxHasAFolderAndNothingOfHttp() {
    NodeConfiguration configuration = read(FOLDERS);
    assertThat(configuration.mesh()).isEqualTo(MeshSettings.throughFolders());
    assertThat(configuration.organisations())
        .extracting(OrganisationSettings::access)
        .containsExactly(new MailboxAccess.Folder(folder.resolve("interface")));
  }

  @Test
  void secretsAreNeverShown() {
    NodeConfiguration configuration =
        read(
            LEAST.replace(
                "  shared-key", "  tls: {pkcs12: p, pkcs12-password: quite}\n  shared-key"));
    assertThat(configuration.toString())
        .contains("A20047OT001")
        .doesNotContain("open-sesame", "between-us", "quite");
  }

  @Test
  void norWhenTheFileIsBroken() {
    assertThat(problems("mesh:\n  shared-key: \"between-us\n", Map.of()))
        .singleElement()
        .asString()
        .contains("not readable as YAML: line 3")
        .doesNotContain("between-us");
  }

  @Test
  void nodesOfOneConfigurationHaveNamesOfTheirOwn() {
    assertThat(read(LEAST).name()).isNotEqualTo(read(LEAST).name()).matches("[A-Za-z0-9._-]{1,60}");
  }
}
