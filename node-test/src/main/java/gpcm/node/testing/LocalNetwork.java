package gpcm.node.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.Document;
import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.receiving.PatientStanding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Organisations that send each other documents, on one machine: a strict local MESH server, a
 * PostgreSQL, and real nodes, each with a database of its own. Everything listens on the loopback
 * address, on free ports, so that any number of networks run side by side. For tests; a network is
 * gone once it is closed.
 *
 * <pre>{@code
 * try (LocalNetwork network = LocalNetwork.hubAndPractice().start()) {
 *   UUID id = network.node(LocalNetwork.HUB).handIn(network.consultation());
 *   network.node(LocalNetwork.HUB).await(id, DocumentState.COMPLETED);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LocalNetwork implements AutoCloseable {
  /** A hub that sends. */
  public static final TestOrganisation HUB =
      TestOrganisation.sender("A99901", "Sampleton Evening Hub");

  /** A practice that receives. */
  public static final TestOrganisation PRACTICE =
      TestOrganisation.receiver("A99902", "Testford Surgery");

  /** A fictional patient of that practice. */
  public static final RegisteredPatient PATIENT =
      new RegisteredPatient(
          "9990000018", LocalDate.of(1957, 1, 9), "Testpatient", PRACTICE.ods().value());

  private static final String SHARED_KEY = "TestKey";
  private static final String PASSWORD = "password";

  private final Builder told;
  private final Path folder;
  private final Deque<AutoCloseable> open;
  private final LocalMeshServer mesh;
  private final Map<OdsCode, TestNode> nodes = new LinkedHashMap<>();

  private LocalNetwork(Builder told, Path folder, Deque<AutoCloseable> open) throws IOException {
    this.told = told;
    this.folder = folder;
    this.open = open;
    this.mesh = LocalMeshServer.start(told.meshSettings(folder.resolve("mesh")));
    open.push(mesh);
    if (!told.nodes.isEmpty()) {
      NodeDatabases databases = told.login.map(NodeDatabases::on).orElseGet(() -> bundled(folder));
      open.push(databases);
      for (int i = 0; i < told.nodes.size(); i++) {
        startNode(told.nodes.get(i), folder.resolve("node-" + (i + 1)), databases);
      }
    }
  }

  private static NodeDatabases bundled(Path folder) {
    return NodeDatabases.bundled(folder.resolve("database"));
  }

  private void startNode(List<TestOrganisation> organisations, Path own, NodeDatabases databases)
      throws IOException {
    Path file = configuration(organisations).write(own.resolve("node.yaml"));
    NodeConfiguration configuration =
        told.configured.apply(NodeConfiguration.read(file, Map.of()).with(databases.create()));
    TestNode node = new TestNode(configuration, told.patience);
    open.push(node);
    organisations.forEach(organisation -> nodes.put(organisation.ods(), node));
    node.start();
  }

  /** A network of nobody yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@link #HUB} and {@link #PRACTICE}, each with a node of its own, and {@link #PATIENT}; more can
   * be added.
   */
  public static Builder hubAndPractice() {
    return builder().node(HUB).node(PRACTICE).patient(PATIENT);
  }

  /** Collects what a network is made of. Not thread-safe; starts any number of networks. */
  public static final class Builder {
    private final List<TestOrganisation> organisations = new ArrayList<>();
    private final List<List<TestOrganisation>> nodes = new ArrayList<>();
    private final Map<RegisteredPatient, PatientStanding> patients = new LinkedHashMap<>();
    private UnaryOperator<ServerSettings.Builder> meshSettings = UnaryOperator.identity();
    private UnaryOperator<NodeConfiguration> configured = UnaryOperator.identity();
    private Optional<NodeDatabases.Login> login = Optional.empty();
    private Optional<Path> folder = Optional.empty();
    private Duration patience = Duration.ofMinutes(1);

    private Builder() {}

    /** A node that works for these organisations. */
    public Builder node(TestOrganisation... worksFor) {
      nodes.add(List.of(worksFor));
      organisations.addAll(List.of(worksFor));
      return this;
    }

    /** An organisation that has a mailbox and no node: the system under test works for it. */
    public Builder mailbox(TestOrganisation organisation) {
      organisations.add(organisation);
      return this;
    }

    /** A patient whom MESH and the patient's practice know. */
    public Builder patient(RegisteredPatient patient) {
      return patient(patient, PatientStanding.KNOWN);
    }

    /**
     * A patient whom MESH routes to a practice.
     *
     * @param standing what the practice says of the patient, and so answers
     */
    public Builder patient(RegisteredPatient patient, PatientStanding standing) {
      patients.put(patient, standing);
      return this;
    }

    /** More for the MESH server. */
    public Builder mesh(UnaryOperator<ServerSettings.Builder> settings) {
      meshSettings = settings;
      return this;
    }

    /** Another configuration for every node. */
    public Builder configured(UnaryOperator<NodeConfiguration> change) {
      configured = change;
      return this;
    }

    /**
     * A PostgreSQL that runs already, instead of the bundled one. Each node gets a database of its
     * own there, which is removed in the end.
     *
     * @param url a JDBC URL, such as {@code jdbc:postgresql://127.0.0.1:5432/postgres}
     * @param user who may make databases
     * @throws IllegalArgumentException when the URL is not one of PostgreSQL
     */
    public Builder database(String url, String user, String password) {
      login = Optional.of(new NodeDatabases.Login(url, user, password));
      return this;
    }

    /** Keeps everything in this folder, and leaves it there; for one network at a time. */
    public Builder in(Path keptFolder) {
      folder = Optional.of(keptFolder);
      return this;
    }

    /** How long {@link TestNode#await} waits; a minute unless set. */
    public Builder patience(Duration longest) {
      patience = longest;
      return this;
    }

    /**
     * Starts the network.
     *
     * @throws RuntimeException when a part of it cannot start, saying why; nothing is left running
     *     then
     */
    public LocalNetwork start() throws IOException {
      Deque<AutoCloseable> open = new ArrayDeque<>();
      try {
        Path own = folder.isPresent() ? folder.get() : temporary(open);
        return new LocalNetwork(copy(), own, open);
      } catch (IOException | RuntimeException e) {
        closeAll(open).ifPresent(e::addSuppressed);
        throw e;
      }
    }

    private static Path temporary(Deque<AutoCloseable> open) throws IOException {
      Path made = Files.createTempDirectory("gpcm-network");
      open.push(() -> delete(made));
      return made;
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.organisations.addAll(organisations);
      copy.nodes.addAll(nodes);
      copy.patients.putAll(patients);
      copy.meshSettings = meshSettings;
      copy.configured = configured;
      copy.login = login;
      copy.patience = patience;
      return copy;
    }

    private ServerSettings meshSettings(Path meshFolder) {
      ServerSettings.Builder settings =
          ServerSettings.in(meshFolder).sharedKey(Secret.of(SHARED_KEY));
      for (TestOrganisation each : organisations) {
        settings.mailbox(
            RegisteredMailbox.of(
                each.mailbox().value(), each.ods().value(), each.name(), Secret.of(PASSWORD)));
      }
      patients.keySet().forEach(settings::patient);
      return meshSettings.apply(settings.sendDocumentWorkflows()).build();
    }
  }

  /**
   * The node that works for an organisation.
   *
   * @throws IllegalArgumentException when no node of this network does
   */
  public TestNode node(TestOrganisation organisation) {
    TestNode node = nodes.get(organisation.ods());
    if (node == null) {
      throw new IllegalArgumentException(
          "no node works for %s in this network, only for %s: add it with node(...)"
              .formatted(
                  organisation.ods().value(),
                  nodes.keySet().stream().map(OdsCode::value).toList()));
    }
    return node;
  }

  /** The MESH server, to look at or to misbehave. */
  public LocalMeshServer mesh() {
    return mesh;
  }

  /** Starts a client of an organisation's mailbox; change what differs. */
  public MeshClient.Builder client(TestOrganisation organisation) {
    return MeshClient.builder()
        .url(mesh.url())
        .mailbox(organisation.mailbox().value())
        .password(Secret.of(PASSWORD))
        .sharedKey(Secret.of(SHARED_KEY));
  }

  /**
   * A small Consultation Summary without attachments from {@link #HUB} for {@link #PATIENT}, of
   * another encounter each time.
   */
  public Document consultation() {
    return consultation(HUB, PRACTICE, PATIENT);
  }

  /** The same from one organisation to another about a patient. */
  public Document consultation(
      TestOrganisation from, TestOrganisation to, RegisteredPatient patient) {
    return SampleConsultation.about(patient, from, to);
  }

  /**
   * The configuration file of one more node, which is started some other way, such as a process of
   * its own.
   */
  public NodeConfigurationFile configuration(TestOrganisation... worksFor) throws IOException {
    return configuration(List.of(worksFor));
  }

  private NodeConfigurationFile configuration(List<TestOrganisation> worksFor) throws IOException {
    List<Path> files = new ArrayList<>();
    for (TestOrganisation organisation : worksFor) {
      files.add(patientFile(organisation));
    }
    return new NodeConfigurationFile(mesh.url(), SHARED_KEY, PASSWORD, worksFor)
        .withPatients(files);
  }

  private Path patientFile(TestOrganisation organisation) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    told.patients.forEach(
        (patient, standing) -> {
          if (patient.practiceOds().equals(organisation.ods().value())
              && standing != PatientStanding.UNKNOWN) {
            lines.add(
                json.createObjectNode()
                    .put("nhsNumber", patient.nhsNumber())
                    .put("birthDate", patient.birthDate().toString())
                    .put("family", patient.surname())
                    .put("standing", standing.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toString());
          }
        });
    return Files.write(
        Files.createDirectories(folder)
            .resolve("patients-" + organisation.ods().value() + ".jsonl"),
        lines);
  }

  /** Stops everything, the nodes first; a temporary folder is deleted. */
  @Override
  public void close() {
    closeAll(open)
        .ifPresent(
            trouble -> {
              throw new IllegalStateException("the network did not close cleanly", trouble);
            });
  }

  private static Optional<Exception> closeAll(Deque<AutoCloseable> open) {
    Optional<Exception> trouble = Optional.empty();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        trouble = trouble.or(() -> Optional.of(e));
      }
    }
    return trouble;
  }

  private static void delete(Path made) {
    try (Stream<Path> all = Files.walk(made)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of a network can't be deleted", e);
    }
  }
}
