package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whether a node says by itself that it cannot work. */
@DisabledOnOs(OS.WINDOWS)
class HealthTest {
  @TempDir Path folder;

  @Test
  void aDatabaseThatDoesNotAnswerIsTold() throws Exception {
    try (TestNetwork network = new TestNetwork(folder);
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(health(http, network).statusCode()).isEqualTo(200);
      List<ProcessHandle> database = database();
      signal("-STOP", database);
      try {
        HttpResponse<String> ill = health(http, network);
        assertThat(ill.statusCode()).isEqualTo(503);
        assertThat(ill.headers().firstValue("Content-Type").orElseThrow())
            .startsWith("application/problem+json");
        assertThat(ill.body()).contains("the database has not answered for");
      } finally {
        signal("-CONT", database);
      }
      assertThat(health(http, network).statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> health(HttpClient http, TestNetwork network)
      throws IOException, InterruptedException {
    URI health = network.node().url().resolve("/api/v1/health");
    return http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString());
  }

  /** The bundled server with all its processes. */
  private List<ProcessHandle> database() throws IOException {
    Path pid;
    try (Stream<Path> files = Files.walk(folder)) {
      pid = files.filter(file -> file.endsWith("postmaster.pid")).findFirst().orElseThrow();
    }
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip())).orElseThrow();
    return Stream.concat(Stream.of(server), server.descendants()).toList();
  }

  private static void signal(String signal, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
