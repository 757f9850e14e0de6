package gpcm.node.audit;

import java.util.List;
import org.jdbi.v3.core.argument.Argument;

/** Values for {@code unnest}: a column of rows in one parameter. */
final class Columns {
  private Columns() {}

  static Argument of(String type, List<?> values) {
    // The driver writes bytes only from an array that says so.
    Object[] elements = type.equals("bytea") ? values.toArray(byte[][]::new) : values.toArray();
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, elements));
  }
}
