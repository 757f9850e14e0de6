package gpcm.bench.mesh;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import gpcm.mesh.Download;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Our client against the official Python one, one message of 10 KB after the other on our server
 * (strict, durable), in turns in one run: messages sent, downloaded and acknowledged a second, and
 * the client's own processor time for each. Options: seconds a turn, rounds.
 */
final class MeshClients {
  private static final int SIZE = 10 * 1024;

  private MeshClients() {}

  /** A turn's outcome. */
  private record Turn(double cyclesPerSecond, double processorMillis) {}

  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("seconds", "rounds"), Set.of());
    Path script = Peer.root().resolve("interop").resolve("client_cycles.py");
    int seconds = options.number("seconds", 12);
    int rounds = options.number("rounds", 5);
    Path data = Files.createTempDirectory(Peer.target(), "mesh-clients");
    try (Peer server = Peer.ours(data, "-Xmx512m");
        MeshClient sender = MeshCycles.client(server, "X26ABC1");
        MeshClient recipient = MeshCycles.client(server, "X26ABC2")) {
      Process python =
          new ProcessBuilder(
                  Peer.python().toString(),
                  script.toString(),
                  server.url().toString(),
                  Integer.toString(seconds))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      List<Turn> ours = new ArrayList<>();
      List<Turn> official = new ArrayList<>();
      try (BufferedReader answers = python.inputReader(StandardCharsets.UTF_8);
          Writer turns = python.outputWriter(StandardCharsets.UTF_8)) {
        for (int round = 0; round <= rounds; round++) {
          Turn one = ours(sender, recipient, Duration.ofSeconds(seconds));
          Turn other = official(turns, answers, seconds);
          // The first round warms both up.
          if (round > 0) {
            ours.add(one);
            official.add(other);
          }
        }
      } finally {
        python.destroyForcibly().waitFor();
      }
      double base = report("ours", ours);
      double peer = report("mesh-client", official);
      System.out.printf("ours does %.1f times as many%n", base / peer);
      ResultLine.of("mesh-clients")
          .with("cyclesPerSecond", base)
          .with("officialPerSecond", peer)
          .with("timesOfficial", base / peer)
          .print();
    }
  }

  private static double report(String name, List<Turn> turns) {
    double rate = median(turns.stream().map(Turn::cyclesPerSecond).toList());
    System.out.printf(
        "%-12s median %6.0f cycles/s one after the other, %5.2f ms of the client's processor time"
            + " each%n",
        name, rate, median(turns.stream().map(Turn::processorMillis).toList()));
    return rate;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static Turn ours(MeshClient sender, MeshClient recipient, Duration time)
      throws IOException {
    byte[] body = new byte[SIZE];
    new Random(1).nextBytes(body);
    OutgoingMessage message =
        OutgoingMessage.to(new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(body))
            .build();
    long cycles = 0;
    Duration before = processorTime();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      SentMessage sent = sender.send(message);
      try (Download download = recipient.download(sent.messageId());
          InputStream in = download.body()) {
        if (!Arrays.equals(in.readAllBytes(), body)) {
          throw new IOException("A message came back changed");
        }
      }
      recipient.acknowledge(sent.messageId());
      cycles++;
    }
    double used = processorTime().minus(before).toNanos() / 1e6;
    return new Turn(cycles / (time.toNanos() / 1e9), used / Math.max(1, cycles));
  }

  /** What this process has used so far. */
  static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Turn official(Writer turns, BufferedReader answers, long seconds)
      throws IOException {
    turns.write("turn\n");
    turns.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("The official client ended; run interop/run to see whether it works");
    }
    String[] part = answer.split(" ", 2);
    double cycles = Double.parseDouble(part[0]);
    return new Turn(cycles / seconds, Double.parseDouble(part[1]) * 1e3 / Math.max(1, cycles));
  }
}
