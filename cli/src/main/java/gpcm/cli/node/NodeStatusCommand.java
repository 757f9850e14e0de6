package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.terminal.UnusableFileException;
import gpcm.mesh.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code gpcm node status}: asks a running node who works beside it, and how far behind they are.
 */
@Command(
    name = "status",
    description =
        "Lists the nodes that work on one database, what each holds, and what is due, late or"
            + " stuck.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every node is alive, and no work is late or stuck",
      "1:a node is silent, or work is late or stuck, or MESH refuses a mailbox",
      "2:the command was used wrongly",
      "70:the node does not answer"
    })
final class NodeStatusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A node that is not behind takes up what is due within its polling interval. */
  private static final Duration LATE = Duration.ofMinutes(1);

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:GPCM_CLIENT_NODE_URL:-http://127.0.0.1:8080}",
      description = "Where a node is served (GPCM_CLIENT_NODE_URL; default ${DEFAULT-VALUE}).")
  String url;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A file with a key that has the scope node.see. Without it, the key is taken from the"
              + " variable GPCM_CLIENT_KEY.")
  Optional<Path> keyFile;

  @Option(
      names = "--ca",
      paramLabel = "PEM",
      description =
          "Certificates to trust, for a node whose certificate is of an authority of your own.")
  Optional<Path> authority;

  @Option(names = "--json", description = "Print what the node answers: one JSON object.")
  boolean json;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    JsonNode status = ask();
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(status);
    } else {
      lines(status).forEach(out::println);
    }
    out.flush();
    return isWell(status) ? 0 : 1;
  }

  private JsonNode ask() throws IOException, InterruptedException {
    URI node = address();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve("/api/v1/nodes")).timeout(PATIENCE);
    key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    trusted().ifPresent(client::sslContext);
    try (HttpClient http = client.build()) {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = body(answer);
      if (answer.statusCode() != 200) {
        throw new IOException(
            "the node at %s answers %d: %s"
                .formatted(url, answer.statusCode(), body.path("detail").asText("no reason")));
      }
      return body;
    } catch (HttpTimeoutException e) {
      throw new IOException(
          "the node at " + url + " does not answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (SSLException e) {
      throw new IOException(
          ("no TLS with the node at %s: %s. If its certificate is of an authority of your own,"
                  + " name that with --ca")
              .formatted(url, e.getMessage()),
          e);
    } catch (java.net.ConnectException e) {
      throw new IOException(
          "no node answers at " + url + ": start it, or give the address with --url", e);
    }
  }

  private Optional<SSLContext> trusted() throws UnusableFileException {
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(TlsFiles.standard().trusting(authority.get()).context());
    } catch (IllegalArgumentException e) {
      throw new UnusableFileException(
          "--ca " + authority.get(), "cannot be used: " + e.getMessage());
    }
  }

  private Optional<String> key() throws IOException {
    if (keyFile.isEmpty()) {
      return Optional.ofNullable(System.getenv("GPCM_CLIENT_KEY")).filter(key -> !key.isBlank());
    }
    String key;
    try {
      key = Files.readString(keyFile.get()).strip();
    } catch (IOException e) {
      throw new UnusableFileException("--key-file " + keyFile.get(), "cannot be read: " + e);
    }
    if (!key.matches("[!-~]{1,200}")) {
      throw new UnusableFileException("--key-file " + keyFile.get(), "must hold one key");
    }
    return Optional.of(key);
  }

  private URI address() {
    try {
      URI address = new URI(url);
      if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below, as any other that is no address.
    }
    throw new ParameterException(
        command.commandLine(),
        "--url " + url + " is no address of a node; give one such as http://127.0.0.1:8080");
  }

  private JsonNode body(HttpResponse<byte[]> answer) throws IOException {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new IOException("what answers at " + url + " is no node: check --url", e);
    }
  }

  private static boolean isWell(JsonNode status) {
    return status.path("heldMailboxes").isEmpty()
        && each(status.path("nodes")).stream().allMatch(node -> node.path("alive").asBoolean())
        && each(status.path("lanes")).stream()
            .allMatch(
                lane ->
                    lane.path("stuck").asLong() == 0
                        && lane.path("lateSeconds").asLong() < LATE.toSeconds());
  }

  private static List<String> lines(JsonNode status) {
    List<String> lines = new ArrayList<>();
    for (JsonNode node : status.path("nodes")) {
      List<String> mailboxes = each(node.path("mailboxes")).stream().map(JsonNode::asText).toList();
      lines.add(
          "%-6s  %s  (%s, started %s, heard of %s)  works on %d, polls %s"
              .formatted(
                  node.path("alive").asBoolean() ? "alive" : "silent",
                  node.path("name").asText(),
                  node.path("build").asText(),
                  node.path("startedAt").asText(),
                  node.path("heartbeatAt").asText(),
                  node.path("cases").asLong(),
                  mailboxes.isEmpty() ? "nothing" : String.join(", ", mailboxes)));
    }
    lines.add("");
    lines.add("%-10s %8s %8s %10s".formatted("work", "due", "stuck", "late"));
    for (JsonNode lane : status.path("lanes")) {
      lines.add(
          "%-10s %8d %8d %10s"
              .formatted(
                  lane.path("lane").asText(),
                  lane.path("due").asLong(),
                  lane.path("stuck").asLong(),
                  lane.has("lateSeconds") ? lane.path("lateSeconds").asLong() + " s" : "-"));
    }
    for (JsonNode mailbox : status.path("heldMailboxes")) {
      lines.add("");
      lines.add(
          "MESH refuses mailbox %s (%s) since %s, tried again at %s: %s"
              .formatted(
                  mailbox.path("mailbox").asText(),
                  mailbox.path("organisation").asText(),
                  mailbox.path("since").asText(),
                  mailbox.path("until").asText(),
                  mailbox.path("reason").asText()));
    }
    return lines;
  }

  private static List<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
