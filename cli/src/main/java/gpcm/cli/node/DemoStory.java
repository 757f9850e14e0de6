package gpcm.cli.node;

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

/**
 * Hands the examples in through the node's HTTP API, has staff work with them, and tells what
 * happens, as it happens.
 */
final class DemoStory {
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final DemoNetwork network;
  private final PrintWriter out;
  private final Ansi ansi;
  private final boolean json;
  private final Duration patience;
  private final DemoWork work;
  private final List<OutboxDocument> documents = new ArrayList<>();
  private FeedPlace told = FeedPlace.START;

  DemoStory(DemoNetwork network, PrintWriter out, Ansi ansi, boolean json, Duration patience) {
    this.network = network;
    this.out = out;
    this.ansi = ansi;
    this.json = json;
    this.patience = patience;
    this.work = new DemoWork(network.node(), patience, this::say);
  }

  /** A document handed in, with what is said about it. */
  private record Act(String example, String announcement) {}

  private static final Act SUMMARY =
      new Act(
          "consultation-summary.json",
          "A patient was seen at a hub. It hands in the Consultation Summary, with an attachment,"
              + " for the patient's practice ...");

  private static final Act CONFIDENTIAL =
      new Act(
          "consultation-summary-confidential.json",
          "Another patient asked the hub to keep their visit confidential ...");

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

  private static final Act CODED =
      new Act(
          "generic-walk-in.json",
          "The hub passes on a letter with coded entries, an allergy among them, as a generic"
              + " document ...");

  /**
   * Tells the story to its end.
   *
   * @return whether every document was completed
   */
  boolean tell() throws IOException, InterruptedException {
    say("MESH is at " + network.mesh().url() + ", the node at " + network.node().url() + ".");
    documents.addAll(
        network
            .node()
            .outbox()
            .list(new OutboxQuery(Optional.empty(), Optional.empty(), Slice.newest(1000))));
    if (documents.isEmpty()) {
      act();
    } else {
      say("The folder holds the story of an earlier run. Nothing is handed in again.");
    }
    if (json) {
      out.println(summary(documents, work.done()));
    } else {
      say("");
      documents.forEach(document -> say(outcome(document)));
      say("");
      say(
          completed()
              ? "@|bold,green Done: %d documents are where they belong, each with both acknowledgements.|@"
                  .formatted(documents.size())
              : "@|bold,red Not done: see above what was not completed.|@");
    }
    out.flush();
    return completed();
  }

  private void act() throws IOException, InterruptedException {
    handIn(SUMMARY);
    OutboxDocument confidential = handIn(CONFIDENTIAL);
    switch (network.transport()) {
      case HTTP -> throughThePharmacy();
      case FOLDERS -> handIn(TO_THE_PRACTICE);
    }
    OutboxDocument coded = handIn(CODED);
    if (completed()) {
      announce("Now the staff of the practice work ...");
      work.work(coded.id(), confidential.id());
    }
  }

  private boolean completed() {
    return documents.stream().allMatch(one -> one.state() == DocumentState.COMPLETED);
  }

  /** Hands an example in, and watches it to its end. */
  private OutboxDocument handIn(Act act) throws IOException, InterruptedException {
    Instant begun = Instant.now();
    OutboxDocument document = watch(submit(act), begun);
    documents.add(document);
    return document;
  }

  private UUID submit(Act act) throws IOException, InterruptedException {
    announce("%s|@ @|faint (examples/%s)".formatted(act.announcement(), act.example()));
    return UUID.fromString(
        new ExampleSubmission(network.node().url(), network::key)
            .post(act.example())
            .path("id")
            .asText());
  }

  private void throughThePharmacy() throws IOException, InterruptedException {
    Instant begun = Instant.now();
    UUID id = submit(TO_THE_PHARMACY);
    if (!completed()) {
      documents.add(watch(id, begun));
      return;
    }
    announce("At the pharmacy a person decides ...");
    UUID escalated = work.escalate(id);
    OutboxDocument asked = watch(id, Instant.now());
    documents.add(asked);
    for (OutboxDocument copy : copiesOf(asked)) {
      documents.add(watch(copy.id(), Instant.now()));
    }
    documents.add(watch(escalated, Instant.now()));
  }

  private void announce(String what) {
    say("");
    say("@|bold " + what + "|@");
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
    say("  Who wants to see more has to sign in. Each of these links does that once:");
    say("");
    for (DemoPersona persona : DemoPersona.values()) {
      say(
          "  %-36s @|underline %s|@"
              .formatted(persona.description(), persona.link(network.node())));
    }
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

  private static String summary(List<OutboxDocument> documents, List<DemoWork.Done> staff) {
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
    ArrayNode acts = root.putArray("staff");
    staff.forEach(act -> acts.addObject().put("who", act.who()).put("did", act.what()));
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
