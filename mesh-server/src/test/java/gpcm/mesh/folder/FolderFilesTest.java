package gpcm.mesh.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may lie in the folders: half-written, young, alone, full disks, and who may read it. */
class FolderFilesTest extends FoldersFixture {
  @Test
  void halfWrittenPairsWait() throws IOException {
    Files.write(folders.resolve("IN/HALF.dat"), bytes("data without control file"));
    Files.write(folders.resolve("IN/CUT.ctl"), bytes("<DTSControl><Version>1.0</Ver"));
    Files.write(folders.resolve("IN/CUT.dat"), bytes("x"));
    Files.write(
        folders.resolve("IN/NODATA.ctl"),
        bytes("<DTSControl><MessageType>Data</MessageType></DTSControl>"));
    assertThat(application.inbox(InboxQuery.all()).messageIds()).isEmpty();
    Files.write(folders.resolve("IN/NODATA.dat"), bytes("now whole"));
    assertThat(application.inbox(InboxQuery.all()).messageIds()).containsExactly("NODATA");
  }

  @Test
  void youngFilesInOutAreLeftAlone() {
    application.send(message("young", bytes("x")));
    FolderAgent patient = new FolderAgent(agentClient, folders, Instant::now, Duration.ofHours(1));
    assertThat(patient.run()).isEqualTo(new FolderAgent.Moved(0, 0, 0));
  }

  @Test
  void controlFileWithoutDataFails() throws IOException {
    Files.write(
        folders.resolve("OUT/alone.ctl"),
        bytes(
            "<DTSControl><To_DTS>X26ABC2</To_DTS><WorkflowId>TEST_WORKFLOW</WorkflowId></DTSControl>"));
    assertThat(agent.run().failed()).isEqualTo(1);
    assertThat(application.download("alone").headers().statusCode()).contains("02");
  }

  @Test
  void fullDiskLeavesNothingHalfWritten() throws IOException {
    MeshBody full =
        new MeshBody() {
          @Override
          public long length() {
            return 100;
          }

          @Override
          public InputStream openAt(long offset) {
            return new InputStream() {
              private int left = 50;

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                target[offset] = (byte) read();
                return 1;
              }

              @Override
              public int read() throws IOException {
                if (left-- > 0) {
                  return 'x';
                }
                throw new IOException("No space left on device");
              }
            };
          }
        };
    OutgoingMessage message =
        OutgoingMessage.to(new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", full)
            .localId("full")
            .build();
    assertThatThrownBy(() -> application.send(message))
        .isInstanceOf(MeshUnavailable.class)
        .hasMessageContaining("No space left on device");
    assertThat(files("OUT")).isEmpty();
    assertThat(files("TEMP")).isEmpty();
  }

  @Test
  void namesFromOutsideCantLeaveTheFolder() {
    for (String id : List.of("../X", "a/b", "..", ".hidden", "")) {
      assertThatThrownBy(() -> application.download(id))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> application.acknowledge(id))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void foldersInLowerCaseAreUsed() throws IOException {
    Path lower = root.resolve("lower");
    Files.createDirectories(lower.resolve("in"));
    Files.createDirectories(lower.resolve("out"));
    FolderMailbox.open("X26ABC1", lower).send(message("lower", bytes("x")));
    assertThat(lower.resolve("out")).isNotEmptyDirectory();
    assertThat(lower.resolve("OUT")).doesNotExist();
  }

  @Test
  void fullDiskIsSaidAndNothingIsLost() throws Exception {
    Path small = Files.createDirectories(root.resolve("small"));
    assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString()),
        "a small file system can't be mounted here, which takes root");
    try {
      FolderMailbox box = FolderMailbox.open("X26ABC1", small);
      byte[] large = new byte[1 << 20];
      assertThatThrownBy(() -> box.send(message("too-large", large)))
          .isInstanceOf(MeshUnavailable.class)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("Check the disk's space");
      assertThat(small.resolve("OUT")).isEmptyDirectory();
      assertThat(small.resolve("TEMP")).isEmptyDirectory();
      box.send(message("fits", new byte[] {1}));
      assertThat(small.resolve("OUT")).isDirectoryContaining("glob:**.ctl");
      try (DirectoryStream<Path> pair = Files.newDirectoryStream(small.resolve("OUT"))) {
        for (Path file : pair) {
          Files.delete(file);
        }
      }

      SentMessage waiting =
          other.send(
              OutgoingMessage.to(new MailboxAddress("X26ABC1"), "TEST_WORKFLOW", MeshBody.of(large))
                  .build());
      FolderAgent cramped = new FolderAgent(agentClient, small, InstantSource.system(), DELAY);
      assertThatThrownBy(cramped::run).hasRootCauseMessage("No space left on device");
      assertThat(small.resolve("IN")).isEmptyDirectory();
      assertThat(agentClient.inbox(InboxQuery.all()).messageIds())
          .containsExactly(waiting.messageId());

      assertThat(ran("mount", "-o", "remount,size=8m", small.toString())).isTrue();
      assertThat(cramped.run().received()).isEqualTo(1);
      try (Download download = box.download(waiting.messageId())) {
        assertThat(download.body()).hasBinaryContent(large);
      }
      assertThat(agentClient.inbox(InboxQuery.all()).messageIds()).isEmpty();
    } finally {
      assertThat(ran("umount", small.toString())).isTrue();
    }
  }

  private static boolean ran(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whoMayReadAPairIsTheFoldersMatterBecauseTheMeshClientRunsAsAnotherUser() throws IOException {
    SentMessage sent = application.send(message("readable", new byte[] {1}));
    Path ordinary = Files.createFile(folders.resolve("ordinary"));
    for (String extension : List.of(".dat", ".ctl")) {
      Path file = folders.resolve("OUT").resolve(sent.messageId() + extension);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(Files.getPosixFilePermissions(ordinary));
    }
  }
}
