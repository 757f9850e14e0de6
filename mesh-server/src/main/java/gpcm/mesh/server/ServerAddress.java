package gpcm.mesh.server;

import java.util.Optional;

/**
 * Where the server listens.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param tls how it proves itself and whom it trusts; empty for plain HTTP
 */
public record ServerAddress(String host, int port, Optional<ServerTls> tls) {
  public ServerAddress {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("The port must be 0 to 65535, not " + port);
    }
  }
}
