package gpcm.node.config;

import gpcm.mesh.Secret;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An HTTP proxy on the way to MESH.
 *
 * @param address where it is
 * @param login what it asks for, if anything
 */
public record MeshProxySettings(InetSocketAddress address, Optional<Login> login) {

  /** The node's name and password at the proxy. */
  public record Login(String user, SecretSource password) {
    /** With a password that is given. */
    public Login(String user, Secret password) {
      this(user, new SecretSource.Given(password));
    }
  }

  /** Its keys stand among those of the MESH server. */
  static Optional<MeshProxySettings> read(SectionReader section) {
    Optional<InetSocketAddress> address = section.optional("proxy", ValueFormat.HOST_AND_PORT);
    Optional<String> user = section.optional("proxy-user", ValueFormat.USER);
    Optional<SecretSource> password = section.optionalSecret("proxy-password");
    section.requireTogether("proxy-user", user.isPresent(), "proxy-password", password.isPresent());
    if (user.isPresent() && address.isEmpty()) {
      section.problem(
          "proxy", "missing", "proxy-user is of no use without it: add it, or remove that");
    }
    Optional<Login> login = user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    return address.map(there -> new MeshProxySettings(there, login));
  }
}
