package gpcm.mesh.server;

import gpcm.mesh.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything a {@link LocalMeshServer} is told. Build it with {@link #in(Path)}.
 *
 * @param folder where messages are kept; belongs to one server at a time
 * @param address where it listens
 * @param mode how closely to follow the live service
 * @param sharedKey the environment's shared key
 * @param network who takes part
 * @param limits what is taken at most
 * @param retention how long messages wait and are kept
 * @param clock dates messages and judges tokens
 */
public record ServerSettings(
    Path folder,
    ServerAddress address,
    Mode mode,
    Secret sharedKey,
    MeshNetwork network,
    ServerLimits limits,
    Retention retention,
    InstantSource clock) {
  /** The workflow ids that the live service routes by patient. */
  public static final Set<String> LIVE_ROUTED_WORKFLOWS =
      Set.of(
          "TOC_FHIR_IP_DISCH",
          "TOC_FHIR_MH_DISCH",
          "TOC_FHIR_EC_DISCH",
          "TOC_FHIR_OP_ATTEN",
          "TOC_OUTP_ATT_DMS",
          "GPFED_CONSULT_REPORT",
          "GPFED_CONSULT_REPORT_ACK",
          "GPCONNECT_UPDATE_RECORD",
          "GPCONNECT_UPDATE_RECORD_ACK",
          "GPCONNECT_SEND_DOCUMENT");

  String host() {
    return address.host();
  }

  int port() {
    return address.port();
  }

  Optional<ServerTls> tls() {
    return address.tls();
  }

  /**
   * Starts settings for a server that keeps its messages in this folder: strict, on any free local
   * port.
   */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final Path folder;
    private String host = "127.0.0.1";
    private int port;
    private Mode mode = Mode.STRICT;
    private Secret sharedKey = Secret.of("TestKey");
    private final List<RegisteredMailbox> mailboxes = new ArrayList<>();
    private final List<Workflow> workflows = new ArrayList<>();
    private final List<RegisteredPatient> patients = new ArrayList<>();
    private Set<String> routedWorkflows = LIVE_ROUTED_WORKFLOWS;
    private ServerLimits limits = ServerLimits.standard();
    private Retention retention = Retention.standard();
    private Optional<ServerTls> tls = Optional.empty();
    private InstantSource clock = InstantSource.system();

    private Builder(Path folder) {
      this.folder = folder;
    }

    public Builder host(String value) {
      host = value;
      return this;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder mode(Mode value) {
      mode = value;
      return this;
    }

    public Builder sharedKey(Secret value) {
      sharedKey = value;
      return this;
    }

    public Builder mailbox(RegisteredMailbox value) {
      mailboxes.add(value);
      return this;
    }

    public Builder workflow(Workflow value) {
      workflows.add(value);
      return this;
    }

    /**
     * The two workflows of Send Document, for documents and for what is answered to them: every
     * mailbox registered so far may send and receive both.
     */
    public Builder sendDocumentWorkflows() {
      Set<String> all =
          mailboxes.stream().map(RegisteredMailbox::id).collect(Collectors.toUnmodifiableSet());
      return workflow(new Workflow("GPFED_CONSULT_REPORT", all, all))
          .workflow(new Workflow("GPFED_CONSULT_REPORT_ACK", all, all));
    }

    public Builder patient(RegisteredPatient value) {
      patients.add(value);
      return this;
    }

    public Builder routedWorkflows(Set<String> value) {
      routedWorkflows = value;
      return this;
    }

    public Builder limits(ServerLimits value) {
      limits = value;
      return this;
    }

    public Builder retention(Retention value) {
      retention = value;
      return this;
    }

    public Builder tls(ServerTls value) {
      tls = Optional.of(value);
      return this;
    }

    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /**
     * Everything that takes part, from one file: a JSON object a line, {@code {"shared_key":
     * "..."}}, {@code {"mailbox": {...}}}, {@code {"workflow": {...}}} or {@code {"patient":
     * {...}}}, with the fields of {@link SandboxFiles}.
     *
     * @throws IllegalArgumentException naming file, line and what is wrong
     */
    public Builder network(Path file) {
      RegistryFile.read(
          file,
          new RegistryFile.Reader() {
            @Override
            public void mailbox(RegisteredMailbox value) {
              mailboxes.add(value);
            }

            @Override
            public void workflow(Workflow value) {
              workflows.add(value);
            }

            @Override
            public void patient(RegisteredPatient value) {
              patients.add(value);
            }

            @Override
            public void sharedKey(Secret value) {
              sharedKey = value;
            }
          });
      return this;
    }

    /**
     * The public sandbox's mailboxes X26ABC1 to X26ABC3, all with password "password", and its
     * workflows.
     */
    public Builder sandbox() {
      return sandboxMailboxes().sandboxWorkflows();
    }

    /** The public sandbox's mailboxes X26ABC1 to X26ABC3, all with password "password". */
    public Builder sandboxMailboxes() {
      Secret password = Secret.of("password");
      mailbox(
          new RegisteredMailbox("X26ABC1", "TESTMB1", "England", "X26", "X26", "", password, true));
      mailbox(
          new RegisteredMailbox("X26ABC2", "TESTMB2", "Wales", "X26", "X26", "", password, true));
      mailbox(
          new RegisteredMailbox("X26ABC3", "TESTMB3", "England", "X27", "X27", "", password, true));
      return this;
    }

    /** The public sandbox's workflows TEST_WORKFLOW, TEST_WORKFLOW_ACK and TEST_WORKFLOW2. */
    public Builder sandboxWorkflows() {
      workflow(new Workflow("TEST_WORKFLOW", Set.of("X26ABC1"), Set.of("X26ABC2")));
      workflow(new Workflow("TEST_WORKFLOW_ACK", Set.of("X26ABC2"), Set.of("X26ABC1", "X26ABC3")));
      workflow(
          new Workflow(
              "TEST_WORKFLOW2", Set.of("X26ABC1"), Set.of("X26ABC1", "X26ABC2", "X26ABC3")));
      return this;
    }

    /** The settings. */
    public ServerSettings build() {
      return new ServerSettings(
          folder,
          new ServerAddress(host, port, tls),
          mode,
          sharedKey,
          new MeshNetwork(mailboxes, workflows, patients, routedWorkflows),
          limits,
          retention,
          clock);
    }
  }
}
