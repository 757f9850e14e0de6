package gpcm.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Plan;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Open alerts among those that were dealt with over the years. */
@ExtendWith(DatabaseExtension.class)
class OpenAlertsTest {
  private static final int OPEN = 20_000;

  @Test
  void aPageReadsAFewOfManyAndCountsThem(Database database) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  insert into alert (organisation, problem, title, what_happened, what_to_do, times, raised_at, last_at, resolved_at)
                  select 'A99901', 'problem-' || n, 'Title', 'Happened', 'Do', 1, now(), now(), case when n % 10 = 0 then null else now() end
                  from generate_series(1, 200000) n
                  """);
              handle.execute("vacuum analyze alert");
            });
    Alerts alerts = new Alerts(database.jdbi(), Clock.systemUTC());
    assertThat(alerts.countOpen()).isEqualTo(OPEN);
    List<Alert> newest = alerts.open(50);
    assertThat(newest).hasSize(50).extracting(Alert::problem).startsWith("problem-200000");
    List<Alert> next = alerts.openBefore(newest.getLast().id(), 50);
    assertThat(next).extracting(Alert::problem).startsWith("problem-199500").hasSize(50);

    database
        .jdbi()
        .useHandle(
            handle -> {
              Plan.of(
                      handle,
                      Alerts.OPEN,
                      query -> query.bind("id", Long.MAX_VALUE).bind("limit", 50))
                  .looksAtPages(200);
              Plan.of(handle, Alerts.COUNT_OPEN, query -> query).looksAtPages(200);
              Plan.of(
                      handle,
                      Alerts.openAbout("document"),
                      query -> query.bind("id", java.util.UUID.randomUUID()))
                  .looksAtNoWholeTable();
            });
  }
}
