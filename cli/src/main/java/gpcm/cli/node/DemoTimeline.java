package gpcm.cli.node;

import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.sending.OutboxDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Tells what happens at the node, as it happens, while something is waited for. One thread. */
final class DemoTimeline {
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final DemoNetwork network;
  private final Duration patience;
  private final Consumer<String> say;
  private FeedPlace told = FeedPlace.START;

  /**
   * @param patience for how long one thing is waited for
   * @param say tells a line, in picocli's markup
   */
  DemoTimeline(DemoNetwork network, Duration patience, Consumer<String> say) {
    this.network = network;
    this.patience = patience;
    this.say = say;
  }

  /** A document once it is as wanted, or as it stands when that has taken too long. */
  OutboxDocument until(UUID id, Predicate<OutboxDocument> wanted) throws InterruptedException {
    Instant begun = Instant.now();
    while (true) {
      OutboxDocument document = now(id);
      boolean late = Duration.between(begun, Instant.now()).compareTo(patience) > 0;
      if (wanted.test(document) || late) {
        tell();
        return document;
      }
      Thread.sleep(GLANCE);
    }
  }

  /** A document as it stands. */
  OutboxDocument now(UUID id) {
    OutboxDocument document = network.node().outbox().find(id).orElseThrow();
    tell();
    return document;
  }

  private void tell() {
    List<TimelineEvent> events = network.node().timeline().after(told, 100);
    for (TimelineEvent event : events) {
      told = event.place();
      say.accept(
          "%s  %s  @|bold %-30s|@ %s"
              .formatted(
                  TIME.format(event.at()),
                  DemoParty.marked(event.organisation()),
                  event.kind(),
                  event.detail()));
    }
  }
}
