package gpcm.mesh.testing;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.server.LocalMeshServer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension as another supplier would use it. */
class MeshServerExtensionTest {
  @RegisterExtension static final MeshServerExtension mesh = MeshServerExtension.sandbox();

  @RepeatedTest(2)
  void eachTestFindsTheServerRunningAndEmpty(LocalMeshServer server) {
    assertThat(server).isSameAs(mesh.server());
    try (MeshClient sender = mesh.client("X26ABC1").build();
        MeshClient recipient = mesh.client("X26ABC2").build()) {
      assertThat(recipient.count()).isZero();
      sender.send(
          OutgoingMessage.to(
                  new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(new byte[] {1}))
              .build());
      assertThat(recipient.inbox(InboxQuery.all()).messageIds()).hasSize(1);
    }
  }
}
