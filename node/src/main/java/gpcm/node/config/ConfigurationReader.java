package gpcm.node.config;

import gpcm.consultation.OdsCode;
import gpcm.node.store.DatabaseSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the sections of a configuration together; each is read where its settings are. What keys
 * there are must stand in docs/configuration.md; a test compares.
 */
final class ConfigurationReader {
  private static final ValueFormat<String> NAME =
      ValueFormat.matching(
          "a name of 1 to 60 letters, digits, '.', '_' and '-'",
          "practice-1",
          "[A-Za-z0-9._-]{1,60}");

  private static final ValueFormat<String> ENVIRONMENT =
      ValueFormat.matching(
          "1 to 40 letters, digits, spaces, '.' and '-'",
          "integration",
          "[A-Za-z0-9][A-Za-z0-9 .-]{0,39}");

  private ConfigurationReader() {}

  static NodeConfiguration read(SectionReader root) {
    Path data = root.path("data-folder", Path.of("data"));
    String name =
        root.value(
            "name", NAME, ConfigurationReader::nameOfItsOwn, "the machine's name and six letters");
    Optional<String> environment = root.optional("environment", ENVIRONMENT);
    List<OdsCode> runBy = root.list("run-by", ValueFormat.ODS, List.of());
    DatabaseSettings database = database(root.section("database"));
    HttpSettings http = HttpSettings.read(root.section("http"));
    MeshSettings mesh = MeshSettings.read(root.section("mesh"));
    List<OrganisationSettings> organisations =
        OrganisationSettings.readAll(root, mesh.http().isPresent());
    runBy.stream()
        .filter(each -> organisations.stream().noneMatch(one -> one.ods().equals(each)))
        .forEach(
            each ->
                root.problem(
                    "run-by", "'%s'".formatted(each.value()), "must be one of organisations"));
    http.check(root.section("http"), organisations);
    SignInSettings signIn = SignInSettings.read(root.section("sign-in"), organisations, http);
    SendingSettings sending = SendingSettings.read(root.section("sending"));
    ReceivingSettings receiving = ReceivingSettings.read(root.section("receiving"));
    NodeConfiguration configuration =
        new NodeConfiguration(
            data,
            name,
            environment,
            database,
            http,
            mesh,
            organisations,
            signIn,
            sending,
            receiving,
            ScanningSettings.read(root.section("scanning")),
            ReportSection.read(root.section("report")),
            LogSettings.read(root.section("log")),
            AuditSettings.read(root.section("audit")),
            CodedSettings.read(root.section("coded-entries"), organisations, receiving),
            HandOverSettings.readAll(root, organisations),
            PdsSettings.read(root, organisations),
            AlertSettings.read(root.section("alerts"), organisations),
            runBy,
            Optional.empty());
    root.refuseUnknownKeys();
    return configuration;
  }

  /** Nodes with one configuration, even on one machine, are told apart. */
  static String nameOfItsOwn() {
    byte[] suffix = new byte[3];
    new SecureRandom().nextBytes(suffix);
    return machine() + "-" + HexFormat.of().formatHex(suffix);
  }

  private static String machine() {
    try {
      String name = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
      return NAME.parser().apply(name.length() > 50 ? name.substring(0, 50) : name);
    } catch (UnknownHostException | IllegalArgumentException e) {
      return "node";
    }
  }

  /** What reading an empty file asks for, with one of what is listed: the keys there are. */
  static List<ConfigurationSource.Known> keys() {
    ConfigurationSource source = new ConfigurationSource(Path.of(""), Map.of());
    Map<String, Object> one =
        Map.of(
            "organisations",
            List.of(Map.of()),
            "http",
            Map.of("tls", Map.of("clients", List.of(Map.of()))),
            "sign-in",
            Map.of("providers", List.of(Map.of())),
            "coded-entries",
            Map.of("rules", List.of(Map.of())),
            "hand-over",
            List.of(Map.of()),
            "alerts",
            Map.of("mail", Map.of(), "webhooks", List.of(Map.of())),
            "audit",
            Map.of("mail", Map.of(), "witnesses", List.of(Map.of()), "witness", Map.of()));
    read(new SectionReader(source, "", one));
    return source.known();
  }

  private static DatabaseSettings database(SectionReader section) {
    DatabaseSettings settings =
        new DatabaseSettings(
            section.optional("url", ValueFormat.JDBC_URL),
            section.optional("user", ValueFormat.TEXT),
            section.optional("password", ValueFormat.SECRET),
            section.optionalPath("password-file"),
            section.value(
                "pool-size", ValueFormat.number(2, 200), DatabaseSettings.bundled().poolSize()));
    if (settings.url().isEmpty()
        && (settings.user().isPresent()
            || settings.password().isPresent()
            || settings.passwordFile().isPresent())) {
      section.problem(
          "url", "missing", "user and password are of no use without it: add it, or remove them");
    }
    if (settings.password().isPresent() && settings.passwordFile().isPresent()) {
      section.problem("password", "set, and password-file as well", "keep one of them");
    }
    if (settings.passwordFile().isPresent() && settings.user().isEmpty()) {
      section.problem(
          "user", "missing", "whose password is in password-file? Name them here, not in the url");
    }
    section.refuseUnknownKeys();
    return settings;
  }
}
