package gpcm.node.store;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Things to close in the reverse order of their opening, every one of them even when closing
 * another fails.
 */
final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T thing) {
    things.push(thing);
    return thing;
  }

  /** Leaves everything open: opening has succeeded. */
  void keep() {
    things.clear();
  }

  @Override
  public void close() {
    StoreException failure = null;
    while (!things.isEmpty()) {
      try {
        things.pop().close();
      } catch (Exception e) {
        StoreException wrapped = new StoreException("closing failed: " + e.getMessage(), e);
        if (failure == null) {
          failure = wrapped;
        } else {
          failure.addSuppressed(wrapped);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
