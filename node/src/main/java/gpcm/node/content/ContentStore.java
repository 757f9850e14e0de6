package gpcm.node.content;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of messages and attachments, kept once each under the SHA-256 of their content, in rows
 * of the database, so that every node can read what any of them stored. How the rows are made, and
 * why: docs/decisions/0008.
 *
 * <p>Damaged bytes are never given as good: every chunk is checked before any of its bytes are
 * given, and size and SHA-256 of the whole before the last chunk is. Content of up to 32 chunks
 * (about 250 KB) is checked whole before its first byte. Storing the same bytes again repairs what
 * was found damaged.
 *
 * <p>{@link #put} and {@link #putAll} are for bytes in memory; large bodies go through {@link
 * #upload}, with memory use that does not depend on their size, as that of {@link #open} does not.
 * Safe for use by many threads.
 */
public final class ContentStore {
  private static final Logger LOG = LoggerFactory.getLogger(ContentStore.class);

  /** Up to here one statement is as cheap as COPY with its second one. */
  private static final int ONE_STATEMENT = 256 << 10;

  private final Jdbi jdbi;

  /**
   * @param jdbi the database, with the schema of this version
   */
  public ContentStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Stores {@code bytes} within the transaction of {@code handle}: before its commit nobody else
   * sees them. Storing the same bytes again gives the same content and takes no more room.
   */
  public StoredContent put(Handle handle, byte[] bytes) {
    return putAll(handle, List.of(bytes)).getFirst();
  }

  /**
   * As {@link #put}, for many at once in one statement, or two when they are large.
   *
   * @return what was stored, in the order given
   */
  public List<StoredContent> putAll(Handle handle, List<byte[]> many) {
    List<StoredContent> stored = new ArrayList<>(many.size());
    Map<ContentHash, byte[]> distinct = new LinkedHashMap<>();
    long total = 0;
    for (byte[] bytes : many) {
      StoredContent content = new StoredContent(ContentHash.of(bytes), bytes.length);
      stored.add(content);
      if (distinct.put(content.hash(), bytes) == null) {
        total += bytes.length;
      }
    }
    if (distinct.isEmpty()) {
      return stored;
    }
    if (total <= ONE_STATEMENT) {
      ContentRows.putInOneStatement(handle, distinct);
    } else {
      ContentRows.putByCopy(handle, distinct);
    }
    return stored;
  }

  /** Begins to take in a large body; see {@link Upload}. */
  public Upload upload() {
    return new Upload(jdbi);
  }

  /**
   * Makes uploaded bytes part of the transaction of {@code handle}.
   *
   * @throws MissingContentException when the upload is so old that it has been swept
   */
  public StoredContent adopt(Handle handle, PreparedContent prepared) {
    return switch (prepared) {
      case PreparedBytes small -> put(handle, small.bytes());
      case PreparedChunks(StoredContent content, long id) -> {
        if (!ContentRows.adopt(handle, content, id)) {
          throw MissingContentException.swept(content.hash());
        }
        yield content;
      }
    };
  }

  /** The stored content of this hash, without its bytes; empty when nothing like it was stored. */
  public Optional<StoredContent> find(ContentHash hash) {
    return jdbi.withHandle(handle -> ContentRows.size(handle, hash))
        .map(size -> new StoredContent(hash, size));
  }

  /**
   * The bytes, to be read and closed by the caller. No connection is held while they are read.
   *
   * @throws MissingContentException when there is no such content; reading throws it too, when the
   *     content is removed meanwhile
   * @throws DamagedContentException when it is damaged at its beginning; reading throws it instead
   *     of giving the first bytes that are not known to be good
   */
  public InputStream open(ContentHash hash) {
    ContentReader reader = checked(hash, () -> ContentReader.open(jdbi, hash));
    byte[] first = checked(hash, reader::next).orElseThrow();
    return new VerifiedStream(first, () -> checked(hash, reader::next));
  }

  /**
   * All bytes in memory, checked; for content known to be small.
   *
   * @throws ContentException as {@link #verify} does
   */
  public byte[] read(ContentHash hash) {
    return readAll(List.of(hash)).get(hash);
  }

  /**
   * As {@link #read(ContentHash)}, seeing what the transaction of {@code handle} has stored itself.
   */
  public byte[] read(Handle handle, ContentHash hash) {
    return readAll(handle, List.of(hash)).get(hash);
  }

  /**
   * Many small contents in memory, checked, by one statement.
   *
   * @return the bytes of each
   * @throws ContentException as {@link #verify} does, for the first content that is not good;
   *     nothing is given then
   */
  public Map<ContentHash, byte[]> readAll(Collection<ContentHash> hashes) {
    return jdbi.withHandle(handle -> readAll(handle, hashes));
  }

  /**
   * As {@link #readAll(Collection)}, seeing what the transaction of {@code handle} has stored
   * itself.
   */
  public Map<ContentHash, byte[]> readAll(Handle handle, Collection<ContentHash> hashes) {
    Map<ContentHash, StoredChunks> found = whole(handle, hashes);
    Map<ContentHash, byte[]> bytes = new LinkedHashMap<>();
    for (ContentHash hash : hashes) {
      StoredChunks content = found.get(hash);
      if (content == null) {
        throw MissingContentException.of(handle, hash);
      }
      bytes.computeIfAbsent(hash, key -> checked(key, () -> content.whole(key)));
    }
    return bytes;
  }

  private Map<ContentHash, StoredChunks> whole(Handle handle, Collection<ContentHash> hashes) {
    try {
      return ContentRows.whole(handle, new HashSet<>(hashes));
    } catch (JdbiException e) {
      if (ContentRows.isCorruption(e)) {
        // The database does not say whose page it was.
        hashes.forEach(this::verify);
      }
      throw e;
    }
  }

  /**
   * Checks a content whole without giving its bytes.
   *
   * @throws MissingContentException when there is no such content
   * @throws DamagedContentException when it is not what was stored
   */
  public void verify(ContentHash hash) {
    checked(
        hash,
        () -> {
          ContentReader.open(jdbi, hash).finish();
          return hash;
        });
  }

  /**
   * Looks at the next contents in the order in which they were stored, and checks them whole.
   *
   * @param after where the last stretch ended: its {@link ScrubResult#next}, or 0 to begin
   * @param chunks how many chunks of 8 KB to look at; the content with which they are used up is
   *     still looked at whole
   */
  public ScrubResult scrub(long after, int chunks) {
    List<ContentRows.Scrubbed> following =
        jdbi.withHandle(handle -> ContentRows.following(handle, after, chunks));
    List<DamagedContentException> damaged = new ArrayList<>();
    long last = after;
    long left = chunks;
    int looked = 0;
    for (ContentRows.Scrubbed content : following) {
      if (left <= 0) {
        break;
      }
      try {
        verify(content.hash());
      } catch (DamagedContentException e) {
        damaged.add(e);
      } catch (MissingContentException e) {
        LOG.debug("content {} was removed while it was its turn", content.hash());
      }
      last = content.id();
      left -= Math.max(1, Chunk.count(content.size()));
      looked++;
    }
    boolean all = looked == following.size() && following.size() < chunks;
    return new ScrubResult(all ? 0 : last, looked, damaged);
  }

  /**
   * Removes contents within the transaction of {@code handle}; for retention. What somebody has
   * stored, or stored again, within the last hour or so stays: a transaction that this one cannot
   * see yet may be about to name it.
   *
   * @return how many were removed
   */
  public int remove(Handle handle, Collection<ContentHash> hashes) {
    return ContentRows.remove(handle, hashes);
  }

  /**
   * Removes uploads that nobody took over, and the chunks of damaged content that was replaced.
   *
   * @param olderThan longer than an upload and the transaction that adopts it may take
   * @return how many were removed
   */
  public int sweep(Duration olderThan) {
    int swept = 0;
    for (long id : jdbi.withHandle(handle -> ContentRows.unnamed(handle, olderThan))) {
      try {
        swept +=
            jdbi.<Integer, RuntimeException>inTransaction(handle -> ContentRows.sweep(handle, id));
      } catch (JdbiException e) {
        if (!ContentRows.isCorruption(e)) {
          throw e;
        }
        LOG.warn("chunks of a content that was replaced cannot be removed: check the disk", e);
      }
    }
    return swept;
  }

  /** Notes what {@code reading} finds damaged. */
  private <T> T checked(ContentHash hash, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DamagedContentException e) {
      throw noted(e);
    } catch (JdbiException e) {
      if (ContentRows.isCorruption(e)) {
        throw noted(
            new DamagedContentException(hash, "PostgreSQL cannot read it: " + e.getMessage(), e));
      }
      throw e;
    }
  }

  private ContentException noted(DamagedContentException damage) {
    try {
      if (!jdbi.withHandle(handle -> ContentRows.markDamaged(handle, damage.hash()))) {
        return MissingContentException.neverStored(damage.hash());
      }
    } catch (JdbiException e) {
      damage.addSuppressed(e);
    }
    return damage;
  }
}
