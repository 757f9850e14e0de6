package gpcm.node.journal;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.Plan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Open alerts among those that were dealt with over the years. */
@ExtendWith(DatabaseExtension.class)
class OpenAlertsTest {
  private static final int OPEN = 20_000;
  private static final AlertView VIEW = AlertView.of("A99901");

  @Test
  void aPageReadsAFewOfManyAndCountsThem(Database database) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  insert into alert (organisation, problem, title, what_happened, what_to_do, times, severity, raised_at, last_at, resolved_at)
                  select 'A99901', 'problem-' || n, 'Title', 'Happened', 'Do', 1, n % 3, now(), now(), case when n % 10 = 0 then null else now() end
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
                      Alerts.soonest(VIEW, false),
                      query -> query.bind("organisation", "A99901").bind("limit", 50))
                  .looksAtPages(200);
              Plan.of(
                      handle,
                      Alerts.soonest(VIEW, true),
                      query ->
                          query
                              .bind("organisation", "A99901")
                              .bind("severity", 1)
                              .bind("id", 100_000)
                              .bind("limit", 50))
                  .looksAtPages(200);
              Plan.of(
                      handle,
                      Alerts.openAbout("document"),
                      query -> query.bind("id", java.util.UUID.randomUUID()))
                  .looksAtNoWholeTable();
            });
  }

  @Test
  void everyPageCountsProblemsFromAnIndexHoweverManyDocumentsTheyAreAbout(Database database) {
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute(
                  """
                  insert into alert (organisation, problem, received, title, what_happened, what_to_do, times, severity, raised_at, last_at)
                  select 'A99901', 'processing/' || n, null, 'Title', 'Happened', 'Do', 1, 0, now(), now() from generate_series(1, 10000) n
                  """);
              handle.execute("vacuum analyze alert");
            });
    AlertGroups groups = new Alerts(database.jdbi(), Clock.systemUTC()).groups();
    assertThat(groups.count(VIEW)).isEqualTo(10_000);
    assertThat(groups.soonest(VIEW, Optional.empty(), 50)).hasSize(50);
    database
        .jdbi()
        .useHandle(
            handle ->
                Plan.of(
                        handle,
                        AlertGroups.counting(
                            new AlertView(
                                "A99901",
                                EnumSet.of(AlertView.Kind.TECHNICAL),
                                AlertReader.OF_ALL)),
                        query -> query.bind("organisation", "A99901"))
                    .looksAtPages(400));
  }

  private static void sixty(Database database) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into alert (organisation, problem, title, what_happened, what_to_do, times, severity, raised_at, last_at)
                    select 'A99901', 'problem-' || n, 'Title', 'Happened', 'Do', 1, n % 3, now(), now() from generate_series(1, 60) n
                    """));
  }

  /** Their numbers, page by page; between the pages somebody closes what they have just read. */
  private static List<String> read(Alerts alerts, boolean closing) {
    List<String> read = new ArrayList<>();
    Optional<Long> after = Optional.empty();
    while (true) {
      List<Alert> page = alerts.soonest(VIEW, after, 7);
      if (page.isEmpty()) {
        return read;
      }
      page.forEach(alert -> read.add(alert.problem()));
      if (closing) {
        page.forEach(alert -> alerts.resolve(alert.id(), "A. Clerk"));
      }
      after = Optional.of(page.getLast().id());
    }
  }

  private static String[] inOrder() {
    return IntStream.rangeClosed(1, 60)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(n -> n % 3).thenComparing(n -> n))
        .map(n -> "problem-" + n)
        .toArray(String[]::new);
  }

  @Test
  void whatIsToBeActedOnSoonestIsFirstOverAllPagesAndThenWhatHasStoodLongest(Database database) {
    sixty(database);
    assertThat(read(new Alerts(database.jdbi(), Clock.systemUTC()), false))
        .containsExactly(inOrder());
  }

  @Test
  void whatIsClosedBetweenTwoPagesMakesNothingMissing(Database database) {
    sixty(database);
    assertThat(read(new Alerts(database.jdbi(), Clock.systemUTC()), true))
        .containsExactly(inOrder());
  }

  @Test
  void behindOneThatIsNotThereTheListBegins(Database database) {
    sixty(database);
    Alerts alerts = new Alerts(database.jdbi(), Clock.systemUTC());
    assertThat(alerts.soonest(VIEW, Optional.of(1_000_000L), 60))
        .extracting(Alert::problem)
        .containsExactly(inOrder());
  }
}
