package gpcm.node.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteException;
import gpcm.audit.note.NoteSignature;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.VerifierKey;
import gpcm.audit.note.WitnessRequest;
import gpcm.audit.tree.Hash;
import gpcm.node.config.WitnessAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Shows the log's newest checkpoint to a witness elsewhere, and keeps what it signs. What the
 * witness has seen before is compared with the database: a log that went back in time, or was
 * changed, is found out here. Belongs to one thread.
 */
final class WitnessClient implements Outlet.Way {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 10_000;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final SigningKey log;
  private final VerifierKey witness;
  private final URI address;
  private final HttpClient http;
  private final Consumer<String> refused;

  /**
   * @param log the key of this node's log
   * @param refused hears why, when the witness does not sign
   */
  WitnessClient(
      Jdbi jdbi,
      InstantSource clock,
      SigningKey log,
      WitnessAddress settings,
      HttpClient http,
      Consumer<String> refused) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.log = log;
    this.witness = VerifierKey.parse(settings.key());
    this.address = URI.create(settings.url().toString().replaceFirst("/*$", "/add-checkpoint"));
    this.http = http;
    this.refused = refused;
  }

  String name() {
    return witness.name();
  }

  /**
   * Shows it the newest checkpoint that the database has, which may be newer than this one.
   *
   * @throws LogDamagedException when the witness has seen a larger log, or another one
   * @throws IOException when it cannot be reached, or does not sign for another reason
   */
  @Override
  public void send(SignedNote newest) throws IOException {
    ask();
  }

  /** The same at the node's start, before there is a new one. */
  void ask() throws IOException {
    SignedNote note = newestNote();
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    long old =
        Math.min(
            checkpoint.size(),
            jdbi.withHandle(handle -> CosignatureRows.signedUpTo(handle, name())));
    Answer answer = ask(old, checkpoint.size(), note);
    if (answer.status() == 409) {
      long theirs = size(answer);
      if (theirs > checkpoint.size()) {
        // Another node of ours may have been faster.
        note = newestNote();
        checkpoint = Checkpoint.parse(note.text());
      }
      if (theirs > checkpoint.size()) {
        throw damaged(
            "the witness %s has signed a checkpoint of %d entries, and the newest of the database is of %d: it went back in time"
                .formatted(name(), theirs, checkpoint.size()));
      }
      if (theirs == old && theirs == checkpoint.size()) {
        throw damaged(
            "the witness %s has signed another checkpoint of %d entries than the database has"
                .formatted(name(), theirs));
      }
      answer = ask(theirs, checkpoint.size(), note);
      if (answer.status() == 409 && size(answer) == theirs) {
        throw damaged(
            "the witness %s has signed another checkpoint of %d entries than the database has"
                .formatted(name(), theirs));
      }
    }
    if (answer.status() == 422) {
      throw damaged(
          "the witness %s says that the log does not continue what it has signed before: %s"
              .formatted(name(), answer.shown()));
    }
    if (answer.status() != 200) {
      String reason = "it answered %d: %s".formatted(answer.status(), answer.shown());
      if (answer.status() / 100 == 4 && answer.status() != 409 && answer.status() != 429) {
        refused.accept("%s: %s".formatted(name(), reason));
      }
      throw new IOException(reason);
    }
    keep(note, checkpoint, answer);
  }

  private LogDamagedException damaged(String reason) {
    refused.accept(reason);
    return new LogDamagedException(reason);
  }

  private SignedNote newestNote() {
    return jdbi.withHandle(LogRows::lastCheckpoint)
        .map(LastCheckpoint::note)
        // Of a log that is empty, or was emptied: what the witness has seen tells which.
        .orElseGet(
            () -> log.sign(new Checkpoint(log.verifier().name(), 0, Hash.EMPTY_TREE).text()));
  }

  private record Answer(int status, String text) {
    /** For a sentence: whoever answers is not trusted. */
    String shown() {
      String line = text.strip().replaceAll("\\p{Cntrl}", "?");
      return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
  }

  private Answer ask(long old, long size, SignedNote note) throws IOException {
    List<Hash> path =
        old == 0 || old == size
            ? List.of()
            : jdbi.withHandle(handle -> ProofRows.consistency(handle, old, size));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(new WitnessRequest(old, path, note).bytes()))
            .build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        return new Answer(
            answer.statusCode(),
            new String(body.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node is stopping", e);
    }
  }

  private static long size(Answer answer) throws IOException {
    String text = answer.text().strip();
    if (!text.matches("0|[1-9][0-9]{0,17}")) {
      throw new IOException("it answered 409 without a size: " + answer.shown());
    }
    return Long.parseLong(text);
  }

  private void keep(SignedNote note, Checkpoint checkpoint, Answer answer) throws IOException {
    for (String line : answer.text().lines().toList()) {
      try {
        NoteSignature signature = NoteSignature.parse(line);
        if (signature.name().equals(name())
            && new SignedNote(note.text(), List.of(signature))
                .signers(List.of(witness))
                .contains(witness)) {
          jdbi.useHandle(
              handle ->
                  CosignatureRows.insert(
                      handle, checkpoint.size(), name(), signature, clock.instant()));
          return;
        }
      } catch (NoteException e) {
        throw new IOException("what it signed cannot be used: " + e.getMessage(), e);
      }
    }
    throw new IOException("it answered without its signature");
  }
}
