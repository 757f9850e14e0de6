package gpcm.node.config;

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
  public record Login(String user, Secret password) {}
}
