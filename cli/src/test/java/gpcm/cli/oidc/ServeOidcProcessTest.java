package gpcm.cli.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import gpcm.cli.StartedCommand;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.OidcSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpcm oidc serve} as the process that a person starts. */
class ServeOidcProcessTest {
  private static final Pattern ISSUER = Pattern.compile("issuer (http://127\\.0\\.0\\.1:\\d+)\\R");

  @TempDir Path folder;

  @Test
  void itSaysWhereItIsAndWhoCanSignInAndNothingElse() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("client.json"),
            "{\"redirect_uris\": [\"http://127.0.0.1:9/back\"], \"client_secret\": \"in-a-file\"}");
    try (StartedCommand oidc =
        serve("--client=node=http://127.0.0.1:9/back", "--client=filed=" + file)) {
      String issuer = oidc.awaited(ISSUER);
      assertThat(get(issuer + "/.well-known/openid-configuration")).contains(issuer + "/token");
      assertThat(
              get(
                  issuer
                      + "/authorize?response_type=code&client_id=node&scope=openid&state=s"
                      + "&redirect_uri=http://127.0.0.1:9/back&code_challenge_method=S256"
                      + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"))
          .contains("value=\"clerk\"", "value=\"administrator\"");
      assertThat(oidc.stop()).as("a polite kill is how it ends").isZero();
      assertThat(Files.readAllLines(oidc.output()))
          .satisfiesExactly(
              where -> assertThat(where).contains(issuer),
              who -> assertThat(who).contains("clerk, clinician, sender, operator, auditor"),
              first -> assertThat(first).contains("node, secret node-secret, back to http"),
              second -> assertThat(second).isEqualTo("client: filed (client_secret_basic)"),
              page -> assertThat(page).contains(issuer + "/"),
              end -> assertThat(end).contains("Ctrl-C"));
    }
  }

  @Test
  void whatCannotBeUsedEndsWithSixAndAReason() {
    Commands file = Commands.run("oidc", "serve", "--client=node=" + folder.resolve("nowhere"));
    assertThat(file.exitCode()).isEqualTo(6);
    assertThat(file.err()).contains("nowhere is not there");
    try (OidcServer taken = OidcServer.start(OidcSettings.builder().build())) {
      Commands port = Commands.run("oidc", "serve", "--port=" + taken.issuer().getPort());
      assertThat(port.exitCode()).isEqualTo(6);
      assertThat(port.err()).contains("can't listen on 127.0.0.1 port");
    }
  }

  @Test
  void aWrongOptionEndsWithTwo() {
    assertThat(Commands.run("oidc", "serve", "--sign=none").exitCode()).isEqualTo(2);
    assertThat(Commands.run("oidc", "serve", "--port=70000").exitCode()).isEqualTo(2);
    assertThat(Commands.run("oidc", "serve", "--client=node").exitCode()).isEqualTo(2);
  }

  private static String get(String address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private StartedCommand serve(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("oidc", "serve", "--port=0"));
    words.addAll(List.of(options));
    return StartedCommand.of(folder.resolve("output"), words);
  }
}
