package gpcm.node.store;

import java.lang.reflect.Type;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Binds UUIDs, an absent one too, with their type. JDBI binds an absent one as text; and a
 * statement whose parameters change their types from one call to the next is prepared again each
 * time.
 */
final class UuidArguments implements ArgumentFactory.Preparable {

  @Override
  public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
    return type == UUID.class ? Optional.of(UuidArguments::argument) : Optional.empty();
  }

  private static Argument argument(Object value) {
    return value == null
        ? (position, statement, context) -> statement.setNull(position, Types.OTHER, "uuid")
        : (position, statement, context) -> statement.setObject(position, value);
  }
}
