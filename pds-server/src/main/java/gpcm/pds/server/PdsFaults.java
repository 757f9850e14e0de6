package gpcm.pds.server;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults that are to be answered, the latest first. Thread-safe. */
final class PdsFaults {
  private final List<PdsFault> waiting = new ArrayList<>();

  synchronized void add(PdsFault fault) {
    waiting.addFirst(fault);
  }

  synchronized void clear() {
    waiting.clear();
  }

  /** What is answered about a patient, or to a search. */
  Optional<PdsFault.Kind.OfPatient> ofPatient(Optional<String> number) {
    return next(
        PdsFault.Kind.OfPatient.class,
        fault -> fault.nhsNumber().isEmpty() || fault.nhsNumber().equals(number));
  }

  /** What is answered to who wants a token. */
  Optional<PdsFault.Kind.NoToken> ofToken() {
    return next(PdsFault.Kind.NoToken.class, fault -> true);
  }

  /** It keeps its place among the others as long as it is answered. */
  private synchronized <K extends PdsFault.Kind> Optional<K> next(
      Class<K> kind, Predicate<PdsFault> fits) {
    for (ListIterator<PdsFault> each = waiting.listIterator(); each.hasNext(); ) {
      PdsFault fault = each.next();
      if (kind.isInstance(fault.kind()) && fits.test(fault)) {
        if (fault.times() > 1) {
          each.set(fault.onceLess());
        } else {
          each.remove();
        }
        return Optional.of(kind.cast(fault.kind()));
      }
    }
    return Optional.empty();
  }
}
