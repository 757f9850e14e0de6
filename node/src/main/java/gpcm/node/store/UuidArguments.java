package gpcm.node.store;

import java.sql.Types;
import java.util.UUID;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/** Binds UUIDs, an absent one too, in a way PostgreSQL takes; JDBI binds an absent one as text. */
final class UuidArguments extends AbstractArgumentFactory<UUID> {
  UuidArguments() {
    super(Types.OTHER);
  }

  @Override
  protected Argument build(UUID value, ConfigRegistry config) {
    return (position, statement, context) -> statement.setObject(position, value);
  }
}
