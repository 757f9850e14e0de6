package gpcm.mesh.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * Messages, kept in a folder so that what a method has returned from survives the death of the
 * process. Only the index is in memory. Thread-safe. Every method that changes something throws
 * {@link MessageStoreException} when the change isn't durable.
 */
public final class MessageStore implements AutoCloseable {
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Bodies bodies;
  private final MessageIndex index;
  private final Journal journal;

  private MessageStore(
      FileChannel lockFile, FileLock lock, Bodies bodies, MessageIndex index, Journal journal) {
    this.lockFile = lockFile;
    this.lock = lock;
    this.bodies = bodies;
    this.index = index;
    this.journal = journal;
  }

  /**
   * Opens the store in a folder, which is made when missing, and recovers what is in it.
   *
   * @param segmentBytes how large a journal file grows before the next begins
   * @param acceptIncomplete see {@link MessageIndex}
   * @throws MessageStoreException when the folder can't be used, is damaged, or another process has
   *     it
   */
  public static MessageStore open(Path folder, long segmentBytes, boolean acceptIncomplete) {
    try {
      Files.createDirectories(folder);
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(folder, lockFile);
      Bodies bodies = new Bodies(folder.resolve("bodies"));
      MessageIndex index = new MessageIndex(acceptIncomplete);
      Journal journal =
          Journal.open(
              folder,
              segmentBytes,
              (changes, locations) -> {
                for (int i = 0; i < changes.size(); i++) {
                  index.apply(changes.get(i), locations.get(i));
                }
              });
      index.recovered();
      MessageStore store = new MessageStore(lockFile, lock, bodies, index, journal);
      bodies.deleteAllBut(store.files());
      return store;
    } catch (IOException e) {
      throw new MessageStoreException(
          "The message store in %s can't be opened: %s".formatted(folder, reason(e)), e);
    }
  }

  /** Of some failures the message is the name of the file and nothing more. */
  private static String reason(IOException failure) {
    return switch (failure) {
      case FileAlreadyExistsException e -> e.getFile() + " is a file";
      case AccessDeniedException e -> "this user may not write to " + e.getFile();
      case NoSuchFileException e -> e.getFile() + " can't be made";
      default -> failure.getMessage();
    };
  }

  private static FileLock lock(Path folder, FileChannel lockFile) throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // The same process has it; the message below says so.
    }
    lockFile.close();
    throw new MessageStoreException(
        "Another server uses the folder " + folder + "; stop it or give this one another folder");
  }

  private Set<String> files() {
    Set<String> files = new HashSet<>();
    index
        .all()
        .forEach(
            held ->
                held.chunks().values().stream()
                    .filter(BodyLocation::inFile)
                    .forEach(l -> files.add(l.file())));
    return files;
  }

  /**
   * Takes bytes in; a large body is on disk for good when this returns.
   *
   * @throws BodyTooLarge when there are more than {@code limit}
   * @throws IOException when the sender breaks off or the disk is full; nothing is kept
   */
  public ReceivedBody receive(InputStream in, long limit) throws IOException {
    return bodies.receive(in, limit);
  }

  /** The bytes of a body that no message has yet; the caller closes the stream. */
  public InputStream open(ReceivedBody body) throws IOException {
    return body.file().isEmpty()
        ? new ByteArrayInputStream(body.small())
        : bodies.open(body.file());
  }

  /** Forgets a body that no message took. */
  public void discard(ReceivedBody body) {
    if (!body.file().isEmpty()) {
      deleteFile(body.file());
    }
  }

  /** Adds a message with its first chunk; it counts as uploading until it is whole. */
  public void create(StoredMessage message, ReceivedBody first) {
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(JournalEntry.of(new Change.Created(message)));
    if (message.body().totalChunks() > 0) {
      entries.add(chunk(message.id(), 1, first, message.sentAt()));
    }
    journal.append(entries);
  }

  /** Adds or replaces a chunk. */
  public void addChunk(String id, int number, ReceivedBody body, long at) {
    Optional<BodyLocation> replaced =
        find(id).map(held -> held.chunks().get(number)).filter(BodyLocation::inFile);
    journal.append(List.of(chunk(id, number, body, at)));
    replaced.ifPresent(location -> deleteFile(location.file()));
  }

  private static JournalEntry chunk(String id, int number, ReceivedBody body, long at) {
    return new JournalEntry(
        new Change.ChunkAdded(id, number, body.file(), body.size(), at),
        ByteBuffer.wrap(body.small()));
  }

  /** The recipient has it. No effect unless it was in the inbox. */
  public void acknowledge(String id, long at) {
    journal.append(List.of(JournalEntry.of(new Change.Acknowledged(id, at))));
  }

  /** The practice was found. No effect unless it was being looked for. */
  public void route(String id, String mailbox, long at) {
    journal.append(List.of(JournalEntry.of(new Change.Routed(id, mailbox, at))));
  }

  /**
   * A message failed and this report tells its sender: both or neither. No effect once it is
   * acknowledged or failed.
   */
  public void fail(
      String id, MessageStatus status, long at, DeliveryFailure failure, StoredMessage report) {
    journal.append(List.of(JournalEntry.of(new Change.Failed(id, status, at, failure, report))));
  }

  /** A report waited too long. No effect unless it is in the inbox. */
  public void expire(String id, long at, DeliveryFailure failure) {
    journal.append(List.of(JournalEntry.of(new Change.Expired(id, at, failure))));
  }

  /** Sets a state whatever it was before; for operators and tests. */
  public void force(
      String id, MessageStatus status, long at, DeliveryFailure failure, String linked) {
    journal.append(List.of(JournalEntry.of(new Change.Forced(id, status, at, failure, linked))));
  }

  /** Removes messages and their bodies. */
  public void remove(Collection<Held> messages) {
    if (messages.isEmpty()) {
      return;
    }
    journal.append(
        messages.stream()
            .map(held -> JournalEntry.of(new Change.Removed(held.message().id())))
            .toList());
    for (Held held : messages) {
      held.chunks().values().stream()
          .filter(BodyLocation::inFile)
          .forEach(l -> deleteFile(l.file()));
    }
  }

  /**
   * Frees journal files of which less than half is still needed, by writing what is needed again at
   * the end. Returns how many files went. Only one thread may call it at a time.
   */
  public int compact() {
    int freed = 0;
    for (long segment : journal.sealedSegments()) {
      List<Held> needed = index.all().stream().filter(held -> needs(held, segment)).toList();
      long bytes = needed.stream().mapToLong(held -> bytesIn(held, segment)).sum();
      if (bytes * 2 > journal.length(segment)) {
        return freed;
      }
      for (Held held : needed) {
        journal.appendCurrent(() -> rewritten(held.message().id(), segment));
      }
      try {
        journal.deleteOldest(segment);
      } catch (IOException e) {
        throw new MessageStoreException(
            "A journal file that is no longer needed can't be deleted", e);
      }
      freed++;
    }
    return freed;
  }

  private static boolean needs(Held held, long segment) {
    return held.home() <= segment
        || held.chunks().values().stream().anyMatch(l -> l.segment() == segment);
  }

  private static long bytesIn(Held held, long segment) {
    return 1_000
        + held.chunks().values().stream()
            .filter(l -> l.segment() == segment)
            .mapToLong(BodyLocation::size)
            .sum();
  }

  /**
   * The message as it is now, with those of its chunks that lie in the segment or whose files only
   * it names.
   */
  private List<JournalEntry> rewritten(String id, long segment) {
    Optional<Held> current = find(id);
    List<JournalEntry> entries = new ArrayList<>();
    current.ifPresent(
        held -> {
          entries.add(JournalEntry.of(new Change.Snapshot(held.message(), held.sequence())));
          held.chunks()
              .forEach(
                  (number, location) -> {
                    if (location.inFile() || location.segment() == segment) {
                      entries.add(copy(held, number, location));
                    }
                  });
        });
    return entries;
  }

  private JournalEntry copy(Held held, int number, BodyLocation location) {
    long at = held.message().state().statusAt();
    Change.ChunkAdded added =
        new Change.ChunkAdded(held.message().id(), number, location.file(), location.size(), at);
    if (location.inFile()) {
      return JournalEntry.of(added);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) location.size());
    try {
      journal.read(bytes, location);
    } catch (IOException e) {
      throw new MessageStoreException(
          "Chunk %d of message %s can't be read".formatted(number, held.message().id()), e);
    }
    return new JournalEntry(added, bytes.flip());
  }

  /** The message with this id. */
  public Optional<Held> find(String id) {
    return index.find(id);
  }

  /** Ids of the messages that wait in a mailbox, oldest first, by sequence. A live view. */
  public NavigableMap<Long, String> inbox(String mailbox) {
    return index.inbox(mailbox);
  }

  /** Ids of all messages a mailbox holds, in any state, by sequence. A live view. */
  public NavigableMap<Long, String> received(String mailbox) {
    return index.received(mailbox);
  }

  /** Ids of all messages a mailbox sent, by sequence. A live view. */
  public NavigableMap<Long, String> sent(String mailbox) {
    return index.sent(mailbox);
  }

  /** The messages a mailbox sent under a local id. */
  public List<Held> byLocalId(String sender, String localId) {
    return index.byLocalId(sender, localId);
  }

  /** Ids of messages whose practice is still to be found. */
  public List<String> routing() {
    return List.copyOf(index.routing());
  }

  /** All messages, in no order. A live view. */
  public Collection<Held> all() {
    return index.all();
  }

  /**
   * The stored bytes of a chunk; the caller closes the stream.
   *
   * @throws IllegalArgumentException when the message has no such chunk
   */
  public InputStream open(Held held, int number) throws IOException {
    BodyLocation location = held.chunks().get(number);
    if (location == null) {
      throw new IllegalArgumentException(
          "Message " + held.message().id() + " has no chunk " + number);
    }
    if (location.inFile()) {
      return bodies.open(location.file());
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) location.size());
    try {
      journal.read(bytes, location);
    } catch (IOException e) {
      BodyLocation moved =
          find(held.message().id()).map(now -> now.chunks().get(number)).orElse(location);
      if (moved.equals(location)) {
        throw e;
      }
      // Its journal file was compacted away between our look at the index and the read.
      journal.read(bytes.clear(), moved);
    }
    return new ByteArrayInputStream(bytes.array());
  }

  private void deleteFile(String file) {
    try {
      bodies.delete(file);
    } catch (IOException e) {
      throw new MessageStoreException("Can't delete a body that is no longer needed", e);
    }
  }

  /** Finishes what is being written and lets the folder go. */
  @Override
  public void close() {
    journal.close();
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new MessageStoreException("Can't release the folder of the message store", e);
    }
  }
}
