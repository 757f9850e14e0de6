package gpcm.bench.mesh;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import gpcm.mesh.Download;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How fast a large message goes up and down, against a plain HTTP upload and download of the same
 * file on the same library, in turns in one run. Options: size in MiB, rounds that count. Both
 * servers have 64 MiB of heap; give this process -Xmx64m to see that the client needs no more
 * either.
 */
final class MeshTransfer {
  private MeshTransfer() {}

  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("mebibytes", "rounds"), Set.of());
    long size = (long) options.number("mebibytes", 100) << 20;
    int rounds = options.number("rounds", 3);
    ResultLine line = ResultLine.of("mesh-transfer").with("mebibytes", size >> 20);
    Path data = Files.createTempDirectory(Peer.target(), "mesh-transfer");
    Path file = data.resolve("content");
    fill(file, size);
    try (Peer mesh = Peer.ours(data.resolve("ours"), "-Xmx64m");
        Peer plain =
            Peer.java(
                "plain HTTP", ServePlainHttp.class, "-Xmx64m", data.resolve("plain").toString());
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        MeshClient sender = MeshCycles.client(mesh, "X26ABC1");
        MeshClient recipient = MeshCycles.client(mesh, "X26ABC2")) {
      List<Transfer> ours = new ArrayList<>();
      List<Transfer> base = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        Transfer one = mesh(sender, recipient, file, size);
        Transfer other = plain(http, plain.url().resolve("/file"), file, size);
        System.out.printf("round %d: MESH %s; plain HTTP %s%n", round, one, other);
        // The first round warms everybody up.
        if (round > 0) {
          ours.add(one);
          base.add(other);
        }
      }
      line.with("timesPlainUp", report("up", ours, base, Transfer::up));
      line.with("timesPlainDown", report("down", ours, base, Transfer::down));
    }
    System.out.printf(
        "this process used at most %d MiB of its %d MiB of heap%n",
        peakHeap() >> 20, Runtime.getRuntime().maxMemory() >> 20);
    line.with("peakHeapMebibytes", peakHeap() >> 20).print();
  }

  /** How fast the file went there and came back, in MB/s. */
  private record Transfer(double up, double down) {
    static Transfer of(long size, long start, long middle, long end) {
      return new Transfer(rate(size, middle - start), rate(size, end - middle));
    }

    private static double rate(long size, long nanos) {
      return size / 1e6 / (nanos / 1e9);
    }

    @Override
    public String toString() {
      return "up %.0f MB/s, down %.0f MB/s".formatted(up, down);
    }
  }

  private static Transfer mesh(MeshClient sender, MeshClient recipient, Path file, long size)
      throws IOException {
    long start = System.nanoTime();
    SentMessage sent =
        sender.send(
            OutgoingMessage.to(
                    new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.ofFile(file))
                .build());
    long middle = System.nanoTime();
    try (Download download = recipient.download(sent.messageId())) {
      drain(download.body(), size);
    }
    long end = System.nanoTime();
    recipient.acknowledge(sent.messageId());
    return Transfer.of(size, start, middle, end);
  }

  private static Transfer plain(HttpClient http, URI target, Path file, long size)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    http.send(
        HttpRequest.newBuilder(target).POST(BodyPublishers.ofFile(file)).build(),
        BodyHandlers.discarding());
    long middle = System.nanoTime();
    try (InputStream in =
        http.send(HttpRequest.newBuilder(target).build(), BodyHandlers.ofInputStream()).body()) {
      drain(in, size);
    }
    return Transfer.of(size, start, middle, System.nanoTime());
  }

  private static double report(
      String way, List<Transfer> ours, List<Transfer> base, ToDoubleFunction<Transfer> rate) {
    double one = median(ours, rate);
    double other = median(base, rate);
    System.out.printf(
        "%-4s median: MESH %.0f MB/s, plain HTTP %.0f MB/s, ours is %.2f times that%n",
        way, one, other, one / other);
    return one / other;
  }

  private static double median(List<Transfer> transfers, ToDoubleFunction<Transfer> rate) {
    return transfers.stream().mapToDouble(rate).sorted().toArray()[transfers.size() / 2];
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static void drain(InputStream in, long size) throws IOException {
    long read = in.transferTo(OutputStream.nullOutputStream());
    if (read != size) {
      throw new IOException("%d bytes came back instead of %d".formatted(read, size));
    }
  }

  private static void fill(Path file, long size) throws IOException {
    byte[] block = new byte[1 << 20];
    Random random = new Random(3);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < size; written += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }
}
