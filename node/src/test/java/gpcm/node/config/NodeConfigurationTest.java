package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.message.MailboxId;
import gpcm.message.SourceFinding;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.SendingSettings.AddressDateOrder;
import gpcm.report.ReportSettings;
import gpcm.report.Wordmark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeConfigurationTest {
  private static final String LEAST =
      """
      mesh:
        url: https://mesh.example:8443
        shared-key: between-us
      organisations:
        - ods: A20047
          name: Example Practice
          mailbox: A20047OT001
          mailbox-password: open-sesame
      """;

  private static final String FOLDERS =
      """
      mesh:
        transport: folders
      organisations:
        - ods: A20047
          name: Example Practice
          mailbox: A20047OT001
          folder: interface
      """;

  @TempDir Path folder;

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
  void everyKeyCanBeSet() {
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
              host: 0.0.0.0
              port: 0
              access-token: 0123456789abcdef
              max-request-size: 20 MiB
              max-json-size: 64 KiB
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
              retry-first: 1 s
              retry-longest: 1 m
              batch: 16
            receiving:
              max-message-size: 10 MB
              attachment-types: [application/pdf]
              strict: [element-order]
              permitted-senders: [X26, A20047]
              permitted-mailboxes: [X26HC002, A20047OT001]
              replacement-patience: 1 m
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
                "0.0.0.0",
                0,
                Optional.of(Secret.of("0123456789abcdef")),
                ByteSize.ofMebibytes(20),
                ByteSize.ofKibibytes(64)));
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
                Duration.ofHours(2),
                Duration.ofDays(3),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                16));
    assertThat(configuration.receiving())
        .isEqualTo(
            new ReceivingSettings(
                ByteSize.ofMegabytes(10),
                List.of("application/pdf"),
                Set.of(SourceFinding.Kind.ELEMENT_ORDER),
                Set.of(new OdsCode("X26"), new OdsCode("A20047")),
                Set.of(new MailboxId("X26HC002"), new MailboxId("A20047OT001")),
                Duration.ofMinutes(1)));
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
  void aKeyThatDoesNotFitTheTransportIsRefused() {
    assertThat(
            problems(
                """
                mesh:
                  transport: folders
                  url: https://mesh.example
                  tls:
                    ca: ca.pem
                organisations:
                  - {ods: A20047, name: One, mailbox: A20047OT001, folder: here, mailbox-password: x}
                  - {ods: X26, name: Two, mailbox: X26OT001}
                  - {ods: X27, name: Three, mailbox: X27OT001, folder: ./here}
                """,
                Map.of("GPCM_NODE_MESH_CHUNK_SIZE", "20 MB")))
        .containsExactlyInAnyOrder(
            "mesh.url: set; is of use only with mesh.transport http: remove it",
            "mesh.chunk-size: set; is of use only with mesh.transport http: remove it",
            "mesh.tls: set; is of use only with mesh.transport http: remove it",
            "organisations[0].mailbox-password: set; is of use only with mesh.transport http:"
                + " remove it",
            "organisations[1].folder: missing; must be a path of a file or folder with"
                + " mesh.transport folders",
            "organisations[2].folder: '%s' again; each mailbox needs a folder of its own"
                .formatted(folder.resolve("here")));
    assertThat(problems(LEAST + "    folder: here\n", Map.of()))
        .containsExactly(
            "organisations[0].folder: set; is of use only with mesh.transport folders: remove it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {certificate: c}                                 | mesh.tls.key: missing; certificate is of no use without it
          {key: k}                                         | mesh.tls.certificate: missing; key is of no use without it
          {key-password: open-sesame}                      | mesh.tls.key: missing; key-password is of no use without it
          {pkcs12: p}                                      | mesh.tls.pkcs12-password: missing; pkcs12 is of no use without it
          {pkcs12-password: open-sesame}                   | mesh.tls.pkcs12: missing; pkcs12-password is of no use without it
          {certificate: c, key: k, pkcs12: p, pkcs12-password: x} | mesh.tls.pkcs12: set, and certificate as well; the node shows one certificate
          {cert: c}                                        | mesh.tls.cert: unknown key
          """)
  void halfACertificateIsRefused(String tls, String problem) {
    String text = LEAST.replace("  shared-key", "  tls: " + tls + "\n  shared-key");
    assertThat(problems(text, Map.of()))
        .singleElement()
        .asString()
        .startsWith(problem)
        .doesNotContain("open-sesame");
  }

  @Test
  void aProxyNameWithoutAProxyOrAPasswordIsRefused() {
    assertThat(problems(LEAST.replace("  shared-key", "  proxy-user: hub\n  shared-key"), Map.of()))
        .anySatisfy(problem -> assertThat(problem).startsWith("mesh.proxy: missing"))
        .anySatisfy(problem -> assertThat(problem).startsWith("mesh.proxy-password: missing"))
        .hasSize(2);
  }

  @Test
  void tlsForAPlainHttpUrlAndAProxyWithoutPortAreRefused() {
    String text =
        LEAST
            .replace("https://mesh.example:8443", "http://mesh.example")
            .replace("  shared-key", "  proxy: proxy.example\n  tls: {ca: ca.pem}\n  shared-key");
    assertThat(problems(text, Map.of()))
        .containsExactlyInAnyOrder(
            "mesh.proxy: 'proxy.example'; must be a host and a port, for example"
                + " proxy.example:8080",
            "mesh.tls: set, with mesh.url 'http://mesh.example'; is of use with an https URL only:"
                + " correct mesh.url, or remove it");
  }

  @Test
  void secretsAreNeverShown() {
    NodeConfiguration configuration =
        read(
            LEAST.replace(
                    "  shared-key", "  tls: {pkcs12: p, pkcs12-password: quite}\n  shared-key")
                + "http:\n  access-token: 0123456789abcdef\n");
    assertThat(configuration.toString())
        .contains("A20047OT001")
        .doesNotContain("open-sesame", "between-us", "0123456789abcdef", "quite");
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
  void everythingWrongIsNamedAtOnceWithKeyValueAndRule() {
    assertThat(
            problems(
                """
                http:
                  port: eighty
                  hots: 127.0.0.1
                mesh:
                  poll-interval: 5
                organisations:
                  - ods: a20047
                    name: Example Practice
                    mailbox: A20047OT001
                """,
                Map.of("GPCM_NODE_MESH_SHARDE_KEY", "x")))
        .containsExactlyInAnyOrder(
            "http.port: 'eighty'; must be a whole number from 0 to 65535, for example 0",
            "http.hots: unknown key; correct or remove it; the keys here are host, port,"
                + " access-token, max-request-size, max-json-size",
            "mesh.url: missing; must be an http or https URL with mesh.transport http",
            "mesh.shared-key: missing; must be not empty with mesh.transport http",
            "mesh.poll-interval: '5'; must be a duration from 50 ms to 1 d, like 500 ms, 30 s, 5 m,"
                + " 3 h or 2 d, for example 50 ms",
            "organisations[0].ods: 'a20047'; must be an ODS code: 3 to 12 capital letters and"
                + " digits, for example A20047",
            "organisations[0].mailbox-password: missing; must be not empty with mesh.transport"
                + " http",
            "GPCM_NODE_MESH_SHARDE_KEY: unknown environment variable; correct its name or unset it;"
                + " a list's element can be set only when the file has that element");
  }

  @Test
  void withoutATokenNobodyElseOnTheNetworkMayAsk() {
    assertThat(problems(LEAST + "http:\n  host: 0.0.0.0\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("http.access-token: missing; required when http.host is not");
    assertThat(problems(LEAST + "http:\n  host: 0.0.0.0\n  access-token: short\n", Map.of()))
        .containsExactly("http.access-token: a short token; must have 16 characters or more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mesh: 5                       | mesh: not a section
          organisations: A20047         | organisations: not a list
          organisations: [A20047]       | organisations[0]: not a section
          data-folder: [a, b]           | data-folder: not a simple value
          - a list                      | not keys and values
          'a: b: c'                     | not readable as YAML
          a: 1\\na: 2                   | not readable as YAML
          'mesh: &a [*a]'               | mesh: not a section
          mesh: !!java.net.URL [x]      | not readable as YAML: line 1, column 7
          """)
  void whatIsNotAConfigurationIsRefused(String text, String problem) {
    assertThat(problems(text.replace("\\n", "\n"), Map.of()))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing yet\n", "---\n", "--- # nothing\n...\n"})
  void anEmptyFileLacksWhatANodeMustBeTold(String text) {
    assertThat(problems(text, Map.of()))
        .contains(
            "mesh.url: missing; must be an http or https URL with mesh.transport http",
            "organisations: none; must be a list of at least one organisation with its mailbox");
  }

  @Test
  void aSecondDocumentInTheFileIsRefused() {
    assertThat(problems(LEAST + "---\n" + LEAST, Map.of()))
        .containsExactly("gpcm.yaml: more than one document; remove the lines '---' between them");
  }

  @Test
  void aMailboxIdThatAMessageCannotCarryIsRefusedHere() {
    assertThat(problems(LEAST.replace("A20047OT001", "A20047OT001A20047OT001"), Map.of()))
        .containsExactly(
            "organisations[0].mailbox: 'A20047OT001A20047OT001'; must be a MESH mailbox id: 4 to"
                + " 20 capital letters and digits, for example X26ABC1");
  }

  @Test
  void aToleranceThatDoesNotExistIsRefusedHere() {
    assertThat(problems(LEAST + "receiving: {strict: [element-odrer]}\n", Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("receiving.strict[0]: 'element-odrer'; must be one of ")
        .contains("element-order");
    assertThat(problems(LEAST + "receiving: {strict: [stray-text]}\n", Map.of()))
        .as("what is never tolerated cannot be switched off")
        .hasSize(1);
  }

  @Test
  void anOrganisationWithoutARoleOrThereTwiceIsRefused() {
    assertThat(problems(LEAST + "    roles: []\n", Map.of()))
        .containsExactly(
            "organisations[0].roles: an empty list; must name sender, receiver or both");
    assertThat(
            problems(
                LEAST + "  - {ods: A20047, name: Two, mailbox: A20047OT002, mailbox-password: x}\n",
                Map.of()))
        .containsExactly("organisations[1].ods: 'A20047' again; list each organisation once");
  }

  @Test
  void theVariablesOfOthersAreNotItsBusinessButItsOldOnesAreNamed() {
    assertThat(
            read(
                    LEAST,
                    Map.of(
                        "GPCM_JAVA_OPTIONS", "-Xmx1g",
                        "GPCM_JAVA_HOMES", "/opt",
                        "GPCM_CLIENT_MESH_URL", "http://elsewhere.example",
                        "GPCM_MESH_PASSWORD", "of-the-client"))
                .mesh()
                .http()
                .orElseThrow()
                .url())
        .isEqualTo(URI.create("https://mesh.example:8443"));
    assertThat(
            problems(
                LEAST,
                Map.of(
                    "GPCM_MESH_URL", "http://elsewhere.example",
                    "GPCM_ORGANISATIONS_3_MAILBOX_PASSWORD", "x")))
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .startsWith("GPCM_MESH_URL: no longer read by the node; name it")
                    .contains("GPCM_NODE_MESH_URL", "GPCM_CLIENT_"),
            problem -> assertThat(problem).contains("GPCM_NODE_ORGANISATIONS_3_MAILBOX_PASSWORD"));
  }

  @Test
  void pausesForAMailboxAreInOrder() {
    assertThat(
            problems(
                LEAST.replace(
                    "  shared-key", "  hold-first: 2 m\n  hold-longest: 1 m\n  shared-key"),
                Map.of()))
        .containsExactly(
            "mesh.hold-longest: '1 m'; must not be shorter than hold-first, which is 2 m");
  }

  @Test
  void nodesOfOneConfigurationHaveNamesOfTheirOwn() {
    assertThat(read(LEAST).name()).isNotEqualTo(read(LEAST).name()).matches("[A-Za-z0-9._-]{1,60}");
  }

  @Test
  void deepAndHugeFilesAreRefused() {
    assertThat(problems("a: " + "[".repeat(100_000), Map.of()))
        .anySatisfy(found -> assertThat(found).containsAnyOf("nested too deeply", "not readable"));
    assertThat(problems("#".repeat(2 << 20), Map.of()))
        .anySatisfy(found -> assertThat(found).contains("larger than 1 MiB"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> NodeConfiguration.read(folder.resolve("none.yaml"), Map.of()));
    assertThat(refused).hasMessageContaining("none.yaml").hasMessageContaining("check the path");
  }

  private NodeConfiguration read(String text) {
    return read(text, Map.of());
  }

  private NodeConfiguration read(String text, Map<String, String> environment) {
    Path file = folder.resolve("gpcm.yaml");
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return NodeConfiguration.read(file, environment);
  }

  private List<String> problems(String text, Map<String, String> environment) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read(text, environment));
    return refused.problems().stream().map(ConfigurationProblem::toString).toList();
  }
}
