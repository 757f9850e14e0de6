package gpcm.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshClient;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.people.Permission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A node of this build on the database of {@link Version1Database}, with the MESH server of that
 * moment and with the configuration file of that node. Its clock goes on where the old one's
 * stopped. It is looked at through its HTTP API alone.
 */
public final class UpgradedNetwork implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> MAILBOXES =
      List.of("A99901OT001", "A99902OT001", "A99903OT001", "A99904OT001");
  private static final String SUPPLIER = "A99903OT001";
  private static final String KEY = "TestKey";
  private static final String PASSWORD = "password";

  private static final List<String> ORGANISATIONS = List.of("A99901", "A99902", "A99904");

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Instant stopped;
  private final long started = System.nanoTime();
  private final LocalMeshServer mesh;
  private final MeshClient supplier;
  private final Node node;

  /**
   * Starts it.
   *
   * @param database the lines of the configuration's section {@code database}, indented
   */
  public UpgradedNetwork(Path folder, String database) throws IOException {
    this.folder = folder;
    this.stopped = Instant.parse(Version1Database.expected().path("at").asText());
    Version1Database.unpackMesh(folder.resolve("mesh"));
    Version1Database.unpackContent(folder.resolve("data"));
    this.mesh = startMesh();
    this.supplier =
        MeshClient.builder()
            .url(mesh.url())
            .mailbox(SUPPLIER)
            .password(gpcm.mesh.Secret.of(PASSWORD))
            .sharedKey(gpcm.mesh.Secret.of(KEY))
            .clock(clock())
            .build();
    this.node =
        Node.startBelieving(NodeConfiguration.read(configuration(database), Map.of()), clock());
  }

  private InstantSource clock() {
    return () -> stopped.plus(Duration.ofNanos(System.nanoTime() - started));
  }

  private LocalMeshServer startMesh() {
    ServerSettings.Builder settings =
        ServerSettings.in(folder.resolve("mesh"))
            .sharedKey(gpcm.mesh.Secret.of(KEY))
            .clock(clock());
    for (String mailbox : MAILBOXES) {
      settings.mailbox(
          RegisteredMailbox.of(
              mailbox,
              mailbox.substring(0, 6),
              "Organisation " + mailbox,
              gpcm.mesh.Secret.of(PASSWORD)));
    }
    for (String nhsNumber : List.of("9990000018", "9990000026", "9990000034", "9990000042")) {
      settings.patient(
          new RegisteredPatient(nhsNumber, LocalDate.of(1957, 1, 9), "Testpatient", "A99902"));
    }
    return LocalMeshServer.start(settings.sendDocumentWorkflows().build());
  }

  private Path configuration(String database) throws IOException {
    Files.writeString(
        folder.resolve("patients.jsonl"),
        """
        {"nhsNumber": "9990000018", "birthDate": "1957-01-09", "family": "Testpatient", "standing": "known"}
        {"nhsNumber": "9990000034", "birthDate": "1957-01-09", "family": "Testpatient", "standing": "no-longer-here"}
        {"nhsNumber": "9990000042", "birthDate": "1957-01-09", "family": "Testpatient", "standing": "recently-deceased"}
        """);
    return Files.writeString(
        folder.resolve("gpcm.yaml"),
        """
        data-folder: data
        database:
        %s
        http:
          port: 0
        mesh:
          url: %s
          shared-key: TestKey
          poll-interval: 100 ms
        organisations:
          - ods: A99901
            name: Organisation A99901
            mailbox: A99901OT001
            mailbox-password: password
            roles: [sender]
          - ods: A99902
            name: Organisation A99902
            mailbox: A99902OT001
            mailbox-password: password
            roles: [receiver]
            patients: patients.jsonl
          - ods: A99904
            name: Organisation A99904
            mailbox: A99904OT001
            mailbox-password: password
            patients: patients.jsonl
        sending:
          business-acknowledgement-deadline: 3 d
          retry-first: 200 ms
          retry-longest: 1 s
        receiving:
          attachment-types: [application/pdf, text/plain, image/png, application/rtf]
        """
            .formatted(database, mesh.url()));
  }

  Node node() {
    return node;
  }

  /** What an address of the API answers, which must be 200. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return MAPPER.readTree(bytes(path));
  }

  /** The bytes an address of the API answers, which must be 200. */
  byte[] bytes(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(path, request -> request);
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          path + " answered " + answer.statusCode() + ": " + MAPPER.readTree(answer.body()));
    }
    return answer.body();
  }

  HttpResponse<byte[]> send(String path, UnaryOperator<HttpRequest.Builder> request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = send(path, ORGANISATIONS.getFirst(), request);
    for (String other : ORGANISATIONS) {
      if (answer.statusCode() != 404) {
        break;
      }
      answer = send(path, other, request);
    }
    return answer;
  }

  private HttpResponse<byte[]> send(
      String path, String organisation, UnaryOperator<HttpRequest.Builder> request)
      throws IOException, InterruptedException {
    String key =
        keys.computeIfAbsent(
            organisation,
            ods ->
                node.directory()
                    .keys()
                    .make("a test", ods, Set.of(Permission.values()), Optional.empty(), "a test")
                    .secret());
    return http.send(
        request
            .apply(HttpRequest.newBuilder(node.url().resolve(path)))
            .header("Authorization", "Bearer " + key)
            .build(),
        BodyHandlers.ofByteArray());
  }

  /** All rows of a list, page by page, of each organisation. */
  List<JsonNode> all(String path, String rows) throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    for (String organisation : ORGANISATIONS) {
      String next = path;
      while (!next.isEmpty()) {
        JsonNode page = MAPPER.readTree(send(next, organisation, request -> request).body());
        page.path(rows).forEach(all::add);
        next = page.path("next").asText("");
      }
    }
    return all;
  }

  /** The answers that wait in the mailbox of the supplier; they stay there. */
  List<ItkResponse> answersToSupplier() throws IOException {
    List<ItkResponse> answers = new ArrayList<>();
    for (String id : supplier.inbox(InboxQuery.all()).messageIds()) {
      try (Download download = supplier.download(id)) {
        if (new MessageReader()
                .readXml(
                    new ByteArrayInputStream(download.body().readAllBytes()),
                    AttachmentSink.discarding())
            instanceof ItkResponse answer) {
          answers.add(answer);
        }
      }
    }
    return answers;
  }

  @Override
  public void close() {
    node.close();
    supplier.close();
    mesh.close();
    http.close();
  }
}
