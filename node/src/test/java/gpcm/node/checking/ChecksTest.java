package gpcm.node.checking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.node.checking.Check.Finding;
import gpcm.node.people.Extent;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checks are bounded, keep what they come to one by one, and are made by one node at a time. */
@ExtendWith(DatabaseExtension.class)
class ChecksTest {
  private static Database database;

  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(passed.get());
  private final CountDownLatch released = new CountDownLatch(1);
  private Checks checks;

  @BeforeAll
  static void keep(Database own) {
    database = own;
  }

  @BeforeEach
  void none() {
    database.jdbi().useHandle(handle -> handle.execute("delete from check_run"));
  }

  @AfterEach
  void close() {
    released.countDown();
    if (checks != null) {
      checks.close();
    }
  }

  private Checks of(Duration longest, Check... all) {
    checks = new Checks(database.jdbi(), clock, "node-1", List.of(all), longest);
    return checks;
  }

  private void start() {
    checks.goOn(checks.begin("A99901", "L. Operator").orElseThrow());
  }

  private Finding waits() throws InterruptedException {
    released.await();
    return Finding.good("At last.");
  }

  private CheckRun ended() {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> checks.newest(Extent.ALL).orElseThrow(), run -> run.endedAt().isPresent());
  }

  @Test
  void whatIsAboutOneOrganisationIsToldToThatAndToWhoRunsTheSystem() {
    of(
        Duration.ofMinutes(1),
        new Check("Database", () -> Finding.good("It answers.")),
        new Check("Mailbox 1", Optional.of("A99901"), () -> Finding.good("It opens.")),
        new Check("Mailbox 2", Optional.of("A99902"), () -> Finding.bad("It does not.")));
    start();
    assertThat(ended().results()).hasSize(3);

    assertThat(checks.newest(Extent.of("A99902")).orElseThrow().results())
        .extracting(CheckRun.Result::name)
        .containsExactly("Database", "Mailbox 2");
    assertThat(checks.newest(Extent.of("A99904")).orElseThrow().results())
        .extracting(CheckRun.Result::name)
        .containsExactly("Database");
  }

  @Test
  void eachKeepsWhatItCameToInTheOrderOfThePage() {
    of(
        Duration.ofMinutes(1),
        new Check("Database", () -> Finding.good("It answers.")),
        new Check("Disk", () -> Finding.look("Nearly full.")),
        new Check("PDS", () -> Finding.none("Nobody is looked up there.")));
    assertThat(checks.newest(Extent.ALL)).isEmpty();

    start();

    CheckRun run = ended();
    assertThat(run.node()).isEqualTo("node-1");
    assertThat(run.askedBy()).isEqualTo("L. Operator");
    assertThat(run.results())
        .extracting(each -> each.name() + ": " + each.outcome() + " " + each.words())
        .containsExactly(
            "Database: GOOD It answers.",
            "Disk: LOOK Nearly full.",
            "PDS: NOT_MADE Nobody is looked up there.");
    assertThat(run.results()).allMatch(each -> each.took().isPresent());
  }

  @Test
  void oneThatFailsIsBadAndHoldsUpNoOther() {
    of(
        Duration.ofMinutes(1),
        new Check(
            "Database",
            () -> {
              throw new IllegalStateException("no route to host");
            }),
        new Check("Disk", () -> Finding.good("All is well.")));
    start();
    assertThat(ended().results())
        .extracting(each -> each.outcome() + " " + each.words())
        .containsExactly("BAD It could not be found out: no route to host.", "GOOD All is well.");
  }

  @Test
  void oneThatDoesNotEndIsBad() {
    of(Duration.ofMillis(50), new Check("MESH", this::waits));
    start();
    assertThat(ended().results().getFirst().outcome()).isEqualTo(Outcome.BAD);
    assertThat(ended().results().getFirst().words()).startsWith("It did not end within");
  }

  @Test
  void whatIsKnownIsShownWhileOthersRunAndNoneAreBegunMeanwhile() {
    of(
        Duration.ofMinutes(1),
        new Check("Disk", () -> Finding.good("All is well.")),
        new Check("MESH", this::waits));
    start();
    await()
        .until(
            () ->
                checks.newest(Extent.ALL).orElseThrow().results().getFirst().outcome()
                    == Outcome.GOOD);
    CheckRun run = checks.newest(Extent.ALL).orElseThrow();
    assertThat(run.endedAt()).isEmpty();
    assertThat(run.results().get(1).outcome()).isEqualTo(Outcome.RUNNING);
    try (Checks other = new Checks(database.jdbi(), clock, "node-2", List.of())) {
      assertThat(other.begin("A99902", "P. Operator")).isEmpty();
      assertThat(other.newest(Extent.ALL).orElseThrow().node()).isEqualTo("node-1");
    }
    released.countDown();
    assertThat(ended().count(Outcome.GOOD)).isEqualTo(2);
    start();
  }

  @Test
  void thoseOfANodeThatStoppedAreNotMadeAndOthersMayBegin() {
    of(Duration.ofMinutes(5), new Check("MESH", this::waits));
    start();
    passed.set(Duration.ofMinutes(3));
    CheckRun lost = checks.newest(Extent.ALL).orElseThrow();
    assertThat(lost.endedAt()).isPresent();
    assertThat(lost.results().getFirst().outcome()).isEqualTo(Outcome.NOT_MADE);
    assertThat(lost.results().getFirst().words()).isEqualTo("The node stopped.");
    try (Checks other = new Checks(database.jdbi(), clock, "node-2", List.of())) {
      assertThat(other.begin("A99902", "P. Operator")).isPresent();
    }
  }
}
