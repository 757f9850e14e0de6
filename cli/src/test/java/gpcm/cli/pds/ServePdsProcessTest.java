package gpcm.cli.pds;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import gpcm.cli.Commands;
import gpcm.cli.StartedCommand;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
    try (StartedCommand pds = serve()) {
      assertThat(get(pds.awaited(FHIR) + "Patient/9990000018").statusCode()).isEqualTo(200);
      assertThat(pds.stop()).as("a polite kill is how it ends").isZero();
      assertThat(Files.readString(pds.output()))
          .contains("asks nobody for a token", "  9990000131  was registered with A99902 until")
          .contains("/stand-in/faults", "Ctrl-C");
    }
  }

  @Test
  void anApplicationsKeysMakeItAskForAToken() throws Exception {
    Path keys = folder.resolve("keys.json");
    Files.writeString(
        keys, new JWKSet(new RSAKeyGenerator(2048).keyID("one").generate()).toString());
    try (StartedCommand pds = serve("--application=our-key=" + keys)) {
      assertThat(get(pds.awaited(FHIR) + "Patient/9990000018").statusCode()).isEqualTo(401);
      assertThat(Files.readString(pds.output()))
          .contains("tokens for our-key at http://127.0.0.1:");
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

  private StartedCommand serve(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("pds", "serve", "--port=0"));
    words.addAll(List.of(options));
    return StartedCommand.of(folder.resolve("output"), words);
  }
}
