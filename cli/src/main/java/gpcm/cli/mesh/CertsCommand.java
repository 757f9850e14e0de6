package gpcm.cli.mesh;

import gpcm.mesh.certs.TestAuthority;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "certs",
    description = "Make a test authority with a server certificate and client certificates",
    mixinStandardHelpOptions = true)
final class CertsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "folder for the files")
  private Path folder;

  @Option(
      names = "--host",
      defaultValue = "localhost",
      description = "name of the server besides localhost (default ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--client",
      paramLabel = "LOCALID.ODS",
      description = "a client certificate; may be repeated (default client1.X26)")
  private List<String> clients = List.of("client1.X26");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      TestAuthority authority = TestAuthority.create(folder, InstantSource.system());
      authority.issueServer(host);
      for (String client : clients) {
        int dot = client.indexOf('.');
        if (dot < 1) {
          throw new IllegalArgumentException("--client is LOCALID.ODS, not " + client);
        }
        authority.issueClient(client.substring(0, dot), client.substring(dot + 1));
      }
      spec.commandLine()
          .getOut()
          .println("Certificates for tests are in " + folder + "; valid for a year");
      return 0;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 6;
    }
  }
}
