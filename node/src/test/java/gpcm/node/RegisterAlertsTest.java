package gpcm.node;

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
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A list of patients that one node cannot read, and another one can. */
@ExtendWith(DatabaseExtension.class)
class RegisterAlertsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));

  private Database database;

  @BeforeEach
  void aDatabase(Database fresh) {
    database = fresh;
  }

  private RegisterAlerts of(String node) {
    Pace pace = Pace.each(Duration.ofHours(1));
    return RegisterAlerts.ofPatients(
        new Ledger(database, new ContentStore(database.jdbi()), CLOCK, pace, node), "X26001");
  }

  private List<Alert> alerts() {
    return new Alerts(database.jdbi(), CLOCK).open(10);
  }

  @Test
  void whatLastsIsToldOnce() {
    RegisterAlerts here = of("node-1");
    here.told("it cannot be read");
    here.lasts("it cannot be read");
    assertThat(alerts()).singleElement().extracting(Alert::times).isEqualTo(1);
  }

  @Test
  void whatLastsIsToldAgainWhereAnotherNodeFoundItOver() {
    RegisterAlerts here = of("node-1");
    here.told("it cannot be read");
    of("node-2").over();
    assertThat(alerts()).isEmpty();
    here.lasts("it cannot be read");
    assertThat(alerts()).hasSize(1);
  }

  @Test
  void whatAPersonHasClosedIsNotToldAgainWhileItLasts() {
    RegisterAlerts here = of("node-1");
    here.told("it cannot be read");
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "update alert set resolved_at = last_at, resolved_by = 'A. Fictional'"));
    here.lasts("it cannot be read");
    assertThat(alerts()).isEmpty();
  }
}
