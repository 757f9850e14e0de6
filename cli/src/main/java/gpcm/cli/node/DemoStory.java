package gpcm.cli.node;

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
  private final DemoOpenWork open;
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
    this.open = new DemoOpenWork(network, timeline, work, patience, this::say);
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
      open.left().forEach(item -> say(item.outcome()));
      say("");
      say(
          completed()
              ? "@|bold,green %s|@".formatted(done())
              : "@|bold,red Not done: see above what was not completed.|@");
    }
    out.flush();
    return completed();
  }

  /** What was left for whoever looks on. */
  List<DemoOpenWork.Item> left() {
    return open.left();
  }

  private String done() {
    long waiting = documents.stream().filter(this::waitsForItsTime).count();
    long undelivered = documents.stream().filter(this::waitsForAPerson).count();
    String done =
        "Done: %d documents are where they belong"
            .formatted(documents.size() - waiting - undelivered);
    if (!earlier) {
      return done
          + ", %d things that can come between were shown, and %d are left to be looked at."
              .formatted(scenes.played().size(), open.left().size());
    }
    return done
        + (waiting == 0 ? "" : "; waiting for their time: " + waiting)
        + (undelivered == 0 ? "" : "; waiting for a person: " + undelivered)
        + ".";
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
      open.leave(confidential.id());
      if (network.makeUpWeek()) {
        announce(
            "The charts of the page System get a week of traffic. It is made up: numbers by the"
                + " hour, no patient, no document.");
      }
    }
  }

  private boolean completed() {
    return documents.stream().allMatch(each -> settled(each) || parked(each))
        && scenes.happened()
        && open.stands();
  }

  // What an earlier run got there in another way is where it belongs, too.
  private static boolean settled(OutboxDocument document) {
    return document.state() == DocumentState.COMPLETED
        || document.state() == DocumentState.OTHER_ROUTE;
  }

  // What an earlier run left for its looker-on goes when its time is over, or by a person.
  private boolean parked(OutboxDocument document) {
    return waitsForItsTime(document) || waitsForAPerson(document);
  }

  private boolean waitsForItsTime(OutboxDocument document) {
    return earlier && document.state() == DocumentState.WAITING;
  }

  private boolean waitsForAPerson(OutboxDocument document) {
    return earlier && DemoOpenWork.isUndelivered(document);
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
    say(
        "  Who wants to see more has to sign in. Each of these links does that once, and leads"
            + " to:");
    say("");
    for (DemoPersona persona : DemoPersona.values()) {
      say("  @|bold %s|@: %s".formatted(persona.description(), persona.finds()));
      say("    @|underline %s|@".formatted(persona.link(network.node())));
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
    return new DemoSummary(
            documents, work.done(), scenes.played(), open.left(), network.mail().letters())
        .json();
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
    if (waitsForItsTime(document)) {
      return "%-62s @|green waits for its time|@".formatted(what);
    }
    if (waitsForAPerson(document)) {
      return "%-62s @|yellow waits for a person|@: %s"
          .formatted(what, document.failure().orElse(""));
    }
    return document.state() == DocumentState.COMPLETED
        ? "%-62s @|green completed|@ with %s and %s after %d ms"
            .formatted(
                what,
                document.acknowledgements().infrastructure().orElseThrow(),
                document.acknowledgements().business().orElseThrow(),
                DemoSummary.milliseconds(document))
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
