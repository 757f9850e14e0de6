package gpcm.cli.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.DocumentState;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxQuery;
import gpcm.node.store.Slice;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
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
  private final DemoNetwork network;
  private final PrintWriter out;
  private final Ansi ansi;
  private final boolean json;
  private final DemoWork work;
  private final DemoTimeline timeline;
  private final DemoScenes scenes;
  private final List<OutboxDocument> documents = new ArrayList<>();
  private boolean earlier;

  DemoStory(DemoNetwork network, PrintWriter out, Ansi ansi, boolean json, Duration patience) {
    this.network = network;
    this.out = out;
    this.ansi = ansi;
    this.json = json;
    this.work = new DemoWork(network.node(), patience, this::say);
    this.timeline = new DemoTimeline(network, patience, this::say);
    this.scenes = new DemoScenes(network, timeline, patience, this::say);
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
   * @return whether every document was completed, but for what an earlier run left waiting
   */
  boolean tell() throws IOException, InterruptedException {
    say("MESH is at " + network.mesh().url() + ", the node at " + network.node().url() + ".");
    documents.addAll(
        network
            .node()
            .outbox()
            .list(new OutboxQuery(Optional.empty(), Optional.empty(), Slice.newest(1000))));
    earlier = !documents.isEmpty();
    if (!earlier) {
      act();
    } else {
      say("The folder holds the story of an earlier run. Nothing is handed in again.");
    }
    if (json) {
      out.println(summary());
    } else {
      say("");
      documents.forEach(document -> say(outcome(document)));
      scenes.played().forEach(scene -> say(scene.outcome()));
      say("");
      say(
          completed()
              ? "@|bold,green %s|@".formatted(done())
              : "@|bold,red Not done: see above what was not completed.|@");
    }
    out.flush();
    return completed();
  }

  private String done() {
    long parked = documents.stream().filter(this::parked).count();
    String done = "Done: %d documents are where they belong".formatted(documents.size() - parked);
    if (!earlier) {
      return done
          + ", and %d things that can come between were shown.".formatted(scenes.played().size());
    }
    return parked == 0 ? done + "." : done + "; waiting for their time: %d.".formatted(parked);
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
      scenes.play();
    }
  }

  private boolean completed() {
    return documents.stream().allMatch(each -> settled(each) || parked(each)) && scenes.happened();
  }

  // What an earlier run got there in another way is where it belongs, too.
  private static boolean settled(OutboxDocument document) {
    return document.state() == DocumentState.COMPLETED
        || document.state() == DocumentState.OTHER_ROUTE;
  }

  // What an earlier run left for its looker-on goes when its time is over.
  private boolean parked(OutboxDocument document) {
    return earlier && document.state() == DocumentState.WAITING;
  }

  /** Hands an example in, and watches it to its end. */
  private OutboxDocument handIn(Act act) throws IOException, InterruptedException {
    OutboxDocument document = watch(submit(act));
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
    UUID id = submit(TO_THE_PHARMACY);
    if (!completed()) {
      documents.add(watch(id));
      return;
    }
    announce("At the pharmacy a person decides ...");
    UUID escalated = work.escalate(id);
    OutboxDocument asked = watch(id);
    documents.add(asked);
    for (OutboxDocument copy : copiesOf(asked)) {
      documents.add(watch(copy.id()));
    }
    documents.add(watch(escalated));
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
  void invite(DemoDesk desk) throws IOException, InterruptedException {
    announce("One more consultation waits for its three hours: push the clock on to see it leave.");
    scenes.leaveOneWaiting();
    say("");
    say("  Who wants to see more has to sign in. Each of these links does that once:");
    say("");
    for (DemoPersona persona : DemoPersona.values()) {
      say(
          "  %-36s @|underline %s|@"
              .formatted(persona.description(), persona.link(network.node())));
    }
    say("");
    say(
        "The demo's clock, which you can push on, its mails, and links anew:  @|underline %s|@"
            .formatted(desk.url()));
    say("");
    say("The node stays up. Ctrl-C stops it.");
  }

  private OutboxDocument watch(UUID id) throws InterruptedException {
    return timeline.until(id, document -> document.state().isFinal());
  }

  private String summary() {
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
    work.done().forEach(act -> acts.addObject().put("who", act.who()).put("did", act.what()));
    ArrayNode shown = root.putArray("scenes");
    scenes
        .played()
        .forEach(
            scene ->
                shown
                    .addObject()
                    .put("scene", scene.name())
                    .put("happened", scene.happened())
                    .put("what", scene.words()));
    ArrayNode mails = root.putArray("mails");
    network
        .mail()
        .letters()
        .forEach(
            letter ->
                mails
                    .addObject()
                    .put("to", letter.to())
                    .put("subject", letter.subject())
                    .put("text", letter.text()));
    return root.toString();
  }

  private static long milliseconds(OutboxDocument document) {
    return Duration.between(document.acceptedAt(), document.updatedAt()).toMillis();
  }

  private String outcome(OutboxDocument document) {
    String what =
        "%-20s %s to %s"
            .formatted(
                document.useCase(),
                document.addressee().recipientType(),
                document.addressee().organisation());
    if (document.state() == DocumentState.OTHER_ROUTE) {
      return "%-62s @|green got there in another way|@".formatted(what);
    }
    if (parked(document)) {
      return "%-62s @|green waits for its time|@".formatted(what);
    }
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
