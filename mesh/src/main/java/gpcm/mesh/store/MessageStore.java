package gpcm.mesh.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
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
 * {@link StoreException} when the change isn't durable.
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
   * @throws StoreException when the folder can't be used, is damaged, or another process has it
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
      MessageStore store = new MessageStore(lockFile, lock, bodies, index, journal);
      bodies.deleteAllBut(store.files());
      return store;
    } catch (IOException e) {
      throw new StoreException(
          "The message store in %s can't be opened: %s".formatted(folder, e.getMessage()), e);
    }
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
    throw new StoreException(
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
    if (message.totalChunks() > 0) {
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
      String id, MessageStatus status, long at, Failure failure, StoredMessage report) {
    journal.append(List.of(JournalEntry.of(new Change.Failed(id, status, at, failure, report))));
  }

  /** Sets a state whatever it was before; for operators and tests. */
  public void force(String id, MessageStatus status, long at, Failure failure, String linked) {
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
    journal.read(bytes, location);
    return new ByteArrayInputStream(bytes.array());
  }

  private void deleteFile(String file) {
    try {
      bodies.delete(file);
    } catch (IOException e) {
      throw new StoreException("Can't delete a body that is no longer needed", e);
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
      throw new StoreException("Can't release the folder of the message store", e);
    }
  }
}
