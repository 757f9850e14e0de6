package gpcm.mesh.server;

import gpcm.mesh.TlsFiles;
import java.io.IOException;
import java.net.ServerSocket;
import javax.net.ssl.SSLServerSocket;

/**
 * TLS on the server.
 *
 * @param files the server's certificate, and the authority whose client certificates it takes
 * @param clientCertificate whether clients must show a certificate, as the live service demands
 */
public record ServerTls(TlsFiles files, boolean clientCertificate) {
  /** A socket that is still to be bound. */
  ServerSocket socket() throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket) files.context().getServerSocketFactory().createServerSocket();
    socket.setNeedClientAuth(clientCertificate);
    return socket;
  }
}
