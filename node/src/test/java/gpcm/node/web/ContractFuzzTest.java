package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.node.TestNetwork;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.people.Permission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * schemathesis reads the API's description and sends what it allows and what it forbids: no answer
 * may be a fault of the server, or other than described. {@code interop/run} installs it.
 */
@Tag("slow")
class ContractFuzzTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path SCHEMATHESIS = ROOT.resolve("interop/.venv/bin/schemathesis");

  /**
   * Whoever sends thousands of wrong keys is told 401 here each time: how often they may is tested
   * elsewhere.
   */
  private static final LimitSettings.Rate PLENTY =
      new LimitSettings.Rate(100_000, Duration.ofSeconds(1));

  private static final String ATTACHMENT = "consultation-summary-throat.txt";

  @TempDir static Path folder;

  @Test
  void everyAnswerIsAsTheDescriptionSays() throws Exception {
    assumeTrue(Files.isExecutable(SCHEMATHESIS), "schemathesis is not there; interop/run gets it");
    try (TestNetwork network = new TestNetwork(folder);
        WebServer server =
            WebServer.start(
                HttpSettings.defaults()
                    .onPort(0)
                    .withMaxRequestSize(ByteSize.ofMebibytes(1))
                    .with(new LimitSettings(PLENTY, PLENTY, PLENTY)),
                network.served(),
                folder.resolve("uploads"));
        HttpCaller http = HttpCaller.of(server.url(), network.served())) {
      byte[] consultation =
          TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString());
      assertThat(
              http.postForm(
                      "/api/v1/documents",
                      List.of(
                          HttpCaller.Part.of("consultation", "", "application/json", consultation),
                          HttpCaller.Part.of(
                              "attachment",
                              ATTACHMENT,
                              "text/plain",
                              Files.readAllBytes(TestNetwork.example(ATTACHMENT)))))
                  .status())
          .isEqualTo(201);
      Path output = folder.resolve("schemathesis.txt");
      // To what it takes for a refusal of wrong data, an address or a field that is too long is
      // added.
      Files.writeString(
          folder.resolve("schemathesis.toml"),
          """
          [checks.negative_data_rejection]
          expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429, "5xx"]
          """);
      // What a schema cannot say, such as a check digit, may well be refused.
      Process run =
          new ProcessBuilder(
                  SCHEMATHESIS.toString(),
                  "run",
                  server.url() + "/api/v1/openapi.json",
                  "--header=Authorization: Bearer "
                      + HttpCaller.Credentials.key(
                          network.served(), TestNetwork.HUB, Permission.values()),
                  "--exclude-checks=positive_data_acceptance",
                  "--phases=examples,coverage,fuzzing",
                  "--max-examples=" + System.getProperty("fuzz.examples", "40"),
                  "--seed=" + System.getProperty("fuzz.seed", "20261128"),
                  "--suppress-health-check=all",
                  "--request-timeout=30",
                  "--max-time=" + System.getProperty("fuzz.seconds", "240"),
                  "--warnings=off",
                  "--no-color")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int exit = run.waitFor();
      assertThat(exit).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
    }
  }
}
