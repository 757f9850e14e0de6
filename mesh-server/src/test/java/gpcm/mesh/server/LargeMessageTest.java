package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.folder.FolderAgent;
import gpcm.mesh.folder.FolderMailbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 1 GiB goes up in chunks and comes down again, through client, server and folders together in one
 * process that may use 64 MiB of heap.
 */
@Tag("slow")
class LargeMessageTest {
  private static final long SIZE = 1L << 30;

  @TempDir Path folder;

  /** The process with the small heap: an argument says which way, what it prints is the verdict. */
  static final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      boolean compressed = arguments[1].equals("compressed");
      boolean folders = arguments[1].equals("folders");
      try (LocalMeshServer server =
              LocalMeshServer.start(MeshFixture.settings(folder.resolve("data")).build());
          MeshClient hub =
              MeshFixture.client(server, HUB)
                  .timeout(Duration.ofMinutes(10))
                  .compressUploads(compressed)
                  .build();
          MeshClient practice =
              MeshFixture.client(server, PRACTICE).acceptCompressed(compressed).build()) {
        OutgoingMessage message =
            OutgoingMessage.to(new MailboxAddress(PRACTICE), DOCUMENT, new Counting(SIZE))
                .localId("large")
                .build();
        if (folders) {
          FolderMailbox.open(HUB, folder.resolve("hub")).send(message);
          new FolderAgent(hub, folder.resolve("hub"), InstantSource.system(), Duration.ZERO).run();
        } else {
          hub.send(message);
        }
        String id = practice.inbox(InboxQuery.all()).messageIds().getFirst();
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        try (Download download = practice.download(id);
            InputStream body = new DigestInputStream(download.body(), hash)) {
          System.out.println(
              download.headers().totalChunks()
                  + " "
                  + body.transferTo(OutputStream.nullOutputStream())
                  + " "
                  + HexFormat.of().formatHex(hash.digest()));
        }
      }
    }
  }

  /** Content that is the same at each place whenever it is read, and takes no room. */
  private record Counting(long length) implements MeshBody {
    @Override
    public InputStream openAt(long offset) {
      return new InputStream() {
        private long at = offset;

        @Override
        public int read() {
          return at < length ? value(at++) & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int start, int most) {
          int count = (int) Math.min(most, length - at);
          for (int i = 0; i < count; i++) {
            target[start + i] = value(at++);
          }
          return count == 0 && most > 0 ? -1 : count;
        }
      };
    }

    private static byte value(long at) {
      return (byte) ((at >>> 12) * 31 + at);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "compressed", "folders"})
  void aGibibytePassesInASmallHeap(String way) throws Exception {
    String verdict = run(way);
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    try (InputStream body = new DigestInputStream(new Counting(SIZE).open(), hash)) {
      body.transferTo(OutputStream.nullOutputStream());
    }
    assertThat(verdict).isEqualTo("14 " + SIZE + " " + HexFormat.of().formatHex(hash.digest()));
  }

  private String run(String way) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                folder.toString(),
                way)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().reduce((first, last) -> last).orElse("");
  }
}
