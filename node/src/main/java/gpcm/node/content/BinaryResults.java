package gpcm.node.content;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/**
 * Has the driver fetch bytes as they are. By itself it does so only from the sixth time on that a
 * connection runs the statement, and before that as hexadecimal text, twice as long.
 */
final class BinaryResults implements StatementCustomizer {
  private static final int AT_ONCE = -1;

  @Override
  public void beforeExecution(PreparedStatement statement, StatementContext context)
      throws SQLException {
    statement.unwrap(PGStatement.class).setPrepareThreshold(AT_ONCE);
  }
}
