package gpcm.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.tree.CompactRange;
import gpcm.audit.tree.Hash;
import gpcm.audit.tree.InclusionProof;
import gpcm.audit.tree.SubtreeRoots;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
  /** Of a seed of the bytes 00 to 1f, and of the entries a to e. */
  private static final String KEY =
      "log.example.org/audit+1420a80c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

  private static final String SIGNED =
      """
      log.example.org/audit
      5
      /hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=

      — log.example.org/audit FCCoDIG/a6XIa7QvB9z7AqIXaVmtgpIAahfBmukGWSnsWjdJ9h9l0oR3hJEEVD6r9k1iSoTiKARDWOD8C1zlXVxImgg=
      """;

  private static final String PRIVATE =
      "PRIVATE+KEY+log.example.org/audit+1420a80c+" + Base64.getEncoder().encodeToString(seeded());

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final VerifierKey VERIFIER = VerifierKey.parse(KEY);
  private static final SigningKey SIGNER = SigningKey.parse(PRIVATE);
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static byte[] seeded() {
    byte[] encoded = new byte[33];
    encoded[0] = 1;
    IntStream.range(0, 32).forEach(i -> encoded[1 + i] = (byte) i);
    return encoded;
  }

  private static List<Hash> leaves() {
    return Stream.of("a", "b", "c", "d", "e")
        .map(letter -> Hash.ofLeaf(letter.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static Checkpoint ofFive() {
    CompactRange range = CompactRange.empty();
    leaves().forEach(range::append);
    return new Checkpoint("log.example.org/audit", 5, range.root());
  }

  @Test
  void the_known_checkpoint_is_signed_as_others_sign_it() {
    assertThat(SIGNER.verifier().text()).isEqualTo(KEY);
    assertThat(SIGNER.sign(ofFive().text()).written()).isEqualTo(SIGNED);
    assertThat(SIGNER.reveal()).isEqualTo(PRIVATE);
  }

  @Test
  void the_known_checkpoint_is_read_and_verified() {
    SignedNote note = SignedNote.parse(SIGNED);
    assertThat(note.signers(List.of(VERIFIER))).containsExactly(VERIFIER);
    assertThat(Checkpoint.parse(note.text())).isEqualTo(ofFive());
    assertThat(note.written()).isEqualTo(SIGNED);
  }

  @Test
  void signatures_of_unknown_keys_are_ignored_even_under_a_known_name() {
    SigningKey stranger = SigningKey.ofLog("log.example.org/audit", RANDOM);
    SignedNote both =
        SignedNote.parse(SIGNED).with(stranger.sign("another\n").signatures().getFirst());
    assertThat(both.signers(List.of(VERIFIER))).containsExactly(VERIFIER);
    assertThatThrownBy(() -> SignedNote.parse(SIGNED).signers(List.of(stranger.verifier())))
        .isInstanceOf(NoteException.class)
        .hasMessageContaining("none of the keys known here signed it")
        .hasMessageContaining("log.example.org/audit");
  }

  @Test
  void a_wrong_signature_of_a_known_key_refuses_the_note_also_beside_a_right_one() {
    assertThatThrownBy(
            () -> SignedNote.parse(SIGNED.replace("\n5\n", "\n6\n")).signers(List.of(VERIFIER)))
        .hasMessageContaining("the signature of log.example.org/audit is wrong");
    SignedNote twice =
        SignedNote.parse(SIGNED).with(SIGNER.sign("another\n").signatures().getFirst());
    assertThatThrownBy(() -> twice.signers(List.of(VERIFIER))).hasMessageContaining("is wrong");
  }

  @Test
  void a_note_of_sixteen_signatures_is_read() {
    SignedNote note = SignedNote.parse(SIGNED);
    for (int i = 0; i < 15; i++) {
      note = note.with(SigningKey.ofWitness("w" + i, RANDOM).cosign(note, NOW));
    }
    assertThat(SignedNote.parse(note.bytes()).signatures()).hasSize(16);
    assertThat(SignedNote.parse(note.bytes()).signers(List.of(VERIFIER))).containsExactly(VERIFIER);
  }

  @Test
  void a_note_of_thousands_of_signatures_is_not() {
    String line = SIGNED.substring(SIGNED.indexOf('—'));
    assertThatThrownBy(() -> SignedNote.parse(SIGNED + line.repeat(600)))
        .hasMessageContaining("1 to 64 signatures");
    assertThatThrownBy(() -> SignedNote.parse(SIGNED + line.repeat(6000)))
        .hasMessageContaining("at most 100000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name ####\n",
        "text\n\n— name AAAA\n",
        "text\n\n— na+me AAAAAAAA\n",
        "text\n\n- name AAAAAAAA\n",
        "te\u0001xt\n\n— name AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
        "text\n\n— name AAAAAAB=\n",
      })
  void what_is_no_note_is_refused(String text) {
    assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(NoteException.class);
  }

  @Test
  void what_is_not_utf8_is_refused() {
    assertThatThrownBy(() -> SignedNote.parse(new byte[] {'a', (byte) 0xff, '\n'}))
        .hasMessageContaining("not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log\n5\n",
        "log\n05\nAAAA\n",
        "log\n-5\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n",
        "log\n99999999999999999999\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n",
        "log\n9999999999999999999\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n",
        "log\n5\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs\n",
        "log\n5\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\nmore\n",
        "l og\n5\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n",
      })
  void what_is_no_checkpoint_is_refused(String text) {
    assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(NoteException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log",
        "log+1420a80c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "log.example.org/audit+1420a80c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG5",
        "log.example.org/audit+1420a80c+AQOhB7/zzhC=",
        "log.example.org/audit+1420a80c+CQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
        "log.example.org/audit+1420A80C+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
      })
  void what_is_no_verifier_key_is_refused(String text) {
    assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(NoteException.class);
  }

  @Test
  void a_signing_key_that_was_damaged_is_refused_and_never_shown() {
    String damaged = PRIVATE.replace("AQABAg", "AQABAw");
    assertThat(damaged).isNotEqualTo(PRIVATE);
    assertThatThrownBy(() -> SigningKey.parse(damaged))
        .hasMessageContaining("its id is not that of its key");
    assertThatThrownBy(() -> SigningKey.parse("secret"))
        .hasMessageContaining("a signing key is one line")
        .hasMessageNotContaining("secret");
    assertThat(SIGNER.toString()).doesNotContain(PRIVATE.substring(PRIVATE.length() - 20));
  }

  @Test
  void a_new_key_is_the_same_after_it_was_written() {
    SigningKey key = SigningKey.ofLog("log.example.org/new", RANDOM);
    assertThat(SigningKey.parse(key.reveal() + "\n").verifier()).isEqualTo(key.verifier());
    assertThat(VerifierKey.parse(key.verifier().text())).isEqualTo(key.verifier());
  }

  @Test
  void a_witness_says_when_it_saw_what() {
    SigningKey witness = SigningKey.ofWitness("witness.example.org", RANDOM);
    SignedNote note = SignedNote.parse(SIGNED);
    SignedNote seen = SignedNote.parse(note.with(witness.cosign(note, NOW)).bytes());
    VerifierKey key = VerifierKey.parse(witness.verifier().text());
    assertThat(key.cosigns()).isTrue();
    assertThat(seen.signers(List.of(VERIFIER, key))).containsExactly(VERIFIER, key);
    assertThat(key.time(seen.signatures().getLast())).contains(NOW);
  }

  @Test
  void the_time_of_a_witness_cannot_be_changed() {
    SigningKey witness = SigningKey.ofWitness("witness.example.org", RANDOM);
    SignedNote note = SignedNote.parse(SIGNED);
    NoteSignature right = witness.cosign(note, NOW);
    byte[] bytes = right.bytes();
    bytes[7] ^= 1;
    SignedNote changed = note.with(NoteSignature.of(right.name(), right.keyId(), bytes));
    assertThatThrownBy(() -> changed.signers(List.of(witness.verifier())))
        .hasMessageContaining("the signature of witness.example.org is wrong");
  }

  @Test
  void a_cosignature_is_no_signature_of_a_log() {
    SigningKey witness = SigningKey.ofWitness("witness.example.org", RANDOM);
    assertThatThrownBy(() -> witness.sign("text\n")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> SIGNER.cosign(SignedNote.parse(SIGNED), NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void two_checkpoints_of_one_size_have_one_root() {
    Checkpoint five = ofFive();
    assertThat(five.agreesWith(ofFive())).isTrue();
    assertThat(five.agreesWith(new Checkpoint(five.origin(), 5, Hash.EMPTY_TREE))).isFalse();
    assertThatThrownBy(() -> five.agreesWith(new Checkpoint("log2", 5, five.root())))
        .hasMessageContaining("log2");
  }

  @Test
  void a_proof_of_one_entry_is_read_and_checked() {
    LogProof proof = LogProof.parse(proof().written());
    assertThat(proof).isEqualTo(proof());
    assertThat(proof.check(new byte[] {'c'}, List.of(VERIFIER))).isEqualTo(ofFive());
    assertThat(LogProof.parse(proof.written().replace("\nindex", "\nextra AAAA\nindex")))
        .isEqualTo(proof);
  }

  @Test
  void a_proof_of_another_entry_is_refused() {
    assertThatThrownBy(() -> proof().check(new byte[] {'d'}, List.of(VERIFIER)))
        .hasMessageContaining("this is not the entry with index 2");
    LogProof beyond = new LogProof(7, proof().path(), proof().checkpoint());
    assertThatThrownBy(() -> beyond.check(new byte[] {'c'}, List.of(VERIFIER)))
        .hasMessageContaining("this is not the entry with index 7");
  }

  @Test
  void a_proof_that_only_a_witness_signed_is_refused() {
    SigningKey witness = SigningKey.ofWitness("witness.example.org", RANDOM);
    SignedNote note = proof().checkpoint();
    LogProof proof =
        new LogProof(
            2, proof().path(), new SignedNote(note.text(), List.of(witness.cosign(note, NOW))));
    assertThatThrownBy(() -> proof.check(new byte[] {'c'}, List.of(VERIFIER, witness.verifier())))
        .hasMessageContaining("no key of that name signed it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nlog\n",
        "c2sp.org/tlog-proof@v1\nextra AAAA\n\nlog\n",
        "c2sp.org/tlog-proof@v2\nindex 1\n\nlog\n",
      })
  void what_is_no_proof_is_refused(String text) {
    assertThatThrownBy(() -> LogProof.parse(text)).isInstanceOf(NoteException.class);
  }

  @Test
  void a_proof_of_any_length_is_not_read() {
    String line = ofFive().root().base64() + "\n";
    String text = proof().written();
    assertThatThrownBy(
            () -> LogProof.parse(text.replace("index 2\n", "index 2\n" + line.repeat(70))))
        .hasMessageContaining("at most 63 hashes");
  }

  private static LogProof proof() {
    SubtreeRoots roots = new SubtreeRoots(InclusionProof.parts(2, 5));
    leaves().forEach(roots::add);
    return new LogProof(2, InclusionProof.of(2, 5, roots::root).path(), SignedNote.parse(SIGNED));
  }

  @Test
  void checkpoints_that_were_kept_are_read_one_or_many() {
    SignedNote five = SignedNote.parse(SIGNED);
    SignedNote other = SIGNER.sign("log.example.org/audit\n0\n" + Hash.EMPTY_TREE.base64() + "\n");
    String file = KeptCheckpoints.line(other) + KeptCheckpoints.line(five);
    assertThat(kept(file)).containsExactly(other, five);
    assertThat(kept(SIGNED)).containsExactly(five);
  }

  @Test
  void a_kept_checkpoint_that_was_not_written_to_its_end_is_left_out() {
    SignedNote five = SignedNote.parse(SIGNED);
    String file = KeptCheckpoints.line(five) + SIGNED.substring(0, 60);
    assertThat(kept(file)).containsExactly(five);
    assertThatThrownBy(() -> kept("nonsense\n----\n")).isInstanceOf(NoteException.class);
  }

  private static List<SignedNote> kept(String file) {
    return KeptCheckpoints.parse(file.getBytes(StandardCharsets.UTF_8));
  }
}
