package gpcm.bench;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.audit.export.Export;
import gpcm.audit.export.Verification;
import gpcm.audit.export.Verifier;
import gpcm.exchange.Pace;
import gpcm.node.audit.AuditExport;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditSealing;
import gpcm.node.config.AuditSettings;
import gpcm.node.content.ContentStore;
import gpcm.node.content.WorkFolder;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The audit log: what an entry costs the transaction that writes it, and how long sealing,
 * exporting and verifying of many takes.
 */
public final class AuditBench {
  private static final String ORG = "X26001";
  private static final int AT_A_TIME = 1000;
  private static final int TRANSACTIONS = 2000;

  private final Database database;
  private final AuditLog log;
  private final Path folder;

  private AuditBench(Database database, Path folder) {
    this.database = database;
    this.folder = folder;
    this.log = new AuditLog(database.jdbi(), InstantSource.system(), "bench", "bench");
  }

  /** Runs the benchmark and prints its figures; the options are those of {@code bench/run}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("entries", "requests"), Set.of());
    int entries = options.number("entries", 1_000_000);
    ResultLine requests = AuditedRequests.measure(options.number("requests", 4_000));
    Path folder = Files.createTempDirectory("audit-bench");
    try (Database database = Database.open(DatabaseSettings.bundled(), folder)) {
      new AuditBench(database, folder).run(entries).with("request", requests).print();
    } finally {
      WorkFolder.delete(folder);
    }
  }

  private ResultLine run(int entries) throws InterruptedException {
    long statements = statements();
    transactions(true);
    transactions(false);
    double with = transactions(true);
    double without = transactions(false);
    System.out.printf(
        "an entry: %d statement, %.3f ms (a transaction of one insert %.3f ms, with an entry %.3f"
            + " ms)%n",
        statements, with - without, without, with);

    long start = System.nanoTime();
    for (int i = 0; i < entries; i += AT_A_TIME) {
      log.write(some(Math.min(AT_A_TIME, entries - i)));
    }
    double written = seconds(start);
    System.out.printf(
        "written: %.0f entries a second, %d at a time%n", entries / written, AT_A_TIME);

    long all = one("select count(*) from audit_entry");
    start = System.nanoTime();
    try (AuditSealing sealing = sealing()) {
      sealing.tell();
      while (one("select coalesce(max(size), 0) from audit_checkpoint") < all) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    double sealed = seconds(start);
    System.out.printf("sealed: %d entries in %.1f s, %.0f a second%n", all, sealed, all / sealed);

    Path export = folder.resolve("export");
    start = System.nanoTime();
    new AuditExport(database.jdbi()).writeTo(export);
    double exported = seconds(start);
    start = System.nanoTime();
    Verification found;
    try (Export opened = Export.open(export)) {
      found = Verifier.verify(opened, opened.keys(), List.of());
    }
    double verified = seconds(start);
    if (!found.fits() || found.entries() != all) {
      throw new IllegalStateException("the log does not fit: " + found.faults());
    }
    System.out.printf(
        "exported in %.1f s, verified in %.1f s: %.0f entries a second%n",
        exported, verified, all / verified);
    return ResultLine.of("audit")
        .with("entries", all)
        .with("statementsPerEntry", statements)
        .with("entryMillis", with - without)
        .with("transactionMillis", without)
        .with("writtenPerSecond", entries / written)
        .with("sealedPerSecond", all / sealed)
        .with("exportedPerSecond", all / exported)
        .with("verifiedPerSecond", all / verified)
        .with("verifyMillis", verified * 1000);
  }

  private AuditSealing sealing() {
    Duration hour = Duration.ofHours(1);
    Ledger ledger =
        new Ledger(
            database,
            new ContentStore(database.jdbi()),
            InstantSource.system(),
            Pace.each(hour),
            "bench");
    return AuditSealing.start(ledger, log, AuditSettings.defaults(), folder, List.of(), () -> true);
  }

  private AuditEntry entry() {
    return log.entry(
            ORG,
            Action.DOCUMENT_OPENED,
            Actor.person("555", "Bench Clerk", List.of("clerk"), ORG, "session"))
        .from(log.place().request("document", UUID.randomUUID().toString(), "192.0.2.7"))
        .about(Patient.nhs("9990000018"))
        .with(Data.ofCase(UUID.randomUUID()));
  }

  private List<AuditEntry> some(int count) {
    return Stream.generate(this::entry).limit(count).toList();
  }

  private long statements() {
    AtomicInteger statements = new AtomicInteger();
    database
        .jdbi()
        .useHandle(
            handle -> {
              handle.setSqlLogger(
                  new SqlLogger() {
                    @Override
                    public void logAfterExecution(StatementContext context) {
                      statements.incrementAndGet();
                    }
                  });
              log.write(handle, List.of(entry()));
            });
    return statements.get();
  }

  /** The median milliseconds of a transaction that does something small. */
  private double transactions(boolean audited) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute("create table if not exists bench_request (id uuid primary key)"));
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      long start = System.nanoTime();
      database.jdbi().useTransaction(handle -> request(handle, audited));
      millis.add(seconds(start) * 1000);
    }
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Arrays.stream(sorted).skip(TRANSACTIONS / 2).findFirst().orElseThrow();
  }

  private void request(Handle handle, boolean audited) {
    handle.execute("insert into bench_request values (?)", UUID.randomUUID());
    if (audited) {
      log.write(handle, List.of(entry()));
    }
  }

  private long one(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
