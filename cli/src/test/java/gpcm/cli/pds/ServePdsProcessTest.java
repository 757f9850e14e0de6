package gpcm.cli.pds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import gpcm.cli.Commands;
import gpcm.cli.Main;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm pds serve} as the process that a person starts. */
class ServePdsProcessTest {
  private static final Pattern FHIR =
      Pattern.compile("FHIR API at (http://127\\.0\\.0\\.1:\\d+/\\S+)\\R");

  @TempDir Path folder;

  @Test
  void itSaysWhereItIsAndWhomItKnows() throws Exception {
    Path output = folder.resolve("output");
    Process process = serve(output);
    try {
      String fhir = fhir(output);
      assertThat(get(fhir + "Patient/9990000018").statusCode()).isEqualTo(200);
      process.destroy();
      assertThat(process.waitFor()).as("a polite kill is how it ends").isZero();
      assertThat(Files.readString(output))
          .contains("asks nobody for a token", "  9990000131  was registered with A99902 until")
          .contains("/stand-in/faults", "Ctrl-C");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anApplicationsKeysMakeItAskForAToken() throws Exception {
    Path keys = folder.resolve("keys.json");
    Files.writeString(
        keys, new JWKSet(new RSAKeyGenerator(2048).keyID("one").generate()).toString());
    Path output = folder.resolve("output");
    Process process = serve(output, "--application=our-key=" + keys);
    try {
      assertThat(get(fhir(output) + "Patient/9990000018").statusCode()).isEqualTo(401);
      assertThat(Files.readString(output)).contains("tokens for our-key at http://127.0.0.1:");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatCannotBeUsedEndsWithSixAndAReason() throws IOException {
    Commands nowhere = Commands.run("pds", "serve", "--application=k=" + folder.resolve("no"));
    assertThat(nowhere.exitCode()).isEqualTo(6);
    assertThat(nowhere.err()).contains("can't be read");
    Path file = Files.writeString(folder.resolve("keys.json"), "no keys");
    Commands keys = Commands.run("pds", "serve", "--application=k=" + file);
    assertThat(keys.exitCode()).isEqualTo(6);
    assertThat(keys.err()).contains("is no JWKS");
    try (PdsServer taken = PdsServer.start(PdsServerSettings.defaults())) {
      Commands port = Commands.run("pds", "serve", "--port=" + taken.url().getPort());
      assertThat(port.exitCode()).isEqualTo(6);
      assertThat(port.err()).contains("can't listen on 127.0.0.1 port");
    }
  }

  @Test
  void aWrongOptionEndsWithTwo() {
    assertThat(Commands.run("pds", "serve", "--per-second=0").exitCode()).isEqualTo(2);
    assertThat(Commands.run("pds", "serve", "--port=70000").exitCode()).isEqualTo(2);
    assertThat(Commands.run("pds", "serve", "--application=key").exitCode()).isEqualTo(2);
  }

  private static HttpResponse<String> get(String address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(address))
              .header("X-Request-ID", UUID.randomUUID().toString())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Process serve(Path output, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(Main.class.getName(), "pds", "serve", "--port=0"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static String fhir(Path output) {
    Matcher found =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> FHIR.matcher(Files.readString(output)), Matcher::find);
    return found.group(1);
  }
}
