package gpcm.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What decides a history, and the lines that tell of it when somebody wants to read them. */
final class Chance {
  private final SplittableRandom random;
  private final Optional<List<String>> lines;
  private final int weather;
  private boolean calm;

  Chance(long seed, boolean told) {
    this.random = new SplittableRandom(seed);
    // Now and then trouble lasts, so that patience is tried too.
    this.weather = below(10) == 0 ? 7 : 1;
    this.lines = told ? Optional.of(new ArrayList<>()) : Optional.empty();
  }

  /** From now on nothing goes wrong any more. */
  void calmDown() {
    calm = true;
  }

  boolean calm() {
    return calm;
  }

  /** Whether something goes wrong that does so {@code percent} times in a hundred. */
  boolean fails(int percent) {
    return !calm && random.nextInt(100) < percent * weather;
  }

  boolean coin() {
    return random.nextBoolean();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Any one of those that fit. */
  <T> Optional<T> oneOf(Iterable<T> some, Predicate<T> fits) {
    T found = null;
    int fitting = 0;
    for (T each : some) {
      if (fits.test(each) && below(++fitting) == 0) {
        found = each;
      }
    }
    return Optional.ofNullable(found);
  }

  void note(Supplier<String> line) {
    lines.ifPresent(all -> all.add(line.get()));
  }

  List<String> lines() {
    return lines.orElse(List.of());
  }
}
