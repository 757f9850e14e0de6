package gpcm.pds.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults that are to be answered, the latest first. Thread-safe. */
final class Faults {
  private final Deque<Fault> waiting = new ArrayDeque<>();

  synchronized void add(Fault fault) {
    waiting.addFirst(fault);
  }

  synchronized void clear() {
    waiting.clear();
  }

  /** What is answered about a patient, or to a search. */
  Optional<Fault.Kind> ofPatient(Optional<String> number) {
    return next(
        fault ->
            !(fault.kind() instanceof Fault.Kind.NoToken)
                && (fault.nhsNumber().isEmpty() || fault.nhsNumber().equals(number)));
  }

  /** What is answered to who wants a token. */
  Optional<Fault.Kind.NoToken> ofToken() {
    return next(fault -> fault.kind() instanceof Fault.Kind.NoToken)
        .map(Fault.Kind.NoToken.class::cast);
  }

  private synchronized Optional<Fault.Kind> next(Predicate<Fault> fits) {
    for (Iterator<Fault> each = waiting.iterator(); each.hasNext(); ) {
      Fault fault = each.next();
      if (fits.test(fault)) {
        Fault left = fault.onceLess();
        each.remove();
        if (left.times() > 0) {
          waiting.addFirst(left);
        }
        return Optional.of(fault.kind());
      }
    }
    return Optional.empty();
  }
}
