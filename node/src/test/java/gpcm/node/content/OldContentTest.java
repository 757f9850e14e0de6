package gpcm.node.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import gpcm.node.store.EarlierSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Content that earlier versions kept as rows and as files is there after the update. */
@ExtendWith(DatabaseExtension.class)
class OldContentTest {
  @TempDir Path data;

  @Test
  void rowsAndFilesOfEarlierVersionsAreBroughtIn(DatabaseSettings settings) throws IOException {
    Jdbi old = databaseOfVersion6(settings);
    for (int size : new int[] {0, 1, 8116, 62_000, 131_072, 2_000_000}) {
      oldRow(old, ContentStoreTest.random(size));
    }
    oldFile(old, ContentStoreTest.random(131_073));
    oldFile(old, ContentStoreTest.random(3_000_000));

    try (Database database = Database.open(settings, data)) {
      ContentStore store = new ContentStore(database.jdbi());
      for (int size : new int[] {0, 1, 8116, 62_000, 131_072, 2_000_000}) {
        assertGives(store, ContentStoreTest.random(size));
      }
      assertThatThrownBy(() -> store.open(ContentHash.of(ContentStoreTest.random(131_073))))
          .isInstanceOf(MissingContentException.class)
          .hasMessageContaining("Start that node with that folder");
      assertThat(importing(database, store).run())
          .isEqualTo(new ContentFilesImport.Outcome(2, List.of(), 0));
      assertGives(store, ContentStoreTest.random(131_073));
      assertGives(store, ContentStoreTest.random(3_000_000));
      assertThat(filesLeft()).isZero();
      assertThat(importing(database, store).run())
          .isEqualTo(new ContentFilesImport.Outcome(0, List.of(), 0));
    }
  }

  @Test
  void aRunThatWasKilledIsGoneOnWith(DatabaseSettings settings) throws IOException {
    Jdbi old = databaseOfVersion6(settings);
    byte[] committed = ContentStoreTest.random(1_000_000);
    byte[] waiting = ContentStoreTest.random(1_000_001);
    Path file = oldFile(old, committed);
    oldFile(old, waiting);
    Path half = Files.createDirectories(data.resolve("content/incoming")).resolve("half");
    Files.write(half, new byte[10]);
    try (Database database = Database.open(settings, data)) {
      ContentStore store = new ContentStore(database.jdbi());
      importing(database, store).run();
      // As if killed between the commit and the deletion of the file.
      Files.createDirectories(file.getParent());
      Files.write(file, committed);
      importing(database, store).run();
      assertGives(store, committed);
      assertGives(store, waiting);
      assertThat(filesLeft()).isZero();
    }
  }

  @Test
  void whatIsDamagedOrMissingIsReportedAtEveryRunAndComesInOnceItIsMended(DatabaseSettings settings)
      throws IOException {
    Jdbi old = databaseOfVersion6(settings);
    byte[] bytes = ContentStoreTest.random(1_000_000);
    byte[] gone = ContentStoreTest.random(1_000_001);
    Path damaged = oldFile(old, bytes);
    Path missing = oldFile(old, gone);
    byte[] flipped = bytes.clone();
    flipped[500_000] ^= 1;
    Files.write(damaged, flipped);
    Files.delete(missing);
    try (Database database = Database.open(settings, data)) {
      ContentStore store = new ContentStore(database.jdbi());
      for (int run = 0; run < 2; run++) {
        ContentFilesImport.Outcome outcome = importing(database, store).run();
        assertThat(outcome.imported()).isZero();
        assertThat(outcome.lost())
            .extracting(ContentFilesImport.LostFile::file)
            .containsExactlyInAnyOrder(damaged, missing);
        assertThat(outcome.lost())
            .allSatisfy(lost -> assertThat(lost.reason()).contains("Restore the file"));
        assertThat(store.find(ContentHash.of(bytes))).isEmpty();
        assertThat(Files.readAllBytes(damaged)).isEqualTo(flipped);
      }
      Files.write(damaged, bytes);
      byte[] again = gone;
      database.jdbi().useTransaction(handle -> store.put(handle, again));
      assertThat(importing(database, store).run())
          .isEqualTo(new ContentFilesImport.Outcome(2, List.of(), 0));
      assertGives(store, bytes);
      assertGives(store, gone);
    }
  }

  @Test
  void aNodeWithoutTheFolderLeavesTheFilesToTheNodeThatHasIt(DatabaseSettings settings)
      throws IOException {
    Jdbi old = databaseOfVersion6(settings);
    byte[] bytes = ContentStoreTest.random(1_000_000);
    oldFile(old, bytes);
    try (Database database = Database.open(settings, data)) {
      ContentStore store = new ContentStore(database.jdbi());
      assertThat(new ContentFilesImport(database.jdbi(), store, data.resolve("nowhere")).run())
          .isEqualTo(new ContentFilesImport.Outcome(0, List.of(), 1));
      importing(database, store).run();
      assertGives(store, bytes);
    }
  }

  private ContentFilesImport importing(Database database, ContentStore store) {
    return new ContentFilesImport(database.jdbi(), store, data.resolve("content"));
  }

  private static void assertGives(ContentStore store, byte[] bytes) throws IOException {
    ContentHash hash = ContentHash.of(bytes);
    assertThat(store.find(hash)).contains(new StoredContent(hash, bytes.length));
    assertThat(store.read(hash)).isEqualTo(bytes);
    assertThat(store.open(hash).readAllBytes()).isEqualTo(bytes);
  }

  private long filesLeft() throws IOException {
    try (var files = Files.walk(data.resolve("content"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static Jdbi databaseOfVersion6(DatabaseSettings settings) {
    return EarlierSchema.of(settings, "6");
  }

  private static void oldRow(Jdbi old, byte[] bytes) {
    insert(old, bytes, Optional.of(bytes));
  }

  private Path oldFile(Jdbi old, byte[] bytes) throws IOException {
    insert(old, bytes, Optional.empty());
    String hex = ContentHash.of(bytes).hex();
    Path file = data.resolve("content").resolve(hex.substring(0, 2)).resolve(hex.substring(2));
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static void insert(Jdbi old, byte[] bytes, Optional<byte[]> row) {
    old.useHandle(
        handle ->
            handle
                .createUpdate(
                    "insert into content (sha256, size, bytes) values (:sha256, :size, :bytes)")
                .bind("sha256", ContentHash.of(bytes).hex())
                .bind("size", bytes.length)
                .bindByType("bytes", row.orElse(null), byte[].class)
                .execute());
  }
}
