package gpcm.mesh.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store keeps what it has accepted, through restarts, torn writes and compaction. */
class MessageStoreTest {
  private static final long SEGMENT = 1 << 16;

  @TempDir Path folder;

  private MessageStore open() {
    return MessageStore.open(folder, SEGMENT, false);
  }

  private static StoredMessage message(String id, int chunks) {
    return new StoredMessage(
        id,
        false,
        new Parties("SENDER", "PRACTICE"),
        new MessageLabels("WORKFLOW", "local-" + id, "", id + ".dat", ""),
        new BodyForm("text/plain", "", "", false, false, chunks),
        1_000,
        MessageState.of(MessageStatus.UPLOADING, 1_000),
        "");
  }

  private static ReceivedBody body(MessageStore store, String text) throws IOException {
    return store.receive(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1 << 30);
  }

  private static String text(MessageStore store, String id, int chunk) throws IOException {
    try (InputStream in = store.open(store.find(id).orElseThrow(), chunk)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("journal-[0-9]+"))
          .sorted()
          .toList();
    }
  }

  @Test
  void tornLastWriteIsSetAsideAndEverythingBeforeItStays() throws IOException {
    try (MessageStore store = open()) {
      store.create(message("A", 1), body(store, "first"));
      store.create(message("B", 1), body(store, "second"));
    }
    Path last = segments().getLast();
    try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
      file.setLength(file.length() - 3);
    }
    try (MessageStore store = open()) {
      assertThat(text(store, "A", 1)).isEqualTo("first");
      assertThat(store.find("B")).isEmpty();
      assertThat(last.resolveSibling(last.getFileName() + ".torn")).isNotEmptyFile();
      store.create(message("C", 1), body(store, "third"));
    }
    try (MessageStore store = open()) {
      assertThat(store.inbox("PRACTICE").values()).containsExactly("A", "C");
    }
  }

  @Test
  void rubbishAtTheEndIsNotTakenForMessages() throws IOException {
    try (MessageStore store = open()) {
      store.create(message("A", 1), body(store, "first"));
    }
    byte[] rubbish = new byte[500];
    new Random(7).nextBytes(rubbish);
    Files.write(segments().getLast(), rubbish, StandardOpenOption.APPEND);
    try (MessageStore store = open()) {
      assertThat(store.inbox("PRACTICE").values()).containsExactly("A");
    }
  }

  @Test
  void damageInAnOlderSegmentStopsTheStartInsteadOfLosingMessages() throws IOException {
    try (MessageStore store = open()) {
      for (int i = 0; i < 5; i++) {
        store.create(message("M" + i, 1), body(store, "x".repeat(30_000)));
      }
    }
    assertThat(segments()).hasSizeGreaterThan(1);
    try (RandomAccessFile file = new RandomAccessFile(segments().getFirst().toFile(), "rw")) {
      file.seek(400);
      file.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(MessageStoreException.class)
        .hasMessageContaining("damaged at byte");
  }

  @Test
  void twoServersCantShareAFolder() {
    try (MessageStore store = open()) {
      assertThat(store.all()).isEmpty();
      assertThatThrownBy(this::open)
          .isInstanceOf(MessageStoreException.class)
          .hasMessageContaining("Another server");
    }
  }

  @Test
  void compactionFreesFilesAndKeepsWhatIsNeeded() throws IOException {
    int kept = 0;
    try (MessageStore store = open()) {
      store.create(message("CHUNKED", 3), body(store, "one"));
      for (int i = 0; i < 20; i++) {
        store.create(message("M" + i, 1), body(store, "body " + i + "x".repeat(20_000)));
      }
      store.addChunk("CHUNKED", 2, body(store, "two"), 2_000);
      store.create(message("BIG", 1), body(store, "y".repeat(200_000)));
      for (int i = 0; i < 20; i++) {
        store.create(message("N" + i, 1), body(store, "x".repeat(20_000)));
      }
      List<Held> gone = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        if (i % 7 == 0) {
          store.acknowledge("M" + i, 3_000);
          kept++;
        } else {
          gone.add(store.find("M" + i).orElseThrow());
        }
        gone.add(store.find("N" + i).orElseThrow());
      }
      store.remove(gone);
      int before = segments().size();
      assertThat(store.compact()).isGreaterThan(5);
      assertThat(segments()).hasSizeLessThan(before);
      assertThat(text(store, "M7", 1)).startsWith("body 7");
    }
    try (MessageStore store = open()) {
      assertThat(store.all()).hasSize(kept + 2);
      assertThat(store.find("M7").orElseThrow().message().status())
          .isEqualTo(MessageStatus.ACKNOWLEDGED);
      assertThat(text(store, "M14", 1)).startsWith("body 14");
      assertThat(text(store, "BIG", 1)).hasSize(200_000);
      assertThat(text(store, "CHUNKED", 1) + text(store, "CHUNKED", 2)).isEqualTo("onetwo");
      store.addChunk("CHUNKED", 3, body(store, "three"), 4_000);
      assertThat(store.inbox("PRACTICE").values()).contains("CHUNKED", "BIG");
    }
  }

  @Test
  void compactionDuringTrafficLosesNoAcknowledgement() throws Exception {
    try (MessageStore store = open();
        ExecutorService clients = Executors.newFixedThreadPool(4)) {
      for (int client = 0; client < 4; client++) {
        int own = client;
        var unused =
            clients.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    String id = own + "-" + i;
                    store.create(message(id, 1), body(store, "z".repeat(5_000)));
                    store.acknowledge(id, 2_000);
                    if (i % 3 != 0) {
                      store.remove(List.of(store.find(id).orElseThrow()));
                    }
                  }
                  return null;
                });
      }
      for (int i = 0; i < 20; i++) {
        store.compact();
      }
    }
    try (MessageStore store = open()) {
      assertThat(store.all()).hasSize(80);
      assertThat(store.all())
          .allMatch(held -> held.message().status() == MessageStatus.ACKNOWLEDGED);
      assertThat(store.inbox("PRACTICE")).isEmpty();
    }
  }

  @Test
  void bodyOfAnUploadThatWasNeverAcceptedIsCleanedUp() throws IOException {
    try (MessageStore store = open()) {
      body(store, "y".repeat(200_000));
      assertThat(folder.resolve("bodies")).isNotEmptyDirectory();
    }
    try (MessageStore store = open()) {
      assertThat(store.all()).isEmpty();
      assertThat(folder.resolve("bodies")).isEmptyDirectory();
    }
  }
}
