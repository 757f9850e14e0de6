package gpcm.node.viewing;

import gpcm.node.content.ContentHash;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The pages that were drawn last, in memory and no more than a number of bytes of them. Whoever
 * asks has been let in before. Thread-safe.
 */
final class DrawnPages {
  private static final int OVERHEAD = 500;

  private final long most;
  private final LinkedHashMap<Key, Shown.Picture> pages = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  DrawnPages(long most) {
    this.most = most;
  }

  /** Which page of which bytes, and how large. */
  record Key(ContentHash content, int page, Zoom zoom) {}

  synchronized Optional<Shown.Picture> find(Key key) {
    return Optional.ofNullable(pages.get(key));
  }

  synchronized void keep(Key key, Shown.Picture picture) {
    Shown.Picture before = pages.put(key, picture);
    held += size(picture) - (before == null ? 0 : size(before));
    var oldest = pages.values().iterator();
    while (held > most && oldest.hasNext()) {
      held -= size(oldest.next());
      oldest.remove();
    }
  }

  private static long size(Shown.Picture picture) {
    return OVERHEAD + picture.png().length + 2L * picture.text().length();
  }
}
