package gpcm.node.ledger;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Several set-based writes as one statement: each is a common table expression over its own rows.
 * They see the database as it was before the statement, so none may depend on what another of them
 * writes. Belongs to one thread.
 */
public final class SetWrite {
  // Always in the same order: the database knows a statement again by its text.
  private final Map<TableWrite, RowSet> rows =
      new TreeMap<>(Comparator.comparing(TableWrite::name));

  /** Adds a row to one of the writes. */
  public SetWrite add(TableWrite table, Row row) {
    rows.computeIfAbsent(table, unused -> new RowSet()).add(row);
    return this;
  }

  /** Writes everything that was added, in one statement; nothing when that is nothing. */
  public void run(Handle handle) {
    if (rows.isEmpty()) {
      return;
    }
    String sql =
        rows.keySet().stream()
            .map(table -> table.name() + "_written as (" + table.sql() + ")")
            .collect(Collectors.joining(",\n", "with ", "\nselect"));
    var update = handle.createUpdate(sql);
    rows.forEach((table, given) -> update.bind(table.name(), given.json()));
    update.execute();
  }
}
