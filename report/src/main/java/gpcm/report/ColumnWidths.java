package gpcm.report;

import gpcm.consultation.SectionItem;
import java.util.stream.IntStream;

/**
 * How the width of a table is shared. A table that fits is left to find its own widths; a wider one
 * gets shares by the length of what stands in its columns, bounded on both sides, so that one long
 * cell can't squeeze the others to a letter.
 */
final class ColumnWidths {
  /** Characters that fit beside each other in the notes, with room for the borders. */
  private static final int LINE = 70;

  private static final int NARROWEST = 6;
  private static final int WIDEST = 40;

  private final int[] weights;
  private final boolean fit;

  private ColumnWidths(int[] weights, boolean fit) {
    this.weights = weights;
    this.fit = fit;
  }

  static ColumnWidths of(SectionItem.TableItem table) {
    int[] longest =
        IntStream.range(0, table.columns().size())
            .map(
                column ->
                    Math.max(
                        table.columns().get(column).length(),
                        table.rows().stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0)))
            .toArray();
    int borders = 2 * longest.length;
    boolean fit = IntStream.of(longest).sum() + borders <= LINE;
    return new ColumnWidths(
        IntStream.of(longest).map(length -> Math.clamp(length, NARROWEST, WIDEST)).toArray(), fit);
  }

  boolean fit() {
    return fit;
  }

  /** The column's share of the whole width, in whole percent. */
  int percent(int column) {
    return weights[column] * 100 / IntStream.of(weights).sum();
  }
}
