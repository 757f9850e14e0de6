package gpcm.cli.oidc;

import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.Port;
import gpcm.cli.terminal.UntilStopped;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.OidcSettings;
import gpcm.oidc.server.Persona;
import gpcm.oidc.server.RegisteredClient;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description =
        "Run a stand-in OpenID provider for tests until Ctrl-C, where who signs in picks a persona;"
            + " never for production",
    mixinStandardHelpOptions = true)
final class ServeOidcCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "address to listen on (default ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8800",
      description = "0 for any free port (default ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--personas",
      paramLabel = "FILE",
      description =
          "who can sign in, as JSON, see docs/sign-in.md (default: one for each role, and those"
              + " with whom something is wrong)")
  private Optional<Path> personas;

  @Option(
      names = "--client",
      paramLabel = "ID=ADDRESS|FILE",
      description =
          "a client: the address that people go back to, with ID-secret as its secret; or a JSON"
              + " file of its registration metadata (RFC 7591). May be repeated")
  private Map<String, String> clients = new LinkedHashMap<>();

  @Option(
      names = "--sign",
      paramLabel = "ALG",
      defaultValue = "RS256",
      description = "how tokens are signed: RS256 or RS512 (default ${DEFAULT-VALUE})")
  private String algorithm;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Port.require(spec, port);
    if (!algorithm.equals("RS256") && !algorithm.equals("RS512")) {
      throw new ParameterException(
          spec.commandLine(), "--sign is RS256 or RS512, not " + algorithm);
    }
    OidcServer server;
    List<String> registered = new ArrayList<>();
    try {
      OidcSettings.Builder settings =
          OidcSettings.builder().host(host).port(port).algorithm(algorithm);
      personas.ifPresent(settings::personas);
      clients.forEach((id, where) -> settings.client(client(id, where, registered)));
      server = OidcServer.start(settings.build());
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println(FailureMessage.text(e));
      return 6;
    }
    UntilStopped stop = UntilStopped.closing(server);
    tell(server, registered);
    stop.await(0);
    return 0;
  }

  private static RegisteredClient client(String id, String where, List<String> registered) {
    if (!where.startsWith("http://") && !where.startsWith("https://")) {
      RegisteredClient client = RegisteredClient.read(id, Path.of(where));
      registered.add(client.toString());
      return client;
    }
    URI redirect = URI.create(where);
    String secret = id + "-secret";
    registered.add("%s, secret %s, back to %s".formatted(id, secret, redirect));
    return RegisteredClient.withSecret(id, secret, redirect).returningTo(redirect.resolve("/"));
  }

  private void tell(OidcServer server, List<String> registered) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("OpenID provider for tests, issuer " + server.issuer());
    out.println(
        "personas: "
            + server.personas().stream().map(Persona::id).collect(Collectors.joining(", ")));
    registered.forEach(client -> out.println("client: " + client));
    out.println("who is signed in, as a page: " + server.issuer() + "/");
    out.println("everything is in memory; Ctrl-C stops it");
    out.flush();
  }
}
