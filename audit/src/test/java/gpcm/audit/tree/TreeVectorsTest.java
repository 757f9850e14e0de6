package gpcm.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others compute, too: the vectors of Certificate Transparency and those of five letters. */
class TreeVectorsTest {
  /** The entries that implementations of RFC 6962 share for their tests. */
  private static final List<String> SHARED =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> SHARED_ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final List<String> LETTER_ROOTS =
      List.of(
          "022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c",
          "b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb",
          "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1",
          "33376a3bd63e9993708a84ddfe6c28ae58b83505dd1fed711bd924ec5a6239f0",
          "fe14a5426fbd70c0fa73f52342afed0da0bd23c4838662ccf6b88a3070ead97b");

  private static final List<Hash> SHARED_LEAVES =
      SHARED.stream().map(entry -> Hash.ofLeaf(HexFormat.of().parseHex(entry))).toList();

  private static final List<Hash> LETTERS =
      Stream.of("a", "b", "c", "d", "e").map(TreeVectorsTest::leaf).toList();

  private static Hash leaf(String entry) {
    return Hash.ofLeaf(entry.getBytes(StandardCharsets.UTF_8));
  }

  private static Hash hash(String hex) {
    return Hash.of(HexFormat.of().parseHex(hex));
  }

  private static List<Hash> hashes(String... hex) {
    return Stream.of(hex).map(TreeVectorsTest::hash).toList();
  }

  @Test
  void the_tree_without_leaves_is_the_hash_of_nothing() {
    assertThat(CompactRange.empty().root())
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void leaves_and_nodes_are_hashed_apart() {
    assertThat(leaf("").hex()).startsWith("6e340b9c");
    assertThat(leaf("L123456"))
        .hasToString("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  }

  @Test
  void a_node_of_two_hashes_is_what_others_compute() {
    // The known vector is of two texts in the place of hashes, which only the digest itself takes.
    java.security.MessageDigest digest = Hash.sha256();
    digest.update((byte) 1);
    digest.update("N123".getBytes(StandardCharsets.UTF_8));
    assertThat(digest.digest("N456".getBytes(StandardCharsets.UTF_8)))
        .asHexString()
        .isEqualToIgnoringCase("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
    assertThat(Hash.ofNode(LETTERS.get(0), LETTERS.get(1))).hasToString(LETTER_ROOTS.get(1));
  }

  @Test
  void roots_are_what_others_compute() {
    CompactRange shared = CompactRange.empty();
    for (int i = 0; i < SHARED.size(); i++) {
      shared.append(SHARED_LEAVES.get(i));
      assertThat(shared.root()).hasToString(SHARED_ROOTS.get(i));
    }
    CompactRange letters = CompactRange.empty();
    for (int i = 0; i < LETTERS.size(); i++) {
      letters.append(LETTERS.get(i));
      assertThat(letters.root()).hasToString(LETTER_ROOTS.get(i));
    }
  }

  @Test
  void inclusion_proofs_are_those_of_others() {
    inclusion(
        0,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    inclusion(
        5,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    inclusion(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    inclusion(
        1,
        5,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  private static void inclusion(int index, int size, String... path) {
    InclusionProof proof = Leaves.inclusion(SHARED_LEAVES, index, size);
    assertThat(proof.path()).isEqualTo(hashes(path));
    assertThat(proof.shows(SHARED_LEAVES.get(index), hash(SHARED_ROOTS.get(size - 1)))).isTrue();
  }

  @Test
  void consistency_proofs_are_those_of_others() {
    consistency(1, 1);
    consistency(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    consistency(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    consistency(
        2,
        5,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    consistency(
        6,
        7,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  }

  private static void consistency(int earlier, int later, String... path) {
    ConsistencyProof proof = Leaves.consistency(SHARED_LEAVES, earlier, later);
    assertThat(proof.path()).isEqualTo(hashes(path));
    assertThat(proof.shows(hash(SHARED_ROOTS.get(earlier - 1)), hash(SHARED_ROOTS.get(later - 1))))
        .isTrue();
  }

  @Test
  void the_proofs_of_five_letters() {
    assertThat(Leaves.inclusion(LETTERS, 2, 5).path())
        .isEqualTo(
            hashes(
                "d070dc5b8da9aea7dc0f5ad4c29d89965200059c9a0ceca3abd5da2492dcb71d",
                LETTER_ROOTS.get(1),
                "2824a7ccda2caa720c85c9fba1e8b5b735eecfdb03878e4f8dfe6c3625030bc4"));
    assertThat(Leaves.consistency(LETTERS, 3, 5).path())
        .isEqualTo(
            hashes(
                "597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8",
                "d070dc5b8da9aea7dc0f5ad4c29d89965200059c9a0ceca3abd5da2492dcb71d",
                LETTER_ROOTS.get(1),
                "2824a7ccda2caa720c85c9fba1e8b5b735eecfdb03878e4f8dfe6c3625030bc4"));
  }
}
