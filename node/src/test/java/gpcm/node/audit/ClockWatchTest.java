package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.exchange.Pace;
import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alert;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine whose clock is set, beside a database whose clock is right. */
@ExtendWith(DatabaseExtension.class)
class ClockWatchTest {
  private static final String ORG = LogFixture.ORG;
  private static final Duration HOUR = Duration.ofHours(1);

  private Database database;
  private Ledger ledger;
  private AuditLog log;
  private Duration off = Duration.ZERO;

  @BeforeEach
  void aDatabase(Database fresh) {
    database = fresh;
    log = new AuditLog(fresh.jdbi(), InstantSource.system(), "node-1", "0.1.0");
    Pace pace = Pace.each(HOUR);
    ledger =
        new Ledger(
            fresh, new ContentStore(fresh.jdbi()), InstantSource.system(), pace, "node-1-run");
  }

  private ClockWatch watch() {
    return ClockWatch.of(
        ledger, log, () -> InstantSource.system().instant().plus(off), List.of(ORG));
  }

  private List<Alert> alerts() {
    return new Alerts(database.jdbi(), InstantSource.system()).open(10);
  }

  private List<AuditEntry> faults() {
    return new AuditSearch(database.jdbi(), log)
        .find(AuditQuery.newest(ORG, 10).doing(List.of(Action.CLOCK_FAULT)));
  }

  @ParameterizedTest
  @CsvSource({"3600, ahead of", "-3600, behind"})
  void aClockThatIsWrongIsToldOnceAndMends(long seconds, String where) {
    off = Duration.ofSeconds(seconds);
    ClockWatch watch = watch();
    watch.look();
    watch.look();
    assertThat(alerts()).hasSize(1);
    Alert told = alerts().getFirst();
    assertThat(told.problem()).isEqualTo("clock-wrong-node-1");
    assertThat(told.times()).isOne();
    assertThat(told.whatHappened()).contains("node-1", " seconds " + where + " the database's");
    assertThat(faults()).hasSize(1);
    assertThat(faults().getFirst().outcome().kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(faults().getFirst().outcome().code().orElseThrow()).endsWith(" ms " + where);

    off = Duration.ZERO;
    watch.look();
    assertThat(alerts()).isEmpty();
  }

  @Test
  void aClockThatIsRightTellsNobodyAndMendsWhatAnEarlierRunTold() {
    off = HOUR;
    watch().look();
    assertThat(alerts()).hasSize(1);
    off = Duration.ZERO;
    watch().look();
    assertThat(alerts()).isEmpty();
    assertThat(faults()).hasSize(1);
  }

  @Test
  void whatCannotBeToldAtOnceIsToldWithTheNextLook() {
    off = HOUR;
    ClockWatch watch = watch();
    execute("alter table alert add constraint refused check (problem not like 'clock%')");
    assertThatThrownBy(watch::look).hasMessageContaining("refused");
    execute("alter table alert drop constraint refused");
    watch.look();
    assertThat(alerts()).hasSize(1);
    assertThat(faults()).hasSize(1);
  }

  private void execute(String sql) {
    database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  /** Only what the way to the database and back cannot have made is told. */
  @Test
  void aDatabaseThatIsSlowToAnswerIsNoWrongClock() {
    InstantSource[] clock = {InstantSource.system()};
    ClockWatch watch =
        ClockWatch.of(
            ledger,
            log,
            () -> {
              InstantSource now = clock[0];
              clock[0] = () -> InstantSource.system().instant().plus(HOUR);
              return now.instant();
            },
            List.of(ORG));
    watch.look();
    assertThat(alerts()).isEmpty();
  }
}
