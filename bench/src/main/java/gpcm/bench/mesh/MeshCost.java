package gpcm.bench.mesh;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
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
 * What MESH costs a document: processor time of a cycle of four calls (send 60 KB, list, download,
 * acknowledge), of this client and of our server (strict, durable), which runs in a process of its
 * own. Both processes are warmed up first. Options: clients at once, seconds to warm up, seconds a
 * round, rounds.
 */
final class MeshCost {
  private static final int SIZE = 60 * 1024;

  private MeshCost() {}

  /** A round's outcome, in milliseconds of processor time a cycle. */
  private record Round(double client, double compiler, double server, double cyclesPerSecond) {}

  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(
            arguments, Set.of("clients", "warm-up-seconds", "seconds", "rounds"), Set.of());
    int clients = options.number("clients", 8);
    Duration warmUp = Duration.ofSeconds(options.number("warm-up-seconds", 60));
    Duration time = Duration.ofSeconds(options.number("seconds", 20));
    int rounds = options.number("rounds", 3);
    Path data = Files.createTempDirectory(Peer.target(), "mesh-cost");
    try (Peer server = Peer.ours(data, "-Xmx512m");
        MeshClient sender = MeshCycles.client(server, "X26ABC1");
        MeshClient recipient = MeshCycles.client(server, "X26ABC2")) {
      round(server, sender, recipient, clients, warmUp);
      List<Round> measured = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        server.reset();
        Round one = round(server, sender, recipient, clients, time);
        measured.add(one);
        System.out.printf(
            "round %d: client %.2f ms (compiler %.2f of it), server %.2f ms, %.0f cycles/s%n",
            round, one.client(), one.compiler(), one.server(), one.cyclesPerSecond());
      }
      ResultLine.of("mesh-cost")
          .with("clients", clients)
          .with("clientCpuMillis", median(measured.stream().map(Round::client).toList()))
          .with("clientCompilerMillis", median(measured.stream().map(Round::compiler).toList()))
          .with("serverCpuMillis", median(measured.stream().map(Round::server).toList()))
          .with("cyclesPerSecond", median(measured.stream().map(Round::cyclesPerSecond).toList()))
          .print();
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Round round(
      Peer server, MeshClient sender, MeshClient recipient, int clients, Duration time)
      throws InterruptedException {
    AtomicLong cycles = new AtomicLong();
    Duration serverBefore = server.processorTime();
    Duration clientBefore = MeshClients.processorTime();
    long compilerBefore = compilerMillis();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      for (int client = 0; client < clients; client++) {
        var unused = pool.submit(() -> cycle(sender, recipient, end, cycles));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long done = Math.max(1, cycles.get());
    return new Round(
        MeshClients.processorTime().minus(clientBefore).toNanos() / 1e6 / done,
        (double) (compilerMillis() - compilerBefore) / done,
        server.processorTime().minus(serverBefore).toNanos() / 1e6 / done,
        done / seconds);
  }

  private static long compilerMillis() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
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
        if (!recipient.inbox(InboxQuery.all()).messageIds().contains(sent.messageId())) {
          throw new IOException("A message that was accepted is not listed");
        }
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
}
