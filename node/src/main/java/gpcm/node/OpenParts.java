package gpcm.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a node has opened so far. The last is closed first, as it may use the ones before it. */
final class OpenParts {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Closes everything, whatever happens, and gives the first trouble there was. */
  Optional<Exception> close() {
    Optional<Exception> trouble = Optional.empty();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        trouble = trouble.or(() -> Optional.of(e));
      }
    }
    return trouble;
  }
}
