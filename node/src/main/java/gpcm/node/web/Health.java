package gpcm.node.web;

import java.util.Optional;

/** Whether a node can do its work. */
@FunctionalInterface
public interface Health {

  /** What keeps it from answering, in words; empty when nothing does. Answers within seconds. */
  Optional<String> trouble();
}
