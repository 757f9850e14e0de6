package gpcm.node.testing;

import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.node.Node;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.journal.Alert;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.people.Directory;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignIn;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.receiving.WorklistQuery;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A real node of a {@link LocalNetwork}, with its HTTP API and pages, that can be stopped and
 * started again on the same data. Thread-safe.
 */
public final class TestNode implements AutoCloseable {
  private static final long GLANCE_MILLIS = 10;
  private static final int MANY = 1000;

  private final NodeConfiguration configuration;
  private final Duration patience;
  private Optional<Node> running = Optional.empty();

  TestNode(NodeConfiguration configuration, Duration patience) {
    this.configuration = configuration;
    this.patience = patience;
  }

  /** Starts it, unless it runs. On any free port: its address is another one each time. */
  public synchronized void start() {
    if (running.isEmpty()) {
      running = Optional.of(Node.start(configuration, InstantSource.system()));
    }
  }

  /** Stops it, if it runs. What it has not done yet is done once it is started again. */
  @Override
  public synchronized void close() {
    Optional<Node> stopping = running;
    running = Optional.empty();
    stopping.ifPresent(Node::close);
  }

  /** Stops it and starts it again on the same data, as an update does. */
  public synchronized void restart() {
    close();
    start();
  }

  /**
   * The node itself, for everything that has no method here.
   *
   * @throws IllegalStateException when it does not run
   */
  public synchronized Node node() {
    return running.orElseThrow(
        () -> new IllegalStateException("the node is stopped: call start() first"));
  }

  /** Where its HTTP API and its pages are. */
  public URI url() {
    return node().url();
  }

  /** A key for its HTTP API, with every scope, that works for one organisation. */
  public String key(TestOrganisation organisation) {
    return node()
        .directory()
        .keys()
        .make(
            "system under test",
            organisation.ods().value(),
            Set.of(Permission.values()),
            Optional.empty(),
            "a test")
        .secret();
  }

  /**
   * The cookie of a session in which somebody works at one organisation, for its pages.
   *
   * @param roles what they are there
   */
  public String cookie(TestOrganisation organisation, Role... roles) {
    Directory directory = node().directory();
    Person person =
        directory
            .people()
            .known(Person.LOCAL, "test-" + UUID.randomUUID(), "Fictional Person", Optional.empty());
    SignIn signIn =
        new SignIn(
            person,
            organisation.ods().value(),
            Set.of(roles),
            Set.of(),
            Optional.empty(),
            1,
            InstantSource.system().instant());
    return "__Host-gpcm=" + directory.sessions().begin(signIn, "127.0.0.1", "a test");
  }

  /**
   * Hands in a document without attachments.
   *
   * @return the node's id of it
   */
  public UUID handIn(Document document) {
    return handIn(document, Map.of());
  }

  /**
   * Hands in a document.
   *
   * @param attachments the bytes of each file that the document declares, by name
   * @return the node's id of it
   * @throws gpcm.node.sending.SubmissionRefused when the node does not take it, saying why
   */
  public UUID handIn(Document document, Map<String, byte[]> attachments) {
    List<Submission.File> files = new ArrayList<>();
    attachments.forEach(
        (name, bytes) ->
            files.add(new Submission.File(name, () -> new ByteArrayInputStream(bytes))));
    byte[] json = DocumentJson.write(document);
    try {
      return node()
          .outbox()
          .submit(
              new Submission(
                  document,
                  () -> new ByteArrayInputStream(json),
                  files,
                  Optional.empty(),
                  Optional.empty()))
          .id();
    } catch (IOException e) {
      throw new UncheckedIOException("the document cannot be handed in", e);
    }
  }

  /** A document that was handed in, as it stands now. */
  public Optional<OutboxDocument> document(UUID id) {
    return node().outbox().find(id);
  }

  /**
   * Waits until a document is in a state.
   *
   * @throws AssertionError when it ends in another one, or is not there in time (a minute, unless
   *     the network was told otherwise); it says what happened to the document and what people were
   *     told
   */
  public OutboxDocument await(UUID id, DocumentState state) throws InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      OutboxDocument document =
          document(id)
              .orElseThrow(
                  () -> new AssertionError("no document %s was handed in here".formatted(id)));
      if (document.state() == state) {
        return document;
      }
      if (document.state().isFinal() || System.nanoTime() - begun > patience.toNanos()) {
        throw new AssertionError(story(document, state));
      }
      TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
    }
  }

  private String story(OutboxDocument document, DocumentState wanted) {
    StringBuilder story =
        new StringBuilder(
            "document %s is %s, not %s"
                .formatted(document.id(), document.state().text(), wanted.text()));
    for (TimelineEvent event : node().outbox().timeline(document.id())) {
      story.append("\n  %s %s: %s".formatted(event.at(), event.kind(), event.detail()));
    }
    for (Alert alert : node().alerts().openOfDocument(document.id())) {
      story.append("\n  alert: %s. %s".formatted(alert.whatHappened(), alert.whatToDo()));
    }
    return story.toString();
  }

  /** What its organisations have received, newest first, replaced entries too; at most 1,000. */
  public List<WorklistEntry> worklist() {
    return node().worklist().list(WorklistQuery.newest(MANY));
  }

  /** What its people have been told and have not dealt with, newest first; at most 1,000. */
  public List<Alert> alerts() {
    return node().alerts().open(MANY);
  }
}
