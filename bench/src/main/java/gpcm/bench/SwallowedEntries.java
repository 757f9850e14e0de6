package gpcm.bench;

import gpcm.node.store.Database;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A way to a database on which entries of the audit log are lost: for an audit log that costs what
 * making an entry costs, and nothing of writing it.
 */
final class SwallowedEntries {
  private SwallowedEntries() {}

  static Jdbi of(Database database) {
    return Jdbi.create(() -> connection(database.jdbi().open()));
  }

  private static Connection connection(Handle handle) {
    Connection real = handle.getConnection();
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("close")) {
            handle.close();
            return null;
          }
          Object result = call(real, method, arguments);
          return result instanceof PreparedStatement statement
                  && arguments[0] instanceof String sql
                  && sql.contains("insert into audit_entry")
              ? swallowing(statement)
              : result;
        });
  }

  private static PreparedStatement swallowing(PreparedStatement real) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "execute" -> false;
              case "getUpdateCount" -> 1;
              default -> call(real, method, arguments);
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
