package gpcm.bench.mesh;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import gpcm.mesh.Download;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.Secret;
import gpcm.mesh.SentMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many 10 KB messages a second are sent, downloaded and acknowledged: our server (strict,
 * durable) against the official sandbox, in turns in one run, driven by the same client. Options:
 * clients at once, seconds a turn, rounds.
 */
final class MeshCycles {
  private static final int SIZE = 10 * 1024;

  private MeshCycles() {}

  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("clients", "seconds", "rounds"), Set.of());
    Path python = Peer.python();
    int clients = options.number("clients", 8);
    Duration turn = Duration.ofSeconds(options.number("seconds", 12));
    int rounds = options.number("rounds", 5);
    Path data = Files.createTempDirectory(Peer.target(), "mesh-cycles");
    try (Peer ours = Peer.ours(data.resolve("ours"), "-Xmx512m");
        Peer memory =
            Peer.sandbox(python, "memory", Files.createDirectories(data.resolve("memory")));
        Peer file = Peer.sandbox(python, "file", Files.createDirectories(data.resolve("file")))) {
      List<Peer> peers = List.of(ours, memory, file);
      List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < peers.size(); i++) {
          // The first round warms everybody up, for three turns.
          Duration time = round == 0 ? turn.multipliedBy(3) : turn;
          double rate = turn(peers.get(i), clients, time, round);
          if (round > 0) {
            rates.get(i).add(rate);
          }
        }
      }
      double base = median(rates.getFirst());
      for (int i = 0; i < peers.size(); i++) {
        double rate = median(rates.get(i));
        System.out.printf(
            "%-16s median %8.0f cycles/s, ours is %.1f times that%n",
            peers.get(i).name(), rate, base / rate);
      }
      ResultLine.of("mesh-cycles")
          .with("cyclesPerSecond", base)
          .with("sandboxInMemoryPerSecond", median(rates.get(1)))
          .with("sandboxInFilesPerSecond", median(rates.get(2)))
          .with("timesInMemory", base / median(rates.get(1)))
          .with("timesInFiles", base / median(rates.get(2)))
          .print();
    }
  }

  static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static double turn(Peer peer, int clients, Duration time, int round)
      throws IOException, InterruptedException {
    // Everybody starts empty: the sandbox slows down with every message it has ever had.
    peer.reset();
    AtomicLong cycles = new AtomicLong();
    Duration before = peer.processorTime();
    Duration ownBefore = MeshClients.processorTime();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    // One client a mailbox, as an application has; its calls come from many threads.
    try (MeshClient sender = client(peer, "X26ABC1");
        MeshClient recipient = client(peer, "X26ABC2");
        ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      for (int client = 0; client < clients; client++) {
        var unused = pool.submit(() -> cycle(sender, recipient, end, cycles));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Duration used = peer.processorTime().minus(before);
    Duration own = MeshClients.processorTime().minus(ownBefore);
    System.out.printf(
        "round %d %-16s %8.0f cycles/s; processor time a cycle: server %.2f ms, client %.2f ms%n",
        round,
        peer.name(),
        cycles.get() / seconds,
        used.toNanos() / 1e6 / Math.max(1, cycles.get()),
        own.toNanos() / 1e6 / Math.max(1, cycles.get()));
    return cycles.get() / seconds;
  }

  private static Void cycle(MeshClient sender, MeshClient recipient, long end, AtomicLong cycles)
      throws IOException {
    byte[] body = new byte[SIZE];
    new Random(1).nextBytes(body);
    OutgoingMessage message =
        OutgoingMessage.to(new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(body))
            .build();
    try {
      while (System.nanoTime() < end) {
        SentMessage sent = sender.send(message);
        try (Download download = recipient.download(sent.messageId());
            InputStream in = download.body()) {
          if (in.readAllBytes().length != SIZE) {
            throw new IOException("A message came back with another length");
          }
        }
        recipient.acknowledge(sent.messageId());
        cycles.incrementAndGet();
      }
      return null;
    } catch (RuntimeException e) {
      System.out.println("a client stopped: " + e.getMessage());
      throw e;
    }
  }

  static MeshClient client(Peer peer, String mailbox) {
    return MeshClient.builder()
        .url(peer.url())
        .mailbox(mailbox)
        .password(Secret.of("password"))
        .sharedKey(Secret.of("TestKey"))
        .acceptCompressed(false)
        .build();
  }
}
