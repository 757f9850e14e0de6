package gpcm.node.content;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.store.DatabaseSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory does not grow with the content: 100 MB go in and out of a process with a heap of 32 MB.
 */
@ExtendWith(DatabaseExtension.class)
class ContentStoreMemoryTest {
  private static final int MEGABYTES = 100;

  @TempDir Path folder;

  @Test
  void largeContentIsStreamed(DatabaseSettings settings) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=16m",
                "-cp",
                System.getProperty("java.class.path"),
                Small.class.getName(),
                folder.toString(),
                settings.url().orElseThrow(),
                settings.user().orElseThrow(),
                settings.password().orElseThrow().reveal())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("read back " + MEGABYTES * 1_000_000L)
        .contains("verified")
        .contains("scrubbed 1, damaged 0");
  }

  /** The process with the small heap. */
  static final class Small {
    private Small() {}

    public static void main(String[] arguments) throws IOException {
      DatabaseSettings settings =
          new DatabaseSettings(
              Optional.of(arguments[1]),
              Optional.of(arguments[2]),
              Optional.of(Secret.of(arguments[3])),
              4);
      try (Database database = Database.open(settings, Path.of(arguments[0]))) {
        ContentStore store = new ContentStore(database.jdbi());
        StoredContent content;
        try (Upload upload = store.upload()) {
          upload.write(large());
          PreparedContent prepared = upload.finish();
          content = database.jdbi().inTransaction(handle -> store.adopt(handle, prepared));
        }
        try (InputStream in = store.open(content.hash())) {
          System.out.println("read back " + in.transferTo(OutputStream.nullOutputStream()));
        }
        store.verify(content.hash());
        System.out.println("verified");
        ScrubResult scrub = store.scrub(0, 1);
        System.out.println(
            "scrubbed %d, damaged %d".formatted(scrub.looked(), scrub.damaged().size()));
      }
    }

    private static InputStream large() {
      byte[] megabyte = new byte[1_000_000];
      return new SequenceInputStream(
          Collections.enumeration(
              IntStream.range(0, MEGABYTES)
                  .<InputStream>mapToObj(i -> new ByteArrayInputStream(megabyte))
                  .toList()));
    }
  }
}
