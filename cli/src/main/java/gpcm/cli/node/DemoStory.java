package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.store.Slice;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Help.Ansi;

/** Hands the examples in through the node's HTTP API and tells what happens, as it happens. */
final class DemoStory {
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final DemoNetwork network;
  private final PrintWriter out;
  private final Ansi ansi;
  private final boolean json;
  private final Duration patience;
  private FeedPlace told = FeedPlace.START;

  DemoStory(DemoNetwork network, PrintWriter out, Ansi ansi, boolean json, Duration patience) {
    this.network = network;
    this.out = out;
    this.ansi = ansi;
    this.json = json;
    this.patience = patience;
  }

  /** A document handed in, with what is said about it. */
  private record Act(String example, String announcement) {}

  private static final Act TO_THE_PHARMACY =
      new Act(
          "online-consultation-pharmacy.json",
          "A patient filled in a questionnaire online. The triage service asks a pharmacy to act"
              + " and sends the practice a copy ...");

  /** What a MESH file client can carry of it: without endpoint lookup no pharmacy is found. */
  private static final Act TO_THE_PRACTICE =
      new Act(
          "online-consultation.json",
          "A patient filled in a questionnaire online. The triage service sends it to the"
              + " practice ...");

  private static List<Act> acts(DemoNetwork.Transport transport) {
    return List.of(
        new Act(
            "consultation-summary.json",
            "A patient was seen at a hub. It hands in the Consultation Summary, with an"
                + " attachment, for the patient's practice ..."),
        switch (transport) {
          case HTTP -> TO_THE_PHARMACY;
          case FOLDERS -> TO_THE_PRACTICE;
        },
        new Act(
            "online-consultation-escalated.json",
            "The pharmacy has looked and escalates to the practice ..."),
        new Act(
            "generic.json",
            "The hub passes on a letter with a coded vaccination, as a generic document ..."));
  }

  /**
   * Tells the story to its end.
   *
   * @return whether every document was completed
   */
  boolean tell() throws IOException, InterruptedException {
    say("MESH is at " + network.mesh().url() + ", the node at " + network.node().url() + ".");
    List<OutboxDocument> documents = new ArrayList<>();
    for (Act act : acts(network.transport())) {
      say("");
      say("@|bold " + act.announcement() + "|@ (examples/" + act.example() + ")");
      Instant begun = Instant.now();
      JsonNode accepted = new ExampleSubmission(network.node().url()).post(act.example());
      UUID id = UUID.fromString(accepted.path("id").asText());
      OutboxDocument document = watch(id, begun);
      documents.add(document);
      for (OutboxDocument copy : copiesOf(document)) {
        documents.add(watch(copy.id(), begun));
      }
    }
    boolean completed = documents.stream().allMatch(one -> one.state() == DocumentState.COMPLETED);
    if (json) {
      out.println(summary(documents));
    } else {
      say("");
      documents.forEach(document -> say(outcome(document)));
      say("");
      say(
          completed
              ? "@|bold,green Done: %d documents are where they belong, each with both acknowledgements.|@"
                  .formatted(documents.size())
              : "@|bold,red Not done: see above what was not completed.|@");
    }
    out.flush();
    return completed;
  }

  private List<OutboxDocument> copiesOf(OutboxDocument document) {
    return network
        .node()
        .outbox()
        .list(
            new OutboxQuery(
                Optional.of(document.organisation()), Optional.empty(), Slice.newest(1000)))
        .stream()
        .filter(each -> each.addressee().copyOf().equals(Optional.of(document.id())))
        .toList();
  }

  /** Says where to look. */
  void invite() {
    say("");
    say("  What was sent:      @|underline " + network.node().url() + "/outbox|@");
    say("  What was received:  @|underline " + network.node().url() + "/worklist|@");
    say("");
    say("The node stays up. Ctrl-C stops it.");
  }

  private OutboxDocument watch(UUID id, Instant begun) throws InterruptedException {
    while (true) {
      OutboxDocument document = network.node().outbox().find(id).orElseThrow();
      tellWhatHappened();
      boolean late = Duration.between(begun, Instant.now()).compareTo(patience) > 0;
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
      told = event.place();
      say(
          "%s  %s  @|bold %-30s|@ %s"
              .formatted(
                  TIME.format(event.at()),
                  DemoNetwork.Party.marked(event.organisation()),
                  event.kind(),
                  event.detail()));
    }
  }

  private static String summary(List<OutboxDocument> documents) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode array = root.putArray("documents");
    for (OutboxDocument document : documents) {
      ObjectNode one = array.addObject();
      one.put("messageId", document.identifiers().messageId().orElse(null));
      one.put("documentId", document.identifiers().documentId().orElse(null));
      one.put("useCase", document.useCase());
      one.put("recipientType", document.addressee().recipientType());
      one.put("state", document.state().text());
      one.put("infrastructure", document.acknowledgements().infrastructure().orElse(null));
      one.put("business", document.acknowledgements().business().orElse(null));
      one.put("milliseconds", milliseconds(document));
    }
    return root.toString();
  }

  private static long milliseconds(OutboxDocument document) {
    return Duration.between(document.acceptedAt(), document.updatedAt()).toMillis();
  }

  private static String outcome(OutboxDocument document) {
    String what =
        "%-20s %s to %s"
            .formatted(
                document.useCase(),
                document.addressee().recipientType(),
                document.addressee().organisation());
    return document.state() == DocumentState.COMPLETED
        ? "%-62s @|green completed|@ with %s and %s after %d ms"
            .formatted(
                what,
                document.acknowledgements().infrastructure().orElseThrow(),
                document.acknowledgements().business().orElseThrow(),
                milliseconds(document))
        : "%-62s @|red %s|@%s"
            .formatted(
                what,
                document.state().text(),
                document.failure().map(why -> ": " + why).orElse(""));
  }

  private void say(String text) {
    if (!json) {
      out.println(ansi.string(text));
      out.flush();
    }
  }
}
