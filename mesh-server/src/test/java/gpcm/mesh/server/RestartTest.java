package gpcm.mesh.server;

import static gpcm.mesh.server.MeshFixture.DOCUMENT;
import static gpcm.mesh.server.MeshFixture.HUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.mesh.InboxQuery;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshEndpoint;
import gpcm.mesh.MeshToken;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server must still know when it starts again on the same folder. */
class RestartTest {
  private static final String NEW = "NEWBOX01";

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private LocalMeshServer server;

  @BeforeEach
  void start() {
    server = LocalMeshServer.start(MeshFixture.settings(folder).clock(now::get).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart() {
    stop();
    start();
  }

  private int inbox(String nonce, int count) throws Exception {
    return inbox(token(nonce, count));
  }

  private int inbox(MeshToken token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/messageexchange/" + HUB + "/inbox"))
            .header("Authorization", token.header())
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private MeshToken token(String nonce, int count) {
    return MeshToken.sign(HUB, nonce, count, MeshFixture.PASSWORD, MeshFixture.KEY, now.get());
  }

  @Test
  void tokenThatWasUsedIsRefusedAfterARestartToo() throws Exception {
    MeshToken used = token("nonce", 2);
    assertThat(inbox("nonce", 1)).isEqualTo(200);
    assertThat(inbox(used)).isEqualTo(200);
    assertThat(inbox("other nonce", 7)).isEqualTo(200);
    for (int time = 0; time < 3; time++) {
      restart();
      assertThat(inbox(used)).isEqualTo(403);
      assertThat(inbox("nonce", 1)).isEqualTo(403);
      assertThat(inbox("other nonce", 7)).isEqualTo(403);
      assertThat(inbox("nonce", 3 + time)).as("a fresh one").isEqualTo(200);
    }
  }

  @Test
  void tokenIsForgottenOnlyWhenItsTimeIsOver() throws Exception {
    MeshToken used = token("nonce", 1);
    assertThat(inbox(used)).isEqualTo(200);
    now.updateAndGet(time -> time.plus(Duration.ofHours(2).minusMinutes(1)));
    restart();
    assertThat(inbox(used)).isEqualTo(403);
    now.updateAndGet(time -> time.plus(Duration.ofHours(6)));
    restart();
    assertThat(Files.readString(folder.resolve("used-tokens"))).isEmpty();
    assertThat(inbox(used)).as("too old by then").isEqualTo(403);
  }

  @Test
  void lineOfATokenThatACrashCutShortIsLeftOut() throws Exception {
    assertThat(inbox("nonce", 1)).isEqualTo(200);
    stop();
    Files.writeString(folder.resolve("used-tokens"), "17000", StandardOpenOption.APPEND);
    start();
    assertThat(inbox("nonce", 1)).isEqualTo(403);
    assertThat(inbox("nonce", 2)).isEqualTo(200);
  }

  private int admin(String call, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/admin/" + call))
            .POST(BodyPublishers.ofString(json))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private void register() throws Exception {
    assertThat(
            admin(
                "mailbox",
                """
                {"mailbox_id": "NEWBOX01", "mailbox_name": "New", "ods_code": "Z9P09", "org_code": "Z9P09",
                 "org_name": "New Practice", "password": "new-password"}\
                """))
        .isEqualTo(200);
    assertThat(
            admin(
                "workflow",
                """
                {"workflow_id": "GPCONNECT_SEND_DOCUMENT", "senders": ["HUBBOX01"], "receivers": ["NEWBOX01"]}\
                """))
        .isEqualTo(200);
    assertThat(
            admin(
                "patient",
                """
                {"nhs_number": "9990000042", "birth_date": "1955-01-09", "surname": "Newpatient",
                 "practice_ods": "Z9P09"}\
                """))
        .isEqualTo(200);
  }

  @Test
  void mailboxesWorkflowsAndPatientsOfTheAdminCallsAreThereAfterARestart() throws Exception {
    register();
    restart();
    try (MeshClient hub = MeshFixture.client(server, HUB).clock(now::get).build();
        MeshClient practice =
            MeshFixture.client(server, NEW)
                .password(Secret.of("new-password"))
                .clock(now::get)
                .build()) {
      practice.handshake();
      assertThat(hub.lookup("Z9P09", DOCUMENT))
          .extracting(MeshEndpoint::mailboxId)
          .containsExactly(NEW);
      hub.send(
          OutgoingMessage.to(
                  new PatientAddress("9990000042", MeshFixture.BORN, "Newpatient"),
                  DOCUMENT,
                  MeshBody.of(new byte[] {1}))
              .localId("routed")
              .build());
      await().until(() -> practice.inbox(InboxQuery.all()).messageIds().size() == 1);
    }
  }

  @Test
  void everythingCanComeFromOneFile() throws Exception {
    Path file = folder.resolve("network.jsonl");
    Files.writeString(
        file,
        """
        {"shared_key": "AnotherKey"}
        {"mailbox": {"mailbox_id": "HUBBOX02", "ods_code": "Z9H02", "password": "one"}}
        {"mailbox": {"mailbox_id": "GPBOX002", "ods_code": "Z9P02", "password": "two"}}
        {"workflow": {"workflow_id": "GPCONNECT_SEND_DOCUMENT", "senders": ["HUBBOX02"], "receivers": ["GPBOX002"]}}
        {"patient": {"nhs_number": "9990000018", "birth_date": "1955-01-09", "surname": "Testpatient", "practice_ods": "Z9P02"}}
        """);
    ServerSettings settings = ServerSettings.in(folder.resolve("other")).network(file).build();
    assertThat(settings.network().patients()).hasSize(1);
    try (LocalMeshServer other = LocalMeshServer.start(settings);
        MeshClient hub =
            MeshFixture.client(other, "HUBBOX02")
                .password(Secret.of("one"))
                .sharedKey(Secret.of("AnotherKey"))
                .build()) {
      assertThat(hub.lookup("Z9P02", DOCUMENT))
          .extracting(MeshEndpoint::mailboxId)
          .containsExactly("GPBOX002");
      hub.handshake();
    }
    Files.writeString(file, "{\"mailboxes\": []}");
    assertThatThrownBy(() -> ServerSettings.in(folder).network(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("network.jsonl line 1 has neither mailbox, workflow");
  }

  @Test
  void theLastRegistrationOfAMailboxCounts() throws Exception {
    register();
    String changed =
        "{\"mailbox_id\": \"NEWBOX01\", \"ods_code\": \"Z9P09\", \"password\": \"changed\"}";
    assertThat(admin("mailbox", changed)).isEqualTo(200);
    restart();
    try (MeshClient earlier =
            MeshFixture.client(server, NEW)
                .password(Secret.of("new-password"))
                .clock(now::get)
                .build();
        MeshClient practice =
            MeshFixture.client(server, NEW)
                .password(Secret.of("changed"))
                .clock(now::get)
                .build()) {
      practice.handshake();
      assertThatThrownBy(earlier::handshake).hasMessageContaining("403");
    }
  }

  @Test
  void registrationThatACrashCutShortIsLeftOut() throws Exception {
    register();
    stop();
    Path file = folder.resolve("registry.jsonl");
    Files.writeString(file, "{\"mailbox\":{\"mailbox_id\":\"CUTB", StandardOpenOption.APPEND);
    start();
    register();
    assertThat(Files.readAllLines(file)).hasSize(6);
    restart();
    assertThat(server.url()).isNotNull();
  }

  @Test
  void registryHoldsPasswordsSoOnlyItsOwnerReadsIt() throws Exception {
    register();
    assertThat(Files.getPosixFilePermissions(folder.resolve("registry.jsonl"))).hasSize(2);
  }

  @Test
  void registryThatIsNoneIsNamedAndItsSecretsAreNot() throws IOException {
    stop();
    Files.writeString(folder.resolve("registry.jsonl"), "{\"password\": \"open-sesame\"\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("registry.jsonl line 1")
        .hasMessageNotContaining("open-sesame");
    Files.delete(folder.resolve("registry.jsonl"));
    start();
  }

  @Test
  void registrationThatIsIncompleteIsRefused() throws Exception {
    assertThat(admin("mailbox", "{\"mailbox_id\": \"NOPASSWD\"}")).isEqualTo(400);
    assertThat(admin("mailbox", "{\"mailbox_id\": \"a b\", \"password\": \"x\"}")).isEqualTo(400);
    assertThat(admin("workflow", "{}")).isEqualTo(400);
    assertThat(
            admin(
                "patient",
                "{\"nhs_number\":\"1\",\"birth_date\":\"9"
                    + " Jan\",\"surname\":\"X\",\"practice_ods\":\"Y\"}"))
        .isEqualTo(400);
    assertThat(Files.size(folder.resolve("registry.jsonl"))).isZero();
  }
}
