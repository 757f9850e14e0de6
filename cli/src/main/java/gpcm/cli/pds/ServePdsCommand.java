package gpcm.cli.pds;

import com.nimbusds.jose.jwk.JWKSet;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.Port;
import gpcm.cli.terminal.UntilStopped;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import gpcm.pds.server.StandInPatient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description =
        "Run a stand-in for the PDS FHIR API until Ctrl-C, with a made-up patient for each thing"
            + " that PDS can say; never for production",
    mixinStandardHelpOptions = true)
final class ServePdsCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "address to listen on (default ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8900",
      description = "0 for any free port (default ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--application",
      paramLabel = "API-KEY=FILE",
      description =
          "ask for a token that an application with this key gets; the file is a JWKS of its public"
              + " keys (default: ask nobody, as the sandbox). May be repeated")
  private Map<String, Path> applications = new LinkedHashMap<>();

  @Option(
      names = "--per-second",
      defaultValue = "1000",
      description = "so many calls a second, then 429 (default ${DEFAULT-VALUE})")
  private int perSecond;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Port.require(spec, port);
    if (perSecond < 1) {
      throw new ParameterException(
          spec.commandLine(), "--per-second " + perSecond + ": one call a second is the least");
    }
    PdsServer server;
    try {
      PdsServerSettings settings = PdsServerSettings.defaults().on(host, port).atMost(perSecond);
      for (Map.Entry<String, Path> each : applications.entrySet()) {
        settings = settings.with(each.getKey(), keys(each.getValue()));
      }
      server = PdsServer.start(settings);
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println(FailureMessage.text(e));
      return 6;
    }
    UntilStopped stop = UntilStopped.closing(server);
    tell(server);
    stop.await(0);
    return 0;
  }

  private static JWKSet keys(Path file) {
    try {
      return JWKSet.load(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(file + " can't be read: it is not there, or not ours", e);
    } catch (ParseException e) {
      throw new IllegalStateException(file + " is no JWKS, JSON with a list of keys", e);
    }
  }

  private void tell(PdsServer server) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("PDS for tests, FHIR API at " + server.fhir());
    out.println(
        applications.isEmpty()
            ? "asks nobody for a token"
            : "tokens for " + String.join(", ", applications.keySet()) + " at " + server.token());
    for (StandInPatient each : server.patients()) {
      out.println("  %s  %s".formatted(each.nhsNumber(), each.words()));
    }
    out.println("faults on demand: POST " + server.url() + "/stand-in/faults, see docs/pds.md");
    out.println("everything is in memory; Ctrl-C stops it");
    out.flush();
  }
}
