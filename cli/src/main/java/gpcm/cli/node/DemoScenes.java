package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What can come between a consultation and its report at the practice: it waits for its time, a
 * person has to decide, it is replaced, it fails and is sent again. One thread.
 */
final class DemoScenes {
  private static final Duration THREE_HOURS = Duration.ofHours(3);
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final String SUMMARY = "consultation-summary.json";

  /** Registered with nobody, by the stand-in for PDS. */
  private static final String NOWHERE = "9990000158";

  private static final String DESK = "desk@hub.example";

  private final DemoNetwork network;
  private final DemoTimeline timeline;
  private final Duration patience;
  private final Consumer<String> say;
  private final List<Scene> played = new ArrayList<>();

  /**
   * @param patience for how long one thing is waited for
   * @param say tells a line, in picocli's markup
   */
  DemoScenes(DemoNetwork network, DemoTimeline timeline, Duration patience, Consumer<String> say) {
    this.network = network;
    this.timeline = timeline;
    this.patience = patience;
    this.say = say;
  }

  /**
   * Something that was shown.
   *
   * @param happened whether it came as it should
   * @param words what happened
   */
  record Scene(String name, boolean happened, String words) {
    /** As a line, in picocli's markup. */
    String outcome() {
      return "%-62s %s".formatted(words, happened ? "@|green shown|@" : "@|red did not happen|@");
    }
  }

  /** What was shown so far. */
  List<Scene> played() {
    return List.copyOf(played);
  }

  /** Whether all of it came as it should. */
  boolean happened() {
    return played.stream().allMatch(Scene::happened);
  }

  /** Plays them all; each goes on from where the one before ended. */
  void play() throws IOException, InterruptedException {
    haveAlertsMailed();
    ObjectNode consultation = consultation();
    UUID first = waits(consultation);
    held();
    replaces(consultation, first);
    resent(failed());
  }

  /** A consultation for whoever looks on: it leaves when they push the clock on. */
  void leaveOneWaiting() throws IOException, InterruptedException {
    recorded(consultation());
  }

  private void haveAlertsMailed() throws IOException, InterruptedException {
    announce("The hub has its alerts mailed to " + DESK + " ...");
    try (DemoPerson administrator =
        DemoPerson.signIn(DemoPersona.ADMINISTRATOR_OF_HUB, network.node())) {
      JsonNode unused =
          administrator.post(
              "/api/v1/alert-channels",
              Map.of(
                  "name", "The hub's desk",
                  "kind", "mail",
                  "address", DESK,
                  "step", "first",
                  "severity", "information",
                  "sides", List.of("sending"),
                  "hours", "any"));
    }
  }

  private UUID waits(ObjectNode consultation) throws IOException, InterruptedException {
    announce(
        "The hub's system records a consultation. Its report waits for three hours: it may still"
            + " be changed ...");
    OutboxDocument waiting = until(recorded(consultation), DocumentState.WAITING);
    boolean waited = waiting.state() == DocumentState.WAITING;
    push();
    OutboxDocument sent = until(waiting.id(), DocumentState.COMPLETED);
    tell(
        "waits",
        waited && sent.state() == DocumentState.COMPLETED,
        "a consultation waited for its three hours, then it left");
    return sent.id();
  }

  private void held() throws IOException, InterruptedException {
    announce("PDS knows no practice of another patient. Nobody is sent anything by guess ...");
    UUID id = posted(consultation(NOWHERE));
    boolean held = until(id, DocumentState.HELD).state() == DocumentState.HELD;
    if (held) {
      act(id, "other-route", "Printed and posted to the patient, who asked for it, by the desk");
    }
    OutboxDocument ended = until(id, DocumentState.OTHER_ROUTE);
    tell(
        "held",
        held && ended.state() == DocumentState.OTHER_ROUTE,
        "one was held without a practice, and got there in another way");
  }

  private void replaces(ObjectNode consultation, UUID first)
      throws IOException, InterruptedException {
    announce("The first consultation is changed after its report has left ...");
    ((ObjectNode) consultation.at("/sections/0")).put("title", "History, as corrected");
    UUID second = recorded(consultation);
    push();
    OutboxDocument sent = until(second, DocumentState.COMPLETED);
    Optional<String> original =
        network.node().outbox().find(first).orElseThrow().identifiers().documentId();
    tell(
        "replaces",
        sent.state() == DocumentState.COMPLETED
            && original.isPresent()
            && sent.encounter().version() == 2
            && sent.encounter().replaces().equals(original),
        "an update replaced the report that had left");
  }

  private UUID failed() throws IOException, InterruptedException {
    announce("Another patient's practice has no mailbox on MESH yet ...");
    ObjectNode consultation = consultation(LatePractice.PATIENT);
    consultation
        .putObject("registeredPractice")
        .put("odsCode", LatePractice.ODS)
        .put("name", LatePractice.NAME);
    UUID id = posted(consultation);
    boolean failed = until(id, DocumentState.FAILED).state() == DocumentState.FAILED;
    Optional<DemoMail.Letter> letter = letterAbout("not delivered", id);
    letter.ifPresent(this::show);
    tell(
        "failed",
        failed && letter.isPresent(),
        "MESH gave one back; people were told by alert and mail");
    return id;
  }

  private void resent(UUID id) throws IOException, InterruptedException {
    announce("The practice gets its mailbox, and the hub sends the document again ...");
    boolean arrived = false;
    try (LatePractice practice = network.latePractice()) {
      act(id, "resend", "");
      Instant begun = Instant.now();
      while (!arrived && Duration.between(begun, Instant.now()).compareTo(patience) < 0) {
        practice.answer();
        arrived = timeline.now(id).state() == DocumentState.COMPLETED;
        Thread.sleep(GLANCE);
      }
    }
    tell("resent", arrived, "it was sent again, and arrived");
  }

  private Optional<DemoMail.Letter> letterAbout(String words, UUID document)
      throws InterruptedException {
    Instant begun = Instant.now();
    while (Duration.between(begun, Instant.now()).compareTo(patience) < 0) {
      OutboxDocument unused = timeline.now(document);
      Optional<DemoMail.Letter> found =
          network.mail().letters().stream()
              .filter(letter -> letter.subject().contains(words) || letter.text().contains(words))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      Thread.sleep(GLANCE);
    }
    return Optional.empty();
  }

  private void show(DemoMail.Letter letter) {
    say.accept("  @|bold mail to|@ %s (%s)".formatted(letter.to(), letter.file()));
    say.accept("  @|bold %s|@".formatted(letter.subject()));
    letter.text().lines().forEach(line -> say.accept("  | " + line));
  }

  private void push() throws IOException {
    network.clock().push(THREE_HOURS);
    say.accept("  @|bold the demo's clock|@ is pushed on by three hours");
  }

  private void act(UUID document, String act, String reason)
      throws IOException, InterruptedException {
    try (DemoPerson sender = DemoPerson.signIn(DemoPersona.SENDER, network.node())) {
      JsonNode unused =
          sender.post(
              "/api/v1/documents/%s/%s".formatted(document, act),
              reason.isEmpty() ? Map.of() : Map.of("reason", reason));
      say.accept("  @|bold %s|@ did this: %s".formatted(sender.name(), act.replace('-', ' ')));
    }
  }

  private OutboxDocument until(UUID id, DocumentState state) throws InterruptedException {
    return timeline.until(id, document -> document.state() == state || document.state().isFinal());
  }

  private static ObjectNode consultation() throws IOException {
    ObjectNode consultation = ExampleSubmission.example(SUMMARY);
    consultation.put("encounterId", UUID.randomUUID().toString());
    return consultation;
  }

  private static ObjectNode consultation(String nhsNumber) throws IOException {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.path("patient")).put("nhsNumber", nhsNumber);
    return consultation;
  }

  private UUID posted(ObjectNode consultation) throws IOException, InterruptedException {
    return id(submission().post(consultation));
  }

  private UUID recorded(ObjectNode consultation) throws IOException, InterruptedException {
    ObjectNode recorded = consultation.deepCopy();
    recorded.remove("version");
    return id(submission().put(recorded));
  }

  private ExampleSubmission submission() {
    return new ExampleSubmission(network.node().url(), network::key);
  }

  private static UUID id(JsonNode answer) {
    return UUID.fromString(answer.path("id").asText());
  }

  private void announce(String what) {
    say.accept("");
    say.accept("@|bold " + what + "|@");
  }

  private void tell(String name, boolean happened, String words) {
    played.add(new Scene(name, happened, words));
  }
}
