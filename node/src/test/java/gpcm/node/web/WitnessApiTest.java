package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.NoteSignature;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.note.WitnessRequest;
import gpcm.audit.tree.CompactRange;
import gpcm.audit.tree.Hash;
import gpcm.node.audit.Witness;
import gpcm.node.config.WitnessSettings;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The route, as a log of another organisation asks it. */
@ExtendWith(DatabaseExtension.class)
class WitnessApiTest {
  private static final SigningKey LOG =
      SigningKey.ofLog("log.example.org/audit", new SecureRandom());

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Witness witness;
  private Javalin server;

  @BeforeEach
  void serve(Database database) {
    witness =
        Witness.open(
            database.jdbi(),
            InstantSource.system(),
            new WitnessSettings(
                "witness.example.org", Optional.empty(), List.of(LOG.verifier().text())),
            folder);
    server =
        Javalin.create(
                config -> {
                  ProblemResponses.handle(config.routes);
                  new WitnessApi(Optional.of(witness)).add(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.stop();
    http.close();
  }

  private HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(server.port(), WitnessApi.PATH)))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static SignedNote checkpoint(int size) {
    CompactRange range = CompactRange.empty();
    for (int i = 0; i < size; i++) {
      range.append(Hash.ofLeaf(("entry " + i).getBytes(StandardCharsets.UTF_8)));
    }
    return LOG.sign(new Checkpoint("log.example.org/audit", size, range.root()).text());
  }

  @Test
  void aFirstCheckpointIsSignedByTheWitness() throws Exception {
    SignedNote note = checkpoint(3);
    HttpResponse<String> answer = post(new WitnessRequest(0, List.of(), note).bytes());
    assertThat(answer.statusCode()).isEqualTo(200);
    NoteSignature signature = NoteSignature.parse(answer.body().strip());
    assertThat(note.with(signature).signers(List.of(witness.verifier())))
        .containsExactly(witness.verifier());
  }

  @Test
  void whoeverDoesNotKnowWhatTheWitnessHasSeenIsToldItsSize() throws Exception {
    post(new WitnessRequest(0, List.of(), checkpoint(3)).bytes());
    HttpResponse<String> answer = post(new WitnessRequest(0, List.of(), checkpoint(4)).bytes());
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
    assertThat(answer.body()).isEqualTo("3\n");
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    assertThat(post("nonsense".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
    assertThat(post(new byte[WitnessRequest.LARGEST + 1]).statusCode()).isEqualTo(413);
  }
}
