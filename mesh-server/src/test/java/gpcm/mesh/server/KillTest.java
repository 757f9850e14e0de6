package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static gpcm.mesh.server.MeshFixture.PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.LocalIdTracking;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshException;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import gpcm.mesh.Tracking;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server process is killed twenty times under load. What it had answered for stays, and
 * nothing is there twice.
 */
@Tag("slow")
class KillTest {
  private static final int KILLS = 20;
  private static final int CLIENTS = 4;

  @TempDir Path folder;
  private final Map<String, String> accepted = new ConcurrentHashMap<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> tried = ConcurrentHashMap.newKeySet();

  /** The process that is killed. */
  static final class ServerProcess {
    private ServerProcess() {}

    /** Serves the folder until killed, and says where. */
    public static void main(String[] arguments) throws InterruptedException {
      LocalMeshServer server =
          LocalMeshServer.start(MeshFixture.settings(Path.of(arguments[0])).build());
      System.out.println(server.url());
      Thread.currentThread().join();
    }
  }

  private record Running(Process process, URI url) {}

  private Running start() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName(),
                folder.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("http")) {
        return new Running(process, URI.create(line));
      }
    }
    throw new IOException("The server process ended before it listened");
  }

  private static byte[] body(String localId) {
    byte[] body = new byte[localId.hashCode() % 7 == 0 ? 150_000 : 3_000];
    new Random(localId.hashCode()).nextBytes(body);
    return body;
  }

  private void load(URI url, int round, int client) {
    MeshFixture.Address address = new MeshFixture.Address(url);
    try (MeshClient hub = address.client(HUB).build();
        MeshClient practice = address.client(PRACTICE).build()) {
      for (int i = 0; ; i++) {
        String localId = round + "-" + client + "-" + i;
        tried.add(localId);
        SentMessage sent =
            hub.send(
                OutgoingMessage.to(
                        new MailboxAddress(PRACTICE), DOCUMENT, MeshBody.of(body(localId)))
                    .localId(localId)
                    .build());
        accepted.put(sent.messageId(), localId);
        if (i % 2 == 0) {
          practice.acknowledge(sent.messageId());
          acknowledged.add(sent.messageId());
        }
      }
    } catch (MeshException killed) {
      // The server is gone; what it had answered for is in the ledger.
    }
  }

  @Test
  void killedServerLosesNothingAndDoublesNothing() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < KILLS; round++) {
      Running server = start();
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int client = 0; client < CLIENTS; client++) {
          int own = client;
          int now = round;
          var unused = clients.submit(() -> load(server.url(), now, own));
        }
        // Not a wait for something to happen: a random moment to kill at.
        boolean ended = server.process().waitFor(100 + random.nextInt(900), TimeUnit.MILLISECONDS);
        assertThat(ended).as("the server died by itself").isFalse();
        server.process().destroyForcibly().waitFor();
      }
    }
    checkLedger();
  }

  private void checkLedger() throws IOException {
    try (LocalMeshServer server =
            LocalMeshServer.start(MeshFixture.settings(folder.resolve("data")).build());
        MeshClient hub = MeshFixture.client(server, HUB).build();
        MeshClient practice = MeshFixture.client(server, PRACTICE).build()) {
      Set<String> waiting = new HashSet<>();
      InboxQuery query = InboxQuery.all();
      InboxPage page = practice.inbox(query);
      waiting.addAll(page.messageIds());
      while (page.next().isPresent()) {
        page = practice.inbox(query.from(page.next().get()));
        waiting.addAll(page.messageIds());
      }
      assertThat(accepted).hasSizeGreaterThan(KILLS);
      assertThat(waiting).doesNotContainAnyElementsOf(acknowledged);
      for (Map.Entry<String, String> one : accepted.entrySet()) {
        boolean done = acknowledged.contains(one.getKey());
        boolean gone = hub.track(one.getKey()).map(Tracking::acknowledged).orElseThrow();
        assertThat(gone || waiting.contains(one.getKey())).isTrue();
        if (gone) {
          assertThatThrownBy(() -> practice.download(one.getKey()).close())
              .isInstanceOfSatisfying(
                  MeshRefused.class, refused -> assertThat(refused.status()).isEqualTo(410));
        } else {
          try (Download download = practice.download(one.getKey())) {
            assertThat(Arrays.equals(download.body().readAllBytes(), body(one.getValue())))
                .isTrue();
          }
        }
        assertThat(!done || !waiting.contains(one.getKey())).isTrue();
      }
      for (String localId : tried) {
        assertThat(hub.trackLocalId(localId))
            .as(localId)
            .isNotInstanceOf(LocalIdTracking.Several.class);
      }
    }
  }
}
