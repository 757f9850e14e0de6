package gpcm.bench.mesh;

import gpcm.bench.BenchmarkOptions;
import gpcm.bench.ResultLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests over TLS, each on a new connection with a whole handshake, as clients without a pool
 * make them: our server against the official sandbox, both with the same certificate, in turns in
 * one run. Options: key ({@code rsa4096}, {@code rsa2048}, {@code ec}), clients at once, seconds a
 * turn, rounds.
 */
final class MeshTls {
  private static final byte[] REQUEST =
      "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private MeshTls() {}

  public static void main(String[] arguments) throws Exception {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("key", "clients", "seconds", "rounds"), Set.of());
    Path python = Peer.python();
    int clients = options.number("clients", 2);
    Duration turn = Duration.ofSeconds(options.number("seconds", 8));
    int rounds = options.number("rounds", 5);
    String key = options.text("key").orElse("rsa4096");
    Path data = Files.createTempDirectory(Peer.target(), "mesh-tls");
    ServerKey.write(key, data);
    TrustManager[] trusted = trusting(data.resolve("server.pem"));
    try (Peer ours =
            Peer.java(
                "ours",
                ServeMesh.class,
                "-Xmx512m",
                data.resolve("ours").toString(),
                data.toString());
        Peer sandbox =
            Peer.sandboxOverTls(python, Files.createDirectories(data.resolve("memory")), data)) {
      List<Peer> peers = List.of(ours, sandbox);
      List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>());
      for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < peers.size(); i++) {
          double rate = turn(peers.get(i), trusted, clients, turn, round);
          // The first round warms everybody up.
          if (round > 0) {
            rates.get(i).add(rate);
          }
        }
      }
      double base = MeshCycles.median(rates.getFirst());
      double theirs = MeshCycles.median(rates.getLast());
      System.out.printf(
          "%s, %d at a time: ours %.0f, sandbox %.0f requests/s; ours does %.1f times as many%n",
          key, clients, base, theirs, base / theirs);
      ResultLine.of("mesh-tls")
          .with("requestsPerSecond", base)
          .with("sandboxPerSecond", theirs)
          .with("times", base / theirs)
          .print();
    }
  }

  private static double turn(
      Peer peer, TrustManager[] trusted, int clients, Duration time, int round) {
    AtomicLong requests = new AtomicLong();
    Duration before = peer.processorTime();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      for (int client = 0; client < clients; client++) {
        var unused =
            pool.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    request(peer, trusted);
                    requests.incrementAndGet();
                  }
                  return null;
                });
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double used = peer.processorTime().minus(before).toNanos() / 1e6;
    System.out.printf(
        "round %d %-16s %6.0f requests/s; server's processor time each %.2f ms%n",
        round, peer.name(), requests.get() / seconds, used / Math.max(1, requests.get()));
    return requests.get() / seconds;
  }

  private static TrustManager[] trusting(Path certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  // A context of its own for each connection: one that knows an earlier session resumes it, without
  // the signature that is to be measured.
  private static void request(Peer peer, TrustManager[] trusted)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(peer.url().getHost(), peer.url().getPort())) {
      socket.setTcpNoDelay(true);
      socket.startHandshake();
      socket.getOutputStream().write(REQUEST);
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException("not answered with 200: " + answer.lines().findFirst().orElse(""));
      }
    }
  }
}
