package gpcm.bench.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything a document travels through, each part a process: a strict MESH server, PostgreSQL, and
 * a node that works for the hub that sends and the practice that receives.
 *
 * @param node where its HTTP API is
 */
record Network(Process meshProcess, Process nodeProcess, CountedDatabase database, URI node)
    implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");
  private static final int START_SECONDS = 180;

  static Network start(Installation version, Path folder) throws IOException, InterruptedException {
    CountedDatabase database = CountedDatabase.start(folder.resolve("database"));
    Process mesh = null;
    Process node = null;
    try {
      Path network = Files.writeString(folder.resolve("network.jsonl"), network());
      Path meshLog = folder.resolve("mesh.log");
      mesh =
          version.start(
              meshLog,
              "mesh",
              "serve",
              "--mode=strict",
              "--port=0",
              "--data=" + folder.resolve("mesh"),
              "--network=" + network);
      URI meshAddress = address(mesh, meshLog);
      Path nodeLog = folder.resolve("node.log");
      node =
          version.start(
              nodeLog, "node", "--config=" + configuration(folder, meshAddress, database));
      return new Network(mesh, node, database, address(node, nodeLog));
    } catch (IOException | InterruptedException | RuntimeException e) {
      stop(node);
      stop(mesh);
      database.close();
      throw e;
    }
  }

  private static URI address(Process process, Path log) throws IOException, InterruptedException {
    for (int waited = 0; waited < START_SECONDS * 10; waited++) {
      Matcher said = ADDRESS.matcher(Files.readString(log));
      if (said.find()) {
        return URI.create(said.group());
      }
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IOException(
        "a process of the benchmark did not say where it listens:\n" + Files.readString(log));
  }

  private static String network() {
    String both = "[\"A99901OT001\", \"A99902OT001\"]";
    return """
    {"shared_key": "TestKey"}
    {"mailbox": {"mailbox_id": "A99901OT001", "ods_code": "A99901", "org_name": "Hub", "password": "password"}}
    {"mailbox": {"mailbox_id": "A99902OT001", "ods_code": "A99902", "org_name": "Practice", "password": "password"}}
    {"workflow": {"workflow_id": "GPFED_CONSULT_REPORT", "senders": %s, "receivers": %s}}
    {"workflow": {"workflow_id": "GPFED_CONSULT_REPORT_ACK", "senders": %s, "receivers": %s}}
    {"patient": {"nhs_number": "9990000018", "birth_date": "1957-01-09", "surname": "Testpatient", "practice_ods": "A99902"}}
    """
        .formatted(both, both, both, both);
  }

  private static Path configuration(Path folder, URI mesh, CountedDatabase database)
      throws IOException {
    Files.writeString(
        folder.resolve("patients.jsonl"),
        "{\"nhsNumber\":\"9990000018\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"known\"}\n");
    return Files.writeString(
        folder.resolve("node.yaml"),
        """
        data-folder: node
        database:
          url: %s
          user: %s
          password: %s
        http:
          port: 0
        mesh:
          url: %s
          shared-key: TestKey
          poll-interval: 50 ms
        organisations:
          - ods: A99901
            name: Hub
            mailbox: A99901OT001
            mailbox-password: password
          - ods: A99902
            name: Practice
            mailbox: A99902OT001
            mailbox-password: password
            patients: patients.jsonl
        """
            .formatted(database.url(), CountedDatabase.USER, CountedDatabase.PASSWORD, mesh));
  }

  private static void stop(Process process) {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      stop(nodeProcess);
      stop(meshProcess);
    } finally {
      database.close();
    }
  }
}
