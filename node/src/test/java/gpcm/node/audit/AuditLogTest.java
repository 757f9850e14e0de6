package gpcm.node.audit;

import static gpcm.node.audit.LogFixture.NUMBER;
import static gpcm.node.audit.LogFixture.ORG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.EntryException;
import gpcm.audit.entry.Patient;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Writing, finding and erasing entries. */
@ExtendWith(DatabaseExtension.class)
class AuditLogTest {
  @TempDir Path folder;
  private LogFixture fixture;
  private AuditLog log;

  @BeforeEach
  void aLog(Database database) {
    fixture = new LogFixture(database);
    log = fixture.log;
  }

  private List<AuditEntry> find(AuditQuery query) {
    return new AuditSearch(fixture.jdbi, log).find(query);
  }

  @Test
  void anyNumberOfEntriesIsOneStatement() {
    List<String> statements = new ArrayList<>();
    fixture.jdbi.useHandle(
        handle -> {
          handle.setSqlLogger(
              new SqlLogger() {
                @Override
                public void logAfterExecution(StatementContext context) {
                  statements.add(context.getRawSql());
                }
              });
          log.write(handle, List.of());
          assertThat(statements).isEmpty();
          log.write(handle, List.of(fixture.opened(), fixture.opened(), fixture.opened()));
        });
    assertThat(statements).hasSize(1);
    assertThat(fixture.count("select count(*) from audit_entry")).isEqualTo(3);
  }

  @Test
  void whatIsRolledBackWasNeverSaid() {
    assertThatThrownBy(
            () ->
                fixture.jdbi.useTransaction(
                    handle -> {
                      log.write(handle, List.of(fixture.opened()));
                      throw new SQLException("the action failed");
                    }))
        .hasMessageContaining("the action failed");
    assertThat(fixture.count("select count(*) from audit_entry")).isZero();
    assertThat(fixture.count("select count(*) from audit_personal")).isZero();
    assertThat(fixture.count("select count(*) from audit_patient")).isZero();
  }

  @Test
  void anEntryIsFoundAsItWasWritten() {
    AuditEntry entry =
        fixture
            .opened()
            .from(log.place().request("document", "r-1", "192.0.2.7"))
            .because("asked by phone");
    log.write(List.of(entry));
    assertThat(find(AuditQuery.newest(ORG, 10))).containsExactly(entry);
  }

  @Test
  void entriesAreFoundByWhoDidWhatToWhomAndWhen() {
    AuditEntry opened = fixture.opened();
    AuditEntry other =
        log.entry(ORG, Action.NOTED, Actor.machine("key-1", List.of("documents"), ORG))
            .about(Patient.local("4711"))
            .with(Data.ofCase(UUID.randomUUID()));
    log.write(List.of(opened, other));
    AuditQuery all = AuditQuery.newest(ORG, 10);
    assertThat(find(all)).containsExactlyInAnyOrder(opened, other);
    assertThat(find(all.by("key-1"))).containsExactly(other);
    assertThat(find(all.about(NUMBER))).containsExactly(opened);
    assertThat(find(all.about("4711"))).containsExactly(other);
    assertThat(find(all.ofCase(opened.data().caseId().orElseThrow()))).containsExactly(opened);
    assertThat(find(all.doing(List.of(Action.NOTED, Action.PRINTED)))).containsExactly(other);
    Instant now = LogFixture.CLOCK.instant();
    assertThat(find(all.between(now, now.plusMillis(1)))).hasSize(2);
    assertThat(find(all.between(now.plusMillis(1), now.plusSeconds(1)))).isEmpty();
    assertThat(find(all.between(now.minusSeconds(1), now))).isEmpty();
  }

  @Test
  void aListGoesOnBehindItsLastEntry() {
    fixture.write(5);
    List<AuditEntry> all = find(AuditQuery.newest(ORG, 10));
    List<AuditEntry> two = find(AuditQuery.newest(ORG, 2));
    assertThat(two).isEqualTo(all.subList(0, 2));
    assertThat(find(AuditQuery.newest(ORG, 10).after(two.getLast().id())))
        .isEqualTo(all.subList(2, 5));
  }

  @Test
  void anotherOrganisationFindsNothingOfIt() {
    fixture.write(1);
    assertThat(find(AuditQuery.newest("X26002", 10))).isEmpty();
    assertThat(find(AuditQuery.newest("X26002", 10).about(NUMBER))).isEmpty();
  }

  /** A page costs what it shows, not what there is. */
  @Test
  void everySearchGoesByAnIndex() {
    for (int i = 0; i < 20; i++) {
      List<AuditEntry> some = new ArrayList<>();
      for (int j = 0; j < 1000; j++) {
        some.add(
            log.entry(
                    j % 2 == 0 ? ORG : "X26002",
                    j == 0 ? Action.PRINTED : Action.DOCUMENT_OPENED,
                    Actor.unknown("u-" + j, ORG))
                .about(Patient.nhs("99900%05d".formatted(j)))
                .with(Data.ofCase(UUID.randomUUID())));
      }
      log.write(some);
    }
    fixture.jdbi.useHandle(handle -> handle.execute("analyze"));
    AuditQuery all = AuditQuery.newest(ORG, 50);
    Instant now = LogFixture.CLOCK.instant();
    for (AuditQuery query :
        List.of(
            all,
            all.by("u-4"),
            all.about("9990000004"),
            all.ofCase(UUID.randomUUID()),
            all.doing(List.of(Action.PRINTED)),
            all.between(now, now.plusSeconds(1)),
            all.after(find(all).getLast().id()))) {
      List<String> plan =
          fixture.jdbi.withHandle(
              handle ->
                  new AuditSearch(fixture.jdbi, log)
                      .newestFirst(handle, "explain ", query)
                      .mapTo(String.class)
                      .list());
      assertThat(String.join("\n", plan)).doesNotContain("Seq Scan on audit_entry_other");
    }
  }

  @Test
  void aListThatShowedManyPatientsIsFoundUnderEachOfThem() {
    AuditEntry seen =
        log.entry(ORG, Action.LIST_SEEN, LogFixture.clerk())
            .about(List.of(Patient.nhs(NUMBER), Patient.nhs("9990000026"), Patient.nhs(NUMBER)));
    log.write(List.of(seen));
    assertThat(find(AuditQuery.newest(ORG, 10).about("9990000026"))).containsExactly(seen);
  }

  @Test
  void nothingIsWrittenWhenOneOfThemIsTooLarge() {
    List<UUID> shown = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      shown.add(UUID.randomUUID());
    }
    assertThatThrownBy(
            () ->
                log.write(
                    List.of(fixture.opened(), fixture.opened().with(Data.ofList(shown, 10_000)))))
        .isInstanceOf(EntryException.class);
    assertThat(fixture.count("select count(*) from audit_entry")).isZero();
  }

  @Test
  void anIdOfControlCharactersIsWritten() {
    log.write(
        List.of(
            log.entry(ORG, Action.SIGN_IN_REFUSED, Actor.unknown("\u0000\uD800", ORG))
                .asked("\u0000")));
    fixture.seal(fixture.sealer());
    assertThat(fixture.verify(folder).faults()).isEmpty();
  }

  @Test
  void whatIsErasedIsGoneAndTheLogStillFits() {
    AuditEntry entry = fixture.opened();
    log.write(List.of(entry, fixture.opened()));
    Sealer sealer = fixture.sealer();
    fixture.seal(sealer);

    int erased =
        fixture.jdbi.inTransaction(
            handle ->
                new AuditErasure(log)
                    .erase(
                        handle,
                        List.of(entry.id()),
                        log.entry(ORG, Action.ERASED, Actor.node("node-1", ORG))));

    assertThat(erased).isEqualTo(1);
    assertThat(find(AuditQuery.newest(ORG, 10).about(NUMBER))).hasSize(1);
    assertThat(find(AuditQuery.newest(ORG, 10).ofCase(entry.data().caseId().orElseThrow())))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.action()).isEqualTo(Action.DOCUMENT_OPENED);
              assertThat(found.patients()).isEmpty();
              assertThat(found.actor().name()).isEmpty();
            });
    assertThat(find(AuditQuery.newest(ORG, 10).doing(List.of(Action.ERASED)))).hasSize(1);
    fixture.seal(sealer);
    assertThat(fixture.verify(folder))
        .satisfies(
            found -> {
              assertThat(found.faults()).isEmpty();
              assertThat(found.erased()).isEqualTo(1);
              assertThat(found.remarks()).isEmpty();
              assertThat(found.entries()).isEqualTo(3);
            });
  }

  @Test
  void entriesLieInMonthsAndTheirMonthsAreMadeAhead() {
    AuditMonths months = new AuditMonths(fixture.jdbi);
    months.prepare(LogFixture.CLOCK.instant());
    new AuditMonths(fixture.jdbi).prepare(LogFixture.CLOCK.instant());
    fixture.write(1);
    for (String month : List.of("2026_11", "2026_12", "2027_01", "2027_02")) {
      assertThat(
              fixture.count(
                  "select count(*) from pg_class where relname in ('audit_entry_%s', 'audit_personal_%s')"
                      .formatted(month, month)))
          .isEqualTo(2);
    }
    assertThat(fixture.count("select count(*) from audit_entry_2026_11")).isEqualTo(1);
    assertThat(fixture.count("select count(*) from audit_personal_2026_11")).isEqualTo(1);
  }

  @Test
  void nobodyWaitsInACircleWhileMonthsAreMade() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        writers.add(threads.submit(() -> fixture.write(100)));
      }
      for (int months = 4; months < 60; months += 4) {
        new AuditMonths(fixture.jdbi)
            .prepare(LogFixture.CLOCK.instant().plus(Duration.ofDays(30L * months)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(fixture.count("select count(*) from audit_entry")).isEqualTo(400);
  }

  @Test
  void entriesThatCameBeforeTheirMonthHadAPartitionStayWhereTheyAre() {
    fixture.write(1);
    new AuditMonths(fixture.jdbi).prepare(LogFixture.CLOCK.instant());
    fixture.write(1);
    assertThat(fixture.count("select count(*) from audit_entry_other")).isEqualTo(2);
    assertThat(fixture.count("select count(*) from pg_class where relname = 'audit_entry_2026_12'"))
        .isEqualTo(1);
  }
}
