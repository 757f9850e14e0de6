package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.Secret;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the local MESH server on a telephone. */
@Tag("slow")
class MeshServerPagesTest {
  private static final int TELEPHONE = 390;
  private static final Secret KEY = Secret.of("TestKey");
  private static final Secret PASSWORD = Secret.of("password");

  @TempDir Path folder;

  private LocalMeshServer mesh() {
    LocalMeshServer mesh =
        LocalMeshServer.start(
            ServerSettings.in(folder.resolve("mesh"))
                .sharedKey(KEY)
                .mailbox(RegisteredMailbox.of("A99901OT001", "A99901", "A hub", PASSWORD))
                .mailbox(RegisteredMailbox.of("A99902OT001", "A99902", "A practice", PASSWORD))
                .sendDocumentWorkflows()
                .build());
    try (MeshClient client =
        MeshClient.builder()
            .url(mesh.url())
            .mailbox("A99901OT001")
            .password(PASSWORD)
            .sharedKey(KEY)
            .build()) {
      client.send(
          OutgoingMessage.to(
                  new MailboxAddress("A99902OT001"),
                  "GPFED_CONSULT_REPORT",
                  MeshBody.of("nothing".getBytes(StandardCharsets.UTF_8)))
              .subject("A subject that is as long as subjects are allowed: " + "X".repeat(150))
              .build());
    }
    return mesh;
  }

  @Test
  void theyFitAndCanBeReadByEverybody() throws Exception {
    Path program = Chromium.programOrSkip();
    try (LocalMeshServer mesh = mesh();
        Chromium browser =
            new Chromium(program, Files.createDirectories(folder.resolve("profile")))) {
      browser.call(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", TELEPHONE, "height", 800, "deviceScaleFactor", 1, "mobile", true));
      for (String path : new String[] {"/", "/mailboxes/A99902OT001"}) {
        browser.open(mesh.url().resolve(path));
        assertThat(browser.text()).contains("Never use it in production");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .as(path)
            .isLessThanOrEqualTo(TELEPHONE);
        assertThat(browser.evaluate("document.querySelectorAll('main').length").asInt())
            .as("landmarks of " + path)
            .isEqualTo(1);
        assertThat(browser.axe()).as(path).isEqualTo("[]");
      }
      assertThat(browser.text()).contains("A subject that is as long as subjects are allowed");
    }
  }
}
