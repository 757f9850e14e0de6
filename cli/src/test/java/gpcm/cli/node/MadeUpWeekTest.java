package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The week that the charts of the demo show, in a database as a node has it. */
class MadeUpWeekTest {
  /** A Wednesday, when the United Kingdom's clocks are those of UTC. */
  private static final Instant NOW = Instant.parse("2026-12-09T14:35:00Z");

  @TempDir static Path folder;
  private static Database database;

  @BeforeAll
  static void open() {
    database = Database.open(DatabaseSettings.bundled(), folder);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void clear() {
    execute("truncate message_hour, queue_hour");
  }

  private static void execute(String sql) {
    database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static String one(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  private static boolean fill(Instant now) {
    return new MadeUpWeek(database).fill(now);
  }

  @Test
  void everyHourOfTheWeekBeforeIsThereAndTheHourThatRunsIsNot() {
    assertThat(fill(NOW)).isTrue();

    for (String table : List.of("message_hour", "queue_hour where queue = 'ready'")) {
      assertThat(
              one(
                  """
                  select count(distinct hour) || ' from ' || to_char(min(hour) at time zone 'UTC', 'DD HH24:MI') || ' to '
                    || to_char(max(hour) at time zone 'UTC', 'DD HH24:MI') from %s
                  """
                      .formatted(table)))
          .as(table)
          .isEqualTo("168 from 02 14:00 to 09 13:00");
    }
  }

  @Test
  void moreGoesInTheDayThanAtNight() {
    fill(NOW);

    assertThat(
            one(
                """
                select min(sent) filter (where extract(hour from hour at time zone 'UTC') in (9, 19)) >
                  2 * max(sent) filter (where extract(hour from hour at time zone 'UTC') between 2 and 4)
                from (select hour, sum(sent) as sent from message_hour group by hour) h
                """))
        .isEqualTo("t");
  }

  @Test
  void bothAcknowledgementsOfEachDocumentComeBack() {
    fill(NOW);

    assertThat(
            one(
                "select bool_and(received = 2 * sent) from message_hour where organisation in"
                    + " ('A99901', 'A99903')"))
        .isEqualTo("t");
    assertThat(one("select min(sent) >= 0 and max(sent) < 100 from message_hour")).isEqualTo("t");
  }

  @Test
  void nobodyIsMadeUp() {
    fill(NOW);

    for (String table :
        List.of("document", "received_message", "worklist_entry", "event", "alert")) {
      assertThat(one("select count(*) from " + table)).as(table).isEqualTo("0");
    }
  }

  @Test
  void whatReallyHappenedIsNeverMadeLess() {
    execute(
        "insert into message_hour values (timestamptz '2026-12-09T13:00Z', 'A99901', 5000, 10000)");
    execute("insert into queue_hour values (timestamptz '2026-12-09T13:00Z', 'ready', 999, 7200)");

    fill(NOW);

    assertThat(
            one(
                """
                select sent || ' ' || received || ' ' || deepest || ' ' || oldest_seconds from message_hour m
                  join queue_hour q on q.hour = m.hour and q.queue = 'ready'
                where m.hour = timestamptz '2026-12-09T13:00Z' and organisation = 'A99901'
                """))
        .isEqualTo("5000 10000 999 7200");
  }

  @Test
  void itIsMadeOnce() {
    fill(NOW);
    String before = one("select sum(sent) || ' ' || count(*) from message_hour");

    assertThat(fill(NOW.plusSeconds(7_200))).isFalse();

    assertThat(one("select sum(sent) || ' ' || count(*) from message_hour")).isEqualTo(before);
  }

  @Test
  void anHourIsMadeUpAlikeHoweverOften() {
    String sum = "select sum(sent) || ' ' || sum(received) from message_hour";
    fill(NOW);
    String before = one(sum);
    clear();

    fill(NOW.plusSeconds(60));

    assertThat(one(sum)).isEqualTo(before);
  }
}
