package gpcm.node.audit;

import gpcm.audit.note.KeptCheckpoints;
import gpcm.audit.note.SignedNote;
import gpcm.node.config.AuditSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings checkpoints out of the machine: what was signed is worth as much as what others have kept
 * of it. A checkpoint holds no personal data. Belongs to one thread.
 */
final class Publishing implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** From a file that grew for years, the newest are read. */
  private static final int TAIL = 1 << 18;

  private static final String BETWEEN = "\n----\n";

  private final AuditSettings settings;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  Publishing(AuditSettings settings) {
    this.settings = settings;
  }

  /** Whether checkpoints go anywhere. */
  boolean goesOut() {
    return settings.publishFile().isPresent() || settings.webhook().isPresent();
  }

  /** The newest checkpoints that the file has kept. */
  List<SignedNote> kept() throws IOException {
    Optional<Path> file = settings.publishFile().filter(Files::exists);
    if (file.isEmpty()) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(file.get(), StandardOpenOption.READ)) {
      long from = Math.max(0, channel.size() - TAIL);
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
      byte[] read = Arrays.copyOf(bytes.array(), bytes.position());
      if (read.length == 0) {
        return List.of();
      }
      return KeptCheckpoints.parse(from == 0 ? read : afterFirst(read));
    }
  }

  // The first one may be cut off, in the midst of a character even.
  private static byte[] afterFirst(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.substring(text.indexOf(BETWEEN) + BETWEEN.length())
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Publishes to all places.
   *
   * @return where it could not be published, and why; empty when all is well
   */
  List<String> publish(SignedNote checkpoint) {
    List<String> failed = new ArrayList<>();
    settings
        .publishFile()
        .ifPresent(
            file -> {
              try {
                append(file, KeptCheckpoints.line(checkpoint));
              } catch (IOException e) {
                failed.add("the file %s: %s".formatted(file, e));
              }
            });
    settings
        .webhook()
        .ifPresent(
            url -> {
              try {
                HttpResponse<Void> answer =
                    http.send(
                        HttpRequest.newBuilder(url)
                            .timeout(PATIENCE)
                            .header("Content-Type", "text/plain; charset=utf-8")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(checkpoint.bytes()))
                            .build(),
                        HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() / 100 != 2) {
                  failed.add("%s answered %d".formatted(url.getHost(), answer.statusCode()));
                }
              } catch (IOException e) {
                failed.add("%s: %s".formatted(url.getHost(), e));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failed.add(url.getHost() + ": the node is stopping");
              }
            });
    return failed;
  }

  private static void append(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
