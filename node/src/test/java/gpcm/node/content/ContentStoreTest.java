package gpcm.node.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentStoreTest {
  private static final int CHUNK = 8116;
  private static final int WINDOW = 32 * CHUNK;

  private Jdbi jdbi;
  private ContentStore store;

  @BeforeAll
  void open(Database database) {
    this.jdbi = database.jdbi();
    this.store = new ContentStore(jdbi);
  }

  @BeforeEach
  void empty() {
    jdbi.useHandle(
        handle -> handle.execute("truncate stored_content, content_chunk, content_sweep"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        62_000,
        WINDOW - 1,
        WINDOW,
        WINDOW + 1,
        2 * WINDOW,
        3_000_000
      })
  void givesBackWhatWasStored(int size) throws IOException {
    byte[] bytes = random(size);
    StoredContent content = jdbi.inTransaction(handle -> store.put(handle, bytes));
    assertThat(content).isEqualTo(new StoredContent(ContentHash.of(bytes), size));
    assertGives(content, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK, 62_000, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW, 3_000_000})
  void givesBackWhatWasUploaded(int size) throws IOException {
    byte[] bytes = random(size);
    StoredContent content = upload(bytes);
    assertThat(content).isEqualTo(new StoredContent(ContentHash.of(bytes), size));
    assertGives(content, bytes);
    assertThat(count("content_sweep")).isZero();
  }

  private void assertGives(StoredContent content, byte[] bytes) throws IOException {
    int size = bytes.length;
    assertThat(store.find(content.hash())).contains(content);
    assertThat(store.read(content.hash())).isEqualTo(bytes);
    store.verify(content.hash());
    try (InputStream in = store.open(content.hash())) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(in.read()).isEqualTo(-1);
    }
    try (InputStream in = store.open(content.hash())) {
      assertThat(in.skip(size / 2)).isEqualTo(size / 2);
      assertThat(in.readAllBytes()).hasSize(size - size / 2);
    }
  }

  @Test
  void aBatchIsStoredAndReadTogetherAndItsEqualBytesOnce() {
    List<byte[]> many =
        List.of(random(10), random(20_000), new byte[0], random(400_000), random(10), random(9));
    List<StoredContent> stored = jdbi.inTransaction(handle -> store.putAll(handle, many));
    assertThat(stored)
        .containsExactlyElementsOf(
            many.stream()
                .map(bytes -> new StoredContent(ContentHash.of(bytes), bytes.length))
                .toList());
    assertThat(count("stored_content")).isEqualTo(5);
    List<ContentHash> hashes = stored.stream().map(StoredContent::hash).toList();
    assertThat(store.readAll(hashes)).hasSize(5);
    for (int i = 0; i < many.size(); i++) {
      assertThat(store.readAll(hashes).get(hashes.get(i))).isEqualTo(many.get(i));
    }
    assertThat(store.readAll(List.of())).isEmpty();
    List<StoredContent> none = jdbi.inTransaction(handle -> store.putAll(handle, List.of()));
    assertThat(none).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1024, 62_000, 1_000_000})
  void theSameBytesAreStoredOnce(int size) {
    byte[] bytes = random(size);
    StoredContent first = upload(bytes);
    int chunks = count("content_chunk");
    StoredContent again = jdbi.inTransaction(handle -> store.put(handle, bytes));
    assertThat(again).isEqualTo(first);
    assertThat(upload(bytes)).isEqualTo(first);
    assertThat(count("stored_content")).isEqualTo(1);
    store.sweep(Duration.ofSeconds(-1));
    assertThat(count("content_chunk")).isEqualTo(chunks);
    assertThat(store.read(first.hash())).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 62_000, 1_000_000})
  void aRolledBackTransactionHasStoredNothing(int size) {
    byte[] bytes = random(size);
    assertThatThrownBy(
            () ->
                jdbi.useTransaction(
                    handle -> {
                      StoredContent content = store.put(handle, bytes);
                      assertThat(store.read(handle, content.hash())).isEqualTo(bytes);
                      assertThat(seenByOthers(content.hash())).isFalse();
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(store.find(ContentHash.of(bytes))).isEmpty();
    assertThatThrownBy(() -> store.open(ContentHash.of(bytes)))
        .isInstanceOf(MissingContentException.class)
        .hasMessageContaining("no content " + ContentHash.of(bytes));
    assertThat(count("content_chunk")).isZero();
    upload(bytes);
    assertThat(store.read(ContentHash.of(bytes))).isEqualTo(bytes);
  }

  @Test
  void oneContentThatIsMissingFailsTheBatchAndIsNamed() {
    StoredContent there = upload(random(100));
    ContentHash missing = ContentHash.of(random(101));
    assertThatThrownBy(() -> store.readAll(List.of(there.hash(), missing)))
        .isInstanceOfSatisfying(
            MissingContentException.class, e -> assertThat(e.hash()).isEqualTo(missing))
        .hasMessageContaining("Hand the document in again");
    assertThatThrownBy(() -> store.verify(missing)).isInstanceOf(MissingContentException.class);
  }

  @Test
  void anUploadIsNotSeenBeforeItIsAdoptedNorAfterARollback() throws IOException {
    byte[] bytes = random(1_000_000);
    PreparedContent prepared = prepare(bytes);
    assertThat(store.find(prepared.content().hash())).isEmpty();
    assertThatThrownBy(
            () ->
                jdbi.useTransaction(
                    handle -> {
                      store.adopt(handle, prepared);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(store.find(prepared.content().hash())).isEmpty();
    jdbi.useTransaction(handle -> store.adopt(handle, prepared));
    assertThat(store.read(prepared.content().hash())).isEqualTo(bytes);
  }

  @Test
  void anUploadThatNobodyAdoptsIsSweptAndOneThatWasSweptIsRefused() throws IOException {
    PreparedContent prepared = prepare(random(1_000_000));
    assertThat(store.sweep(Duration.ofHours(1))).isZero();
    assertThat(count("content_chunk")).isPositive();
    assertThat(store.sweep(Duration.ofSeconds(-1))).isEqualTo(1);
    assertThat(count("content_chunk")).isZero();
    assertThatThrownBy(() -> jdbi.useTransaction(handle -> store.adopt(handle, prepared)))
        .isInstanceOf(MissingContentException.class)
        .hasMessageContaining("Upload it again");
    assertThat(count("stored_content")).isZero();
  }

  @Test
  void sweepingLeavesWhatWasAdopted() {
    StoredContent large = upload(random(1_000_000));
    StoredContent small = upload(random(1000));
    assertThat(store.sweep(Duration.ofSeconds(-1))).isZero();
    store.verify(large.hash());
    store.verify(small.hash());
  }

  @Test
  void aStreamThatFailsLeavesNothingBehind() throws IOException {
    InputStream cut = InputStream.nullInputStream();
    cut.close();
    InputStream failing = new SequenceInputStream(new ByteArrayInputStream(random(1_000_000)), cut);
    assertThatThrownBy(
            () -> {
              try (Upload upload = store.upload()) {
                upload.write(failing);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Stream closed");
    assertThat(count("content_chunk")).isZero();
    assertThat(count("content_sweep")).isZero();
    assertThat(count("stored_content")).isZero();
  }

  @Test
  void severalStreamsMakeOneUploadAndNothingIsAddedToAFinishedOne() throws IOException {
    byte[] bytes = random(600_000);
    try (Upload upload = store.upload()) {
      upload.write(new ByteArrayInputStream(bytes, 0, 100_000));
      upload.write(new ByteArrayInputStream(bytes, 100_000, 500_000));
      assertThat(upload.finish().content().hash()).isEqualTo(ContentHash.of(bytes));
      assertThatThrownBy(() -> upload.write(InputStream.nullInputStream()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatIsRemovedIsGoneAndWhatWasStoredWithinTheHourStays() {
    StoredContent old = upload(random(1_000_000));
    StoredContent alsoOld = upload(random(1000));
    StoredContent fresh = upload(random(2000));
    StoredContent storedAgain = upload(random(3000));
    jdbi.useHandle(
        handle ->
            handle.execute(
                "update stored_content set named = now() - interval '2 hours' where size <> 2000"));
    upload(random(3000));
    List<ContentHash> all = List.of(old.hash(), alsoOld.hash(), fresh.hash(), storedAgain.hash());
    assertThat(jdbi.<Integer, RuntimeException>inTransaction(handle -> store.remove(handle, all)))
        .isEqualTo(2);
    assertThat(store.find(old.hash())).isEmpty();
    assertThat(store.find(alsoOld.hash())).isEmpty();
    assertThat(count("content_chunk")).isEqualTo(2);
    assertThat(store.read(fresh.hash())).isEqualTo(random(2000));
    assertThat(store.read(storedAgain.hash())).isEqualTo(random(3000));
  }

  @Test
  void aReaderThatTakesItsTimeHoldsNoConnection() throws IOException {
    StoredContent content = upload(random(1_000_000));
    List<InputStream> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      InputStream in = store.open(content.hash());
      assertThat(in.read()).isNotNegative();
      slow.add(in);
    }
    for (InputStream in : slow) {
      assertThat(in.readAllBytes()).hasSize(999_999);
    }
  }

  @Test
  void aStreamThatIsReadWhileItsContentIsRemovedSaysSo() throws IOException {
    StoredContent content = upload(random(3_000_000));
    try (InputStream in = store.open(content.hash())) {
      jdbi.useHandle(
          handle -> {
            handle.execute("update stored_content set named = now() - interval '2 hours'");
            store.remove(handle, List.of(content.hash()));
          });
      assertThatThrownBy(in::readAllBytes).isInstanceOf(MissingContentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "../../etc/passwd",
        "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789",
        "0123"
      })
  void onlyAHashIsAName(String name) {
    assertThatThrownBy(() -> new ContentHash(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUploadIsRefusedInsideATransaction() {
    assertThatThrownBy(() -> jdbi.useTransaction(handle -> upload(random(1_000_000))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside the transaction");
  }

  /** Within a transaction, JDBI gives its thread the transaction's own connection. */
  private boolean seenByOthers(ContentHash hash) {
    return CompletableFuture.supplyAsync(() -> store.find(hash)).join().isPresent();
  }

  private PreparedContent prepare(byte[] bytes) throws IOException {
    try (Upload upload = store.upload()) {
      upload.write(new ByteArrayInputStream(bytes));
      return upload.finish();
    }
  }

  private StoredContent upload(byte[] bytes) {
    try {
      PreparedContent prepared = prepare(bytes);
      return jdbi.inTransaction(handle -> store.adopt(handle, prepared));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int count(String table) {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
