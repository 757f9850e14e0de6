package gpcm.node.receiving;

import gpcm.node.content.StoredContent;
import gpcm.node.journal.Timeline;
import gpcm.node.journal.TimelineEvent;
import gpcm.node.store.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The worklist of the organisations this node receives for. Thread-safe. */
public final class Worklist {
  /** Counting so many takes milliseconds. */
  private static final long COUNTED = 10_000;

  /** More that are new are counted no further. */
  private static final int NEW = 100;

  private final Database database;
  private final Timeline timeline;
  private final WorklistEntries entries;

  /** Reads from {@code database}. */
  public Worklist(Database database, Timeline timeline) {
    this.database = database;
    this.timeline = timeline;
    this.entries = new WorklistEntries();
  }

  /** The entries that {@code query} asks for, newest first. */
  public List<WorklistEntry> list(WorklistQuery query) {
    return database.jdbi().withHandle(handle -> entries.list(handle, query));
  }

  /** How many entries {@code query} asks for, whatever its part; empty when there are very many. */
  public OptionalLong count(WorklistQuery query) {
    return database.jdbi().withHandle(handle -> entries.count(handle, query, COUNTED));
  }

  /** How many entries have come since then; 100 when there are more. */
  public int countSince(String organisation, Instant then) {
    return database
        .jdbi()
        .withHandle(handle -> entries.countSince(handle, organisation, then, NEW));
  }

  /** The entry with this node's id of it. */
  public Optional<WorklistEntry> find(UUID id) {
    return database.jdbi().withHandle(handle -> entries.find(handle, id));
  }

  /** The files of an entry, the primary document first; empty when there is no such entry. */
  public List<WorklistFile> files(UUID id) {
    return database.jdbi().withHandle(handle -> entries.files(handle, id));
  }

  /** The entry with this node's id of it, unless it is another organisation's. */
  public Optional<WorklistEntry> find(String organisation, UUID id) {
    return database.jdbi().withHandle(handle -> entries.find(handle, organisation, id));
  }

  /** Those of an organisation's entries that are named, by their ids. */
  public Map<UUID, WorklistEntry> all(String organisation, Collection<UUID> ids) {
    return database.jdbi().withHandle(handle -> entries.all(handle, organisation, ids));
  }

  /** Their files by the entry's id, each entry's primary document first. */
  public Map<UUID, List<WorklistFile>> filesOfAll(String organisation, Collection<UUID> ids) {
    return database.jdbi().withHandle(handle -> entries.filesOfAll(handle, organisation, ids));
  }

  /** As {@link #files(UUID)}; empty too for another organisation's. */
  public List<WorklistFile> files(String organisation, UUID id) {
    return database.jdbi().withHandle(handle -> entries.files(handle, organisation, id));
  }

  /** The bytes of the message an entry came in, as they were received. */
  public StoredContent message(WorklistEntry entry) {
    return database.jdbi().withHandle(handle -> entries.message(handle, entry));
  }

  /**
   * A message that an organisation has received, whatever became of it.
   *
   * @param name this node's id of it, or MESH's
   */
  public Optional<ReceivedMessage> received(String organisation, String name) {
    return database.jdbi().withHandle(handle -> entries.received(handle, organisation, name));
  }

  /** What happened to the message an entry came in, oldest first. */
  public List<TimelineEvent> timeline(WorklistEntry entry) {
    List<TimelineEvent> events = timeline.ofReceived(entry.organisation(), entry.received());
    return entry.heading().confidential()
        ? database.jdbi().withHandle(handle -> entries.concealed(handle, entry).inEvents(events))
        : events;
  }
}
