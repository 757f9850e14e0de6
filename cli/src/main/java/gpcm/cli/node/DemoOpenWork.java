package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.journal.Alert;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What is not worked to its end, so that whoever looks at the running demo finds something to do:
 * each on the page of somebody whose work it is. One thread.
 */
final class DemoOpenWork {
  /** Known to the stand-in for PDS as a patient of the practice, and not to MESH. */
  private static final String UNKNOWN_TO_MESH = "9990000166";

  private static final Duration GLANCE = Duration.ofMillis(50);

  private final DemoNetwork network;
  private final DemoTimeline timeline;
  private final DemoWork work;
  private final Duration patience;
  private final Consumer<String> say;
  private final List<Item> left = new ArrayList<>();

  /**
   * @param patience for how long one thing is waited for
   * @param say tells a line, in picocli's markup
   */
  DemoOpenWork(
      DemoNetwork network,
      DemoTimeline timeline,
      DemoWork work,
      Duration patience,
      Consumer<String> say) {
    this.network = network;
    this.timeline = timeline;
    this.work = work;
    this.patience = patience;
    this.say = say;
  }

  /**
   * Something that is left.
   *
   * @param there whether it stands as it should
   * @param whose by whose link it is found
   * @param page where, such as {@code /outbox/...}
   * @param words what it is
   */
  record Item(String name, boolean there, DemoPersona whose, String page, String words) {
    /** As a line, in picocli's markup. */
    String outcome() {
      return "%-62s %s"
          .formatted(
              words,
              there
                  ? "@|yellow open|@ for the " + whose.description()
                  : "@|red is not as it should be|@");
    }
  }

  /** What was left so far. */
  List<Item> left() {
    return List.copyOf(left);
  }

  /** Whether all of it stands as it should. */
  boolean stands() {
    return left.stream().allMatch(Item::there);
  }

  /** Whether a document is the one that is left undelivered, in this run or an earlier one. */
  static boolean isUndelivered(OutboxDocument document) {
    return document.state() == DocumentState.FAILED
        && document.patient().nhsNumber().equals(UNKNOWN_TO_MESH);
  }

  /**
   * Leaves all of it.
   *
   * @param confidential the report that a patient asked to be kept confidential
   */
  void leave(UUID confidential) throws IOException, InterruptedException {
    review();
    if (network.transport() == DemoNetwork.Transport.HTTP) {
      declined();
    }
    undelivered();
    DemoWork.Seen seen = work.confidential(confidential);
    left.add(
        new Item(
            "confidential",
            seen.masked() && seen.open(),
            DemoPersona.CLINICIAN,
            "/worklist/" + seen.entry(),
            "a confidential report, masked for the clerk"));
  }

  private void review() throws IOException, InterruptedException {
    announce("One more letter brings an allergy. The clerk asks the clinician, who is out ...");
    ObjectNode letter = ExampleSubmission.whole("generic-walk-in.json");
    letter.put("encounterId", UUID.randomUUID().toString()).put("title", "Minor injuries letter");
    ((ObjectNode) letter.path("patient"))
        .put("nhsNumber", "9990000026")
        .put("birthDate", "1984-05-06")
        .put("gender", "male");
    ObjectNode name = (ObjectNode) letter.at("/patient/name");
    name.put("prefix", "Mr").putArray("given").add("Charlie");
    UUID id = submitted(letter);
    OutboxDocument sent = timeline.until(id, document -> document.state().isFinal());
    DemoWork.Asked asked = work.askForReview(id);
    left.add(
        new Item(
            "review",
            sent.state() == DocumentState.COMPLETED && asked.waits(),
            DemoPersona.CLINICIAN,
            "/worklist/" + asked.entry(),
            "an allergy waits for a clinician's review"));
  }

  private void declined() throws IOException, InterruptedException {
    announce("Somebody else asks online for help that a pharmacy cannot give ...");
    ObjectNode consultation = ExampleSubmission.example("online-consultation-pharmacy.json");
    consultation.put("encounterId", UUID.randomUUID().toString());
    ObjectNode patient = (ObjectNode) consultation.path("patient");
    patient.put("nhsNumber", "9990000018").put("birthDate", "1957-01-09").put("gender", "female");
    ((ObjectNode) patient.path("name"))
        .put("prefix", "Ms")
        .putArray("given")
        .add("Alpha")
        .add("Example");
    ArrayNode questions = (ArrayNode) consultation.at("/sections/0/questions");
    JsonNode problem = questions.get(0);
    JsonNode days = questions.get(2);
    ((ObjectNode) problem.at("/answers/0"))
        .put("text", "My left ear hurts, and I hear less on it.");
    questions.removeAll().add(problem).add(days);
    UUID id = submitted(consultation);
    work.decline(id);
    OutboxDocument answered = timeline.until(id, document -> document.state().isFinal());
    left.add(
        new Item(
            "declined",
            answered.acknowledgements().business().filter("30017"::equals).isPresent()
                && alerts(id).size() == 1,
            DemoPersona.SENDER_OF_TRIAGE,
            "/outbox/" + id,
            "a pharmacy has declined a consultation (30017)"));
  }

  private void undelivered() throws IOException, InterruptedException {
    announce("PDS knows the practice of one more patient, and MESH does not know the patient ...");
    ObjectNode consultation = ExampleSubmission.example("consultation-summary.json");
    consultation.put("encounterId", UUID.randomUUID().toString());
    ((ObjectNode) consultation.path("patient")).put("nhsNumber", UNKNOWN_TO_MESH);
    UUID id = submitted(consultation);
    OutboxDocument failed = timeline.until(id, document -> document.state().isFinal());
    left.add(
        new Item(
            "undelivered",
            failed.state() == DocumentState.FAILED && bothAnswersAreTold(id),
            DemoPersona.SENDER,
            "/outbox/" + id,
            "a report was not delivered, and its alert is open"));
  }

  // What MESH says is told first, and told anew with what PDS says then.
  private boolean bothAnswersAreTold(UUID document) throws InterruptedException {
    Instant begun = Instant.now();
    while (Duration.between(begun, Instant.now()).compareTo(patience) < 0) {
      List<Alert> open = alerts(document);
      if (open.size() == 1 && open.getFirst().title().startsWith("MESH and the look-up disagree")) {
        say.accept("  @|bold alert|@ " + open.getFirst().title());
        return true;
      }
      Thread.sleep(GLANCE);
    }
    return false;
  }

  private List<Alert> alerts(UUID document) {
    return network.node().alerts().openOfDocument(document);
  }

  private UUID submitted(ObjectNode consultation) throws IOException, InterruptedException {
    return UUID.fromString(
        new ExampleSubmission(network.node().url(), network::key)
            .post(consultation)
            .path("id")
            .asText());
  }

  private void announce(String what) {
    say.accept("");
    say.accept("@|bold " + what + "|@");
  }
}
