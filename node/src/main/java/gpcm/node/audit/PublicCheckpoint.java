package gpcm.node.audit;

import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What anybody may know of the log: how large it is, its root and the signature. Thread-safe. */
public final class PublicCheckpoint {
  private final Jdbi jdbi;

  /** Reads through {@code jdbi}. */
  public PublicCheckpoint(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The newest checkpoint as it was signed; empty while nothing is sealed. */
  public Optional<String> newest() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select note from audit_checkpoint order by size desc limit 1")
                .mapTo(String.class)
                .findOne());
  }
}
