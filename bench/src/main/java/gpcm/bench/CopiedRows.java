package gpcm.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Copies that a database makes of its own rows. */
public final class CopiedRows {
  private CopiedRows() {}

  /**
   * The statement that adds copies of rows to their table, which is asked for its columns.
   *
   * @param columns what is another in a copy, by column; every other is that of row {@code o}
   * @param from where the rows {@code o} are from, and whatever the columns name besides
   */
  public static String insert(
      Connection database, String table, Map<String, String> columns, String from)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select attname from pg_attribute where attrelid = '%s'::regclass and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''"
                    .formatted(table))) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return "insert into %s (%s) select %s from %s"
        .formatted(
            table,
            String.join(", ", names),
            names.stream()
                .map(name -> columns.getOrDefault(name, "o." + name))
                .collect(Collectors.joining(", ")),
            from);
  }
}
