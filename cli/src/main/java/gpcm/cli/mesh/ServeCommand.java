package gpcm.cli.mesh;

import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.Port;
import gpcm.cli.terminal.UntilStopped;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.SandboxFiles;
import gpcm.mesh.server.ServerLimits;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.ServerTls;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
    description = "Run a local MESH server for tests until Ctrl-C; never for production",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "compatible: as the public sandbox; strict: as the live service (default: strict with"
              + " --network or --patients, else compatible)")
  private Optional<String> mode;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "address to listen on (default ${DEFAULT-VALUE})")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8700",
      description = "0 for any free port (default ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/mesh",
      description = "folder for the messages (default ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--shared-key",
      paramLabel = "KEY",
      description = "shared key of this test environment (default TestKey)")
  private Optional<String> sharedKey;

  @Option(
      names = "--network",
      paramLabel = "JSONL",
      description =
          "everything in one file: lines with shared_key, mailbox, workflow or patient, see"
              + " docs/mesh.md")
  private Optional<Path> network;

  @Option(
      names = "--mailboxes",
      paramLabel = "JSONL",
      description = "mailboxes in the sandbox's form (default: X26ABC1 to X26ABC3)")
  private Optional<Path> mailboxes;

  @Option(
      names = "--workflows",
      paramLabel = "JSONL",
      description = "workflows in the sandbox's form (default: the sandbox's)")
  private Optional<Path> workflows;

  @Option(
      names = "--patients",
      paramLabel = "JSONL",
      description = "patients for automatic routing: nhsNumber, birthDate, family, practiceOds")
  private Optional<Path> patients;

  @Option(
      names = "--certs",
      paramLabel = "DIR",
      description = "serve TLS with server.pem and server.key of this folder, see gpcm mesh certs")
  private Optional<Path> certs;

  @Option(
      names = "--client-certs",
      description = "with --certs: clients must show a certificate of ca.pem")
  private boolean clientCertificates;

  @Option(
      names = "--max-request-bytes",
      paramLabel = "N",
      description = "strict mode: largest body of one request (default 100000000)")
  private Optional<Long> requestBytes;

  @Option(
      names = "--max-message-bytes",
      paramLabel = "N",
      description = "strict mode: all chunks of a message together (default 20000000000)")
  private Optional<Long> messageBytes;

  @Option(
      names = "--max-header-bytes",
      paramLabel = "N",
      description = "all headers of a request (default 65536)")
  private Optional<Integer> headerBytes;

  @Option(
      names = "--max-requests-per-second",
      paramLabel = "N",
      description = "of one mailbox; more are answered with 429 (default 0: no limit)")
  private Optional<Integer> requestsPerSecond;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Port.require(spec, port);
    Mode chosen = readMode();
    ServerLimits limits = limits();
    LocalMeshServer server;
    ServerSettings settings;
    try {
      settings = settings(chosen, limits);
      server = LocalMeshServer.start(settings);
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println(FailureMessage.text(e));
      return 6;
    }
    UntilStopped stop = UntilStopped.closing(server);
    tell(server, settings);
    stop.await(0);
    return 0;
  }

  private void tell(LocalMeshServer server, ServerSettings settings) {
    PrintWriter out = spec.commandLine().getOut();
    String text = settings.mode().name().toLowerCase(Locale.ROOT);
    out.println("MESH server for tests (" + text + ") at " + server.url());
    List<RegisteredMailbox> boxes = settings.network().mailboxes();
    out.println(
        "mailboxes: "
            + boxes.stream()
                .map(box -> box.id() + (box.odsCode().isEmpty() ? "" : " of " + box.odsCode()))
                .collect(Collectors.joining(", ")));
    out.println("what is in them, as a page: " + server.url() + "/");
    out.println("messages are kept in " + data + "; Ctrl-C stops it");
    out.flush();
  }

  private ServerSettings settings(Mode chosen, ServerLimits limits) {
    ServerSettings.Builder settings = ServerSettings.in(data).host(host).port(port).mode(chosen);
    network.ifPresent(settings::network);
    sharedKey.map(Secret::of).ifPresent(settings::sharedKey);
    if (network.isEmpty() && mailboxes.isEmpty()) {
      settings.sandboxMailboxes();
    }
    if (network.isEmpty() && workflows.isEmpty()) {
      settings.sandboxWorkflows();
    }
    mailboxes.ifPresent(file -> SandboxFiles.mailboxes(file).forEach(settings::mailbox));
    workflows.ifPresent(file -> SandboxFiles.workflows(file).forEach(settings::workflow));
    settings.limits(limits);
    patients.ifPresent(file -> SandboxFiles.patients(file).forEach(settings::patient));
    certs.ifPresent(
        folder -> {
          TlsFiles files =
              TlsFiles.standard()
                  .trusting(folder.resolve("ca.pem"))
                  .withPem(folder.resolve("server.pem"), folder.resolve("server.key"));
          settings.tls(new ServerTls(files, clientCertificates));
        });
    return settings.build();
  }

  private ServerLimits limits() {
    try {
      ServerLimits limits = ServerLimits.standard();
      limits = requestBytes.map(limits::withRequestBytes).orElse(limits);
      limits = messageBytes.map(limits::withMessageBytes).orElse(limits);
      limits = headerBytes.map(limits::withHeaderBytes).orElse(limits);
      return requestsPerSecond.map(limits::withRequestsPerSecond).orElse(limits);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  // The sandbox's own network is for what was written against the sandbox; a network of one's own
  // is for Send Document, which needs routing by patient.
  private Mode readMode() {
    if (mode.isEmpty()) {
      return network.isPresent() || patients.isPresent() ? Mode.STRICT : Mode.COMPATIBLE;
    }
    try {
      return Mode.valueOf(mode.get().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--mode is compatible or strict, not " + mode.get(), e);
    }
  }
}
