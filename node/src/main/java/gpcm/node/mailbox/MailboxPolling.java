package gpcm.node.mailbox;

import gpcm.exchange.MailboxFact;
import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnreadable;
import gpcm.mesh.folder.FolderMailbox;
import gpcm.node.content.Upload;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.SentMessages;
import gpcm.node.ledger.StepResult;
import gpcm.node.mailbox.Arrivals.Body;
import gpcm.node.mailbox.Arrivals.Fetched;
import gpcm.node.mailbox.Arrivals.Listed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from one mailbox. The order is what keeps them safe: download, commit bytes and
 * metadata, acknowledge on MESH, and only then read. A message that was stored before is
 * acknowledged again and not stored again. Thread-safe.
 */
public final class MailboxPolling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxPolling.class);
  private static final int AT_ONCE = 8;
  private static final int TOGETHER = 64;
  private static final int FULL_PAGE = InboxQuery.DEFAULT_MAX_RESULTS;
  private static final int SMALL = 256 * 1024;

  private final Ledger ledger;
  private final Arrivals arrivals;
  private final SentMessages sent;
  private final Mailbox mailbox;
  private final BooleanSupplier mayPoll;
  private final BooleanSupplier leftAlone;
  private final ReadTimes times;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final Runnable whenStored;
  private final RecentContent recent;
  private final AtomicBoolean troubled = new AtomicBoolean(true);
  // Whether the order of arrival may still remember what was listed and is not here.
  private final AtomicBoolean remembered = new AtomicBoolean(true);
  private final SetAside aside;
  private final Lane lane;

  /**
   * Starts to poll.
   *
   * @param interval how long to wait between two polls
   * @param mayPoll whether this node is the one that polls this mailbox now
   * @param leftAlone whether MESH refuses the mailbox, which is then asked of it by a person only
   * @param recent keeps what was stored for the reading that follows
   * @param whenStored runs after each commit: there is something to read
   */
  public MailboxPolling(
      Ledger ledger,
      Mailbox mailbox,
      Duration interval,
      BooleanSupplier mayPoll,
      BooleanSupplier leftAlone,
      RecentContent recent,
      Runnable whenStored) {
    this.ledger = ledger;
    this.arrivals = new Arrivals(ledger);
    this.sent = new SentMessages(ledger);
    this.mailbox = mailbox;
    this.mayPoll = mayPoll;
    this.leftAlone = leftAlone;
    this.times = new ReadTimes(ledger, mailbox.organisation().value());
    this.recent = recent;
    this.whenStored = whenStored;
    this.aside = new SetAside(ledger, mailbox);
    this.lane =
        ledger.laneOf(
            mailbox.organisation().value(), "poll-" + mailbox.id().value(), interval, this::round);
  }

  /** Another node, or posting, has met trouble with this mailbox: a good poll is to say so. */
  public void doubt() {
    troubled.set(true);
  }

  /** A person wants it to be read now, though MESH may have refused it a moment ago. */
  public void readNow() {
    if (mayPoll.getAsBoolean()) {
      wanted.set(true);
      lane.tell();
    }
  }

  private boolean round() {
    if (!mayPoll.getAsBoolean()) {
      return false;
    }
    boolean asked = wanted.getAndSet(false);
    if (asked) {
      times.begun();
    } else if (leftAlone.getAsBoolean()) {
      return false;
    }
    List<RuntimeException> troubles = new ArrayList<>();
    Set<Listed> left = new HashSet<>();
    boolean more = false;
    try {
      settle();
      more = take(left, troubles);
    } catch (RuntimeException e) {
      if (Outages.isOutage(e)) {
        throw e;
      }
      troubles.add(e);
    }
    if (!troubles.isEmpty()) {
      troubled.set(true);
      LOG.atWarn()
          .addKeyValue("mailbox", mailbox.id().value())
          .log("polling failed: {}", words(troubles));
      tell(notPolled(troubles, left.size()));
      return false;
    }
    ledger.rounds().polled(organisation());
    times.read(asked);
    if (troubled.getAndSet(false)) {
      tell(new MailboxFact.Polled());
    }
    return more;
  }

  private MailboxFact notPolled(List<RuntimeException> troubles, int left) {
    for (RuntimeException trouble : troubles) {
      if (trouble instanceof MeshMailboxRefused refused) {
        return new MailboxFact.Refused(refused.getMessage());
      }
    }
    return new MailboxFact.NotPolled(
        words(troubles),
        (left == 0
                ? "What is still on MESH, MESH keeps for five days."
                : (left == 1 ? "1 message" : left + " messages")
                    + " could not be fetched. What is still on MESH, MESH keeps for five days.")
            + " What was fetched is here, and MESH has it no more; a document among it that"
            + " replaces"
            + " one not fetched yet waits here for %s at most, and is sent back then."
                .formatted(words(ledger.pace().replacementPatience())));
  }

  private static String words(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " minutes" : time.toSeconds() + " seconds";
  }

  // Each of them: of several failures none may hide the rest.
  private static String words(List<RuntimeException> troubles) {
    Map<String, Integer> times = new LinkedHashMap<>();
    troubles.forEach(
        each ->
            times.merge(
                each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage(),
                1,
                Integer::sum));
    StringBuilder words = new StringBuilder();
    times.forEach(
        (message, count) ->
            words
                .append(words.isEmpty() ? "" : " ")
                .append(message)
                .append(count == 1 ? "" : " (" + count + " times)"));
    return words.length() > 2000 ? words.substring(0, 2000) + " ..." : words.toString();
  }

  private void tell(MailboxFact fact) {
    ledger.applySoon(List.of(new StepResult().mailbox(organisation(), fact)));
  }

  /** Whose mailbox it is: an ODS code. */
  public String organisation() {
    return mailbox.organisation().value();
  }

  // What a MESH file client has told since about messages that were left in its folder. A result is
  // removed there only after it is committed here; over HTTP there is nothing to do.
  private void settle() {
    if (!(mailbox.transport() instanceof Transport.Folders(FolderMailbox folders))) {
      return;
    }
    for (FolderMailbox.TransferResult result : folders.results()) {
      boolean mayBeUnderWay = sent.anyUnderWay(organisation());
      boolean ours =
          result.status().success()
              ? sent.taken(organisation(), result.id(), result.messageId())
              : sent.undelivered(
                  organisation(),
                  result.id(),
                  result.status().code(),
                  result.status().description());
      if (ours) {
        folders.forget(result.id());
      } else if (!mayBeUnderWay) {
        folders.setAside(result.id());
      }
    }
  }

  // Goes on to the next page where a page cannot be fetched whole: five hundred messages that are
  // stuck must not hide the next one.
  private boolean take(Set<Listed> left, List<RuntimeException> troubles) {
    InboxQuery query = InboxQuery.all();
    while (true) {
      InboxPage page = mailbox.transport().mesh().inbox(query);
      int before = left.size();
      takePage(page, query.continueFrom().isEmpty(), left, troubles);
      if (page.next().isEmpty() || left.size() == before) {
        remembered.set(!left.isEmpty());
        return page.messageIds().size() == FULL_PAGE && left.isEmpty() && troubles.isEmpty();
      }
      query = query.from(page.next().get());
    }
  }

  private void takePage(
      InboxPage page, boolean first, Set<Listed> left, List<RuntimeException> troubles) {
    List<String> ids = page.messageIds();
    if (ids.isEmpty() && !remembered.get()) {
      return;
    }
    boolean complete = first && ids.size() < FULL_PAGE;
    if (complete) {
      aside.keepOnly(ids);
    }
    List<Listed> unknown = arrivals.unknown(organisation(), ids, complete);
    Set<String> here = new HashSet<>(ids);
    unknown.forEach(each -> here.remove(each.meshMessageId()));
    List<Listed> waiting = new ArrayList<>(unknown);
    List<Listed> due = unknown.stream().filter(each -> !aside.holds(each.meshMessageId())).toList();
    for (int from = 0; from < due.size(); from += TOGETHER) {
      List<Listed> part = due.subList(from, Math.min(from + TOGETHER, due.size()));
      here.addAll(fetch(part, waiting, troubles));
      acknowledge(here, troubles);
      here.clear();
    }
    left.addAll(waiting);
    acknowledge(here, troubles);
  }

  /** Fetches and stores some messages; gives the ids of those that are safely here. */
  private Set<String> fetch(
      List<Listed> part, List<Listed> waiting, List<RuntimeException> troubles) {
    List<Fetched> fetched =
        inParallel(part, this::downloadOrSetAside, troubles).stream()
            .flatMap(Optional::stream)
            .toList();
    fetched.forEach(each -> waiting.remove(each.listed()));
    // Kept here in the meantime: a replacement behind one that is still to come waits for it.
    arrivals.store(organisation(), fetched, waiting);
    Set<String> stored = new HashSet<>();
    for (Fetched each : fetched) {
      stored.add(each.listed().meshMessageId());
      if (each.body() instanceof Body.Small small) {
        recent.keep(small.content().hash(), small.bytes());
      }
    }
    if (!stored.isEmpty()) {
      whenStored.run();
    }
    return stored;
  }

  private void acknowledge(Set<String> ids, List<RuntimeException> troubles) {
    inParallel(
        List.copyOf(ids),
        id -> {
          acknowledge(id);
          return id;
        },
        troubles);
  }

  private void acknowledge(String id) {
    try {
      mailbox.transport().mesh().acknowledge(id);
    } catch (MeshRefused e) {
      // It is safely here; that MESH goes on listing it harms nobody.
      LOG.atWarn()
          .addKeyValue("meshMessageId", id)
          .log("a message that is stored here cannot be acknowledged: {}", e.getMessage());
    }
  }

  private Optional<Fetched> downloadOrSetAside(Listed listed) {
    try {
      return Optional.of(download(listed));
    } catch (MeshUnreadable | MeshRefused e) {
      aside.add(listed.meshMessageId(), e);
      return Optional.empty();
    }
  }

  private Fetched download(Listed listed) {
    try (Download download = mailbox.transport().mesh().download(listed.meshMessageId())) {
      byte[] head = download.body().readNBytes(SMALL + 1);
      if (head.length <= SMALL) {
        return new Fetched(listed, download.headers(), Body.Small.of(head));
      }
      // Streamed into the database in pieces: no transaction waits for the network.
      try (Upload upload = ledger.content().upload()) {
        upload.write(new SequenceInputStream(new ByteArrayInputStream(head), download.body()));
        return new Fetched(listed, download.headers(), new Body.Large(upload.finish()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Message " + listed.meshMessageId() + " could not be downloaded: " + e.getMessage(), e);
    }
  }

  /** What one step does with one input. */
  @FunctionalInterface
  private interface Step<I, O> {
    O of(I input);
  }

  // One that fails does not hold up the others; it stays on MESH.
  private static <I, O> List<O> inParallel(
      List<I> inputs, Step<I, O> step, List<RuntimeException> troubles) {
    Semaphore places = new Semaphore(AT_ONCE);
    List<O> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<O>> running =
          inputs.stream()
              .map(
                  input ->
                      threads.submit(
                          () -> {
                            places.acquireUninterruptibly();
                            try {
                              return step.of(input);
                            } finally {
                              places.release();
                            }
                          }))
              .toList();
      for (Future<O> one : running) {
        try {
          done.add(one.get());
        } catch (ExecutionException e) {
          troubles.add(
              e.getCause() instanceof RuntimeException cause
                  ? cause
                  : new IllegalStateException(e.getCause()));
        } catch (InterruptedException e) {
          threads.shutdownNow();
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while polling", e);
        }
      }
    }
    return done;
  }

  /** No new poll begins. */
  public void stop() {
    lane.stop();
  }

  @Override
  public void close() {
    lane.close();
  }
}
