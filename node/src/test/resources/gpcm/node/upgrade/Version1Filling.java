package gpcm.node;

import static gpcm.node.TestNetwork.DECEASED;
import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.LEFT_PRACTICE;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PHARMACY_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static gpcm.node.TestNetwork.UNKNOWN_AT_PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.ConsultationJson;
import gpcm.consultation.DocumentJson;
import gpcm.consultation.OdsCode;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.server.Fault;
import gpcm.message.AttachmentSink;
import gpcm.message.ItkResponse;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.SendDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fills a node of version 1 of the tables through its real interfaces with everything that can be
 * in a database, freezes it in the middle of its work and writes down what is in it. See README.md
 * beside the result.
 */
class Version1Filling {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  private static final String ACK = "GPFED_CONSULT_REPORT_ACK";
  private static final int ALWAYS = 1_000_000;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final byte[] REPORT = "%PDF-1.4 a report".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectNode keys = MAPPER.createObjectNode();
  private TestNetwork network;
  private MeshClient supplier;

  @BeforeEach
  void start() throws IOException {
    network = new TestNetwork(folder);
    supplier =
        MeshClient.builder()
            .url(network.mesh().url())
            .mailbox(SUPPLIER_MAILBOX)
            .password(gpcm.mesh.Secret.of("password"))
            .sharedKey(gpcm.mesh.Secret.of("TestKey"))
            .clock(network.clock())
            .build();
  }

  @AfterEach
  void stop() {
    supplier.close();
    network.close();
  }

  @Test
  void fillAndDump() throws Exception {
    whatWentWell();
    whatWentWrong();
    whatASupplierSent();
    whatASupplierReceived();
    try (Handle documents = network.node().database().jdbi().open();
        Handle arrivals = network.node().database().jdbi().open();
        Handle frozen = network.node().database().jdbi().open()) {
      documents.begin();
      arrivals.begin();
      frozen.begin();
      answersAreStored(documents);
      answersWait();
      messagesAreStored(arrivals);
      documentsWait();
      new Version1Dump(
              network.node(), folder.resolve("node"), folder.resolve("mesh"), this::api, keys)
          .write(frozen, network.clock().instant());
      frozen.rollback();
      arrivals.rollback();
      documents.rollback();
    }
  }

  // --- what is in it -----------------------------------------------------------------------------

  private void whatWentWell() throws Exception {
    String rendered = new Submission(summary(KNOWN)).key("the-first-one").submit();
    awaitState(rendered, "completed");
    assertThat(
            new Submission(
                    summary(KNOWN).replace("\"confidential\": false", "\"confidential\": true"))
                .report()
                .complete())
        .isNotEmpty();
    new Submission(example("online-consultation.json", HUB)).report().complete();
    String forAction =
        new Submission(example("online-consultation-pharmacy.json", HUB)).report().complete();
    await()
        .atMost(PATIENCE)
        .until(() -> copyOf(forAction).path("state").asText().equals("completed"));
    new Submission(example("online-consultation-escalated.json", PHARMACY)).report().complete();
    new Submission(example("generic.json", HUB)).complete();
    new Submission(summary(KNOWN)).report().large().complete();
    new Submission(summary(DECEASED)).report().complete();
    String encounter = UUID.randomUUID().toString();
    String first = new Submission(summary(KNOWN, encounter)).report().complete();
    String second =
        new Submission(version(2, summary(KNOWN, encounter), documentId(first)))
            .report()
            .complete();
    new Submission(version(3, summary(KNOWN, encounter), documentId(second))).report().complete();
  }

  private void whatWentWrong() throws Exception {
    awaitState(new Submission(summary(UNKNOWN_AT_PRACTICE)).report().submit(), "rejected");
    String left = new Submission(summary(LEFT_PRACTICE)).report().submit();
    awaitState(left, "rejected");
    awaitState(new Submission(summary("9990000050")).report().submit(), "failed");
    String encounter = UUID.randomUUID().toString();
    String misdated = summary(KNOWN, encounter).replace("1957-01-09", "1958-01-09");
    String never = new Submission(misdated).report().submit();
    awaitState(never, "failed");
    awaitState(
        new Submission(version(2, summary(KNOWN, encounter), documentId(never))).report().submit(),
        "rejected");
    awaitState(never, "void");
    awaitState(
        new Submission(
                example("online-consultation-pharmacy.json", HUB).replace(PHARMACY, "A99999"))
            .report()
            .submit(),
        "failed");
    awaitState(
        new Submission(version(2, summary(KNOWN), UUID.randomUUID().toString())).report().submit(),
        "rejected");
    // A lost answer: the same message twice, told by its id.
    network.mesh().add(Fault.drop("POST", "/outbox", true));
    String twice = new Submission(summary(KNOWN)).report().complete();
    await()
        .atMost(PATIENCE)
        .until(() -> api("/api/v1/documents/" + twice).toString().contains("20007"));
    // An alert that mended itself, and one that a person dealt with.
    network.mesh().add(Fault.answer("POST", HUB_MAILBOX + "/outbox", 503, 100));
    // Only what took more than three attempts closes its alert.
    String late = new Submission(summary(KNOWN)).report().submit();
    await()
        .atMost(PATIENCE)
        .until(() -> alerts().toString().matches(".*cannot be handed to MESH.*\"times\":[2-9].*"));
    network.mesh().clearFaults();
    awaitState(late, "completed");
    await().atMost(PATIENCE).until(() -> !alerts().toString().contains("cannot be handed to MESH"));
    for (JsonNode alert : alerts()) {
      if (alert.path("document").asText().equals(left)) {
        post(
            "/api/v1/alerts/" + alert.path("id").asText() + "/resolution",
            "application/json",
            "{\"by\": \"Delta Receptionist\"}".getBytes(StandardCharsets.UTF_8),
            "");
      }
    }
  }

  private void whatASupplierSent() throws Exception {
    SuppliersMessage good = supplied(summary(KNOWN));
    toPractice(good, "first");
    awaitOutcomes("accepted", good);
    toPractice(good, "again");
    toPractice(good.with(good.messageId(), UUID.randomUUID().toString()), "the same document");
    SuppliersMessage spoiled =
        newVersion(good).with("<confidentiality value=\"N\"/>", "<confidentiality value=\"U\"/>");
    toPractice(spoiled, "spoiled");
    SuppliersMessage next = newVersion(good);
    toPractice(next, "second");
    awaitOutcomes("accepted", next);
    SuppliersMessage fork = newVersion(good);
    toPractice(fork, "fork");
    awaitOutcomes("accepted", fork);
    toPractice(
        supplied(summary(KNOWN))
            .with(
                "<contentType value=\"text/plain\"/>",
                "<contentType value=\"application/x-msdownload\"/>"),
        "program");
    // Its answers go to a mailbox there is none of.
    toPractice(supplied(summary(KNOWN)).with(SUPPLIER_MAILBOX, "A99909OT001"), "from nowhere");
    supplierSends(bytes("this is no FHIR"), PRACTICE_MAILBOX, WORKFLOW, "nonsense");
    supplierSends(bytes("no answer"), HUB_MAILBOX, ACK, "nonsense");
    supplierSends(response(good.document(), ResponseCode.SUCCESS), HUB_MAILBOX, ACK, "stray");
    awaitCount(2, "select count(*) from received_message where outcome = 'unexpected'");
    awaitCount(0, "select count(*) from received_message where outcome = 'stored'");
    awaitCount(
        2,
        "select count(*) from outgoing_message where state = 'failed' and received"
            + " is not null");
    awaitCount(0, "select count(*) from outgoing_message where state in ('waiting', 'posting')");
  }

  private void whatASupplierReceived() throws Exception {
    String acknowledged = new Submission(toSupplier()).report().submit();
    awaitState(acknowledged, "sent");
    supplierAnswers(acknowledged, ResponseCode.SUCCESS);
    awaitState(acknowledged, "infrastructure-acknowledged");
    String overdue = new Submission(toSupplier()).report().submit();
    awaitState(overdue, "sent");
    await()
        .atMost(PATIENCE)
        .until(() -> copyOf(overdue).path("state").asText().equals("completed"));
    await()
        .atMost(PATIENCE)
        .until(() -> copyOf(acknowledged).path("state").asText().equals("completed"));
    network.advance(Duration.ofHours(25));
    awaitState(overdue, "overdue");
  }

  private void answersAreStored(Handle blocker) throws Exception {
    network.mesh().add(Fault.answer("GET", HUB_MAILBOX + "/inbox", 503, ALWAYS));
    String answered = new Submission(toSupplier()).report().submit();
    String nowhere = new Submission(summary("9990000050")).report().submit();
    awaitState(answered, "sent");
    awaitState(nowhere, "sent");
    supplierAnswers(answered, ResponseCode.SUCCESS, ResponseCode.PATIENT_KNOWN);
    blocker.execute(
        "select from document where id = ? for no key update", UUID.fromString(answered));
    blocker.execute(
        "select from outgoing_message where document = ? for no key update",
        UUID.fromString(nowhere));
    network.mesh().clearFaults();
    awaitCount(3, "select count(*) from received_message where outcome = 'stored'");
    await()
        .atMost(PATIENCE)
        .until(() -> copyOf(answered).path("state").asText().equals("completed"));
  }

  private void answersWait() throws Exception {
    network.mesh().add(Fault.answer("POST", PRACTICE_MAILBOX + "/outbox", 503, ALWAYS));
    network
        .mesh()
        .add(
            new Fault(
                "POST",
                PHARMACY_MAILBOX + "/outbox",
                Fault.Kind.DROP_BEFORE,
                0,
                Duration.ZERO,
                ALWAYS));
    awaitState(new Submission(summary(KNOWN)).report().submit(), "sent");
    toPractice(supplied(summary(KNOWN)), "not answered yet");
    awaitState(
        new Submission(example("online-consultation-pharmacy.json", HUB)).report().submit(),
        "sent");
    awaitState(
        new Submission(example("online-consultation-escalated.json", PHARMACY)).report().submit(),
        "built");
    awaitCount(
        6,
        "select count(*) from outgoing_message where state = 'waiting' and received"
            + " is not null");
    awaitCount(
        2,
        "select count(*) from outgoing_message where state = 'posting' and received"
            + " is not null");
    awaitCount(
        1,
        "select count(*) from outgoing_message where state = 'posting' and document"
            + " is not null");
  }

  private void messagesAreStored(Handle blocker) throws Exception {
    blocker.execute("lock table message_seen in share mode");
    SuppliersMessage first = supplied(summary(KNOWN));
    toPractice(first, "stored");
    awaitCount(4, "select count(*) from received_message where outcome = 'stored'");
    toPractice(newVersion(first), "stored, replaces the one before");
    awaitCount(5, "select count(*) from received_message where outcome = 'stored'");
    network.mesh().add(Fault.answer("GET", PRACTICE_MAILBOX + "/inbox", 503, ALWAYS));
    await().atMost(PATIENCE).until(() -> alerts().toString().contains("cannot be read"));
    awaitState(new Submission(summary(KNOWN)).report().submit(), "sent");
  }

  private void documentsWait() throws Exception {
    network.mesh().add(Fault.answer("POST", HUB_MAILBOX + "/outbox", 503, ALWAYS));
    String encounter = UUID.randomUUID().toString();
    String first = new Submission(summary(KNOWN, encounter)).report().large().submit();
    awaitState(first, "built");
    awaitState(
        new Submission(version(2, summary(KNOWN, encounter), documentId(first))).report().submit(),
        "built");
    await().atMost(PATIENCE).until(() -> alerts().toString().contains("cannot be handed to MESH"));
    network.mesh().add(Fault.answer("GET", "/endpointlookup", 503, ALWAYS));
    new Submission(example("online-consultation.json", HUB)).key("a-waiting-one").report().submit();
    new Submission(example("online-consultation-pharmacy.json", HUB)).submit();
    awaitCount(2, "select count(*) from document where state = 'accepted'");
    awaitCount(
        2,
        "select count(*) from scheduled_tasks where task_name = 'build-document'"
            + " and consecutive_failures > 1");
  }

  // --- how it gets there -------------------------------------------------------------------------

  private final class Submission {
    private final String json;
    private String key = "";
    private boolean report;
    private boolean large;

    Submission(String json) {
      this.json = json;
    }

    Submission key(String given) {
      key = given;
      return this;
    }

    /** With a small report of its own; without, the node renders one. */
    Submission report() {
      report = true;
      return this;
    }

    /** With an attachment that does not fit into a row. */
    Submission large() {
      large = true;
      return this;
    }

    String submit() throws Exception {
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      part(form, "name=\"consultation\"", "application/json", bytes(json));
      if (report) {
        part(form, "name=\"report\"; filename=\"report.pdf\"", "application/pdf", REPORT);
      }
      for (var attachment : DocumentJson.read(bytes(json)).attachments()) {
        byte[] file =
            large
                ? bytes(
                    ("Notes of an obviously fictional patient, " + UUID.randomUUID() + "\n")
                        .repeat(2200))
                : Files.readAllBytes(TestNetwork.example(attachment.file()));
        part(
            form,
            "name=\"file\"; filename=\"%s\"".formatted(attachment.file()),
            attachment.contentType(),
            file);
      }
      form.write(bytes("--boundary--\r\n"));
      HttpResponse<byte[]> answer =
          post(
              "/api/v1/documents",
              "multipart/form-data; boundary=boundary",
              form.toByteArray(),
              key);
      assertThat(answer.statusCode())
          .as(new String(answer.body(), StandardCharsets.UTF_8))
          .isEqualTo(201);
      String id = MAPPER.readTree(answer.body()).path("id").asText();
      if (!key.isEmpty()) {
        keys.put(key, id);
      }
      return id;
    }

    String complete() throws Exception {
      String id = submit();
      awaitState(id, "completed");
      return id;
    }
  }

  private static void part(
      ByteArrayOutputStream form, String disposition, String type, byte[] bytes)
      throws IOException {
    form.write(
        bytes(
            "--boundary\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
                .formatted(disposition, type)));
    form.write(bytes);
    form.write(bytes("\r\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> post(String path, String type, byte[] body, String key)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private URI url(String path) {
    return network.node().url().resolve(path);
  }

  private JsonNode api(String path) throws Exception {
    return MAPPER.readTree(
        http.send(HttpRequest.newBuilder(url(path)).build(), BodyHandlers.ofByteArray()).body());
  }

  private JsonNode alerts() throws Exception {
    return api("/api/v1/alerts").path("alerts");
  }

  private JsonNode copyOf(String document) throws Exception {
    for (JsonNode each : api("/api/v1/documents?limit=1000").path("documents")) {
      if (each.path("copyOf").asText().equals(document)) {
        return each;
      }
    }
    return MAPPER.createObjectNode();
  }

  private String documentId(String id) throws Exception {
    return api("/api/v1/documents/" + id).path("documentId").asText();
  }

  private void awaitState(String id, String state) {
    await("document " + id)
        .atMost(PATIENCE)
        .until(() -> api("/api/v1/documents/" + id).path("state").asText(), state::equals);
  }

  private void awaitCount(int wanted, String sql) {
    await(sql).atMost(PATIENCE).until(() -> count(sql), found -> found == wanted);
  }

  private int count(String sql) {
    return network
        .node()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  private void awaitOutcomes(String outcome, SuppliersMessage message) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "select count(*) from received_message where message_id = '%s' and outcome = '%s'"
                            .formatted(message.messageId(), outcome))
                    == 1);
  }

  private static String summary(String nhsNumber) throws IOException {
    return summary(nhsNumber, UUID.randomUUID().toString());
  }

  private static String summary(String nhsNumber, String encounter) throws IOException {
    return new String(TestNetwork.exampleJson(nhsNumber, encounter), StandardCharsets.UTF_8);
  }

  private static String version(int version, String json, String replaces) {
    return json.replace(
        "\"version\": 1,", "\"version\": %d, \"replaces\": \"%s\",".formatted(version, replaces));
  }

  private static String example(String name, String sender) throws IOException {
    return new String(
        DocumentJson.write(TestNetwork.document(name, sender)), StandardCharsets.UTF_8);
  }

  private static String toSupplier() throws IOException {
    return example("online-consultation-pharmacy.json", HUB).replace(PHARMACY, SUPPLIER);
  }

  private static SuppliersMessage supplied(String json) throws IOException {
    return SuppliersMessage.about(
        ConsultationJson.read(
            bytes(json.replace("\"odsCode\": \"" + HUB, "\"odsCode\": \"" + SUPPLIER))));
  }

  private static SuppliersMessage newVersion(SuppliersMessage replaced) throws IOException {
    return supplied(version(2, summary(KNOWN, replaced.encounterId()), replaced.documentId()));
  }

  private void toPractice(SuppliersMessage message, String subject) {
    supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, subject);
  }

  private void supplierSends(byte[] body, String mailbox, String workflow, String subject) {
    supplier.send(
        OutgoingMessage.to(new MailboxAddress(mailbox), workflow, MeshBody.of(body))
            .localId(SUPPLIER)
            .subject(subject)
            .build());
  }

  /** Answers what is in the supplier's mailbox of this document. */
  private void supplierAnswers(String document, ResponseCode... codes) throws Exception {
    String messageId = api("/api/v1/documents/" + document).path("messageId").asText();
    for (String id : supplier.inbox(InboxQuery.all()).messageIds()) {
      try (Download download = supplier.download(id)) {
        ReadMessage read =
            new MessageReader()
                .readXml(
                    new ByteArrayInputStream(download.body().readAllBytes()),
                    AttachmentSink.discarding());
        if (read instanceof SendDocument received
            && received.messageId().orElseThrow().equals(messageId)) {
          for (ResponseCode code : codes) {
            supplierSends(response(received, code), HUB_MAILBOX, ACK, "answer");
          }
        }
      }
    }
  }

  private static byte[] response(SendDocument original, ResponseCode code) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter()
        .writeXml(
            ItkResponse.to(original)
                .code(code)
                .from(new OdsCode(SUPPLIER), new MailboxId(SUPPLIER_MAILBOX))
                .build(InstantSource.system(), UUID::randomUUID),
            xml);
    return xml.toByteArray();
  }
}
