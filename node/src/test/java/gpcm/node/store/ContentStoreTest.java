package gpcm.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.config.ByteSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DatabaseExtension.class)
class ContentStoreTest {
  private static final int BORDER = 1024;

  @TempDir Path folder;
  private Database database;
  private ContentStore store;

  @BeforeEach
  void open(Database database) {
    this.database = database;
    this.store = new ContentStore(database, folder, new ByteSize(BORDER));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BORDER - 1, BORDER, BORDER + 1, 10 * BORDER, 3_000_000})
  void givesBackWhatWasStored(int size) throws IOException {
    byte[] bytes = random(size);
    Content content = put(bytes);
    assertThat(content).isEqualTo(new Content(ContentHash.of(bytes), size));
    assertThat(store.find(content.hash())).contains(content);
    assertThat(store.read(content.hash())).isEqualTo(bytes);
    assertThat(filesStored()).hasSize(size > BORDER ? 1 : 0);
    try (InputStream in = store.open(content.hash())) {
      assertThat(in.skip(size / 2)).isEqualTo(size / 2);
      assertThat(in.readAllBytes()).hasSize(size - size / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BORDER, BORDER + 1})
  void theSameBytesAreStoredOnce(int size) throws IOException {
    byte[] bytes = random(size);
    Content first = put(bytes);
    Content again = database.inTransaction(open -> store.put(open.handle(), bytes));
    assertThat(again).isEqualTo(first);
    assertThat(rows()).isEqualTo(1);
    assertThat(filesStored()).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {BORDER, BORDER + 1})
  void aRolledBackTransactionHasStoredNothing(int size) {
    byte[] bytes = random(size);
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    open -> {
                      Content content = store.put(open.handle(), bytes);
                      try (InputStream in = store.open(open.handle(), content.hash())) {
                        assertThat(in.readAllBytes()).isEqualTo(bytes);
                      }
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(store.find(ContentHash.of(bytes))).isEmpty();
    assertThatThrownBy(() -> store.open(ContentHash.of(bytes)))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("no content " + ContentHash.of(bytes));
    put(bytes);
    assertThat(store.read(ContentHash.of(bytes))).isEqualTo(bytes);
  }

  @Test
  void aDamagedFileIsNeverTakenForTheDocumentAndStoringAgainRepairsIt() throws IOException {
    byte[] bytes = random(5000);
    Content content = put(bytes);
    Path file = filesStored().getFirst();
    byte[] damaged = bytes.clone();
    damaged[4321] ^= 1;
    Files.write(file, damaged);
    assertThatThrownBy(() -> store.read(content.hash()))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("Restore it from a backup");
    put(bytes);
    assertThat(store.read(content.hash())).isEqualTo(bytes);
  }

  @Test
  void aTruncatedFileIsRefusedBeforeAnyByteIsGiven() throws IOException {
    Content content = put(random(5000));
    Path file = filesStored().getFirst();
    Files.write(file, new byte[4999]);
    assertThatThrownBy(() -> store.open(content.hash()))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("stored were 5000 bytes")
        .hasMessageContaining("has 4999");
  }

  @Test
  void aMissingFileIsReportedWithItsName() throws IOException {
    Content content = put(random(5000));
    Path file = filesStored().getFirst();
    Files.delete(file);
    assertThatThrownBy(() -> store.open(content.hash()))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsSweptAtTheNextStart() throws IOException {
    byte[] bytes = random(5000);
    put(bytes);
    Path half = Files.write(folder.resolve("incoming/half-written"), new byte[100]);
    ContentStore next = new ContentStore(database, folder, new ByteSize(BORDER));
    assertThat(half).doesNotExist();
    assertThat(next.read(ContentHash.of(bytes))).isEqualTo(bytes);
  }

  @Test
  void aStreamThatFailsLeavesNothingBehind() throws IOException {
    InputStream cut = InputStream.nullInputStream();
    cut.close();
    InputStream failing = new SequenceInputStream(new ByteArrayInputStream(random(5000)), cut);
    assertThatThrownBy(() -> database.useTransaction(open -> store.put(open.handle(), failing)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Stream closed");
    assertThat(filesStored()).isEmpty();
    assertThat(rows()).isZero();
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

  private Content put(byte[] bytes) {
    return database.inTransaction(
        open -> store.put(open.handle(), new ByteArrayInputStream(bytes)));
  }

  private int rows() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("select count(*) from content").mapTo(Integer.class).one());
  }

  private List<Path> filesStored() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
