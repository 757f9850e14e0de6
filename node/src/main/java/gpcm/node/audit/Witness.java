package gpcm.node.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.NoteSignature;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.note.WitnessRequest;
import gpcm.audit.tree.ConsistencyProof;
import gpcm.audit.tree.Hash;
import gpcm.node.config.WitnessSettings;
import gpcm.node.store.Moment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the logs of others (C2SP tlog-witness): signs a checkpoint only when it continues the
 * largest one of that log that it has seen, and remembers it before it answers. Holds no personal
 * data, and needs none. Thread-safe, also beside other nodes of the same database.
 */
public final class Witness {
  private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
  private static final String TEXT = "text/plain; charset=utf-8";

  /** What a log is told its old size by. */
  private static final String SIZE = "text/x.tlog.size";

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SigningKey key;
  private final List<VerifierKey> logs;

  Witness(Jdbi jdbi, InstantSource clock, SigningKey key, List<VerifierKey> logs) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.key = key;
    this.logs = List.copyOf(logs);
  }

  /**
   * The witness of a node. Makes its key when there is none.
   *
   * @throws gpcm.node.store.StoreException when its key cannot be used
   */
  public static Witness open(
      Jdbi jdbi, InstantSource clock, WitnessSettings settings, Path dataFolder) {
    return new Witness(
        jdbi,
        clock,
        new WitnessKey(settings, dataFolder).open(),
        settings.logs().stream().map(VerifierKey::parse).toList());
  }

  /** The public key that its statements are checked with. */
  public VerifierKey verifier() {
    return key.verifier();
  }

  /**
   * An answer by HTTP.
   *
   * @param status its status
   * @param contentType the media type of its body
   * @param body its body
   */
  public record Answer(int status, String contentType, String body) {
    /** In UTF-8. */
    public byte[] bytes() {
      return body.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Answers a request to {@code add-checkpoint}, whoever sent it. */
  public Answer add(byte[] body) {
    WitnessRequest request;
    Checkpoint checkpoint;
    try {
      request = WitnessRequest.parse(body);
      checkpoint = Checkpoint.parse(request.checkpoint().text());
    } catch (NoteException e) {
      return refused(400, e.getMessage());
    }
    if (request.oldSize() > checkpoint.size()) {
      return refused(400, "the old size is larger than the checkpoint's");
    }
    List<VerifierKey> known =
        logs.stream().filter(log -> log.name().equals(checkpoint.origin())).toList();
    if (known.isEmpty()) {
      return refused(404, "this witness does not know the log");
    }
    try {
      request.checkpoint().signers(known);
    } catch (NoteException e) {
      return refused(403, e.getMessage());
    }
    return jdbi.inTransaction(handle -> continued(handle, request, checkpoint));
  }

  /** What is known of a log. */
  private record Seen(long size, Hash root) {
    static final Seen NOTHING = new Seen(0, Hash.EMPTY_TREE);
  }

  private Answer continued(Handle handle, WitnessRequest request, Checkpoint checkpoint) {
    handle.execute(
        "select pg_advisory_xact_lock(hashtextextended(?, 20261128))", checkpoint.origin());
    Seen seen = seen(handle, checkpoint.origin());
    boolean otherRoot = seen.size() == checkpoint.size() && !seen.root().equals(checkpoint.root());
    if (request.oldSize() != seen.size() || otherRoot) {
      if (otherRoot) {
        LOG.warn(
            "the log {} shows another root of {} entries than before: its entries were changed",
            checkpoint.origin(),
            seen.size());
      }
      return new Answer(409, SIZE, seen.size() + "\n");
    }
    if (!new ConsistencyProof(seen.size(), checkpoint.size(), request.path())
        .shows(seen.root(), checkpoint.root())) {
      LOG.warn(
          "the log {} shows a checkpoint of {} entries that does not continue the one of {}",
          checkpoint.origin(),
          checkpoint.size(),
          seen.size());
      return refused(422, "the checkpoint does not continue the one of %d".formatted(seen.size()));
    }
    NoteSignature signature = key.cosign(request.checkpoint(), clock.instant());
    handle
        .createUpdate(
            """
            insert into audit_witnessed (origin, size, root, note, seen_at) values (:origin, :size, :root, :note, :now)
            on conflict (origin) do update set size = excluded.size, root = excluded.root, note = excluded.note, seen_at = excluded.seen_at
            """)
        .bind("origin", checkpoint.origin())
        .bind("size", checkpoint.size())
        .bind("root", checkpoint.root().bytes())
        .bind("note", request.checkpoint().written())
        .bind("now", Moment.column(clock.instant()))
        .execute();
    return new Answer(200, TEXT, signature.line());
  }

  private static Seen seen(Handle handle, String origin) {
    Optional<Seen> seen =
        handle
            .createQuery("select size, root from audit_witnessed where origin = :origin")
            .bind("origin", origin)
            .map((row, context) -> new Seen(row.getLong("size"), Hash.of(row.getBytes("root"))))
            .findOne();
    return seen.orElse(Seen.NOTHING);
  }

  private static Answer refused(int status, String reason) {
    return new Answer(status, TEXT, reason + "\n");
  }
}
