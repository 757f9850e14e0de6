package gpcm.node.stories;

import static org.awaitility.Awaitility.await;

import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.mesh.server.Workflow;
import gpcm.node.Node;
import gpcm.node.TestNetwork;
import gpcm.node.config.NodeConfiguration;
import gpcm.oidc.server.Misbehaviour;
import gpcm.oidc.server.NationalRole;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.OidcSettings;
import gpcm.oidc.server.Organisation;
import gpcm.oidc.server.Persona;
import gpcm.oidc.server.RegisteredClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A hub, a practice and a pharmacy, each with a node, a database and pages of its own and nothing
 * between them but a MESH server. People come in through the stand-in of a national identity
 * provider and by no other way. Besides them there is the mailbox of somebody else's system.
 */
final class ThreeNodes implements AutoCloseable {
  /** A workflow of the same MESH that is not Send Document's. */
  static final String ANOTHER_WORKFLOW = "TOC_FHIR_OP_ATTEN";

  /** Patients whom MESH leads to the practice, which knows the first one as its own. */
  static final String NEVER_HERE = "9990000026";

  static final String LEFT = "9990000034";

  private static final String KEY = "TestKey";
  private static final String PASSWORD = "password";
  private static final String CLIENT_SECRET = "a-secret-of-this-test";
  private static final List<String> ORGANISATIONS =
      List.of(TestNetwork.HUB, TestNetwork.PRACTICE, ForeignSystem.ODS, TestNetwork.PHARMACY);

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Path folder;
  private final LocalMeshServer mesh;
  private final OidcServer provider;
  private final Place hub;
  private final Place practice;
  private final Place pharmacy;
  private final ForeignSystem supplier;
  private final Desk desk;

  ThreeNodes(Path folder, Path chromium) throws Exception {
    this.folder = folder;
    try {
      mesh = opened(LocalMeshServer.start(meshSettings()), LocalMeshServer::close);
      provider =
          opened(
              OidcServer.start(OidcSettings.builder().personas(personas()).build()),
              OidcServer::close);
      hub = start(TestNetwork.HUB, "Sampleton Evening Hub", "roles: [sender]", takes("image/gif"));
      practice =
          start(
              TestNetwork.PRACTICE,
              "Testford Surgery",
              "roles: [receiver]\n    patients: " + patients(),
              takes("application/rtf") + "  permitted-senders: [A99901, A99904]\n");
      pharmacy =
          start(
              TestNetwork.PHARMACY,
              "Sampleton Pharmacy",
              "kind: other-provider\n    telephone: 01632 960400\n    patients: " + patients(),
              takes("application/rtf"));
      supplier = opened(new ForeignSystem(client(ForeignSystem.ODS)), ForeignSystem::close);
      desk = opened(new Desk(chromium, folder), Desk::close);
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private <T> T opened(T started, Consumer<T> close) {
    closing.push(() -> close.accept(started));
    return started;
  }

  private static String takes(String besides) {
    return """
    receiving:
      max-message-size: 10 MB
      attachment-types: [application/pdf, text/plain, text/html, image/png, %s]
    """
        .formatted(besides);
  }

  private ServerSettings meshSettings() {
    ServerSettings.Builder settings =
        ServerSettings.in(folder.resolve("mesh")).sharedKey(Secret.of(KEY));
    for (String ods : ORGANISATIONS) {
      settings.mailbox(
          RegisteredMailbox.of(mailbox(ods), ods, "Organisation " + ods, Secret.of(PASSWORD)));
    }
    for (String patient : List.of(TestNetwork.KNOWN, NEVER_HERE, LEFT)) {
      settings.patient(
          new RegisteredPatient(
              patient, LocalDate.of(1957, 1, 9), "Testpatient", TestNetwork.PRACTICE));
    }
    Set<String> all = Set.copyOf(ORGANISATIONS.stream().map(ThreeNodes::mailbox).toList());
    return settings
        .sendDocumentWorkflows()
        .workflow(new Workflow(ANOTHER_WORKFLOW, all, all))
        .build();
  }

  static String mailbox(String ods) {
    return ods + "OT001";
  }

  /** The usual people of hub and practice, and a pharmacist. */
  private static List<Persona> personas() {
    List<Persona> people = new ArrayList<>(OidcSettings.builder().build().personas());
    Organisation pharmacy = new Organisation(TestNetwork.PHARMACY, "Sampleton Pharmacy");
    people.add(
        new Persona(
            "pharmacist",
            "decides at the pharmacy",
            new Persona.Name("Pharmacist", "Persona-Example"),
            "910000000099",
            3,
            List.of("AAL3_CIS2_SMARTCARD"),
            List.of(
                new NationalRole(
                    "555000000099",
                    pharmacy.code(),
                    "S8000:G8000:R8000",
                    "\"Clinical\":\"Clinical Provision\":\"Clinical Practitioner Access Role\"",
                    List.of("B0360"))),
            List.of(pharmacy),
            Map.of(),
            Misbehaviour.NONE));
    return people;
  }

  private Path patients() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String[] each : new String[][] {{TestNetwork.KNOWN, "known"}, {LEFT, "no-longer-here"}}) {
      lines.append(
          "{\"nhsNumber\":\"%s\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"%s\"}\n"
              .formatted(each[0], each[1]));
    }
    return Files.writeString(folder.resolve("patients.jsonl"), lines);
  }

  private Place start(String ods, String name, String organisation, String more)
      throws IOException {
    Path own = Files.createDirectories(folder.resolve(ods));
    Files.createDirectories(own.resolve("hand-over"));
    String text =
        """
        data-folder: %s
        name: %s
        http:
          port: 0
          limits: {per-address: 9999 / s, per-caller: 9999 / s, sign-ins: 9999 / s}
        mesh:
          url: %s
          shared-key: %s
          poll-interval: 100 ms
        organisations:
          - ods: %2$s
            name: %s
            mailbox: %s
            mailbox-password: %s
            %s
        sending:
          retry-first: 200 ms
          retry-longest: 1 s
        sign-in:
          providers:
            - id: stand-in
              preset: cis2
              label: Sign in with the stand-in
              issuer: %s
              client-id: node-of-%2$s
              authentication: client-secret-basic
              client-secret: %s
        """
            .formatted(
                own.resolve("data"),
                ods,
                mesh.url(),
                KEY,
                name,
                mailbox(ods),
                PASSWORD,
                organisation,
                provider.issuer(),
                CLIENT_SECRET);
    Path file = Files.writeString(own.resolve("gpcm.yaml"), text + more + handOver(ods));
    Node node = Node.start(NodeConfiguration.read(file, Map.of()), InstantSource.system());
    Place place = opened(new Place(ods, node, own.resolve("hand-over")), Place::close);
    provider.add(
        RegisteredClient.withSecret(
                "node-of-" + ods, CLIENT_SECRET, node.url().resolve("/sign-in/callback"))
            .returningTo(node.url().resolve("/sign-in")));
    return place;
  }

  private static String handOver(String ods) {
    return ods.equals(TestNetwork.HUB)
        ? ""
        : "hand-over:\n  - organisation: %s\n    folder: hand-over\n".formatted(ods);
  }

  Place hub() {
    return hub;
  }

  Place practice() {
    return practice;
  }

  Place pharmacy() {
    return pharmacy;
  }

  /** Where people sit, one after the other. */
  Desk desk() {
    return desk;
  }

  /** What the page of a document says of it in the record system, once that has answered. */
  String inTheRecordSystem(UUID entry) {
    return await()
        .atMost(Place.PATIENCE)
        .until(
            () -> desk.open("/worklist/" + entry).fact("In the record system"),
            words -> !words.isEmpty() && !words.contains("not answered yet"));
  }

  /** The document of the outbox that the open page links to. */
  UUID linkedDocument() {
    String link =
        desk.browser()
            .evaluate("document.querySelector(\"main a[href^='/outbox/']\").getAttribute('href')")
            .asText();
    return UUID.fromString(link.substring("/outbox/".length()));
  }

  /** Somebody else's system, which checks nothing that it sends. */
  ForeignSystem supplier() {
    return supplier;
  }

  /** What waits for an organisation at MESH. */
  List<String> inboxOf(Place place) {
    try (MeshClient client = client(place.ods())) {
      return client.inbox(InboxQuery.all()).messageIds();
    }
  }

  private MeshClient client(String ods) {
    return MeshClient.builder()
        .url(mesh.url())
        .mailbox(mailbox(ods))
        .password(Secret.of(PASSWORD))
        .sharedKey(Secret.of(KEY))
        .build();
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
