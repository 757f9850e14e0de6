package gpcm.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * What follows from a fact: the case as it is now, and everything that goes with the change. There
 * is no other way to change a case, so no change is without its event.
 *
 * @param <C> the kind of case
 * @param next the case as it is now
 * @param events lines for its timeline
 * @param raised what a person is told
 * @param mended problems that are over, by {@link AlertText#problem()}
 * @param orders what other cases have to do because of it
 */
public record Transition<C>(
    C next, List<Event> events, List<AlertText> raised, List<String> mended, List<Order> orders) {

  /** The lists are copied. */
  public Transition {
    events = List.copyOf(events);
    raised = List.copyOf(raised);
    mended = List.copyOf(mended);
    orders = List.copyOf(orders);
  }

  /** Nothing changes. */
  static <C> Transition<C> none(C same) {
    return to(same);
  }

  static <C> Transition<C> to(C next) {
    return new Transition<>(next, List.of(), List.of(), List.of(), List.of());
  }

  Transition<C> now(C same) {
    return new Transition<>(same, events, raised, mended, orders);
  }

  Transition<C> event(String kind, String detail) {
    return event(Event.of(kind, detail));
  }

  Transition<C> event(Event event) {
    return new Transition<>(next, and(events, event), raised, mended, orders);
  }

  Transition<C> raise(AlertText alert) {
    return new Transition<>(next, events, and(raised, alert), mended, orders);
  }

  Transition<C> mend(String problem) {
    return new Transition<>(next, events, raised, and(mended, problem), orders);
  }

  Transition<C> order(Order order) {
    return new Transition<>(next, events, raised, mended, and(orders, order));
  }

  private static <T> List<T> and(List<T> some, T more) {
    List<T> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }
}
