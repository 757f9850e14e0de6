package gpcm.mesh.server;

import gpcm.mesh.MeshClient;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;

/** A hub and a practice on a local server: the people of these tests. */
final class MeshFixture {
  static final String HUB = "HUBBOX01";
  static final String PRACTICE = "GPBOX001";
  static final String DOCUMENT = "GPCONNECT_SEND_DOCUMENT";
  static final String ANSWER = "GPCONNECT_SEND_DOCUMENT_ACK";
  static final Secret PASSWORD = Secret.of("test-password");
  static final Secret KEY = Secret.of("TestKey");
  static final LocalDate BORN = LocalDate.of(1955, 1, 9);

  private MeshFixture() {}

  static ServerSettings.Builder settings(Path folder) {
    return ServerSettings.in(folder)
        .sharedKey(KEY)
        .mailbox(RegisteredMailbox.of(HUB, "Z9H01", "Test Hub", PASSWORD))
        .mailbox(RegisteredMailbox.of(PRACTICE, "Z9P01", "Test Practice", PASSWORD))
        .workflow(new Workflow(DOCUMENT, Set.of(HUB), Set.of(PRACTICE)))
        .workflow(new Workflow(ANSWER, Set.of(PRACTICE), Set.of(HUB)))
        .patient(new RegisteredPatient("9990000018", BORN, "Testpatient", "Z9P01"))
        .patient(new RegisteredPatient("9990000026", BORN, "O'Example-Test", "Z9P02"));
  }

  static MeshClient.Builder client(LocalMeshServer server, String mailbox) {
    return new Address(server.url()).client(mailbox);
  }

  /** Where a server is that may run in another process. */
  record Address(URI url) {
    MeshClient.Builder client(String mailbox) {
      return MeshClient.builder()
          .url(url)
          .mailbox(mailbox)
          .password(PASSWORD)
          .sharedKey(KEY)
          .retries(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(4)));
    }
  }
}
