package gpcm.postgres;

/** The bundled PostgreSQL cannot be started or used; the message says why and what to do. */
public final class PostgresException extends RuntimeException {
  PostgresException(String message) {
    super(message);
  }

  PostgresException(String message, Throwable cause) {
    super(message, cause);
  }
}
