package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gpcm.exchange.Pace;
import gpcm.node.content.ContentStore;
import gpcm.node.ledger.Callers;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.ledger.TooLateException;
import gpcm.node.store.Along;
import gpcm.node.store.Database;
import gpcm.node.store.StoppedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the ledger does for who waits for it, and for nobody, while its database is stopped. */
class CallersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;
  private StoppedDatabase stopped;
  private Database database;
  private Ledger ledger;

  @BeforeEach
  void theLedgerIsOpen() throws Exception {
    stopped = new StoppedDatabase(folder.resolve("server"));
    database = Database.open(stopped.settings(), folder.resolve("node"));
    database.jdbi().useHandle(handle -> handle.execute("create table done (what text)"));
    ledger =
        new Ledger(
            database,
            new ContentStore(database.jdbi()),
            InstantSource.system(),
            Pace.each(Duration.ofHours(1)),
            "node-1");
  }

  @AfterEach
  void close() throws Exception {
    database.close();
    stopped.close();
  }

  private void act(String what) {
    ledger.decideAll(
        handle -> {
          handle.execute("insert into done values (?)", what);
          return List.of();
        },
        dropped -> Along.NOTHING);
  }

  private List<String> done() {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select what from done").mapTo(String.class).list());
  }

  @Test
  void whoAsksIsToldThatNothingCameOfItAndNothingIsDoneLater() throws Exception {
    stopped.stops();
    Callers callers = ledger.callers();
    callers.begin(Duration.ofSeconds(1));
    assertThatThrownBy(() -> act("asked for"))
        .satisfies(e -> assertThat(Outages.isOutage(e)).isTrue());
    callers.end();
    stopped.comesBack();
    act("asked for again");
    assertThat(done()).containsExactly("asked for again");
  }

  @Test
  void whatNobodyWaitsForIsDoneWhenTheDatabaseIsBack() throws Exception {
    stopped.stops();
    Logger logger = (Logger) LoggerFactory.getLogger(Ledger.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      CompletableFuture<Void> lane = CompletableFuture.runAsync(() -> act("found out"));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  List.copyOf(log.list).stream()
                      .anyMatch(each -> each.getMessage().startsWith("results wait")));
      assertThat(lane).isNotDone();
      stopped.comesBack();
      await().atMost(PATIENCE).until(lane::isDone);
      lane.join();
    } finally {
      logger.detachAppender(log);
    }
    assertThat(done()).containsExactly("found out");
  }

  @Test
  void whatComesTooLateForWhoAskedIsTakenBack() {
    Callers callers = ledger.callers();
    callers.begin(Duration.ZERO);
    assertThatThrownBy(() -> act("too late")).isInstanceOf(TooLateException.class);
    callers.end();
    assertThat(done()).isEmpty();
    act("for nobody");
    assertThat(done()).containsExactly("for nobody");
  }
}
