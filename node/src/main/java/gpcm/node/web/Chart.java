package gpcm.node.web;

import gpcm.node.web.Stretch.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A chart, drawn on the server: where its lines, bars and words are, on a ground of {@link #WIDTH}
 * by {@link #HEIGHT}. Immutable.
 *
 * @param title what it shows
 * @param words its shape, for whoever cannot see it
 * @param unit what is counted
 * @param grid lines across, with their numbers
 * @param bars its bars
 * @param lines its lines, as an SVG polyline has them
 * @param last where the last line ends
 * @param limit a line that should not be passed
 * @param labels the words below
 */
record Chart(
    String title,
    String words,
    String unit,
    List<Level> grid,
    List<Bar> bars,
    List<String> lines,
    Optional<Point> last,
    Optional<Level> limit,
    List<Label> labels) {
  static final int WIDTH = 560;
  static final int HEIGHT = 238;
  static final int LEFT = 64;
  static final int RIGHT = 552;
  private static final int TOP = 50;
  static final int BOTTOM = 198;

  Chart {
    grid = List.copyOf(grid);
    bars = List.copyOf(bars);
    lines = List.copyOf(lines);
    labels = List.copyOf(labels);
  }

  /** A height with its words. */
  record Level(int y, String text) {}

  /** A bar of the first series or of the second. */
  record Bar(int x, int y, int width, int height, boolean second) {}

  record Point(int x, int y) {}

  record Label(int x, String text, boolean minor) {}

  /** Two bars side by side for each slot. */
  static Chart bars(
      String title, String words, String unit, List<Slot> slots, long[] first, long[] second) {
    long most = 0;
    for (int i = 0; i < slots.size(); i++) {
      most = Math.max(most, Math.max(first[i], second[i]));
    }
    double top = top((double) most);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      int from = x(i, slots.size());
      int half = Math.max(2, (x(i + 1, slots.size()) - from - 4) / 2);
      bar(bars, from + 2, half, first[i], top, false);
      bar(bars, from + 2 + half, half, second[i], top, true);
    }
    return new Chart(
        title,
        words,
        unit,
        grid(top),
        bars,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        labels(slots));
  }

  private static void bar(
      List<Bar> bars, int x, int width, long value, double top, boolean second) {
    if (value > 0) {
      int y = Math.min(BOTTOM - 2, y((double) value, top));
      bars.add(new Bar(x, y, width, BOTTOM - y, second));
    }
  }

  /** A line over the slots of which something is known, broken where nothing is. */
  static Chart line(
      String title,
      String words,
      String unit,
      List<Slot> slots,
      List<OptionalDouble> values,
      double limit,
      String limitWords) {
    double most = values.stream().flatMapToDouble(OptionalDouble::stream).max().orElse(0);
    double top = top(Math.max(most, limit));
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    Optional<Point> last = Optional.empty();
    for (int i = 0; i < slots.size(); i++) {
      if (values.get(i).isPresent()) {
        Point point =
            new Point(
                (x(i, slots.size()) + x(i + 1, slots.size())) / 2,
                y(values.get(i).getAsDouble(), top));
        line.append(line.isEmpty() ? "" : " ").append(point.x).append(',').append(point.y);
        last = Optional.of(point);
      } else if (!line.isEmpty()) {
        lines.add(line.toString());
        line.setLength(0);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return new Chart(
        title,
        words,
        unit,
        grid(top),
        List.of(),
        lines,
        last,
        Optional.of(new Level(y(limit, top), limitWords)),
        labels(slots));
  }

  private static List<Level> grid(double top) {
    return List.of(
        new Level(BOTTOM, "0"),
        new Level(y(top / 2, top), number(top / 2)),
        new Level(TOP, number(top)));
  }

  private static String number(double value) {
    return Long.toString(Math.round(value));
  }

  /** Little more than the most, and half of it is whole too. */
  private static double top(double most) {
    double power = 1;
    while (true) {
      for (int step : new int[] {2, 4, 6, 8, 10, 12, 16}) {
        if (step * power >= most) {
          return step * power;
        }
      }
      power *= 10;
    }
  }

  private static int x(int slot, int slots) {
    return LEFT + (RIGHT - LEFT) * slot / slots;
  }

  private static int y(double value, double top) {
    return (int) Math.round(BOTTOM - (BOTTOM - TOP) * value / top);
  }

  private static List<Label> labels(List<Slot> slots) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (!slot.label().isEmpty()) {
        labels.add(
            new Label(
                (x(i, slots.size()) + x(i + 1, slots.size())) / 2, slot.label(), slot.minor()));
      }
    }
    return labels;
  }
}
