package gpcm.bench.mesh;

import gpcm.mesh.Download;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.Secret;
import gpcm.mesh.SentMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * How fast a large message goes up and down, against a plain HTTP upload and download of the same
 * file on the same library, in turns in one run. Arguments: size in MiB, rounds. Both servers have
 * 64 MiB of heap; give this process -Xmx64m to see that the client needs no more either.
 */
final class MeshTransfer {
  private MeshTransfer() {}

  public static void main(String[] arguments) throws Exception {
    long size = Long.parseLong(arguments[0]) << 20;
    int rounds = Integer.parseInt(arguments[1]);
    Path data = Files.createTempDirectory(Path.of("target"), "mesh-transfer");
    Path file = data.resolve("content");
    fill(file, size);
    try (Peer mesh = Peer.ours(data.resolve("ours"), "-Xmx64m");
        Peer plain =
            Peer.java(
                "plain HTTP", ServePlainHttp.class, "-Xmx64m", data.resolve("plain").toString());
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        MeshClient sender = client(mesh, "X26ABC1");
        MeshClient recipient = client(mesh, "X26ABC2")) {
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        SentMessage sent =
            sender.send(
                OutgoingMessage.to(
                        new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.ofFile(file))
                    .build());
        long up = System.nanoTime();
        try (Download download = recipient.download(sent.messageId())) {
          drain(download.body(), size);
        }
        long down = System.nanoTime();
        recipient.acknowledge(sent.messageId());
        report("MESH", size, start, up, down);
        URI target = plain.url().resolve("/file");
        start = System.nanoTime();
        http.send(
            HttpRequest.newBuilder(target).POST(BodyPublishers.ofFile(file)).build(),
            BodyHandlers.discarding());
        up = System.nanoTime();
        try (InputStream in =
            http.send(HttpRequest.newBuilder(target).build(), BodyHandlers.ofInputStream())
                .body()) {
          drain(in, size);
        }
        report("plain HTTP", size, start, up, System.nanoTime());
      }
    }
    System.out.printf(
        "this process may use %d MiB of heap%n", Runtime.getRuntime().maxMemory() >> 20);
  }

  private static void report(String name, long size, long start, long up, long down) {
    System.out.printf(
        "%-10s up %7.1f MB/s, down %7.1f MB/s%n",
        name, size / 1e6 / ((up - start) / 1e9), size / 1e6 / ((down - up) / 1e9));
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

  private static MeshClient client(Peer peer, String mailbox) {
    return MeshClient.builder()
        .url(peer.url())
        .mailbox(mailbox)
        .password(Secret.of("password"))
        .sharedKey(Secret.of("TestKey"))
        .acceptCompressed(false)
        .build();
  }
}
