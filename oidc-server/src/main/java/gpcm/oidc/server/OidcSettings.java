package gpcm.oidc.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything an {@link OidcServer} is told. Build it with {@link #builder()}.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param algorithm how id tokens and logout tokens are signed: RS256 or RS512
 * @param clients who may ask
 * @param personas who may sign in
 * @param clock dates tokens
 */
public record OidcSettings(
    String host,
    int port,
    String algorithm,
    List<RegisteredClient> clients,
    List<Persona> personas,
    InstantSource clock) {
  public OidcSettings {
    clients = List.copyOf(clients);
    personas = List.copyOf(personas);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("The port must be 0 to 65535, not " + port);
    }
    if (!Set.of("RS256", "RS512").contains(algorithm)) {
      throw new IllegalArgumentException("Tokens are signed RS256 or RS512, not " + algorithm);
    }
    if (clients.stream().map(RegisteredClient::id).distinct().count() < clients.size()) {
      throw new IllegalArgumentException("Two clients have one id; give each an id of its own");
    }
  }

  /** Starts settings: any free port of this machine's own, the usual personas, no clients. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port;
    private String algorithm = "RS256";
    private final List<RegisteredClient> clients = new ArrayList<>();
    private List<Persona> personas =
        StandardPersonas.at(
            new Organisation("A99902", "Testford Surgery"),
            new Organisation("A99901", "Sampleton Evening Hub"));
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    public Builder host(String value) {
      host = value;
      return this;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder algorithm(String value) {
      algorithm = value;
      return this;
    }

    public Builder client(RegisteredClient value) {
      clients.add(value);
      return this;
    }

    /** The usual personas, who work at these organisations. */
    public Builder personasAt(Organisation practice, Organisation hub) {
      personas = StandardPersonas.at(practice, hub);
      return this;
    }

    /** These personas instead of the usual ones. */
    public Builder personas(List<Persona> value) {
      personas = value;
      return this;
    }

    /**
     * The personas of a JSON file instead of the usual ones.
     *
     * @throws IllegalArgumentException naming file, element and what is wrong
     */
    public Builder personas(Path file) {
      return personas(PersonaFile.read(file));
    }

    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    public OidcSettings build() {
      return new OidcSettings(host, port, algorithm, clients, personas, clock);
    }
  }
}
