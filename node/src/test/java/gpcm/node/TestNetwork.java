package gpcm.node;

import static org.awaitility.Awaitility.await;

import gpcm.consultation.Consultation;
import gpcm.consultation.Document;
import gpcm.consultation.json.ConsultationJson;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.AlertText;
import gpcm.exchange.DocumentState;
import gpcm.fhir.AttachmentSink;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshToken;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.Mode;
import gpcm.message.ItkResponse;
import gpcm.message.MessageReader;
import gpcm.message.SendDocument;
import gpcm.node.coded.CodedWork;
import gpcm.node.config.CodedSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.content.ContentHash;
import gpcm.node.journal.Alert;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.Submission;
import gpcm.node.web.Served;
import gpcm.node.web.WaysIn;
import gpcm.rules.Rules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;

/**
 * A real node over a real database and a real local MESH server, with a clock that can be moved.
 * Besides the hub and the practice there is a mailbox of a supplier under test, from which anything
 * can be sent to either.
 */
public final class TestNetwork implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  public static final String HUB = "A99901";
  public static final String PRACTICE = "A99902";
  static final String SUPPLIER = "A99903";
  public static final String PHARMACY = "A99904";
  static final String PRACTICE_MAILBOX = "A99902OT001";
  static final String HUB_MAILBOX = "A99901OT001";
  public static final String SUPPLIER_MAILBOX = "A99903OT001";
  static final String PHARMACY_MAILBOX = "A99904OT001";
  static final Secret KEY = Secret.of("TestKey");
  static final Secret PASSWORD = Secret.of("password");

  /**
   * Patients of the practice: known, and known to MESH only, so that the practice answers 30002.
   */
  public static final String KNOWN = "9990000018";

  public static final String UNKNOWN_AT_PRACTICE = "9990000026";
  static final String LEFT_PRACTICE = "9990000034";
  static final String DECEASED = "9990000042";

  /** How the node's messages travel. */
  enum Way {
    HTTP,
    FOLDERS
  }

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Duration> meshAhead = new AtomicReference<>(Duration.ZERO);
  private final NetworkSettings settings;
  private final LocalMeshServer mesh;
  private final FileClients fileClients = new FileClients();
  private Node node;
  private final MeshClient supplier;

  public TestNetwork(Path folder) throws IOException {
    this(folder, Way.HTTP);
  }

  TestNetwork(Path folder, Way way) throws IOException {
    this(folder, way, Mode.STRICT);
  }

  /** With a MESH that takes what ours would refuse, as the public sandbox does. */
  static TestNetwork withSandbox(Path folder) throws IOException {
    return new TestNetwork(folder, Way.HTTP, Mode.COMPATIBLE);
  }

  private TestNetwork(Path folder, Way way, Mode mode) throws IOException {
    this.settings = new NetworkSettings(folder, way);
    this.mesh =
        LocalMeshServer.start(settings.mesh(mode, () -> clock().instant().plus(meshAhead.get())));
    this.node = startNode();
    this.supplier = client(SUPPLIER_MAILBOX);
    if (way == Way.FOLDERS) {
      startFileClients();
    }
  }

  /** Starts a MESH file client for each organisation of the node. */
  void startFileClients() {
    for (String mailbox : List.of(HUB_MAILBOX, PRACTICE_MAILBOX)) {
      fileClients.start(client(mailbox), folders(mailbox), clock());
    }
  }

  /** Stops them; pairs stay where they are. */
  void stopFileClients() {
    fileClients.close();
  }

  /** A mailbox's folders IN, OUT, SENT, FAILED and TEMP. */
  Path folders(String mailbox) {
    return settings.folders(mailbox);
  }

  InstantSource clock() {
    return () -> Clock.systemUTC().instant().plus(ahead.get());
  }

  /** Moves everybody's clock on. */
  public void advance(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  /** Sets the MESH server's clock ahead of the node's. */
  void setMeshAhead(Duration by) {
    meshAhead.set(by);
  }

  /** The hub's register of providers. */
  public Path providers() {
    return settings.providers();
  }

  /** The practice's list of its patients. */
  public Path patients() {
    return settings.patients();
  }

  private Node startNode() throws IOException {
    return startNode(UnaryOperator.identity());
  }

  private Node startNode(UnaryOperator<NodeConfiguration> change) throws IOException {
    return Node.start(change.apply(configuration()), clock());
  }

  static String line(String nhsNumber, String standing) {
    return NetworkSettings.line(nhsNumber, standing);
  }

  private MeshClient client(String mailbox) {
    return MeshClient.builder()
        .url(mesh.url())
        .mailbox(mailbox)
        .password(PASSWORD)
        .sharedKey(KEY)
        .clock(clock())
        .build();
  }

  private NodeConfiguration configuration() throws IOException {
    return settings.node(mesh.url());
  }

  public Node node() {
    return node;
  }

  /** The only value that a query of the node's database gives. */
  public String one(String query) {
    return node.database().jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).one());
  }

  /** The same as a number. */
  int count(String query) {
    return Integer.parseInt(one(query));
  }

  /** The node's database, for what holds it up. */
  public Jdbi database() {
    return node.database().jdbi();
  }

  /** Once the node has counted what it sent and received, it does so no more. */
  public void countsNoMore() {
    await()
        .atMost(PATIENCE)
        .until(() -> count("select place from housekeeping where task = 'hours'") > 0);
    execute("update housekeeping set done_at = 'infinity' where task = 'hours'");
    execute("delete from message_hour");
    execute("delete from code_hour");
    execute("delete from queue_hour");
    execute("delete from organisation_queue_hour");
  }

  /** Waits until one transaction waits for another. */
  void awaitWaiter() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                count(
                        "select count(*) from pg_locks where not granted and locktype ="
                            + " 'transactionid'")
                    > 0);
  }

  /** From now on, until it ends, the node does what it is asked to and nothing by itself. */
  public void standsStill() {
    countsNoMore();
    database().useHandle(Standstill::begin);
  }

  /**
   * Empties tables, each after those that refer to it. The node works on, and may write a row that
   * refers to the next between two of them: then all are emptied once more.
   */
  public void empty(String... tables) {
    await()
        .atMost(Duration.ofMinutes(4))
        .ignoreExceptions()
        .until(
            () -> {
              for (String table : tables) {
                execute("delete from " + table);
              }
              return true;
            });
  }

  /** Changes the node's database behind its back. */
  public void execute(String statement) {
    node.database().jdbi().useHandle(handle -> handle.execute(statement));
  }

  /** What comes of something while nothing can be written into the audit log. */
  public <T> T refusingAudit(Callable<T> thing) throws Exception {
    return refusingAudit("", thing);
  }

  /** The same, but for entries of an action. */
  <T> T refusingAudit(String but, Callable<T> thing) throws Exception {
    return RefusedAudit.during(database(), but, thing);
  }

  /** How far a document has come. */
  DocumentState state(UUID document) {
    return node.outbox().find(document).orElseThrow().state();
  }

  /** What the node serves over HTTP, to serve it in another way. */
  public Served served() {
    return node.served();
  }

  /** The work on coded entries as under another policy. */
  public CodedWork coded(CodedSettings settings) {
    return CodedWork.open(node.database(), settings, clock());
  }

  /** The same, to people and machines who sign in as another configuration says. */
  public Served served(NodeConfiguration signIn) {
    Served own = node.served();
    return new Served(
        own.outbox(),
        own.bulkActs(),
        own.consultations(),
        own.followUps(),
        own.sendingRules(),
        own.worklist(),
        own.documents(),
        own.working(),
        own.lists(),
        own.teams(),
        own.arrangements(),
        own.coded(),
        own.handOver(),
        own.answers(),
        own.decisions(),
        own.escalations(),
        own.providers(),
        own.alerts(),
        own.channels(),
        own.content(),
        own.viewing(),
        own.tickets(),
        own.nodes(),
        own.desk(),
        own.reports(),
        own.traffic(),
        own.health(),
        own.metrics(),
        own.directory(),
        own.confirmations(),
        own.audited(),
        WaysIn.of(signIn, node.database().jdbi(), clock()),
        own.callers(),
        own.clock());
  }

  /** Flips the last bit of content where the database keeps it. */
  public void damage(String sha256) {
    node.database()
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    update content_chunk chunk
                    set bytes = set_bit(bytes, length(bytes) * 8 - 1, 1 - get_bit(bytes, length(bytes) * 8 - 1))
                    from (select content, max(n) as n from content_chunk join stored_content on content = id
                      where sha256 = decode(?, 'hex') group by content) last
                    where chunk.content = last.content and chunk.n = last.n
                    """,
                    sha256));
  }

  /** The MESH server, to misbehave on purpose. */
  LocalMeshServer mesh() {
    return mesh;
  }

  /** Stops the node and starts it again on the same data. */
  public void restartNode() throws IOException {
    restartNode(() -> {});
  }

  /** The same, with something that happens while the node is down. */
  void restartNode(Runnable meanwhile) throws IOException {
    node.close();
    meanwhile.run();
    node = startNode();
  }

  /** The same with another configuration, until the next restart. */
  public void restartNode(UnaryOperator<NodeConfiguration> change) throws IOException {
    node.close();
    node = startNode(change);
  }

  /** Starts one more node of this network; whoever does closes it. */
  Node another(UnaryOperator<NodeConfiguration> change) throws IOException {
    return startNode(change);
  }

  /** The same with somebody who hears when the node is of no use any more. */
  void restartNodeUntilUseless(Consumer<String> whenUseless) throws IOException {
    node.close();
    node = Node.startUntilUseless(configuration(), clock(), whenUseless);
  }

  /** The same with other rules for what is received and sent, until the next restart. */
  void restartNode(Rules rules) throws IOException {
    node.close();
    node = Node.start(configuration(), clock(), unused -> rules);
  }

  /** The open alerts whose problem begins like this. */
  List<Alert> alerts(String problem) {
    return node.alerts().open(1000).stream()
        .filter(alert -> alert.problem().startsWith(problem))
        .toList();
  }

  /** The message that was built last, as its receiver reads it. */
  SendDocument sentMessage() throws IOException {
    return (SendDocument)
        new MessageReader()
            .readXml(new ByteArrayInputStream(sentBytes()), AttachmentSink.discarding());
  }

  /** Its bytes. */
  byte[] sentBytes() {
    String hash =
        node.database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select message_sha256 from document where message_sha256 is not null"
                                + " order by accepted_at desc limit 1")
                        .mapTo(String.class)
                        .one());
    return node.content().read(new ContentHash(hash));
  }

  /** What a mailbox shows of itself to MESH, once. */
  String token(String mailbox) {
    return MeshToken.sign(
            mailbox, UUID.randomUUID().toString(), 0, PASSWORD, KEY, clock().instant())
        .header();
  }

  /** A mailbox of somebody else. */
  OtherMailbox other(String mailbox) {
    return new OtherMailbox(client(mailbox), mailbox);
  }

  /** The example consultation, for another patient and of another encounter. */
  static Consultation consultation(String nhsNumber) throws IOException {
    return ConsultationJson.read(exampleJson(nhsNumber, UUID.randomUUID().toString()));
  }

  public static byte[] exampleJson(String nhsNumber, String encounter) throws IOException {
    return Files.readString(example("consultation-summary.json"))
        .replace("9990000018", nhsNumber)
        .replace("5f0c7a52-6f0e-4b57-9d5e-2f3a1c9b7e10", encounter)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Version 2 of the example consultation of an encounter, in place of a document. */
  static Consultation newVersion(String encounter, String replaces) throws IOException {
    return ConsultationJson.read(
        new String(exampleJson(KNOWN, encounter), StandardCharsets.UTF_8)
            .replace("\"version\": 1,", "\"version\": 2, \"replaces\": \"" + replaces + "\",")
            .getBytes(StandardCharsets.UTF_8));
  }

  public static Path example(String name) {
    return Path.of(System.getProperty("project.root"), "examples", name);
  }

  /**
   * An example of any use case, sent by an organisation, for the known patient, of an encounter of
   * its own.
   */
  public static Document document(String example, String sender) throws IOException {
    String json = Files.readString(example(example));
    return DocumentJson.read(
        json.replaceFirst(
                "\"encounterId\": \"[^\"]*\"", "\"encounterId\": \"" + UUID.randomUUID() + "\"")
            .replaceFirst(
                "\"organisation\": \\{ \"odsCode\": \"[^\"]*\"",
                "\"organisation\": { \"odsCode\": \"" + sender + "\"")
            .replace("9990000026", KNOWN)
            .replace("1984-05-06", "1957-01-09")
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Hands a document in, as the HTTP API does. */
  public UUID submit(Document document) throws IOException {
    return submit(node, document);
  }

  static UUID submit(Node node, Document document) throws IOException {
    List<Submission.File> files = new ArrayList<>();
    for (var attachment : document.attachments()) {
      byte[] bytes = Files.readAllBytes(example(attachment.file()));
      files.add(new Submission.File(attachment.file(), () -> new ByteArrayInputStream(bytes)));
    }
    return node.outbox()
        .submit(
            new Submission(
                document,
                () -> new ByteArrayInputStream(DocumentJson.write(document)),
                files,
                Optional.empty(),
                Optional.empty()))
        .id();
  }

  /** What happened to a document, oldest first, by kind. */
  List<String> kinds(UUID document) {
    return node.outbox().timeline(document).stream().map(TimelineEvent::kind).toList();
  }

  /** The worklist entries of a document at every organisation, replaced ones too. */
  List<WorklistEntry> entries(String documentId) {
    return node.worklist().list(WorklistQuery.newest(1000)).stream()
        .filter(entry -> entry.identifiers().documentId().equals(documentId))
        .toList();
  }

  /** The entry of a document that was sent, at one organisation, once its first answer is back. */
  public WorklistEntry received(UUID sent, String organisation) {
    OutboxDocument document =
        await()
            .atMost(PATIENCE)
            .until(
                () -> node.outbox().find(sent).orElseThrow(),
                each -> each.acknowledgements().infrastructure().isPresent());
    return entries(document.identifiers().documentId().orElseThrow()).stream()
        .filter(each -> each.organisation().equals(organisation))
        .findFirst()
        .orElseThrow();
  }

  /** The id of the entry of a document that was sent to one organisation, once it is there. */
  public String entryOf(UUID sent) {
    String found =
        "from worklist_entry e join document d on d.document_id = e.document_id where d.id = '%s'"
            .formatted(sent);
    await().atMost(PATIENCE).until(() -> one("select count(*) " + found).equals("1"));
    return one("select e.id " + found);
  }

  /** Sends bytes from the supplier's mailbox; gives the MESH message id. */
  String supplierSends(byte[] body, String toMailbox, String workflow, String subject) {
    return supplier
        .send(
            OutgoingMessage.to(new MailboxAddress(toMailbox), workflow, MeshBody.of(body))
                .localId(SUPPLIER)
                .subject(subject)
                .build())
        .messageId();
  }

  /** So many answers that come to the supplier, in whatever order. */
  List<ItkResponse> supplierAwaits(int count) {
    List<ItkResponse> answers = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              answers.addAll(supplierReceives());
              return answers.size() == count;
            });
    return answers;
  }

  /** The responses in the supplier's mailbox, oldest first; each is taken out of it. */
  List<ItkResponse> supplierReceives() throws IOException {
    List<ItkResponse> responses = new ArrayList<>();
    for (String id : supplier.inbox(InboxQuery.all()).messageIds()) {
      try (Download download = supplier.download(id)) {
        responses.add(
            (ItkResponse)
                new MessageReader()
                    .readXml(
                        new ByteArrayInputStream(download.body().readAllBytes()),
                        AttachmentSink.discarding()));
      }
      supplier.acknowledge(id);
    }
    return responses;
  }

  /** Tells a person at the hub about something that concerns all of it. */
  public void raise(AlertText told) {
    node.ledger().tell(HUB, told);
  }

  /** Tells a person at the hub about a document. */
  public void raise(UUID document, AlertText told) {
    node.ledger().tellOfDocument(HUB, document, told);
  }

  /** Tells a person at the practice about what it received. */
  public void raiseReceived(UUID received, AlertText told) {
    node.ledger().tellOfReceived(PRACTICE, received, told);
  }

  /** Tells people of something about a document that an organisation sends. */
  public void raiseSent(String organisation, UUID document, AlertText told) {
    node.ledger().tellOfDocument(organisation, document, told);
  }

  @Override
  public void close() {
    supplier.close();
    stopFileClients();
    node.close();
    mesh.close();
  }
}
