package gpcm.node.mailbox;

import gpcm.node.content.ContentHash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes this node has just written, so that its next step need not read them back; the oldest leave
 * when there is no more room. Only a short cut: whoever misses here reads the content store.
 * Thread-safe.
 */
public final class RecentContent {
  private final long room;
  private final Map<ContentHash, byte[]> bytes = new LinkedHashMap<>();
  private long size;

  /**
   * @param room how many bytes it keeps at most
   */
  public RecentContent(long room) {
    this.room = room;
  }

  /** Keeps bytes that were stored under this hash. */
  public synchronized void keep(ContentHash hash, byte[] content) {
    if (content.length > room / 8 || bytes.put(hash, content) != null) {
      return;
    }
    size += content.length;
    Iterator<byte[]> oldest = bytes.values().iterator();
    while (size > room && oldest.hasNext()) {
      size -= oldest.next().length;
      oldest.remove();
    }
  }

  /** Gives bytes away: the next step is the only one that needs them. */
  public synchronized Optional<byte[]> take(ContentHash hash) {
    byte[] found = bytes.remove(hash);
    if (found != null) {
      size -= found.length;
    }
    return Optional.ofNullable(found);
  }
}
