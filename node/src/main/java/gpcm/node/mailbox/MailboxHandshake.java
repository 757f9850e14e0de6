package gpcm.node.mailbox;

import gpcm.exchange.AlertText;
import gpcm.mesh.MeshException;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshRefused;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a mailbox at MESH when a node begins to read it and every twelve hours after that, since
 * MESH takes a mailbox that nobody opens for abandoned. Reading and sending go on whatever comes of
 * it; what MESH refuses is told to a person. Thread-safe.
 */
public final class MailboxHandshake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxHandshake.class);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration EVERY = Duration.ofHours(12);
  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(15);
  private static final Duration AFTER_SILENCE = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Mailbox mailbox;
  private final Transport.Http http;
  private final BooleanSupplier reads;
  private final AtomicReference<Instant> due = new AtomicReference<>(Instant.EPOCH);
  private final Lane lane;

  private MailboxHandshake(
      Ledger ledger, Mailbox mailbox, Transport.Http http, BooleanSupplier reads) {
    this.ledger = ledger;
    this.mailbox = mailbox;
    this.http = http;
    this.reads = reads;
    this.lane =
        ledger.laneOf(
            mailbox.organisation().value(), "handshake-" + mailbox.id().value(), LOOK, this::round);
  }

  /**
   * Starts to look whether it is time, for each mailbox that is reached over HTTP: a MESH file
   * client makes its own handshakes.
   *
   * @param reads whether this node reads an organisation's mailbox now, and MESH has not turned it
   *     away
   * @return by the ODS codes of the organisations
   */
  public static Map<String, MailboxHandshake> start(
      Ledger ledger, Collection<Mailbox> mailboxes, Predicate<String> reads) {
    Map<String, MailboxHandshake> started = new LinkedHashMap<>();
    for (Mailbox mailbox : mailboxes) {
      String organisation = mailbox.organisation().value();
      if (mailbox.transport() instanceof Transport.Http http) {
        started.put(
            organisation,
            new MailboxHandshake(ledger, mailbox, http, () -> reads.test(organisation)));
      }
    }
    return Collections.unmodifiableMap(started);
  }

  private boolean round() {
    if (!reads.getAsBoolean()) {
      // Whoever takes it over, or comes back to it, begins with one.
      due.set(Instant.EPOCH);
    } else if (!ledger.clock().instant().isBefore(due.get())) {
      Optional<String> unused = make();
    }
    return false;
  }

  /**
   * Makes one now, whichever node reads the mailbox, and keeps what came of it.
   *
   * @return what MESH has against it, or that it does not answer; empty when all is well
   */
  public Optional<String> make() {
    Instant now = ledger.clock().instant();
    try {
      http.mesh().handshake();
    } catch (MeshException e) {
      failed(e, now);
      return Optional.of(e.getMessage());
    }
    due.set(now.plus(EVERY));
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update mailbox set handshake_at = :now, handshake_failed_at = null,"
                            + " handshake_trouble = null where organisation = :organisation")
                    .bind("organisation", mailbox.organisation().value())
                    .bind("now", Moment.column(now))
                    .execute());
    ledger.mended(problem());
    return Optional.empty();
  }

  private void failed(MeshException trouble, Instant now) {
    boolean refused = trouble instanceof MeshMailboxRefused || trouble instanceof MeshRefused;
    due.set(now.plus(refused ? AFTER_REFUSAL : AFTER_SILENCE));
    LOG.atWarn()
        .addKeyValue("mailbox", mailbox.id().value())
        .log("the handshake failed: {}", trouble.getMessage());
    ledger
        .database()
        .unflushed()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "update mailbox set handshake_failed_at = coalesce(handshake_failed_at,"
                            + " :now), handshake_trouble = :trouble where organisation ="
                            + " :organisation")
                    .bind("organisation", mailbox.organisation().value())
                    .bind("now", Moment.column(now))
                    .bind("trouble", trouble.getMessage())
                    .execute());
    if (refused) {
      ledger.tell(mailbox.organisation().value(), refusal(trouble));
    }
  }

  private AlertText refusal(MeshException trouble) {
    return new AlertText(
        problem(),
        "MESH refuses the handshake of mailbox " + mailbox.id().value(),
        trouble.getMessage()
            + " Reading and sending are tried on. A mailbox for which no handshake succeeds any"
            + " more may be closed by MESH.",
        "Check the mailbox's id and password, the shared key, the certificate and this machine's"
            + " clock. The handshake is tried again every %d minutes; when it succeeds, this alert"
                .formatted(AFTER_REFUSAL.toMinutes())
            + " closes by itself.");
  }

  private String problem() {
    return "handshake-refused/" + mailbox.id().value();
  }

  @Override
  public void close() {
    lane.close();
  }
}
