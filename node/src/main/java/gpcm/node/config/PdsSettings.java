package gpcm.node.config;

import gpcm.mesh.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The Personal Demographics Service, for the organisations whose patients are looked up there.
 *
 * @param url base of its FHIR API
 * @param application how the node shows who it is; the public sandbox and a stand-in ask for
 *     nothing
 * @param callsPerSecond how many calls all nodes of the database make together
 * @param timeout for a whole answer
 */
public record PdsSettings(
    URI url, Optional<Application> application, int callsPerSecond, Duration timeout) {
  private static final int CALLS = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * A registered application.
   *
   * @param token where it gets its tokens; also the audience of what it signs
   * @param apiKey its API key
   * @param keyId under which the public half of its key is registered
   * @param key file of the private key, PKCS#8 in PEM, read whenever a token is got
   */
  public record Application(URI token, SecretSource apiKey, String keyId, Path key) {}

  /** At an address that asks for no token. */
  public static PdsSettings at(URI url) {
    return new PdsSettings(url, Optional.empty(), CALLS, TIMEOUT);
  }

  /** The same for an application. */
  public PdsSettings as(Application other) {
    return new PdsSettings(url, Optional.of(other), callsPerSecond, timeout);
  }

  /** The same with another limit. */
  public PdsSettings atMost(int calls) {
    return new PdsSettings(url, application, calls, timeout);
  }

  /** The same, waiting so long for an answer. */
  public PdsSettings waiting(Duration other) {
    return new PdsSettings(url, application, callsPerSecond, other);
  }

  static Optional<PdsSettings> read(SectionReader root, List<OrganisationSettings> organisations) {
    SectionReader section = root.section("pds");
    Optional<URI> url = section.optional("url", ValueFormat.HTTPS_URL);
    Optional<URI> token = section.optional("token-url", ValueFormat.HTTPS_URL);
    Optional<Secret> apiKey = section.optional("api-key", ValueFormat.SECRET);
    Optional<Path> apiKeyFile = section.optionalPath("api-key-file");
    Optional<String> keyId = section.optional("key-id", ValueFormat.TEXT);
    Optional<Path> key = section.optionalPath("key-file");
    int calls = section.value("calls-per-second", ValueFormat.number(1, 1000), CALLS);
    Duration timeout =
        section.value(
            "timeout",
            ValueFormat.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
            TIMEOUT);
    boolean wanted = organisations.stream().anyMatch(each -> each.lookUp() == LookUpSource.PDS);
    if (url.isEmpty() && (wanted || root.has("pds"))) {
      section.problem(
          "url", "missing", "must be the address of its FHIR API, where an organisation asks it");
    }
    if (apiKey.isPresent() && apiKeyFile.isPresent()) {
      section.problem("api-key-file", "set, and api-key as well", "keep one of the two");
    }
    boolean hasApiKey = apiKey.isPresent() || apiKeyFile.isPresent();
    section.requireTogether("api-key", hasApiKey, "token-url", token.isPresent());
    section.requireTogether("api-key", hasApiKey, "key-id", keyId.isPresent());
    section.requireTogether("api-key", hasApiKey, "key-file", key.isPresent());
    section.refuseUnknownKeys();
    Optional<SecretSource> shown =
        apiKey
            .<SecretSource>map(SecretSource.Given::new)
            .or(() -> apiKeyFile.map(SecretSource.InFile::new));
    Optional<Application> application =
        shown.flatMap(
            secret ->
                token.flatMap(
                    address ->
                        keyId.flatMap(
                            id -> key.map(file -> new Application(address, secret, id, file)))));
    return url.map(address -> new PdsSettings(address, application, calls, timeout));
  }
}
