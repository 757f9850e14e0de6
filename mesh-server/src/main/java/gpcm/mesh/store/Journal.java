package gpcm.mesh.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only log in segment files. Everything that is waiting when the disk is free goes out in
 * one write and one fsync, and is then applied in the order written, by one thread. {@link #append}
 * returns when its entries are on disk and applied.
 *
 * <p>After a failed fsync the state of the disk is unknown, so the journal takes nothing more until
 * it is opened again.
 */
final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int MOST_PER_WRITE = 512;
  private static final Waiting STOP = Waiting.of(JournalEntry.frame(List.of()));

  private final Path folder;
  private final long segmentBytes;
  private final Segment.FrameReader reader;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private volatile Optional<MessageStoreException> broken = Optional.empty();
  private volatile boolean closed;

  /**
   * A write that is waiting; its frame is made when its turn comes, after all before it are
   * applied, if it is late.
   */
  private record Waiting(Supplier<Frame> frame, boolean late, CompletableFuture<Void> done) {
    static Waiting of(Frame frame) {
      return new Waiting(() -> frame, false, new CompletableFuture<>());
    }
  }

  private record Ready(Frame frame, CompletableFuture<Void> done) {}

  private Journal(Path folder, long segmentBytes, Segment.FrameReader reader) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.reader = reader;
    this.writer = Thread.ofPlatform().name("mesh-journal").daemon().unstarted(this::run);
  }

  /** Opens the journal, gives everything in it to the reader, and starts. */
  static Journal open(Path folder, long segmentBytes, Segment.FrameReader reader)
      throws IOException {
    Journal journal = new Journal(folder, segmentBytes, reader);
    List<Long> numbers;
    try (Stream<Path> files = Files.list(folder)) {
      numbers =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("journal-[0-9]{12}"))
              .map(name -> Long.parseLong(name.substring(8)))
              .sorted()
              .toList();
    }
    for (long number : numbers) {
      Segment segment = Segment.open(folder, number);
      journal.segments.put(number, segment);
      long torn = segment.recover(number == numbers.getLast(), reader);
      if (torn > 0) {
        LOG.warn(
            "The last write before the server stopped was cut short: {} bytes of segment {} that"
                + " nobody was told were accepted are set aside",
            torn,
            number);
      }
    }
    if (numbers.isEmpty()) {
      journal.roll(1);
    }
    journal.writer.start();
    return journal;
  }

  /**
   * Writes these entries together and waits until they are durable and applied.
   *
   * @throws MessageStoreException when they couldn't be written; then none of them is
   */
  void append(List<JournalEntry> entries) {
    await(Waiting.of(JournalEntry.frame(entries)));
  }

  /**
   * Like {@link #append}, but asks for the entries only once everything before them is applied, and
   * lets nothing in between: what they say of the store's state is true when they are written.
   */
  void appendCurrent(Supplier<List<JournalEntry>> entries) {
    await(new Waiting(() -> JournalEntry.frame(entries.get()), true, new CompletableFuture<>()));
  }

  private void await(Waiting waiting) {
    broken.ifPresent(
        cause -> {
          throw cause;
        });
    queue.add(waiting);
    if (closed) {
      waiting
          .done()
          .completeExceptionally(new MessageStoreException("The message store is closed"));
    }
    try {
      waiting.done().join();
    } catch (CompletionException e) {
      throw new MessageStoreException(
          "The change couldn't be stored: " + e.getCause().getMessage(), e);
    }
  }

  /** Reads bytes that lie in a segment. */
  void read(ByteBuffer target, BodyLocation location) throws IOException {
    Segment segment = segments.get(location.segment());
    if (segment == null) {
      throw new IOException("Segment " + location.segment() + " of the journal is gone");
    }
    segment.read(target, location.offset());
  }

  /** Numbers of the segments that take no more writes, oldest first. */
  List<Long> sealedSegments() {
    return List.copyOf(segments.headMap(segments.lastKey()).keySet());
  }

  /** How long a segment is. */
  long length(long number) {
    return Optional.ofNullable(segments.get(number)).map(Segment::end).orElse(0L);
  }

  /** Deletes the oldest segment, in which nothing is needed any more. */
  void deleteOldest(long number) throws IOException {
    if (segments.firstKey() != number || segments.size() < 2) {
      throw new IllegalStateException("Only the oldest sealed segment can go, not " + number);
    }
    Segment segment = segments.remove(number);
    segment.delete();
    forceFolder(folder);
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    boolean running = true;
    while (running) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, MOST_PER_WRITE);
      } catch (InterruptedException e) {
        running = false;
      }
      if (batch.removeIf(STOP::equals)) {
        running = false;
      }
      commitInTurn(batch);
      batch.clear();
    }
    queue.drainTo(batch);
    batch.forEach(
        waiting ->
            waiting
                .done()
                .completeExceptionally(new MessageStoreException("The message store is closed")));
  }

  private void commitInTurn(List<Waiting> batch) {
    List<Ready> together = new ArrayList<>();
    for (Waiting waiting : batch) {
      if (waiting.late()) {
        commit(together);
        together.clear();
      }
      try {
        Frame frame = waiting.frame().get();
        if (frame.entries().isEmpty()) {
          // An empty frame would look like the torn end of the file.
          waiting.done().complete(null);
        } else {
          together.add(new Ready(frame, waiting.done()));
        }
      } catch (RuntimeException e) {
        waiting.done().completeExceptionally(e);
      }
      if (waiting.late()) {
        commit(together);
        together.clear();
      }
    }
    commit(together);
  }

  private void commit(List<Ready> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      broken.ifPresent(
          cause -> {
            throw cause;
          });
      Segment segment = segments.lastEntry().getValue();
      if (segment.end() > segmentBytes) {
        segment = roll(segment.number() + 1);
      }
      long start = segment.end();
      segment.write(batch.stream().map(Ready::frame).toList());
      force(segment);
      for (Ready waiting : batch) {
        apply(waiting.frame(), segment.number(), start);
        start += waiting.frame().bytes().limit();
      }
      batch.forEach(waiting -> waiting.done().complete(null));
    } catch (IOException | RuntimeException e) {
      LOG.error("The message store couldn't write; the requests concerned are refused", e);
      batch.forEach(waiting -> waiting.done().completeExceptionally(e));
    }
  }

  private void force(Segment segment) throws IOException {
    try {
      segment.force();
    } catch (IOException e) {
      broken =
          Optional.of(
              new MessageStoreException(
                  "The disk failed to keep what was written to it; check it and start the server"
                      + " again",
                  e));
      throw e;
    }
  }

  private void apply(Frame frame, long segment, long start) {
    List<Change> changes = new ArrayList<>();
    List<BodyLocation> bodies = new ArrayList<>();
    for (int i = 0; i < frame.entries().size(); i++) {
      JournalEntry entry = frame.entries().get(i);
      changes.add(entry.change());
      bodies.add(
          new BodyLocation(
              segment, start + frame.bodyOffsets().get(i), "", entry.body().remaining()));
    }
    reader.frame(changes, bodies);
  }

  private Segment roll(long number) throws IOException {
    Segment segment = Segment.open(folder, number);
    forceFolder(folder);
    segments.put(number, segment);
    return segment;
  }

  /** Makes the names of new files durable. */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Writes what is waiting, then stops. */
  @Override
  public void close() {
    closed = true;
    queue.add(STOP);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    segments.values().forEach(Segment::close);
  }
}
