package gpcm.node.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Rows as one JSON parameter of a statement. Belongs to one thread. */
public final class RowSet {
  private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();

  /** Adds a row. */
  public RowSet add(Row row) {
    rows.add(row.json());
    return this;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** For {@code json_to_recordset(:name::json)}. */
  public String json() {
    return rows.toString();
  }
}
