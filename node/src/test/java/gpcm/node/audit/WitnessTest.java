package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteSignature;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.WitnessRequest;
import gpcm.audit.tree.CompactRange;
import gpcm.audit.tree.ConsistencyProof;
import gpcm.audit.tree.Hash;
import gpcm.audit.tree.SubtreeRoots;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a witness signs, and what it does not. */
@ExtendWith(DatabaseExtension.class)
class WitnessTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SigningKey LOG = SigningKey.ofLog("log.example.org/audit", RANDOM);
  private static final SigningKey KEY = SigningKey.ofWitness("witness.example.org", RANDOM);

  private Database database;
  private Witness witness;

  @BeforeEach
  void aWitness(Database fresh) {
    database = fresh;
    witness = new Witness(fresh.jdbi(), LogFixture.CLOCK, KEY, List.of(LOG.verifier()));
  }

  private static List<Hash> leaves(String log, int size) {
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      leaves.add(Hash.ofLeaf((log + i).getBytes(StandardCharsets.UTF_8)));
    }
    return leaves;
  }

  private static SignedNote note(SigningKey key, List<Hash> leaves) {
    CompactRange range = CompactRange.empty();
    leaves.forEach(range::append);
    return key.sign(new Checkpoint(key.verifier().name(), leaves.size(), range.root()).text());
  }

  private static List<Hash> proof(List<Hash> leaves, int old) {
    SubtreeRoots roots = new SubtreeRoots(ConsistencyProof.parts(old, leaves.size()));
    leaves.forEach(roots::add);
    return ConsistencyProof.of(old, leaves.size(), roots::root).path();
  }

  private Witness.Answer add(long old, List<Hash> path, SignedNote note) {
    return witness.add(new WitnessRequest(old, path, note).bytes());
  }

  private Witness.Answer first(int size) {
    return add(0, List.of(), note(LOG, leaves("a", size)));
  }

  private long seen() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select coalesce(max(size), -1) from audit_witnessed")
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void whatContinuesIsSigned() {
    assertThat(first(5).status()).isEqualTo(200);
    List<Hash> more = leaves("a", 12);
    SignedNote note = note(LOG, more);
    Witness.Answer answer = add(5, proof(more, 5), note);
    assertThat(answer.status()).isEqualTo(200);
    NoteSignature signature = NoteSignature.parse(answer.body().strip());
    assertThat(note.with(signature).signers(List.of(KEY.verifier()))).hasSize(1);
    assertThat(seen()).isEqualTo(12);
  }

  @Test
  void theSameCheckpointIsSignedAgain() {
    first(5);
    assertThat(add(5, List.of(), note(LOG, leaves("a", 5))).status()).isEqualTo(200);
  }

  @Test
  void whatDoesNotContinueIsNotSigned() {
    first(5);
    List<Hash> other = leaves("b", 12);
    assertThat(add(5, proof(other, 5), note(LOG, other)).status()).isEqualTo(422);
    assertThat(seen()).isEqualTo(5);
  }

  @Test
  void anotherLogOfTheSameSizeIsNotSigned() {
    first(5);
    Witness.Answer answer = add(5, List.of(), note(LOG, leaves("b", 5)));
    assertThat(answer).isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "5\n"));
  }

  @Test
  void aSmallerLogIsNotSigned() {
    first(5);
    assertThat(add(3, List.of(), note(LOG, leaves("a", 3))).body()).isEqualTo("5\n");
    assertThat(seen()).isEqualTo(5);
  }

  @Test
  void aLogThatItDoesNotKnowIsNotFound() {
    SigningKey other = SigningKey.ofLog("other.example.org/audit", RANDOM);
    assertThat(add(0, List.of(), note(other, leaves("a", 1))).status()).isEqualTo(404);
    assertThat(seen()).isEqualTo(-1);
  }

  @Test
  void aKeyThatItDoesNotKnowIsForbidden() {
    SigningKey stranger = SigningKey.ofLog("log.example.org/audit", RANDOM);
    assertThat(add(0, List.of(), note(stranger, leaves("a", 1))).status()).isEqualTo(403);
    assertThat(seen()).isEqualTo(-1);
  }

  @Test
  void whatContradictsItselfIsRefused() {
    assertThat(add(2, List.of(), note(LOG, leaves("a", 1))).status()).isEqualTo(400);
    for (String request : List.of("", "old 1", "old -1\n\n", "old 1\nabc\n\n— x y\n", "\n\n")) {
      assertThat(witness.add(request.getBytes(StandardCharsets.UTF_8)).status())
          .as(request)
          .isEqualTo(400);
    }
    assertThat(seen()).isEqualTo(-1);
  }

  /** Of requests that contradict each other, one is signed, whatever node they come to. */
  @Test
  void ofTwoLogsAtOneTimeOneIsSigned() throws Exception {
    first(5);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Callable<Integer>> asked = new ArrayList<>();
      for (int grown : List.of(7, 9)) {
        List<Hash> leaves = leaves("a", 5);
        leaves.addAll(leaves("other " + grown, grown - 5));
        asked.add(() -> add(5, proof(leaves, 5), note(LOG, leaves)).status());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each : both.invokeAll(asked)) {
        statuses.add(each.get());
      }
      assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }
  }
}
