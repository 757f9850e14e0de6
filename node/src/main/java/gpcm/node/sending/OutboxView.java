package gpcm.node.sending;

import gpcm.node.people.Ownership;
import java.util.Optional;
import java.util.UUID;

/**
 * What of the outbox somebody may see.
 *
 * @param organisation ODS code of the one organisation
 * @param author only what is this person's own; empty for all of it
 */
public record OutboxView(String organisation, Optional<UUID> author) {
  /** Everything of an organisation. */
  public static OutboxView of(String organisation) {
    return new OutboxView(organisation, Optional.empty());
  }

  /** The condition on a row of {@code document} called {@code alias}. */
  String sql(String alias) {
    return " and %1$s.organisation = :organisation".formatted(alias)
        + (author.isPresent() ? " and " + Ownership.sql(alias) : "");
  }
}
