package gpcm.cli.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Finds a port for the demo: the usual one, so that its address can be remembered, or any when
 * somebody has it.
 */
final class FreePort {
  private FreePort() {}

  static int preferring(int usual) {
    try (ServerSocket socket = new ServerSocket(usual, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      return 0;
    }
  }
}
