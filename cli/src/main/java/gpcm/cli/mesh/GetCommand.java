package gpcm.cli.mesh;

import gpcm.mesh.Download;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Download a message", mixinStandardHelpOptions = true)
final class GetCommand extends MeshCall {
  @Parameters(paramLabel = "ID", description = "message id")
  private String id;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where the content goes (default: only the headers are shown)")
  private Optional<Path> output;

  @Option(
      names = "--ack",
      description = "acknowledge it once the file is written; needs --output unless it is a report")
  private boolean acknowledge;

  @Option(names = "--gzip", description = "let the server compress on the way")
  private boolean gzip;

  @Override
  MeshClient.Builder prepare(MeshClient.Builder client) {
    return client.acceptCompressed(gzip);
  }

  @Override
  void call(MeshClient mesh) throws IOException {
    try (Download download = mesh.download(id)) {
      MessageHeaders headers = download.headers();
      boolean report = headers.messageType() == MessageType.REPORT;
      if (acknowledge && output.isEmpty() && !report) {
        throw new IllegalArgumentException("--ack without --output would lose the content");
      }
      long bytes = output.isPresent() ? write(download, output.get()) : 0;
      if (acknowledge) {
        mesh.acknowledge(id);
      }
      print(text(headers, bytes), json(headers, bytes));
    }
  }

  /** Writes beside the target and renames, so that a file under its name is whole. */
  private long write(Download download, Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(folder, "mesh-", ".part");
    ProgressBar bar = new ProgressBar(err(), "receiving", expected(download.headers()));
    try {
      Files.copy(
          new WatchedInput(download.body(), bar, 0),
          unfinished,
          StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      return Files.size(target);
    } finally {
      bar.done();
      Files.deleteIfExists(unfinished);
    }
  }

  /** About how many bytes there are: all chunks but the last have the first one's size. */
  private static long expected(MessageHeaders headers) {
    boolean packed = headers.value("content-encoding").isPresent();
    return headers
        .value("content-length")
        .filter(length -> !packed && length.matches("[0-9]{1,12}"))
        .map(length -> Long.parseLong(length) * headers.totalChunks())
        .orElse(0L);
  }

  private static String text(MessageHeaders headers, long bytes) {
    StringBuilder text = new StringBuilder();
    json(headers, bytes)
        .forEach((name, value) -> text.append(String.format("%-18s %s%n", name, value)));
    return text.toString().stripTrailing();
  }

  private static Map<String, Object> json(MessageHeaders headers, long bytes) {
    Map<String, Object> fields =
        object("messageId", headers.messageId(), "type", headers.messageType().name());
    headers.from().ifPresent(value -> fields.put("from", value));
    headers.to().ifPresent(value -> fields.put("to", value));
    headers.workflowId().ifPresent(value -> fields.put("workflowId", value));
    headers.localId().ifPresent(value -> fields.put("localId", value));
    headers.subject().ifPresent(value -> fields.put("subject", value));
    headers.fileName().ifPresent(value -> fields.put("fileName", value));
    headers.contentType().ifPresent(value -> fields.put("contentType", value));
    headers.statusCode().ifPresent(value -> fields.put("statusCode", value));
    headers.statusDescription().ifPresent(value -> fields.put("statusDescription", value));
    headers.linkedMessageId().ifPresent(value -> fields.put("linkedMessageId", value));
    fields.put("chunks", headers.totalChunks());
    fields.put("bytesWritten", bytes);
    return fields;
  }
}
