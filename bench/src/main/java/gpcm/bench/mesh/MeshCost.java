package gpcm.bench.mesh;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What MESH costs a document: processor time of a cycle of four calls (send 60 KB, list, download,
 * acknowledge), of this client and of our server (strict, durable), which runs in a process of its
 * own. The last line is one JSON object. Arguments: clients at once, seconds to warm up, seconds a
 * round, rounds.
 */
final class MeshCost {
  private static final int SIZE = 60 * 1024;

  private MeshCost() {}

  /** A round's outcome, in milliseconds of processor time a cycle. */
  private record Round(double client, double compiler, double server, double cyclesPerSecond) {}

  public static void main(String[] arguments) throws Exception {
    int clients = Integer.parseInt(arguments[0]);
    Duration warmUp = Duration.ofSeconds(Long.parseLong(arguments[1]));
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[2]));
    int rounds = Integer.parseInt(arguments[3]);
    Path data = Files.createTempDirectory(Path.of("target"), "mesh-cost");
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
      System.out.printf(
          "{\"clients\": %d, \"bytes\": %d, \"clientCpuMillis\": %.2f, \"clientCompilerMillis\":"
              + " %.2f, \"serverCpuMillis\": %.2f, \"cyclesPerSecond\": %.0f}%n",
          clients,
          SIZE,
          median(measured.stream().map(Round::client).toList()),
          median(measured.stream().map(Round::compiler).toList()),
          median(measured.stream().map(Round::server).toList()),
          median(measured.stream().map(Round::cyclesPerSecond).toList()));
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
