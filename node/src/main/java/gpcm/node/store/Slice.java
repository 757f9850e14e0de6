package gpcm.node.store;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * Which part of a list that is shown newest first.
 *
 * @param edge where the part begins: the row itself is not in it; empty for the newest rows
 * @param newer whether the part lies on the newer side of the edge
 * @param limit how many rows at most, 1 to 1001: one more than a caller may see tells whether there
 *     are more
 */
public record Slice(Optional<Keyset> edge, boolean newer, int limit) {
  private static final int MOST = 1001;

  /**
   * @throws IllegalArgumentException when the limit is out of bounds, or nothing says newer than
   *     what
   */
  public Slice {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1 to %d, not %d".formatted(MOST, limit));
    }
    if (newer && edge.isEmpty()) {
      throw new IllegalArgumentException("newer than what? Give the row to start from");
    }
  }

  /** The newest rows. */
  public static Slice newest(int limit) {
    return new Slice(Optional.empty(), false, limit);
  }

  /** The rows that follow in the list, which are older. */
  public static Slice after(Keyset edge, int limit) {
    return new Slice(Optional.of(edge), false, limit);
  }

  /** The rows that stand just before in the list, which are newer. */
  public static Slice before(Keyset edge, int limit) {
    return new Slice(Optional.of(edge), true, limit);
  }

  /**
   * The end of a query that reads this part, from the condition on. An index on the column and
   * {@code id}, in either direction of both, answers it without sorting.
   *
   * @param time the column of the row's time
   */
  public String sql(String time) {
    String condition =
        edge.isEmpty() ? "" : " and (%s, id) %s (:at, :id)".formatted(time, newer ? ">" : "<");
    String order =
        newer ? " order by %s, id limit :limit" : " order by %s desc, id desc limit :limit";
    return condition + order.formatted(time);
  }

  /** Gives a query that ends in {@link #sql} its values. */
  public Query bind(Query query) {
    edge.ifPresent(
        row -> query.bind("at", row.at().atOffset(java.time.ZoneOffset.UTC)).bind("id", row.id()));
    return query.bind("limit", limit);
  }

  /** The rows that the query gave, newest first. */
  public <T> List<T> newestFirst(List<T> rows) {
    return newer ? rows.reversed() : rows;
  }
}
