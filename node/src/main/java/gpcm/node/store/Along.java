package gpcm.node.store;

import org.jdbi.v3.core.Handle;

/** What is written in the transaction of something else: with it, or not at all. */
@FunctionalInterface
public interface Along {
  /** Nothing. */
  Along NOTHING = handle -> {};

  /** Writes it. May be called again after the transaction was rolled back. */
  void write(Handle handle);
}
