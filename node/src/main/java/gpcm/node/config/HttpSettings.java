package gpcm.node.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the HTTP API and the pages are served, and how they are kept from others.
 *
 * @param host the address to listen on
 * @param port the port; 0 for any free one
 * @param maxRequestSize how large a submitted consultation with its attachments may be
 * @param maxJsonSize how large the consultation itself may be, which is read into memory
 * @param publicUrl what people and programs call the node, without a path; empty for this machine
 *     only
 * @param tls how it proves itself; empty for plain HTTP, which leaves this machine through a proxy
 *     only
 * @param proxies which of them are believed
 * @param limits how often it lets itself be asked
 * @param databaseWait how long a request waits for a database that is away before it is answered
 *     that nothing came of it
 */
public record HttpSettings(
    String host,
    int port,
    ByteSize maxRequestSize,
    ByteSize maxJsonSize,
    Optional<URI> publicUrl,
    Optional<WebTlsSettings> tls,
    ProxySettings proxies,
    LimitSettings limits,
    Duration databaseWait) {
  /** Why plain HTTP is not served to others, and what to do. */
  public static final String PLAIN =
      "required when http.host is not this machine's own loopback address, since plain HTTP can be"
          + " read and changed on its way: give certificate and key, or pkcs12; or name the proxy"
          + " that speaks HTTPS to others in http.proxies; or set http.host to 127.0.0.1";

  private static final ValueFormat<URI> PUBLIC_URL =
      new ValueFormat<>(
          "an https URL without a path",
          "https://gpcm.practice.example",
          HttpSettings::publicUrl,
          false);

  /** For this machine only, on the usual port. */
  public static HttpSettings defaults() {
    return new HttpSettings(
        "127.0.0.1",
        8080,
        ByteSize.ofMegabytes(100),
        ByteSize.ofMebibytes(10),
        Optional.empty(),
        Optional.empty(),
        ProxySettings.none(),
        LimitSettings.defaults(),
        Duration.ofSeconds(10));
  }

  /** The same on another address. */
  public HttpSettings onHost(String other) {
    return but(changed -> changed.host = other);
  }

  /** The same on another port; 0 for any free one. */
  public HttpSettings onPort(int other) {
    return but(changed -> changed.port = other);
  }

  /** The same with another limit for a whole request. */
  public HttpSettings withMaxRequestSize(ByteSize size) {
    return but(changed -> changed.maxRequestSize = size);
  }

  /** The same with another limit for the consultation itself. */
  public HttpSettings withMaxJsonSize(ByteSize size) {
    return but(changed -> changed.maxJsonSize = size);
  }

  /** The same under a name that others use. */
  public HttpSettings withPublicUrl(URI url) {
    return but(changed -> changed.publicUrl = Optional.of(url));
  }

  /** The same over TLS. */
  public HttpSettings with(WebTlsSettings other) {
    return but(changed -> changed.tls = Optional.of(other));
  }

  /** The same behind proxies. */
  public HttpSettings with(ProxySettings other) {
    return but(changed -> changed.proxies = other);
  }

  /** The same with other limits. */
  public HttpSettings with(LimitSettings other) {
    return but(changed -> changed.limits = other);
  }

  /** The same with another patience with its database. */
  public HttpSettings withDatabaseWait(Duration other) {
    return but(changed -> changed.databaseWait = other);
  }

  private HttpSettings but(Consumer<Changed> change) {
    Changed changed = new Changed(this);
    change.accept(changed);
    return changed.made();
  }

  /** What can be another in a copy; every component is handed on in one place. */
  private static final class Changed {
    private String host;
    private int port;
    private ByteSize maxRequestSize;
    private ByteSize maxJsonSize;
    private Optional<URI> publicUrl;
    private Optional<WebTlsSettings> tls;
    private ProxySettings proxies;
    private LimitSettings limits;
    private Duration databaseWait;

    Changed(HttpSettings from) {
      this.host = from.host;
      this.port = from.port;
      this.maxRequestSize = from.maxRequestSize;
      this.maxJsonSize = from.maxJsonSize;
      this.publicUrl = from.publicUrl;
      this.tls = from.tls;
      this.proxies = from.proxies;
      this.limits = from.limits;
      this.databaseWait = from.databaseWait;
    }

    HttpSettings made() {
      return new HttpSettings(
          host, port, maxRequestSize, maxJsonSize, publicUrl, tls, proxies, limits, databaseWait);
    }
  }

  static HttpSettings read(SectionReader section) {
    HttpSettings standard = defaults();
    HttpSettings settings =
        new HttpSettings(
            section.value(
                "host",
                ValueFormat.matching("a host name or address", "127.0.0.1", "[\\w.:-]{1,253}"),
                standard.host()),
            section.value("port", ValueFormat.number(0, 65535), standard.port()),
            section.value(
                "max-request-size",
                ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(1024)),
                standard.maxRequestSize()),
            section.value(
                "max-json-size",
                ValueFormat.size(ByteSize.ofKibibytes(16), ByteSize.ofMebibytes(10)),
                standard.maxJsonSize()),
            section.optional("public-url", PUBLIC_URL),
            WebTlsSettings.read(section.section("tls")),
            new ProxySettings(
                section.list("proxies", AddressRange.FORMAT, List.of()),
                section.value(
                    "proxy-header",
                    ValueFormat.oneOf(ProxySettings.Header.class),
                    standard.proxies().header())),
            LimitSettings.read(section.section("limits")),
            section.value(
                "database-wait",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofSeconds(20)),
                standard.databaseWait()));
    section.refuseRetired(
        "access-token",
        "is no longer of use: people sign in, and machines present keys of their own. Remove it,"
            + " make a key for each machine with 'gpcm node key make', and let people sign in with"
            + " the link that 'gpcm node link' makes");
    if (settings.isPlainOnTheNetwork() && !section.has("tls")) {
      section.problem("tls", "missing", PLAIN);
    }
    if (settings.publicUrl().isEmpty() && settings.reachedByOthers()) {
      section.problem(
          "public-url",
          "missing",
          "required when others than this machine ask: name the address that people and programs"
              + " use, like https://gpcm.practice.example; requests under other names are refused");
    }
    section.refuseUnknownKeys();
    return settings;
  }

  /** Machines are known for organisations that the node works for. */
  void check(SectionReader section, List<OrganisationSettings> organisations) {
    for (WebTlsSettings.Client client : tls.map(WebTlsSettings::clients).orElse(List.of())) {
      if (organisations.stream().noneMatch(each -> each.ods().equals(client.organisation()))) {
        section.problem(
            "tls.clients",
            "'%s' of %s".formatted(client.name(), client.organisation().value()),
            "its organisation must be one of those listed under organisations");
      }
    }
  }

  /** Whether plain HTTP would leave this machine and no proxy is named that it is for. */
  public boolean isPlainOnTheNetwork() {
    return tls.isEmpty() && !proxies.any() && !thisMachineOnly();
  }

  /** Whether nobody but this machine reaches it. */
  public boolean thisMachineOnly() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether others than this machine reach it, by themselves or through a proxy. */
  public boolean reachedByOthers() {
    return !thisMachineOnly() || proxies.any();
  }

  /** Whether others call it by an address in numbers. */
  boolean isNamedByNumber() {
    return publicUrl
        .map(URI::getHost)
        .filter(host -> host.contains(":") || host.matches("[0-9.]+"))
        .isPresent();
  }

  /**
   * What people and programs call the node, without a path and a stroke at the end.
   *
   * @param listening where it listens, for a node that only this machine reaches
   */
  public URI address(URI listening) {
    return publicUrl
        .map(url -> URI.create(url.getScheme() + "://" + url.getRawAuthority()))
        .orElse(listening);
  }

  /**
   * Where it listens, without a path.
   *
   * @param bound the port, which was found when {@code http.port} is 0
   */
  public URI listening(int bound) {
    return URI.create(
        "%s://%s:%d"
            .formatted(
                tls.isPresent() ? "https" : "http",
                host.contains(":") ? "[" + host + "]" : host,
                bound));
  }

  private static URI publicUrl(String text) {
    URI url = URI.create(text); // its exception is an IllegalArgumentException
    boolean origin =
        "https".equals(url.getScheme())
            && url.getHost() != null
            && url.getUserInfo() == null
            && url.getQuery() == null
            && url.getFragment() == null
            && (url.getPath().isEmpty() || url.getPath().equals("/"));
    if (!origin) {
      throw new IllegalArgumentException();
    }
    return url.resolve("/");
  }
}
