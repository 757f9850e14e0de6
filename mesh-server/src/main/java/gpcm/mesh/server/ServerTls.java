package gpcm.mesh.server;

import gpcm.mesh.TlsFiles;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS on the server.
 *
 * @param files the server's certificate, and the authority whose client certificates it takes
 * @param clientCertificate whether clients must show a certificate, as the live service demands
 */
public record ServerTls(TlsFiles files, boolean clientCertificate) {
  ServerConnector connector(Server server, HttpConfiguration http) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(files.context());
    tls.setNeedClientAuth(clientCertificate);
    HttpConfiguration https = new HttpConfiguration(http);
    // Clients may come by address as well as by name; a test server answers both.
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false);
    https.addCustomizer(secure);
    return new ServerConnector(
        server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(https));
  }
}
