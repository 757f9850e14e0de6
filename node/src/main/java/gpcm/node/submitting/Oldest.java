package gpcm.node.submitting;

import gpcm.node.submitting.SubmissionFolder.Seen;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** The oldest files of a folder, so many at most, whichever order they come in. For one thread. */
final class Oldest {
  private static final Comparator<Seen> FIRST =
      Comparator.comparing(Seen::changed).thenComparing(Seen::name);

  private final PriorityQueue<Seen> all = new PriorityQueue<>(FIRST.reversed());

  void add(Seen seen) {
    all.add(seen);
    if (all.size() > SubmissionFolder.MOST_NAMES) {
      all.remove();
    }
  }

  /** Both, the oldest first. */
  static List<Seen> of(Oldest one, Oldest other) {
    return Stream.concat(one.all.stream(), other.all.stream()).sorted(FIRST).toList();
  }
}
