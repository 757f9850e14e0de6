package gpcm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Help.Ansi;

/** Hands the example in through the node's HTTP API and tells what happens, as it happens. */
final class DemoStory {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final DemoNetwork network;
  private final PrintWriter out;
  private final Ansi ansi;
  private final boolean json;
  private long told;

  DemoStory(DemoNetwork network, PrintWriter out, Ansi ansi, boolean json) {
    this.network = network;
    this.out = out;
    this.ansi = ansi;
    this.json = json;
  }

  /**
   * Tells the story to its end.
   *
   * @return whether the document was completed
   */
  boolean tell() throws IOException, InterruptedException {
    say("MESH is at " + network.mesh().url() + ", the node at " + network.node().url() + ".");
    say("The hub hands in examples/consultation-summary.json with its attachment ...");
    say("");
    Instant begun = Instant.now();
    JsonNode accepted =
        new ExampleSubmission(network.node().url()).post("consultation-summary.json");
    UUID id = UUID.fromString(accepted.path("id").asText());
    OutboxDocument document = watch(id, begun);
    long milliseconds = Duration.between(document.acceptedAt(), document.updatedAt()).toMillis();
    boolean completed = document.state().text().equals("completed");
    if (json) {
      out.println(summary(document, milliseconds));
    } else {
      say("");
      say(completed ? happyEnd(document, milliseconds) : badEnd(document, milliseconds));
    }
    out.flush();
    return completed;
  }

  /** Says where to look. */
  void invite() {
    say("");
    say("  The hub's outbox:         @|underline " + network.node().url() + "/outbox|@");
    say("  The practice's worklist:  @|underline " + network.node().url() + "/worklist|@");
    say("");
    say("The node stays up. Ctrl-C stops it.");
  }

  private OutboxDocument watch(UUID id, Instant begun) throws InterruptedException {
    while (true) {
      OutboxDocument document = network.node().outbox().find(id).orElseThrow();
      tellWhatHappened();
      boolean late = Duration.between(begun, Instant.now()).compareTo(PATIENCE) > 0;
      if (document.state().isFinal() || late) {
        tellWhatHappened();
        return document;
      }
      Thread.sleep(GLANCE);
    }
  }

  private void tellWhatHappened() {
    List<TimelineEvent> events = network.node().timeline().after(told, 100);
    for (TimelineEvent event : events) {
      told = event.id();
      boolean hub = event.organisation().equals(DemoNetwork.HUB);
      say(
          "%s  %s  @|bold %-30s|@ %s"
              .formatted(
                  TIME.format(event.at()),
                  hub ? "@|cyan hub      |@" : "@|yellow practice |@",
                  event.kind(),
                  event.detail()));
    }
  }

  private static String summary(OutboxDocument document, long milliseconds) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode documents = root.putArray("documents");
    ObjectNode one = documents.addObject();
    one.put("messageId", document.messageId().orElse(null));
    one.put("documentId", document.documentId().orElse(null));
    one.put("useCase", document.useCase());
    one.put("state", document.state().text());
    one.put("infrastructure", document.infrastructureCode().orElse(null));
    one.put("business", document.businessCode().orElse(null));
    one.put("milliseconds", milliseconds);
    return root.toString();
  }

  private static String happyEnd(OutboxDocument document, long milliseconds) {
    return "@|bold,green Done: the Consultation Summary is in the practice's worklist, and both acknowledgements (%s and %s) came back after %d ms.|@"
        .formatted(
            document.infrastructureCode().orElseThrow(),
            document.businessCode().orElseThrow(),
            milliseconds);
  }

  private static String badEnd(OutboxDocument document, long milliseconds) {
    return "@|bold,red Not done: the document is %s after %d ms%s.|@"
        .formatted(
            document.state().text(),
            milliseconds,
            document.failure().map(why -> " (" + why + ")").orElse(""));
  }

  private void say(String text) {
    if (!json) {
      out.println(ansi.string(text));
      out.flush();
    }
  }
}
