package gpcm.node.config;

import gpcm.node.config.MeshSettings.Transport;
import gpcm.node.config.MeshTlsSettings.Identity;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.SendingSettings.AddressDateOrder;
import gpcm.report.Picture;
import gpcm.report.ReportSettings;
import gpcm.report.UnreadablePictureException;
import gpcm.report.Wordmark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys, their forms and their defaults. What stands here must stand in docs/configuration.md; a
 * test compares.
 */
final class ConfigurationReader {
  private static final Form<Duration> DEADLINE =
      Form.duration(Duration.ofSeconds(1), Duration.ofDays(60));

  private static final List<String> ATTACHMENT_TYPES =
      List.of(
          "application/pdf",
          "image/jpeg",
          "image/png",
          "image/gif",
          "image/tiff",
          "text/plain",
          "text/rtf",
          "application/rtf",
          "application/msword",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document");

  private final Path folder;

  ConfigurationReader(Path folder) {
    this.folder = folder;
  }

  NodeConfiguration read(SectionReader root) {
    Path data = folder.resolve(root.value("data-folder", Form.PATH, Path.of("data"))).normalize();
    DatabaseSettings database = database(root.section("database"));
    HttpSettings http = http(root.section("http"));
    MeshSettings mesh = mesh(root.section("mesh"));
    NodeConfiguration configuration =
        new NodeConfiguration(
            data,
            database,
            http,
            mesh,
            organisations(root, mesh),
            sending(root.section("sending")),
            receiving(root.section("receiving")),
            report(root.section("report")),
            log(root.section("log")));
    root.refuseUnknownKeys();
    return configuration;
  }

  private static DatabaseSettings database(SectionReader section) {
    DatabaseSettings settings =
        new DatabaseSettings(
            section.optional("url", Form.JDBC_URL),
            section.optional("user", Form.TEXT),
            section.optional("password", Form.SECRET),
            section.value("pool-size", Form.number(2, 200), DatabaseSettings.bundled().poolSize()));
    if (settings.url().isEmpty()
        && (settings.user().isPresent() || settings.password().isPresent())) {
      section.problem(
          "url", "missing", "user and password are of no use without it: add it, or remove them");
    }
    section.refuseUnknownKeys();
    return settings;
  }

  private static HttpSettings http(SectionReader section) {
    HttpSettings settings =
        new HttpSettings(
            section.value(
                "host",
                Form.matching("a host name or address", "127.0.0.1", "[\\w.:-]{1,253}"),
                "127.0.0.1"),
            section.value("port", Form.number(0, 65535), 8080),
            section.optional("access-token", Form.SECRET),
            section.value(
                "max-request-size",
                Form.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(1024)),
                ByteSize.ofMegabytes(100)));
    if (settings.accessToken().isEmpty() && !isLoopback(settings.host())) {
      section.problem(
          "access-token",
          "missing",
          "required when http.host is not this machine's own loopback address, since anyone on the"
              + " network could read patient data: add one, or set http.host to 127.0.0.1");
    }
    settings
        .accessToken()
        .filter(token -> token.reveal().length() < 16)
        .ifPresent(
            token ->
                section.problem(
                    "access-token", "a short token", "must have 16 characters or more"));
    section.refuseUnknownKeys();
    return settings;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private MeshSettings mesh(SectionReader section) {
    Transport transport = section.value("transport", Form.oneOf(Transport.class), Transport.HTTP);
    boolean http = transport == Transport.HTTP;
    SectionReader.Condition overHttp =
        new SectionReader.Condition("with mesh.transport http", http);
    MeshHttpSettings httpSettings =
        new MeshHttpSettings(
            section.requiredOnly(overHttp, "url", Form.HTTP_URL),
            section.requiredOnly(overHttp, "shared-key", Form.SECRET),
            section.value(
                "request-timeout",
                Form.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                Duration.ofMinutes(10)),
            section.value(
                "chunk-size",
                Form.size(ByteSize.ofMegabytes(5), ByteSize.ofMegabytes(100)),
                ByteSize.ofMegabytes(75)),
            tls(section.section("tls")),
            proxy(section));
    for (String key :
        List.of("request-timeout", "chunk-size", "tls", "proxy", "proxy-user", "proxy-password")) {
      section.refuseUnless(overHttp, key);
    }
    if (http
        && "http".equals(httpSettings.url().getScheme())
        && section.has("url")
        && !httpSettings.tls().isNone()) {
      section.problem(
          "tls",
          "set, with mesh.url '%s'".formatted(httpSettings.url()),
          "is of use with an https URL only: correct mesh.url, or remove it");
    }
    Duration pollInterval =
        section.value(
            "poll-interval",
            Form.duration(Duration.ofMillis(50), Duration.ofDays(1)),
            Duration.ofMinutes(5));
    section.refuseUnknownKeys();
    return new MeshSettings(http ? Optional.of(httpSettings) : Optional.empty(), pollInterval);
  }

  private static Optional<MeshProxySettings> proxy(SectionReader section) {
    Optional<InetSocketAddress> address = section.optional("proxy", Form.HOST_AND_PORT);
    Optional<String> user = section.optional("proxy-user", Form.USER);
    Optional<Secret> password = section.optional("proxy-password", Form.SECRET);
    section.requireTogether("proxy-user", user, "proxy-password", password);
    if (user.isPresent() && address.isEmpty()) {
      section.problem(
          "proxy", "missing", "proxy-user is of no use without it: add it, or remove that");
    }
    return address.map(
        there ->
            new MeshProxySettings(
                there,
                user.flatMap(
                    name -> password.map(secret -> new MeshProxySettings.Login(name, secret)))));
  }

  private MeshTlsSettings tls(SectionReader section) {
    Optional<Path> ca = path(section, "ca");
    Optional<Path> certificate = path(section, "certificate");
    Optional<Path> key = path(section, "key");
    Optional<Secret> keyPassword = section.optional("key-password", Form.SECRET);
    Optional<Path> pkcs12 = path(section, "pkcs12");
    Optional<Secret> pkcs12Password = section.optional("pkcs12-password", Form.SECRET);
    section.refuseUnknownKeys();
    section.requireTogether("certificate", certificate, "key", key);
    section.requireTogether("pkcs12", pkcs12, "pkcs12-password", pkcs12Password);
    if (keyPassword.isPresent() && key.isEmpty()) {
      section.problem(
          "key", "missing", "key-password is of no use without it: add it, or remove that");
    }
    if (certificate.isPresent() && pkcs12.isPresent()) {
      section.problem(
          "pkcs12",
          "set, and certificate as well",
          "the node shows one certificate: keep one of them");
    }
    Optional<Identity> identity =
        certificate.isPresent() && key.isPresent()
            ? Optional.of(new Identity.Pem(certificate.get(), key.get(), keyPassword))
            : pkcs12.isPresent() && pkcs12Password.isPresent()
                ? Optional.of(new Identity.Pkcs12(pkcs12.get(), pkcs12Password.get()))
                : Optional.empty();
    return new MeshTlsSettings(ca, identity);
  }

  private Optional<Path> path(SectionReader section, String key) {
    return section.optional(key, Form.PATH).map(folder::resolve).map(Path::normalize);
  }

  private List<OrganisationSettings> organisations(SectionReader root, MeshSettings mesh) {
    List<SectionReader> sections = root.sections("organisations");
    if (sections.isEmpty()) {
      root.problem(
          "organisations", "none", "must be a list of at least one organisation with its mailbox");
    }
    Taken taken = new Taken(new HashSet<>(), new HashSet<>());
    return sections.stream()
        .map(section -> organisation(section, mesh.http().isPresent(), taken))
        .toList();
  }

  /** What the organisations before have: no two may share it. */
  private record Taken(Set<String> mailboxes, Set<Path> folders) {}

  private OrganisationSettings organisation(SectionReader section, boolean http, Taken taken) {
    OrganisationSettings settings =
        new OrganisationSettings(
            section.required("ods", Form.ODS),
            section.required("name", Form.TEXT),
            section.required("mailbox", Form.MAILBOX),
            access(section, http),
            Set.copyOf(
                section.list("roles", Form.oneOf(Role.class), List.of(Role.SENDER, Role.RECEIVER))),
            path(section, "patients"));
    if (!taken.mailboxes().add(settings.mailbox())) {
      section.problem(
          "mailbox",
          "'%s' again".formatted(settings.mailbox()),
          "each organisation needs a mailbox of its own");
    }
    if (settings.access() instanceof MailboxAccess.Folder(Path own)
        && section.has("folder")
        && !taken.folders().add(own)) {
      section.problem(
          "folder", "'%s' again".formatted(own), "each mailbox needs a folder of its own");
    }
    section.refuseUnknownKeys();
    return settings;
  }

  private MailboxAccess access(SectionReader section, boolean http) {
    Secret password =
        section.requiredOnly(
            new SectionReader.Condition("with mesh.transport http", http),
            "mailbox-password",
            Form.SECRET);
    Path own =
        section.requiredOnly(
            new SectionReader.Condition("with mesh.transport folders", !http), "folder", Form.PATH);
    return http
        ? new MailboxAccess.Password(password)
        : new MailboxAccess.Folder(folder.resolve(own).normalize());
  }

  private static SendingSettings sending(SectionReader section) {
    SendingSettings settings =
        new SendingSettings(
            section.value(
                "address-date-order",
                Form.oneOf(AddressDateOrder.class),
                AddressDateOrder.YYYYMMDD),
            section.value("infrastructure-acknowledgement-deadline", DEADLINE, Duration.ofDays(1)),
            section.value("business-acknowledgement-deadline", DEADLINE, Duration.ofDays(5)),
            section.value(
                "retry-first",
                Form.duration(Duration.ofMillis(50), Duration.ofHours(1)),
                Duration.ofSeconds(5)),
            section.value(
                "retry-longest",
                Form.duration(Duration.ofMillis(50), Duration.ofDays(1)),
                Duration.ofMinutes(15)));
    if (settings.retryLongest().compareTo(settings.retryFirst()) < 0) {
      section.problem(
          "retry-longest",
          "'%s'".formatted(Form.written(settings.retryLongest())),
          "must not be shorter than retry-first, which is " + Form.written(settings.retryFirst()));
    }
    section.refuseUnknownKeys();
    return settings;
  }

  private static ReceivingSettings receiving(SectionReader section) {
    ReceivingSettings settings =
        new ReceivingSettings(
            section.value(
                "max-message-size",
                Form.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(1024)),
                ByteSize.ofMegabytes(5)),
            section.list("attachment-types", Form.MEDIA_TYPE, ATTACHMENT_TYPES),
            Set.copyOf(
                section.list(
                    "strict",
                    Form.matching(
                        "the name of a tolerance: small letters and hyphens",
                        "element-order",
                        "[a-z0-9-]{1,60}"),
                    List.of())),
            Set.copyOf(section.list("permitted-senders", Form.ODS, List.of())));
    section.refuseUnknownKeys();
    return settings;
  }

  /** The operator's own mark in the title band of the reports; a file is read here, once. */
  private ReportSettings report(SectionReader section) {
    Optional<Path> logo = path(section, "logo");
    Optional<String> words =
        section.optional("logo-text", Form.TEXT).filter(text -> !text.isBlank());
    section.refuseUnknownKeys();
    if (logo.isPresent() && words.isEmpty()) {
      section.problem(
          "logo-text",
          "missing",
          "must be what a screen reader says for the logo: give the name of the organisation");
    }
    ReportSettings standard = ReportSettings.defaults();
    if (words.isEmpty()) {
      return standard;
    }
    if (logo.isEmpty()) {
      return standard.withLeft(new Wordmark.Words(words.get()));
    }
    try {
      Picture picture = Picture.of(Files.readAllBytes(logo.get()));
      return standard.withLeft(new Wordmark.Logo(picture, words.get()));
    } catch (UnreadablePictureException refused) {
      section.problem("logo", "'%s'".formatted(logo.get()), refused.getMessage());
      return standard;
    } catch (IOException refused) {
      section.problem(
          "logo",
          "'%s'".formatted(logo.get()),
          "must be a file that can be read: check the path and the rights");
      return standard;
    }
  }

  private static LogSettings log(SectionReader section) {
    LogSettings settings =
        new LogSettings(
            section.value("format", Form.oneOf(LogSettings.Format.class), LogSettings.Format.TEXT));
    section.refuseUnknownKeys();
    return settings;
  }

  /** What reading an empty file asks for, with one organisation: the keys there are. */
  static List<Reading.Known> keys() {
    Reading reading = new Reading(Map.of());
    Map<String, List<Map<String, String>>> one = Map.of("organisations", List.of(Map.of()));
    new ConfigurationReader(Path.of("")).read(new SectionReader(reading, "", one));
    return reading.known();
  }
}
