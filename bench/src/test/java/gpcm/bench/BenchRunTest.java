package gpcm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmarks as a newcomer starts them. */
class BenchRunTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  /** What {@code bench/run} printed. */
  private record Ran(int code, String out, String err) {}

  private static Ran run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("bench/run").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // A JDK that would not do comes first, as on many machines.
    builder.environment().remove("JAVA_HOME");
    Process process = builder.start();
    process.getOutputStream().close();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out, err);
  }

  private static String[] readMessage(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "read-message",
                "--rounds",
                "1",
                "--class-path",
                System.getProperty("java.class.path")));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void the_last_line_is_one_object_with_the_figures() throws Exception {
    Ran ran = run(readMessage());
    assertThat(ran.code()).as(ran.err()).isZero();
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSizeGreaterThan(1);
    JsonNode figures = JsonMapper.builder().build().readTree(lines.getLast());
    assertThat(figures.path("benchmark").asText()).isEqualTo("read-message");
    for (String name : List.of("readMicros", "hapiMicros", "timesHapi")) {
      assertThat(figures.path(name).asDouble()).as(name).isPositive();
    }
  }

  @Test
  void a_view_costs_one_statement_more_with_its_entry() throws Exception {
    Ran ran =
        run(
            "audit",
            "--entries",
            "1000",
            "--requests",
            "20",
            "--class-path",
            System.getProperty("java.class.path"));
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode request =
        JsonMapper.builder().build().readTree(ran.out().lines().toList().getLast()).path("request");
    assertThat(request.path("requests").asInt()).isEqualTo(20);
    assertThat(request.path("statementsAdded").asInt()).isOne();
    assertThat(request.path("millisWith").asDouble()).isPositive();
  }

  @Test
  void with_json_it_is_the_only_line() throws Exception {
    Ran ran = run(readMessage("--json"));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(JsonMapper.builder().build().readTree(ran.out()).isObject()).isTrue();
  }

  @Test
  void alone_it_lists_the_benchmarks() throws Exception {
    Ran ran = run();
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains(
            "end-to-end",
            "report",
            "read-message",
            "rules",
            "validator-agreement",
            "start-up",
            "waiting",
            "alerts",
            "mesh-cycles",
            "mesh-clients",
            "mesh-cost",
            "mesh-tls",
            "mesh-transfer");
  }

  @Test
  void what_it_does_not_know_is_refused() throws Exception {
    assertThat(run("nonsense").code()).isEqualTo(2);
    Ran ran = run(readMessage("--nonsense"));
    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).contains("--nonsense is not understood");
  }
}
