package gpcm.node;

import gpcm.node.audit.AuditLog;
import gpcm.node.checking.Check;
import gpcm.node.checking.Check.Finding;
import gpcm.node.checking.Checks;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.content.ContentStore;
import gpcm.node.content.ScrubResult;
import gpcm.node.demographics.Demographics;
import gpcm.node.ledger.Ledger;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MailboxHandshake;
import gpcm.node.signin.OpenIdProvider;
import gpcm.node.web.Display;
import gpcm.node.web.WaysIn;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** What can be looked at in a node, and around it, when somebody asks. */
final class SystemChecks {
  private static final Duration LONG_TRANSACTION = Duration.ofMinutes(15);
  private static final Duration UNSEALED = Duration.ofMinutes(5);
  private static final Duration CERTIFICATE = Duration.ofDays(30);
  private static final Duration APART = Duration.ofSeconds(2);
  private static final long GIGABYTE = 1_000_000_000;

  /** Half a megabyte of content from a place that is another each time. */
  private static final int CHUNKS = 64;

  private final List<Check> checks = new ArrayList<>();

  private SystemChecks() {}

  /** Those of a node; whoever makes them closes them. */
  static Checks of(
      NodeConfiguration configuration,
      Organisations organisations,
      Ledger ledger,
      Lanes lanes,
      WaysIn waysIn,
      AuditLog log,
      Supplier<Map<String, Instant>> certificates) {
    Jdbi jdbi = ledger.database().unflushed();
    List<Check> all =
        new SystemChecks()
            .database(jdbi, InstantSource.system())
            .disk(configuration.dataFolder())
            .certificates(certificates, ledger.clock())
            .mailboxes(organisations.mailboxes(), lanes.handshakes())
            .pds(lanes.demographics())
            .providers(waysIn.providers().all())
            .audit(log)
            .content(jdbi, ledger.content())
            .checks;
    return new Checks(ledger.database().jdbi(), ledger.clock(), configuration.name(), all);
  }

  private SystemChecks add(String name, Check.Look look) {
    checks.add(new Check(name, look));
    return this;
  }

  // The machine's own clock, whichever the node goes by.
  private SystemChecks database(Jdbi jdbi, InstantSource machine) {
    return add("Database", () -> database(jdbi, System.nanoTime()))
        .add("Clock", () -> clock(jdbi, machine));
  }

  private static Finding database(Jdbi jdbi, long began) {
    long oldest =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::bigint from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """)
                    .mapTo(Long.class)
                    .one());
    Duration transaction = Duration.ofSeconds(oldest);
    String words =
        "It answers within %d ms. The oldest transaction has run for %s."
            .formatted(
                (System.nanoTime() - began) / 1_000_000 + 1,
                oldest < 1 ? "less than a second" : Display.duration(transaction));
    return transaction.compareTo(LONG_TRANSACTION) > 0
        ? Finding.look(words + " End it: it keeps the audit log from being sealed.")
        : Finding.good(words);
  }

  private static Finding clock(Jdbi jdbi, InstantSource machine) {
    Instant before = machine.instant();
    Instant database =
        jdbi.withHandle(
                handle ->
                    handle
                        .createQuery("select clock_timestamp()")
                        .mapTo(OffsetDateTime.class)
                        .one())
            .toInstant();
    Duration ahead = Duration.between(database, before);
    Duration behind = Duration.between(machine.instant(), database);
    Duration apart = ahead.compareTo(behind) > 0 ? ahead : behind;
    if (apart.compareTo(APART) <= 0) {
      return Finding.good("This machine’s clock and that of the database agree.");
    }
    return Finding.bad(
        "This machine’s clock is %s %s that of the database. Set both by a time server."
            .formatted(Display.duration(apart), ahead.equals(apart) ? "ahead of" : "behind"));
  }

  private SystemChecks disk(Path folder) {
    return add("Disk", () -> disk(Files.getFileStore(folder)));
  }

  private static Finding disk(FileStore store) throws IOException {
    long free = store.getUsableSpace();
    long all = store.getTotalSpace();
    String words =
        "%s of %s are free where this node keeps its data."
            .formatted(Display.size(free), Display.size(all));
    if (free < GIGABYTE) {
      return Finding.bad(words + " Make room: without it nothing can be taken in.");
    }
    return free < all / 10 ? Finding.look(words) : Finding.good(words);
  }

  private SystemChecks certificates(
      Supplier<Map<String, Instant>> certificates, InstantSource clock) {
    return add("Certificates", () -> certificates(certificates.get(), clock.instant()));
  }

  private static Finding certificates(Map<String, Instant> certificates, Instant now) {
    if (certificates.isEmpty()) {
      return Finding.none("This node has none of its own.");
    }
    Instant first = certificates.values().stream().min(Instant::compareTo).orElseThrow();
    long days = ChronoUnit.DAYS.between(now, first);
    if (first.isBefore(now)) {
      return Finding.bad("One has expired on %s.".formatted(Display.time(first)));
    }
    String words =
        "The first of %d ends on %s, in %d days."
            .formatted(certificates.size(), Display.time(first), days);
    return Duration.between(now, first).compareTo(CERTIFICATE) < 0
        ? Finding.look(words)
        : Finding.good(words);
  }

  private SystemChecks mailboxes(
      Map<String, Mailbox> mailboxes, Map<String, MailboxHandshake> handshakes) {
    mailboxes.forEach(
        (organisation, mailbox) ->
            checks.add(
                new Check(
                    "MESH mailbox " + mailbox.id().value(),
                    Optional.of(organisation),
                    () ->
                        Optional.ofNullable(handshakes.get(organisation))
                            .map(SystemChecks::handshake)
                            .orElseGet(
                                () ->
                                    Finding.none(
                                        "A MESH file client makes its own handshakes.")))));
    return this;
  }

  private static Finding handshake(MailboxHandshake handshake) {
    return handshake
        .make()
        .map(Finding::bad)
        .orElseGet(() -> Finding.good("MESH has taken the handshake."));
  }

  private SystemChecks pds(Demographics demographics) {
    return add(
        "PDS",
        () ->
            demographics.pds().isEmpty()
                ? Finding.none("Nobody is looked up there.")
                : demographics
                    .reach()
                    .map(Finding::bad)
                    .orElseGet(() -> Finding.good("It answers. Nobody was looked up.")));
  }

  private SystemChecks providers(List<OpenIdProvider> providers) {
    providers.forEach(
        each ->
            add(
                "Sign-in at " + each.label(),
                () ->
                    each.look()
                        .map(Finding::bad)
                        .orElseGet(() -> Finding.good("It says who it is, and gives its keys."))));
    return this;
  }

  private SystemChecks audit(AuditLog log) {
    return add(
        "Audit log",
        () -> {
          Optional<Duration> unsealed = log.unsealed();
          if (unsealed.filter(since -> since.compareTo(UNSEALED) > 0).isPresent()) {
            return Finding.bad(
                "Its oldest entry that isn’t sealed has waited for %s. Its alert says why."
                    .formatted(Display.duration(unsealed.get())));
          }
          return Finding.good("What is written is sealed.");
        });
  }

  private SystemChecks content(Jdbi jdbi, ContentStore content) {
    return add("Messages and attachments", () -> content(sample(jdbi, content)));
  }

  private static ScrubResult sample(Jdbi jdbi, ContentStore content) {
    long last =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select coalesce(max(id), 0) from stored_content")
                    .mapTo(Long.class)
                    .one());
    ScrubResult from = content.scrub(new SecureRandom().nextLong(last + 1), CHUNKS);
    return from.looked() > 0 ? from : content.scrub(0, CHUNKS);
  }

  private static Finding content(ScrubResult sample) {
    if (sample.looked() == 0) {
      return Finding.none("None is kept.");
    }
    return sample.damaged().isEmpty()
        ? Finding.good(
            "%d of them were read whole and are what they were.".formatted(sample.looked()))
        : Finding.bad(
            "%d of %d that were read are not what they were. An alert says which."
                .formatted(sample.damaged().size(), sample.looked()));
  }
}
