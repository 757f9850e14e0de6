package gpcm.node.desk;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a queue stands.
 *
 * @param messages how many wait in it, over the organisations that were asked for
 * @param oldest how long the one that has waited longest has done so; empty when none waits
 * @param late how many have passed their own deadline: that of their organisation, where it has set
 *     one
 */
public record QueueState(Queue queue, long messages, Optional<Duration> oldest, long late) {

  /** This and more of the same queue. */
  QueueState and(QueueState more) {
    return new QueueState(
        queue,
        messages + more.messages,
        Stream.of(oldest, more.oldest).flatMap(Optional::stream).max(Duration::compareTo),
        late + more.late);
  }
}
