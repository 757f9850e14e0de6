package gpcm.node.ledger;

import gpcm.exchange.AlertText;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Tells of organisations for which messages wait to be sent though no node that is alive works for
 * them, as when one is left out of the configuration by mistake: once for each of them, until one
 * does. Thread-safe.
 */
public final class UnservedOrganisations {
  private static final String PROBLEM = "not-configured";

  private final Ledger ledger;

  /** Looks in {@code ledger}'s database. */
  public UnservedOrganisations(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Raises what is to be raised, and closes what is over. */
  public void tell() {
    Map<String, Long> waiting = ledger.database().jdbi().withHandle(this::look);
    waiting.forEach(
        (organisation, messages) ->
            ledger.tell(
                organisation,
                new AlertText(
                    PROBLEM,
                    "Organisation " + organisation + " is missing from the configuration",
                    "%d messages wait to be sent for it, and no node that runs works for it. They are kept."
                        .formatted(messages),
                    "Put the organisation back into the configuration. If it is gone for good, tell"
                        + " the receivers of what waits by other means.")));
  }

  private Map<String, Long> look(Handle handle) {
    handle
        .createUpdate(
            """
            update alert set resolved_at = :now, resolved_by = 'mended by itself'
            where problem = :problem and resolved_at is null and organisation in (
              select unnest(organisations) from node where alive_until > clock_timestamp())
            """)
        .bind("now", ledger.clock().instant().atOffset(ZoneOffset.UTC))
        .bind("problem", PROBLEM)
        .execute();
    return handle
        .createQuery(
            """
            select organisation, count(*) as messages from (
              select organisation from document where state = 'built'
              union all select organisation from answer where state = 'waiting') waiting
            where organisation not in (select unnest(organisations) from node where alive_until > clock_timestamp())
              and organisation not in (select organisation from alert where problem = :problem and resolved_at is null)
            group by organisation
            """)
        .bind("problem", PROBLEM)
        .reduceRows(
            new HashMap<String, Long>(),
            (all, row) -> {
              all.put(
                  row.getColumn("organisation", String.class),
                  row.getColumn("messages", Long.class));
              return all;
            });
  }
}
