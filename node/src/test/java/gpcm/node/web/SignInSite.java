package gpcm.node.web;

import gpcm.node.TestNetwork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.RegisteredClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** What a test's node serves, to people who sign in at providers as a configuration says. */
final class SignInSite implements AutoCloseable {
  static final String CLIENT = "gpcm-test";
  static final String SECRET = "a-secret-of-this-test";

  private final WebServer server;

  private SignInSite(WebServer server) {
    this.server = server;
  }

  /** With these lines under {@code sign-in}, the first of them indented by two spaces. */
  static SignInSite start(TestNetwork network, Path folder, String signIn) throws IOException {
    return start(network, folder, signIn, HttpSettings.defaults());
  }

  static SignInSite start(TestNetwork network, Path folder, String signIn, HttpSettings http)
      throws IOException {
    String text =
        """
        mesh:
          url: https://mesh.example:8443
          shared-key: between-us
        organisations:
          - {ods: A99902, name: Testford Surgery, mailbox: A99902OT001, mailbox-password: open}
          - {ods: A99901, name: Sampleton Evening Hub, mailbox: A99901OT001, mailbox-password: open}
        sign-in:
        """
            + signIn;
    NodeConfiguration configuration =
        NodeConfiguration.read(Files.writeString(folder.resolve("gpcm.yaml"), text), Map.of());
    return new SignInSite(
        WebServer.start(
            http.onPort(0),
            network.served(configuration),
            folder.resolve("uploads-" + UUID.randomUUID())));
  }

  /** The lines of a provider at which the node proves itself by its secret. */
  static String provider(String id, String preset, OidcServer at, String more) {
    return """
        - id: %s
          preset: %s
          label: Sign in at %s
          issuer: %s
          client-id: %s
          authentication: client-secret-basic
          client-secret: %s
    """
            .formatted(id, preset, id, at.issuer(), CLIENT, SECRET)
        + more.indent(6);
  }

  /** Tells a provider of the node, whose address is known now. */
  SignInSite registerAt(OidcServer provider) {
    provider.add(
        RegisteredClient.withSecret(CLIENT, SECRET, at("/sign-in/callback"))
            .returningTo(at("/sign-in"))
            .toldOfLogoutAt(at("/sign-in/back-channel-logout")));
    return this;
  }

  URI at(String path) {
    return server.url().resolve(path);
  }

  Visitor visitor() {
    return new Visitor(server.url());
  }

  @Override
  public void close() {
    server.close();
  }
}
