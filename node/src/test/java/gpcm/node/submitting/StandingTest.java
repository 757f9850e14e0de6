package gpcm.node.submitting;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.Pace;
import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alert;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes of one database, of which one at a time does the work. */
@ExtendWith(DatabaseExtension.class)
class StandingTest {
  private Database database;
  private Instant now = Instant.parse("2026-11-28T12:00:00Z");

  @BeforeEach
  void aDatabase(Database fresh) {
    database = fresh;
  }

  private Standing standing(String node) {
    Ledger ledger =
        new Ledger(
            database,
            new ContentStore(database.jdbi()),
            () -> now,
            Pace.each(Duration.ofHours(1)),
            node);
    return new Standing(ledger, "X26001", "sending-folder/X26001");
  }

  private List<Alert> alerts() {
    return new Alerts(database.jdbi(), () -> now).open(10);
  }

  private static void stands(Standing one) {
    one.is("The folder cannot be read", "Its disk is away", "Mend it");
  }

  @Test
  void what_another_node_has_told_is_over_where_this_one_finds_that_all_is_well() {
    Standing here = standing("node-1");
    here.over();
    stands(standing("node-2"));
    assertThat(alerts()).hasSize(1);

    now = now.plus(Duration.ofMinutes(1));
    here.over();

    assertThat(alerts()).isEmpty();
  }

  @Test
  void what_another_node_has_found_over_is_told_again_where_it_lasts() {
    Standing here = standing("node-1");
    stands(here);
    standing("node-2").over();
    assertThat(alerts()).isEmpty();

    now = now.plus(Duration.ofMinutes(16));
    stands(here);

    assertThat(alerts()).hasSize(1);
  }
}
