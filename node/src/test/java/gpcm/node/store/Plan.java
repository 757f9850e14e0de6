package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How PostgreSQL means to answer a query. */
public record Plan(String query, JsonNode root) {

  /** The plan of a query with these values. */
  public static Plan of(Handle handle, String query, UnaryOperator<Query> values) {
    String plan =
        values
            .apply(handle.createQuery("explain (format json) " + query))
            .mapTo(String.class)
            .one();
    try {
      return new Plan(query, new ObjectMapper().readTree(plan).path(0).path("Plan"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Rows come from an index in the order they are wanted in. */
  public void readsNoMoreThanItGives() {
    looksAtNoWholeTable();
    assertThat(steps())
        .as(query + "\n" + root.toPrettyString())
        .noneMatch(step -> step.contains("Sort") || step.contains("Bitmap"));
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
