package gpcm.mesh.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import gpcm.mesh.server.InjectedFault;
import gpcm.mesh.server.LocalMeshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Application and agent may each stop at any step. */
class FolderCrashTest extends FoldersFixture {
  @Test
  void anotherMessageWithTheSameLocalIdIsNotTakenForOneThatWasCutOff() {
    agentClient.send(shared("an earlier message"));
    SentMessage handed = application.send(shared("the one in doubt"));
    writeMarker(handed.messageId() + ".sending");
    assertThat(newAgent().run().sent()).isEqualTo(1);
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(2);
  }

  @Test
  void agentThatDiedAfterSendingFindsTheMessageAndDoesntSendItAgain() throws IOException {
    SentMessage handed = application.send(message("died", bytes("x")));
    agentClient.send(
        OutgoingMessage.to(new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(bytes("x")))
            .localId("died")
            .fileName(handed.messageId() + ".dat")
            .build());
    Files.write(folders.resolve("TEMP/" + handed.messageId() + ".sending"), new byte[0]);
    assertThat(newAgent().run().sent()).isEqualTo(1);
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(1);
    assertThat(files("SENT")).hasSize(2);
  }

  @Test
  void agentThatDiedBeforeSendingSends() {
    SentMessage handed = application.send(message("early", bytes("x")));
    writeMarker(handed.messageId() + ".sending");
    assertThat(newAgent().run().sent()).isEqualTo(1);
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(1);
  }

  private void writeMarker(String name) {
    try {
      Files.write(folders.resolve("TEMP").resolve(name), new byte[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void agentThatDiedWhileMovingFinishesMoving() throws IOException {
    SentMessage handed = application.send(message("moving", bytes("x")));
    agent.run();
    String stem = handed.messageId();
    // As a crash between the moves leaves it: outcome known, data moved, control file still in OUT.
    Files.move(folders.resolve("SENT/" + stem + ".ctl"), folders.resolve("TEMP/" + stem + ".sent"));
    Files.copy(folders.resolve("TEMP/" + stem + ".sent"), folders.resolve("OUT/" + stem + ".ctl"));
    assertThat(newAgent().run()).isEqualTo(new FolderAgent.Moved(1, 0, 0));
    assertThat(files("SENT")).containsExactly(stem + ".ctl", stem + ".dat");
    assertThat(files("OUT")).isEmpty();
    assertThat(files("TEMP")).isEmpty();
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(1);
  }

  @Test
  void interruptedChunksContinueWhereTheyStopped(LocalMeshServer server) throws IOException {
    byte[] body = new byte[3_500];
    application.send(message("chunks", body));
    server.add(InjectedFault.answer("POST", "/3$", 503, 2));
    assertThat(agent.run()).isEqualTo(new FolderAgent.Moved(0, 0, 0));
    assertThat(newAgent().run().sent()).isEqualTo(1);
    String id = other.inbox(InboxQuery.all()).messageIds().getFirst();
    try (Download download = other.download(id)) {
      assertThat(download.headers().totalChunks()).isEqualTo(4);
      assertThat(download.body()).hasBinaryContent(body);
    }
  }

  @Test
  void messageDeliveredBeforeACrashIsNotDeliveredAgain(LocalMeshServer server) throws IOException {
    other.send(
        OutgoingMessage.to(
                new MailboxAddress("X26ABC1"), "TEST_WORKFLOW_ACK", MeshBody.of(bytes("once")))
            .build());
    server.add(InjectedFault.answer("PUT", "/acknowledged", 503, 2));
    assertThatThrownBy(agent::run).isInstanceOf(MeshUnavailable.class);
    application.acknowledge(application.inbox(InboxQuery.all()).messageIds().getFirst());
    assertThat(newAgent().run().received()).isZero();
    assertThat(files("IN")).isEmpty();
    assertThat(files("TEMP")).isEmpty();
  }

  @Test
  void acknowledgementCutOffInTheMiddleIsFinishedAtTheNextStart() throws IOException {
    Files.write(folders.resolve("IN/M1.dat"), bytes("x"));
    Files.write(folders.resolve("TEMP/M1.taken"), bytes("<DTSControl/>"));
    FolderMailbox.open("X26ABC1", folders);
    assertThat(files("IN")).isEmpty();
    assertThat(files("TEMP")).isEmpty();
  }

  @Test
  void whatAKilledRunLeftHalfWrittenIsClearedAwayADayLater() throws IOException {
    Path old = Files.createFile(folders.resolve("TEMP/gpcm-unfinished-old"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path young = Files.createFile(folders.resolve("TEMP/gpcm-unfinished-young"));
    Path others = Files.createFile(folders.resolve("TEMP/mesh-client.tmp"));
    Files.setLastModifiedTime(others, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    FolderMailbox.open("X26ABC1", folders);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(others).exists();
  }
}
