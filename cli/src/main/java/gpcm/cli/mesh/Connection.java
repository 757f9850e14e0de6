package gpcm.cli.mesh;

import gpcm.mesh.ApiVersion;
import gpcm.mesh.MeshClient;
import gpcm.mesh.ProxyLogin;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * The options that say which server to speak to, and as whom. Secrets come from the environment or
 * a file, or are typed in. A picocli mixin; not thread-safe.
 */
public final class Connection {
  private static final String STANDARD_URL = "http://127.0.0.1:8700";
  private static final String STANDARD_MAILBOX = "X26ABC1";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "address of the server (else GPCM_CLIENT_URL, else " + STANDARD_URL + ")")
  Optional<URI> url = Optional.empty();

  @Option(
      names = "--mailbox",
      paramLabel = "ID",
      description =
          "mailbox to speak for (else GPCM_CLIENT_MAILBOX, else " + STANDARD_MAILBOX + ")")
  Optional<String> mailbox = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "file with the mailbox's password (else GPCM_CLIENT_PASSWORD, else \"password\")")
  Optional<Path> passwordFile;

  @Option(
      names = "--shared-key-file",
      paramLabel = "FILE",
      description = "file with the shared key (else GPCM_CLIENT_SHARED_KEY, else \"TestKey\")")
  Optional<Path> sharedKeyFile;

  @Option(names = "--ca", paramLabel = "PEM", description = "certificates to trust")
  Optional<Path> trusted;

  @Option(names = "--cert", paramLabel = "PEM", description = "own certificate; needs --key")
  Optional<Path> certificate;

  @Option(
      names = "--key",
      paramLabel = "PEM",
      description = "own private key; if it is encrypted, password in GPCM_CLIENT_KEY_PASSWORD")
  Optional<Path> key;

  @Option(
      names = "--p12",
      paramLabel = "FILE",
      description = "own certificate and key; password in GPCM_CLIENT_P12_PASSWORD")
  Optional<Path> pkcs12;

  @Option(names = "--proxy", paramLabel = "HOST:PORT", description = "HTTP proxy to go through")
  Optional<String> proxy;

  @Option(
      names = "--proxy-user",
      paramLabel = "NAME",
      description = "user of the proxy; password in GPCM_CLIENT_PROXY_PASSWORD")
  Optional<String> proxyUser;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "longest wait for an answer (default ${DEFAULT-VALUE})")
  int timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "repetitions of calls that can be repeated without harm (default ${DEFAULT-VALUE})")
  int retries;

  @Option(names = "--v1", description = "speak version 1 of the API")
  boolean versionOne;

  @Option(names = "--json", description = "print one JSON object instead of text")
  boolean json;

  private final Map<String, String> environment;

  /** Reads the environment of this process. */
  public Connection() {
    this(System.getenv());
  }

  Connection(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Whether results are to be printed as JSON. */
  public boolean json() {
    return json;
  }

  /** Whether the server is to be on this machine. */
  boolean isLocal() {
    String host = server().getHost();
    return host != null && Set.of("127.0.0.1", "localhost", "[::1]").contains(host);
  }

  private URI server() {
    return url.orElseGet(() -> URI.create(environment("URL").orElse(STANDARD_URL)));
  }

  /**
   * Starts a client as the options say.
   *
   * @throws IllegalArgumentException when a file cannot be read, options contradict each other, or
   *     a variable has its former name
   */
  public MeshClient.Builder client() {
    URI server = server();
    MeshClient.Builder builder =
        MeshClient.builder()
            .url(server)
            .mailbox(mailbox.or(() -> environment("MAILBOX")).orElse(STANDARD_MAILBOX))
            .password(
                passwordFile
                    .map(Connection::secretIn)
                    .orElseGet(() -> secret("PASSWORD", "password")))
            .sharedKey(
                sharedKeyFile
                    .map(Connection::secretIn)
                    .orElseGet(() -> secret("SHARED_KEY", "TestKey")))
            .timeout(Duration.ofSeconds(timeout))
            .retries(RetryPolicy.standard().withRetries(retries))
            .version(versionOne ? ApiVersion.V1 : ApiVersion.V2);
    if ("https".equalsIgnoreCase(server.getScheme())) {
      builder.tls(tls());
    } else if (Stream.of(trusted, certificate, key, pkcs12).anyMatch(Optional::isPresent)) {
      throw new IllegalArgumentException(
          "--ca, --cert, --key and --p12 have no meaning without TLS; give an https address");
    }
    if (proxyUser.isPresent() && proxy.isEmpty()) {
      throw new IllegalArgumentException("--proxy-user needs --proxy");
    }
    proxy.map(Connection::address).ifPresent(address -> through(builder, address));
    return builder;
  }

  private void through(MeshClient.Builder builder, InetSocketAddress address) {
    if (proxyUser.isEmpty()) {
      builder.proxy(address);
      return;
    }
    Secret password =
        environment("PROXY_PASSWORD")
            .map(Secret::of)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--proxy-user needs the password in GPCM_CLIENT_PROXY_PASSWORD"));
    builder.proxy(address, new ProxyLogin(proxyUser.get(), password));
  }

  private TlsFiles tls() {
    TlsFiles files = TlsFiles.standard();
    if (trusted.isPresent()) {
      files = files.trusting(trusted.get());
    }
    if (pkcs12.isPresent()) {
      return files.withPkcs12(
          pkcs12.get(), Secret.of(environment("P12_PASSWORD").orElse("changeit")));
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("--cert and --key belong together");
    }
    if (certificate.isEmpty()) {
      return files;
    }
    Optional<Secret> keyPassword = environment("KEY_PASSWORD").map(Secret::of);
    return keyPassword.isPresent()
        ? files.withPem(certificate.get(), key.get(), keyPassword.get())
        : files.withPem(certificate.get(), key.get());
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("--proxy must be HOST:PORT, not " + text, e);
    }
  }

  private static Secret secretIn(Path file) {
    try {
      return Secret.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new IllegalArgumentException("Can't read " + file, e);
    }
  }

  private Secret secret(String variable, String preset) {
    return Secret.of(environment(variable).orElse(preset));
  }

  /**
   * A variable of the client's. It must not be passed over in silence under the name it had while
   * node and client shared theirs.
   */
  private Optional<String> environment(String name) {
    Optional<String> given =
        Optional.ofNullable(environment.get("GPCM_CLIENT_" + name)).filter(text -> !text.isEmpty());
    if (given.isEmpty() && environment.containsKey("GPCM_MESH_" + name)) {
      throw new IllegalArgumentException(
          "GPCM_MESH_"
              + name
              + " is a name of before and not read: give this command GPCM_CLIENT_"
              + name
              + " or its option; a node's variables begin with GPCM_NODE_");
    }
    return given;
  }
}
