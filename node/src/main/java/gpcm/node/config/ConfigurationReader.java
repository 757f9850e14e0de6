package gpcm.node.config;

import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.SendingSettings.AddressDateOrder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    NodeConfiguration configuration =
        new NodeConfiguration(
            folder.resolve(root.value("data-folder", Form.PATH, Path.of("data"))).normalize(),
            database(root.section("database")),
            http(root.section("http")),
            mesh(root.section("mesh")),
            organisations(root),
            sending(root.section("sending")),
            receiving(root.section("receiving")),
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

  private static MeshSettings mesh(SectionReader section) {
    MeshSettings settings =
        new MeshSettings(
            section.required("url", Form.HTTP_URL),
            section.required("shared-key", Form.SECRET),
            section.value(
                "poll-interval",
                Form.duration(Duration.ofMillis(50), Duration.ofDays(1)),
                Duration.ofMinutes(5)),
            section.value(
                "request-timeout",
                Form.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                Duration.ofMinutes(10)),
            section.value(
                "chunk-size",
                Form.size(ByteSize.ofMegabytes(5), ByteSize.ofMegabytes(100)),
                ByteSize.ofMegabytes(75)));
    section.refuseUnknownKeys();
    return settings;
  }

  private List<OrganisationSettings> organisations(SectionReader root) {
    List<SectionReader> sections = root.sections("organisations");
    if (sections.isEmpty()) {
      root.problem(
          "organisations", "none", "must be a list of at least one organisation with its mailbox");
    }
    Set<String> mailboxes = new HashSet<>();
    return sections.stream().map(section -> organisation(section, mailboxes)).toList();
  }

  private OrganisationSettings organisation(SectionReader section, Set<String> mailboxes) {
    OrganisationSettings settings =
        new OrganisationSettings(
            section.required("ods", Form.ODS),
            section.required("name", Form.TEXT),
            section.required("mailbox", Form.MAILBOX),
            section.required("mailbox-password", Form.SECRET),
            Set.copyOf(
                section.list("roles", Form.oneOf(Role.class), List.of(Role.SENDER, Role.RECEIVER))),
            section.optional("patients", Form.PATH).map(folder::resolve).map(Path::normalize));
    if (!mailboxes.add(settings.mailbox())) {
      section.problem(
          "mailbox",
          "'%s' again".formatted(settings.mailbox()),
          "each organisation needs a mailbox of its own");
    }
    section.refuseUnknownKeys();
    return settings;
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
