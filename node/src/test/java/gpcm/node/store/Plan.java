package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How PostgreSQL answered a query: the steps it took and the pages of 8 KiB it looked at. */
public record Plan(String query, JsonNode root) {

  /** Answers a query with these values and tells how. */
  public static Plan of(Handle handle, String query, UnaryOperator<Query> values) {
    // How far several workers come before a limit stops them is chance.
    handle.execute("set max_parallel_workers_per_gather = 0");
    String plan =
        values
            .apply(
                handle.createQuery("explain (analyze, buffers, timing off, format json) " + query))
            .mapTo(String.class)
            .one();
    try {
      return new Plan(query, new ObjectMapper().readTree(plan).path(0).path("Plan"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * An index leads to the rows, and no more than so many pages were looked at. Which of several
   * good plans PostgreSQL takes depends on the sample it drew; what a plan costs does not.
   */
  public void looksAtPages(int most) {
    looksAtNoWholeTable();
    assertThat(root.path("Shared Hit Blocks").asInt() + root.path("Shared Read Blocks").asInt())
        .as(query + "\n" + root.toPrettyString())
        .isPositive()
        .isLessThanOrEqualTo(most);
  }

  /** Rows come from an index; the few there are may be sorted. */
  public void looksAtNoWholeTable() {
    assertThat(steps())
        .as(query + "\n" + root.toPrettyString())
        .isNotEmpty()
        .noneMatch(step -> step.contains("Seq Scan"));
  }

  private List<String> steps() {
    return root.findValuesAsText("Node Type");
  }
}
