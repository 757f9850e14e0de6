package gpcm.report;

import gpcm.consultation.SectionItem;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How the width of a table is shared. A table that fits is left to find its own widths. In a wider
 * one each column gets its longest word first, and what is left goes to the columns that would fill
 * it; where even the words do not fit beside each other, the letters get smaller, and only then are
 * the longest words broken.
 */
final class ColumnWidths {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Characters that fit beside each other in the notes, with room for the borders. */
  private static final int LINE = 70;

  /** What the notes are wide, and what a cell needs beside its words, in points. */
  private static final double NOTES = 337;

  private static final double CELL = 9.1;
  private static final double SMALL_CELL = 5.2;

  /** The size of the notes' letters, and the smallest that is still read with ease, in points. */
  private static final double LETTERS = 8.5;

  private static final double SMALLEST_LETTERS = 6.5;

  /** Rounding, on the way to whole units of the layout. */
  private static final double PLAY = 1;

  private final boolean fit;
  private final double letters;
  private final double[] widths;

  private ColumnWidths(boolean fit, double letters, double[] widths) {
    this.fit = fit;
    this.letters = letters;
    this.widths = widths;
  }

  static ColumnWidths of(SectionItem.TableItem table, LetterWidths ems) {
    int columns = table.columns().size();
    double[] word = new double[columns];
    double[] whole = new double[columns];
    int characters = 0;
    for (int column = 0; column < columns; column++) {
      int longest = table.columns().get(column).length();
      look(table.columns().get(column), true, column, word, whole, ems);
      for (var row : table.rows()) {
        longest = Math.max(longest, row.get(column).length());
        look(row.get(column), false, column, word, whole, ems);
      }
      characters += longest + 2;
    }
    if (characters <= LINE) {
      return new ColumnWidths(true, LETTERS, new double[0]);
    }
    double words = DoubleStream.of(word).sum();
    if (words * LETTERS + columns * (CELL + PLAY) <= NOTES) {
      return new ColumnWidths(false, LETTERS, shared(word, whole, LETTERS, CELL));
    }
    double size = (NOTES - columns * (SMALL_CELL + PLAY)) / words;
    double letters = Math.clamp(size, SMALLEST_LETTERS, LETTERS);
    return new ColumnWidths(false, letters, shared(word, whole, letters, SMALL_CELL));
  }

  private static void look(
      String cell, boolean heading, int column, double[] word, double[] whole, LetterWidths ems) {
    whole[column] = Math.max(whole[column], ems.ems(cell, heading));
    SPACE
        .splitAsStream(cell)
        // The layout wants room for the space behind a word, too.
        .forEach(each -> word[column] = Math.max(word[column], ems.ems(each + " ", heading)));
  }

  private static double[] shared(double[] word, double[] whole, double letters, double cell) {
    double[] least = DoubleStream.of(word).map(ems -> ems * letters + cell + PLAY).toArray();
    double rest = NOTES - DoubleStream.of(least).sum();
    if (rest < 0) {
      return levelled(least);
    }
    // A long comment wants more than it can get; what it wants counts up to the whole width.
    double[] more =
        IntStream.range(0, least.length)
            .mapToDouble(
                i -> Math.max(0, Math.min(whole[i] * letters + cell + PLAY, NOTES) - least[i]))
            .toArray();
    double wanted = DoubleStream.of(more).sum();
    return IntStream.range(0, least.length)
        .mapToDouble(i -> least[i] + rest * (wanted > 0 ? more[i] / wanted : 1.0 / least.length))
        .toArray();
  }

  /** Cuts the widest columns down to one width, so that all others keep their words whole. */
  private static double[] levelled(double[] least) {
    double[] sorted = least.clone();
    Arrays.sort(sorted);
    double left = NOTES;
    double level = 0;
    for (int i = 0; i < sorted.length; i++) {
      level = left / (sorted.length - i);
      if (sorted[i] > level) {
        break;
      }
      left -= sorted[i];
    }
    double cut = level;
    return DoubleStream.of(least).map(width -> Math.min(width, cut)).toArray();
  }

  boolean fit() {
    return fit;
  }

  /** Whether the letters are smaller than those of the notes. */
  boolean small() {
    return letters < LETTERS;
  }

  /** The size of the letters, in points. */
  String size() {
    return String.format(Locale.ROOT, "%.2fpt", Math.floor(letters * 100) / 100);
  }

  /** The column's share of the whole width, in percent. */
  String percent(int column) {
    return String.format(
        Locale.ROOT, "%.2f%%", widths[column] * 100 / DoubleStream.of(widths).sum());
  }

  /** About how many lines a cell takes. */
  int lines(int column, String cell, LetterWidths ems) {
    double room = widths[column] - (small() ? SMALL_CELL : CELL);
    return (int) Math.ceil(ems.ems(cell, false) * letters / Math.max(room, 1));
  }
}
