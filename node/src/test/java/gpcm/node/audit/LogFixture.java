package gpcm.node.audit;

import static org.awaitility.Awaitility.await;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.audit.export.Export;
import gpcm.audit.export.OutsideCheckpoint;
import gpcm.audit.export.Verification;
import gpcm.audit.export.Verifier;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.node.store.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A log in a real database, with whoever writes to it. */
final class LogFixture {
  static final String ORG = "X26001";
  static final String NUMBER = "9990000018";
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00.123Z"));

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  final Jdbi jdbi;
  final AuditLog log;
  final SigningKey key = SigningKey.ofLog("log.example.org/audit", new SecureRandom());
  final List<OutsideCheckpoint> kept = new ArrayList<>();

  LogFixture(Database database) {
    this.jdbi = database.jdbi();
    this.log = new AuditLog(jdbi, CLOCK, "node-1", "0.1.0");
    jdbi.useHandle(
        handle ->
            handle.execute(
                "insert into audit_key (origin, verifier, made_at) values (?, ?, now())",
                key.verifier().name(),
                key.verifier().text()));
  }

  static Actor clerk() {
    return Actor.person("555", "Test Clerk", List.of("clerk"), ORG, "s-1");
  }

  AuditEntry opened() {
    return log.entry(ORG, Action.DOCUMENT_OPENED, clerk())
        .about(Patient.nhs(NUMBER))
        .with(Data.ofCase(UUID.randomUUID()));
  }

  void write(int entries) {
    for (int i = 0; i < entries; i++) {
      log.write(List.of(opened()));
    }
  }

  Sealer sealer() {
    return new Sealer(jdbi, CLOCK, key, 10_000);
  }

  /** Seals what has been committed, and keeps the checkpoint. */
  void seal(Sealer sealer) {
    awaitOthers();
    sealer.round().checkpoint().ifPresent(this::keep);
  }

  /**
   * Until no transaction runs any more that runs now in another database of this server or for the
   * server itself: entries are sealed behind the oldest of all.
   */
  private void awaitOthers() {
    Set<String> running = others();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              running.retainAll(others());
              return running.isEmpty();
            });
  }

  private Set<String> others() {
    return jdbi.withHandle(
        handle ->
            new HashSet<>(
                handle
                    .createQuery(
                        """
                        select pid || ' in ' || backend_xid from pg_stat_activity where backend_xid is not null
                        and (datname is distinct from current_database() or backend_type <> 'client backend')
                        """)
                    .mapTo(String.class)
                    .list()));
  }

  void keep(SignedNote note) {
    kept.add(new OutsideCheckpoint("kept " + kept.size(), note));
  }

  Verification verify(Path folder) {
    return verify(folder, key.verifier());
  }

  Verification verify(Path folder, VerifierKey verifier) {
    Path path = folder.resolve("export-" + UUID.randomUUID());
    new AuditExport(jdbi).writeTo(path);
    try (Export export = Export.open(path)) {
      return Verifier.verify(export, List.of(verifier), kept);
    }
  }

  /** What only a superuser who means it can do. */
  void tamper(String sql) {
    jdbi.useTransaction(
        handle -> {
          handle.execute("set local session_replication_role = replica");
          handle.execute(sql);
        });
  }

  long count(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
