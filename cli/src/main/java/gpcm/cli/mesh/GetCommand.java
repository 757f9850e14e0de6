package gpcm.cli.mesh;

import gpcm.cli.terminal.FileOutput;
import gpcm.cli.terminal.Written;
import gpcm.mesh.Download;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MessageHeaders;
import gpcm.mesh.MessageType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = "Download a message; without -o only its headers are shown",
    mixinStandardHelpOptions = true)
final class GetCommand extends MeshCall {
  @Parameters(paramLabel = "ID", description = "message id")
  private String id;

  @Mixin private FileOutput output;

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
  void check() throws IOException {
    output.check();
  }

  @Override
  void call(MeshClient mesh) throws IOException {
    try (Download download = mesh.download(id)) {
      MessageHeaders headers = download.headers();
      boolean report = headers.messageType() == MessageType.REPORT;
      if (acknowledge && output.file().isEmpty() && !report) {
        throw new IllegalArgumentException("--ack without --output would lose the content");
      }
      Optional<Written> written =
          output.file().isPresent() ? Optional.of(write(download)) : Optional.empty();
      if (acknowledge) {
        mesh.acknowledge(id);
      }
      print(text(headers, written), json(headers, written));
    }
  }

  private Written write(Download download) throws IOException {
    ProgressBar bar = new ProgressBar(err(), "receiving", expected(download.headers()));
    try {
      return output
          .bytes(to -> new WatchedInput(download.body(), bar, 0).transferTo(to))
          .orElseThrow();
    } finally {
      bar.done();
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

  private String text(MessageHeaders headers, Optional<Written> written) {
    StringBuilder text = new StringBuilder();
    MessageFields.of(headers)
        .forEach((name, value) -> text.append(String.format("%-18s %s%n", name, plain(value))));
    written.ifPresent(file -> text.append(file.sentence("the content of message " + id)));
    if (acknowledge) {
      text.append(written.isPresent() ? "; acknowledged" : "acknowledged");
    }
    return text.toString().stripTrailing();
  }

  private Map<String, Object> json(MessageHeaders headers, Optional<Written> written) {
    Map<String, Object> fields = MessageFields.of(headers);
    written.map(Written::fields).ifPresent(fields::putAll);
    fields.put("acknowledged", acknowledge);
    return fields;
  }
}
