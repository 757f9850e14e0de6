package gpcm.node.audit;

import gpcm.audit.note.KeptCheckpoints;
import gpcm.audit.note.SignedNote;
import gpcm.node.config.AuditSettings;
import java.io.IOException;
import java.net.URI;
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
import java.time.Instant;
import java.time.InstantSource;
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
  private final List<Outlet> outlets = new ArrayList<>();

  Publishing(AuditSettings settings, InstantSource clock) {
    this.settings = settings;
    Duration interval = settings.publishInterval();
    settings
        .publishFile()
        .ifPresent(
            file ->
                outlets.add(new Outlet("the file " + file, interval, note -> append(file, note))));
    settings
        .webhook()
        .ifPresent(
            url -> outlets.add(new Outlet(url.getHost(), interval, note -> post(url, note))));
    settings
        .mail()
        .ifPresent(
            mail ->
                outlets.add(
                    new Outlet(
                        "the mail server " + mail.server().host(),
                        mail.interval(),
                        new CheckpointMail(mail, clock))));
  }

  /** One more place, in the time of the others. */
  void add(String name, Outlet.Way way) {
    outlets.add(new Outlet(name, settings.publishInterval(), way));
  }

  /** A newer checkpoint than those before. */
  void offer(SignedNote newest) {
    outlets.forEach(outlet -> outlet.offer(newest));
  }

  /**
   * Publishes to all places whose time has come.
   *
   * @return whether there were any
   */
  boolean publish(Instant now) {
    boolean tried = false;
    for (Outlet outlet : outlets) {
      tried |= outlet.send(now);
    }
    return tried;
  }

  /** Where the last try failed, and why; empty when all is well. */
  List<String> failures() {
    return outlets.stream().map(Outlet::failure).flatMap(Optional::stream).toList();
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

  private void post(URI url, SignedNote checkpoint) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(checkpoint.bytes()))
            .build();
    try {
      HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException("it answered " + answer.statusCode());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the node is stopping", e);
    }
  }

  private static void append(Path file, SignedNote checkpoint) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes =
          ByteBuffer.wrap(KeptCheckpoints.line(checkpoint).getBytes(StandardCharsets.UTF_8));
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
