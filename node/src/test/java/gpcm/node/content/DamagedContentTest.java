package gpcm.node.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged bytes are never given as good: the damage is really done, in the rows. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedContentTest {
  private static final int SMALL = 62_000; // 8 chunks, one window
  private static final int LARGE = 1_000_000; // 124 chunks, four windows

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
  @CsvSource({
    SMALL + ", 0",
    SMALL + ", 4",
    SMALL + ", 7",
    LARGE + ", 0",
    LARGE + ", 31",
    LARGE + ", 32",
    LARGE + ", 60",
    LARGE + ", 123"
  })
  void aFlippedBit(int size, int chunk) throws IOException {
    assertNeverGiven(
        size,
        "update content_chunk set bytes = set_bit(bytes, 777, 1 - get_bit(bytes, 777)) where n = "
            + chunk);
  }

  @ParameterizedTest
  @CsvSource({SMALL + ", 0, 6", LARGE + ", 0, 1", LARGE + ", 10, 100", LARGE + ", 121, 122"})
  void twoSwappedChunks(int size, int one, int other) throws IOException {
    assertNeverGiven(
        size,
        "update content_chunk set n = -1 where n = %1$d; update content_chunk set n = %1$d where n = %2$d; update content_chunk set n = %2$d where n = -1"
            .formatted(one, other));
  }

  @ParameterizedTest
  @CsvSource({
    SMALL + ", 0",
    SMALL + ", 3",
    SMALL + ", 7",
    LARGE + ", 0",
    LARGE + ", 40",
    LARGE + ", 123"
  })
  void aChunkThatIsGone(int size, int chunk) throws IOException {
    assertNeverGiven(size, "delete from content_chunk where n = " + chunk);
  }

  @ParameterizedTest
  @CsvSource({SMALL + ", 3", SMALL + ", 7", LARGE + ", 40", LARGE + ", 123"})
  void aChunkThatIsCutShort(int size, int chunk) throws IOException {
    assertNeverGiven(
        size,
        "update content_chunk set bytes = substring(bytes for length(bytes) - 1) where n = "
            + chunk);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void theChunksOfAnotherContent(int size) throws IOException {
    byte[] other = ContentStoreTest.random(size);
    other[0] ^= 1;
    StoredContent good = store(other);
    assertNeverGiven(
        size,
        """
        delete from content_chunk where content = (select id from stored_content where sha256 <> decode('%1$s', 'hex'));
        update content_chunk set content = (select id from stored_content where sha256 <> decode('%1$s', 'hex'))
        """
            .formatted(good.hash()));
  }

  @ParameterizedTest
  @CsvSource({
    SMALL + ", 0",
    SMALL + ", 61999",
    SMALL + ", 62001",
    SMALL + ", " + 7 * 8116,
    SMALL + ", 9000000000000000000",
    LARGE + ", 999999",
    LARGE + ", 1000001",
    LARGE + ", " + 64 * 8116,
    LARGE + ", 100000000000",
    "0, 1"
  })
  void aWrongSize(int size, long wrong) throws IOException {
    assertNeverGiven(size, "update stored_content set size = " + wrong);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aLostOrWrongCheck(int size) throws IOException {
    byte[] bytes = ContentStoreTest.random(size);
    StoredContent content = store(bytes);
    jdbi.useHandle(handle -> handle.execute("update content_chunk set crc32c = null"));
    // Without checks of the chunks the whole is checked first.
    assertThat(store.open(content.hash()).readAllBytes()).isEqualTo(bytes);
    assertNeverGiven(size, "update content_chunk set crc32c = 12345 where n = 5");
  }

  @Test
  void withoutChecksOfTheChunksNothingIsGivenBeforeTheWholeIsKnownToBeGood() {
    StoredContent content = store(ContentStoreTest.random(LARGE));
    jdbi.useHandle(
        handle ->
            handle.execute(
                "update content_chunk set crc32c = null; update content_chunk set bytes ="
                    + " set_bit(bytes, 777, 1 - get_bit(bytes, 777)) where n = 123"));
    assertThatThrownBy(() -> store.open(content.hash()))
        .isInstanceOf(DamagedContentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void aBitFlippedOnTheDisk(int size) throws IOException {
    byte[] bytes = ContentStoreTest.random(size);
    StoredContent content = store(bytes);
    flipABitOfTheThirdPage();
    assertDamaged(content.hash(), () -> store.verify(content.hash()));
    assertDamaged(content.hash(), () -> store.open(content.hash()));
    assertDamaged(content.hash(), () -> store.readAll(List.of(content.hash())));
    assertThat(store.scrub(0, 1000).damaged())
        .extracting(ContentException::hash)
        .containsExactly(content.hash());
    jdbi.useTransaction(handle -> store.put(handle, bytes));
    assertThat(store.read(content.hash())).isEqualTo(bytes);
    // What PostgreSQL cannot read it cannot delete either, and the rest is swept all the same.
    assertThat(store.sweep(Duration.ofSeconds(-1))).isZero();
    store.verify(content.hash());
  }

  /** In the file, once PostgreSQL has written the page and no longer has it in memory. */
  private void flipABitOfTheThirdPage() throws IOException {
    Path file =
        jdbi.withHandle(
            handle -> {
              handle.execute("create extension if not exists pg_buffercache");
              handle.execute("checkpoint");
              handle.execute("select pg_buffercache_evict_relation('content_chunk'::regclass)");
              return Path.of(
                  handle
                      .createQuery(
                          "select current_setting('data_directory') || '/' ||"
                              + " pg_relation_filepath('content_chunk')")
                      .mapTo(String.class)
                      .one());
            });
    try (RandomAccessFile page = new RandomAccessFile(file.toFile(), "rw")) {
      page.seek(2 * 8192 + 4000);
      int before = page.read();
      page.seek(2 * 8192 + 4000);
      page.write(before ^ 1);
    }
  }

  /** Does the damage and reads in every way there is. */
  private void assertNeverGiven(int size, String damage) throws IOException {
    byte[] bytes = ContentStoreTest.random(size);
    StoredContent content = store(bytes);
    byte[] bystander = ContentStoreTest.random(5);
    jdbi.useHandle(
        handle -> {
          handle.execute(damage);
        });
    StoredContent healthy = store(bystander);

    assertDamaged(content.hash(), () -> store.read(content.hash()));
    assertDamaged(content.hash(), () -> store.readAll(List.of(healthy.hash(), content.hash())));
    assertDamaged(content.hash(), () -> store.verify(content.hash()));
    assertDamaged(
        content.hash(), () -> jdbi.useTransaction(handle -> store.read(handle, content.hash())));

    // Also when the reader knows the length and never asks for the end.
    ByteArrayOutputStream given = new ByteArrayOutputStream();
    assertDamaged(
        content.hash(),
        () -> {
          try (InputStream in = store.open(content.hash())) {
            byte[] buffer = new byte[1000];
            while (given.size() < size || size == 0) {
              given.write(buffer, 0, in.read(buffer, 0, Math.min(1000, size - given.size())));
            }
          }
        });
    assertThat(given.size()).isLessThanOrEqualTo(Math.max(0, size - 1));
    assertThat(given.toByteArray()).isEqualTo(Arrays.copyOf(bytes, given.size()));

    // Storing the same bytes again repairs it.
    jdbi.useTransaction(handle -> store.put(handle, bytes));
    assertThat(store.read(content.hash())).isEqualTo(bytes);
    store.sweep(Duration.ofSeconds(-1));
    assertThat(store.open(content.hash()).readAllBytes()).isEqualTo(bytes);
  }

  private static void assertDamaged(ContentHash hash, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            DamagedContentException.class, e -> assertThat(e.hash()).isEqualTo(hash))
        .hasMessageContaining("content %s is damaged", hash)
        .hasMessageContaining("Storing the same bytes again repairs it");
  }

  @Test
  void uploadingTheSameBytesAgainRepairsToo() throws IOException {
    byte[] bytes = ContentStoreTest.random(LARGE);
    StoredContent content = store(bytes);
    jdbi.useHandle(handle -> handle.execute("delete from content_chunk where n = 100"));
    assertThatThrownBy(() -> store.verify(content.hash()))
        .isInstanceOf(DamagedContentException.class);
    store(bytes);
    assertThat(store.open(content.hash()).readAllBytes()).isEqualTo(bytes);
    assertThat(store.sweep(Duration.ofSeconds(-1))).isEqualTo(1);
    assertThat(store.open(content.hash()).readAllBytes()).isEqualTo(bytes);
    assertThat(
            jdbi.<Integer, RuntimeException>withHandle(
                handle ->
                    handle
                        .createQuery("select count(*) from content_chunk")
                        .mapTo(Integer.class)
                        .one()))
        .isEqualTo(124);
  }

  @Test
  void theScrubLooksAtAllContentInTurnAndFindsTheDamagedOnes() {
    List<StoredContent> all = new ArrayList<>();
    for (int size : new int[] {0, 10, SMALL, LARGE, 11, 12}) {
      all.add(store(ContentStoreTest.random(size)));
    }
    jdbi.useHandle(
        handle ->
            handle.execute(
                "update content_chunk set bytes = set_bit(bytes, 7, 1 - get_bit(bytes, 7)) where"
                    + " length(bytes) = 11 or n = 123"));
    List<ContentHash> damaged = new ArrayList<>();
    int looked = 0;
    long next = 0;
    int stretches = 0;
    do {
      ScrubResult result = store.scrub(next, 10);
      result.damaged().forEach(each -> damaged.add(each.hash()));
      looked += result.looked();
      next = result.next();
      stretches++;
    } while (next != 0);
    assertThat(looked).isEqualTo(all.size());
    assertThat(stretches).isGreaterThan(1);
    assertThat(damaged).containsExactly(all.get(3).hash(), all.get(4).hash());
  }

  @Test
  void aScrubOfAnEmptyStoreEnds() {
    assertThat(store.scrub(0, 100)).isEqualTo(new ScrubResult(0, 0, List.of()));
  }

  @Test
  void notingDamageDoesNotWaitForTheTransactionThatStoresTheSameBytes() {
    byte[] bytes = ContentStoreTest.random(SMALL);
    StoredContent content = store(bytes);
    jdbi.useHandle(
        handle ->
            handle.execute(
                "delete from content_chunk where n = 1; update stored_content set named = now() -"
                    + " interval '2 hours'"));
    assertThatCode(
            () ->
                jdbi.useTransaction(
                    handle -> {
                      store.put(handle, bytes);
                      assertThatThrownBy(() -> store.read(handle, content.hash()))
                          .isInstanceOf(DamagedContentException.class);
                    }))
        .doesNotThrowAnyException();
  }

  private StoredContent store(byte[] bytes) {
    try (Upload upload = store.upload()) {
      upload.write(new ByteArrayInputStream(bytes));
      PreparedContent prepared = upload.finish();
      return jdbi.inTransaction(handle -> store.adopt(handle, prepared));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
