package gpcm.mesh.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.mesh.Download;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.LocalIdTracking;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.MessageType;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.RetryPolicy;
import gpcm.mesh.SentMessage;
import gpcm.mesh.server.InjectedFault;
import gpcm.mesh.server.LocalMeshServer;
import gpcm.mesh.testing.MeshServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application speaks through folders, an agent carries them to a server; each may stop at any
 * step.
 */
class FoldersTest {
  @RegisterExtension static final MeshServerExtension mesh = MeshServerExtension.sandbox();

  private static final Duration DELAY = Duration.ofSeconds(1);

  @TempDir Path root;
  private Path folders;
  private FolderMailbox application;
  private MeshClient agentClient;
  private MeshClient other;
  private FolderAgent agent;

  @BeforeEach
  void start() {
    folders = root.resolve("X26ABC1");
    application = FolderMailbox.open("X26ABC1", folders);
    RetryPolicy quick = new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));
    agentClient = mesh.client("X26ABC1").retries(quick).chunkBytes(1_000).build();
    other = mesh.client("X26ABC2").retries(quick).build();
    agent = newAgent();
  }

  private FolderAgent newAgent() {
    return new FolderAgent(agentClient, folders, () -> Instant.now().plusSeconds(60), DELAY);
  }

  @AfterEach
  void stop() {
    agentClient.close();
    other.close();
  }

  private static OutgoingMessage message(String localId, byte[] body) {
    return OutgoingMessage.to(new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(body))
        .localId(localId)
        .subject("Subject " + localId)
        .build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> files(String folder) throws IOException {
    try (var files = Files.list(folders.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void messageGoesOutAndItsTransferResultComesBack() throws IOException {
    SentMessage handed = application.send(message("local-1", bytes("hello")));
    assertThat(files("OUT"))
        .containsExactly(handed.messageId() + ".ctl", handed.messageId() + ".dat");
    assertThat(agent.run()).isEqualTo(new FolderAgent.Moved(1, 0, 0));
    assertThat(files("OUT")).isEmpty();
    assertThat(files("TEMP")).isEmpty();
    String id = other.inbox(InboxQuery.all()).messageIds().getFirst();
    try (Download download = other.download(id)) {
      assertThat(download.body()).hasContent("hello");
      assertThat(download.headers().localId()).contains("local-1");
      assertThat(download.headers().subject()).contains("Subject local-1");
    }
    assertThat(application.results())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.localId()).isEqualTo("local-1");
              assertThat(result.messageId()).isEqualTo(id);
              assertThat(result.status().success()).isTrue();
            });
  }

  @Test
  void messageComesInAndLeavesWhenAcknowledged() throws IOException {
    other.send(
        OutgoingMessage.to(
                new MailboxAddress("X26ABC1"), "TEST_WORKFLOW_ACK", MeshBody.of(bytes("answer")))
            .localId("answer-1")
            .build());
    assertThat(agent.run().received()).isEqualTo(1);
    assertThat(agent.run().received()).isZero();
    String id = application.inbox(InboxQuery.workflow("TEST_WORKFLOW_ACK")).messageIds().getFirst();
    assertThat(application.inbox(InboxQuery.workflow("OTHER")).messageIds()).isEmpty();
    try (Download download = application.download(id)) {
      assertThat(download.headers().messageType()).isEqualTo(MessageType.DATA);
      assertThat(download.headers().from()).contains("X26ABC2");
      assertThat(download.headers().workflowId()).contains("TEST_WORKFLOW_ACK");
      assertThat(download.body()).hasContent("answer");
    }
    application.acknowledge(id);
    application.acknowledge(id);
    assertThat(files("IN")).isEmpty();
  }

  @Test
  void refusalBecomesAReportThatNamesTheMessage() throws IOException {
    SentMessage handed =
        application.send(
            OutgoingMessage.to(
                    new PatientAddress("9990000018", LocalDate.of(1955, 1, 9), "Testpatient"),
                    "TEST_WORKFLOW",
                    MeshBody.of(bytes("x")))
                .localId("nobody")
                .build());
    assertThat(agent.run().failed()).isEqualTo(1);
    assertThat(files("FAILED"))
        .containsExactly(handed.messageId() + ".ctl", handed.messageId() + ".dat");
    String report = application.inbox(InboxQuery.all()).messageIds().getFirst();
    try (Download download = application.download(report)) {
      assertThat(download.headers().messageType()).isEqualTo(MessageType.REPORT);
      assertThat(download.headers().statusCode()).contains("12");
      assertThat(download.headers().linkedMessageId()).contains(handed.messageId());
      assertThat(download.headers().localId()).contains("nobody");
    }
  }

  @Test
  void reportOfMeshComesInWithoutData(LocalMeshServer server) throws IOException {
    SentMessage handed = application.send(message("reported", bytes("x")));
    agent.run();
    String id =
        agentClient.trackLocalId("reported") instanceof LocalIdTracking.Found found
            ? found.message().messageId()
            : "";
    var json =
        """
        {"mailbox_id":"X26ABC1","code":"EPL-153","description":"NHS Number not found","workflow_id":"TEST_WORKFLOW",
         "local_id":"reported","status":"error","linked_message_id":"%s"}\
        """
            .formatted(id);
    post(server, json);
    assertThat(agent.run().received()).isEqualTo(1);
    String report = application.inbox(InboxQuery.all()).messageIds().getFirst();
    assertThat(files("IN")).containsExactly(report + ".ctl");
    try (Download download = application.download(report)) {
      assertThat(download.headers().statusCode()).contains("EPL-153");
      assertThat(download.headers().statusSuccess()).isFalse();
      assertThat(download.headers().linkedMessageId()).contains(handed.messageId());
      assertThat(download.body()).isEmpty();
    }
  }

  private static void post(LocalMeshServer server, String json) {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(server.url() + "/messageexchange/admin/report"))
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sameLocalIdHandedOverAgainIsRecognised() throws IOException {
    SentMessage first = application.send(message("twice", bytes("x")));
    assertThat(application.send(message("twice", bytes("x"))))
        .isEqualTo(new SentMessage(first.messageId(), true));
    agent.run();
    assertThat(application.send(message("twice", bytes("x"))).foundByTracking()).isTrue();
    assertThat(files("OUT")).isEmpty();
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(1);
  }

  @Test
  void messagesThatShareALocalIdAreToldApartByTheirContent() throws IOException {
    OutgoingMessage first = shared("first");
    OutgoingMessage second = shared("second");
    String firstName = application.send(first).messageId();
    assertThat(application.send(second).foundByTracking()).isFalse();
    assertThat(application.send(first)).isEqualTo(new SentMessage(firstName, true));
    assertThat(agent.run().sent()).isEqualTo(2);
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(2);
  }

  private static OutgoingMessage shared(String content) {
    return OutgoingMessage.to(
            new MailboxAddress("X26ABC2"), "TEST_WORKFLOW", MeshBody.of(bytes(content)))
        .localId("Z9H01")
        .sharedLocalId(true)
        .build();
  }

  @Test
  void forgottenMessageMayBeSentAgain() throws IOException {
    String name = application.send(message("again", bytes("x"))).messageId();
    agent.run();
    application.forget(name);
    assertThat(files("SENT")).isEmpty();
    assertThat(application.send(message("again", bytes("x"))).foundByTracking()).isFalse();
    assertThat(agent.run().sent()).isEqualTo(1);
  }

  private List<String> results() {
    return application.results().stream().map(FolderMailbox.TransferResult::id).toList();
  }

  private Path finishedPairOfAnother(String name) throws IOException {
    Path control = folders.resolve("SENT/" + name + ".ctl");
    Files.write(folders.resolve("SENT/" + name + ".dat"), bytes("x"));
    Files.write(
        control,
        bytes(
            "<DTSControl><LocalId>theirs</LocalId><StatusRecord><Status>SUCCESS</Status>"
                + "</StatusRecord></DTSControl>"));
    return control;
  }

  @Test
  void pairThatIsSetAsideIsNotReadAgainBeforeItChanges() throws IOException {
    Path theirs = finishedPairOfAnother("THEIRS");
    String ours = application.send(message("ours", bytes("x"))).messageId();
    agent.run();
    assertThat(results()).containsExactlyInAnyOrder("THEIRS", ours);
    application.setAside("THEIRS");
    assertThat(results()).containsExactly(ours);
    var written = Files.getLastModifiedTime(theirs);
    Files.writeString(theirs, "whoever reads this now would find it broken");
    Files.setLastModifiedTime(theirs, written);
    assertThat(results()).containsExactly(ours);
    finishedPairOfAnother("THEIRS");
    Files.setLastModifiedTime(theirs, FileTime.fromMillis(written.toMillis() + 2_000));
    assertThat(results()).containsExactlyInAnyOrder("THEIRS", ours);
    assertThat(theirs).as("it stays for whom it belongs to").exists();
  }

  @Test
  void resultsOfOneHandedOverAgainComeBackThoughTheyWereSetAside() {
    String ours = application.send(message("again", bytes("x"))).messageId();
    agent.run();
    application.setAside(ours);
    assertThat(results()).isEmpty();
    assertThat(application.send(message("again", bytes("x"))).foundByTracking()).isTrue();
    assertThat(results()).containsExactly(ours);
  }

  @Test
  void brokenControlFileInSentIsReadAgainWhenItChangesOnly() throws IOException {
    Path broken = finishedPairOfAnother("BROKEN");
    Files.writeString(broken, "<DTSControl><Stat");
    assertThat(results()).isEmpty();
    var written = Files.getLastModifiedTime(broken);
    finishedPairOfAnother("BROKEN");
    Files.setLastModifiedTime(broken, written);
    assertThat(results()).isEmpty();
    Files.setLastModifiedTime(broken, FileTime.fromMillis(written.toMillis() + 2_000));
    assertThat(results()).containsExactly("BROKEN");
  }

  @Test
  void anotherMessageWithTheSameLocalIdIsNotTakenForOneThatWasCutOff() {
    agentClient.send(shared("an earlier message"));
    SentMessage handed = application.send(shared("the one in doubt"));
    writeMarker(handed.messageId() + ".sending");
    assertThat(newAgent().run().sent()).isEqualTo(1);
    assertThat(other.inbox(InboxQuery.all()).messageIds()).hasSize(2);
  }

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
    server.add(InjectedFault.answer("POST", "/3", 503, 2));
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

  /** CollectReport is on by default in the MESH client's configuration. */
  @Test
  void reportOfSuccessIsNoMessage() throws IOException {
    Path report = folders.resolve("IN/collected.ctl");
    Files.writeString(
        report,
        """
        <DTSControl><Version>1.0</Version><MessageType>Report</MessageType>
        <LocalId>m1</LocalId><StatusRecord><DateTime>20261127120000</DateTime>
        <Event>COLLECT</Event><Status>SUCCESS</Status><StatusCode>00</StatusCode>
        <Description>Collected</Description></StatusRecord></DTSControl>\
        """);
    assertThat(application.inbox(InboxQuery.all()).messageIds()).isEmpty();
    assertThat(report).doesNotExist();
  }

  @Test
  void contentThatTheApplicationCompressedIsSaidToBe() throws IOException {
    SentMessage sent =
        other.send(
            OutgoingMessage.to(
                    new MailboxAddress("X26ABC1"), "TEST_WORKFLOW", MeshBody.of(new byte[] {1, 2}))
                .compressed(true)
                .build());
    try (MeshClient plain = mesh.client("X26ABC1").acceptCompressed(false).build()) {
      new FolderAgent(plain, folders, InstantSource.system(), DELAY).run();
    }
    assertThat(Files.readString(folders.resolve("IN/" + sent.messageId() + ".ctl")))
        .contains("<IsCompressed>Y</IsCompressed>");
    try (Download download = application.download(sent.messageId())) {
      assertThat(download.headers().compressed()).isTrue();
    }
  }
}
