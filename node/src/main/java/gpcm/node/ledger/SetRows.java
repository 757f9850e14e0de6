package gpcm.node.ledger;

import java.util.ArrayList;
import java.util.List;

/** Rows for several tables, in the order they were given. Belongs to one thread. */
final class SetRows {
  private record Given(TableWrite table, Row row) {}

  private final List<Given> given = new ArrayList<>();

  void add(TableWrite table, Row row) {
    given.add(new Given(table, row));
  }

  void writeTo(SetWrite write) {
    given.forEach(each -> write.add(each.table, each.row));
  }
}
