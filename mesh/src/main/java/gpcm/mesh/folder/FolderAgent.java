package gpcm.mesh.folder;

import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.LocalIdTracking;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshAmbiguous;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.MeshUploadInterrupted;
import gpcm.mesh.MessageType;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import gpcm.mesh.UploadProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the part of the MESH file client: carries pairs from OUT to MESH, and messages and reports
 * from MESH to IN. Each {@link #run()} does what there is to do; a crash between two steps is made
 * good by the next run. One agent for a mailbox at a time.
 *
 * <p>A marker in TEMP is written before a message goes out and removed when its pair has reached
 * SENT or FAILED. Where a marker is found, the message may be on its way already, so tracking by
 * local id is asked before it is sent.
 */
public final class FolderAgent {
  private static final Logger LOG = LoggerFactory.getLogger(FolderAgent.class);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String SENDING = ".sending";
  private static final String SETTLED_SENT = ".sent";
  private static final String SETTLED_FAILED = ".failed";
  private static final String DELIVERED = ".delivered";

  private final MeshClient mesh;
  private final MeshFolders folders;
  private final InstantSource clock;
  private final Duration processingDelay;

  /**
   * An agent for the client's mailbox.
   *
   * @param mesh speaks for the mailbox; stays the caller's to close
   * @param root the mailbox's folders
   * @param clock dates status records and tells how old files in OUT are
   * @param processingDelay files in OUT younger than this are left alone, since somebody may still
   *     be writing
   */
  public FolderAgent(MeshClient mesh, Path root, InstantSource clock, Duration processingDelay) {
    this.mesh = mesh;
    this.folders = MeshFolders.open(root);
    this.clock = clock;
    this.processingDelay = processingDelay;
  }

  /** What a run has moved. */
  public record Moved(int sent, int failed, int received) {}

  /**
   * Sends what is in OUT and fetches what waits.
   *
   * @throws MeshUnavailable when MESH can't be reached; what was done until then stays done
   * @throws MeshMailboxRefused when MESH turns the mailbox away; what waits stays where it is
   * @throws UncheckedIOException when the folders can't be read or written
   */
  public synchronized Moved run() {
    try {
      int sent = 0;
      int failed = 0;
      for (MeshFolders.Control control : MeshFolders.controls(folders.out())) {
        switch (collect(control)) {
          case SENT -> sent++;
          case FAILED -> failed++;
          case LEFT -> {}
        }
      }
      return new Moved(sent, failed, fetch());
    } catch (IOException e) {
      throw new UncheckedIOException("The MESH folders can't be read or written", e);
    }
  }

  /** An agent at work; closing it waits for the run under way. */
  public interface Working extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Runs now and then after each pause, on a thread of its own, until closed. Trouble is logged and
   * the next run tries again.
   */
  public Working every(Duration pause) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mesh-folders-" + mesh.mailbox()).factory());
    var unused =
        thread.scheduleWithFixedDelay(
            this::runAndLogTrouble, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return thread::close;
  }

  private void runAndLogTrouble() {
    try {
      run();
    } catch (RuntimeException e) {
      LOG.warn("The folders of {} wait for the next run: {}", mesh.mailbox(), e.getMessage());
    }
  }

  private enum Collected {
    SENT,
    FAILED,
    LEFT
  }

  private Collected collect(MeshFolders.Control control) throws IOException {
    if (control.modified().toInstant().plus(processingDelay).isAfter(clock.instant())) {
      return Collected.LEFT;
    }
    String stem = control.stem();
    if (Files.exists(folders.temp().resolve(stem + SETTLED_SENT))) {
      finish(stem, SETTLED_SENT, folders.sent());
      return Collected.SENT;
    }
    if (Files.exists(folders.temp().resolve(stem + SETTLED_FAILED))) {
      finish(stem, SETTLED_FAILED, folders.failed());
      return Collected.FAILED;
    }
    ControlFile file;
    try {
      file = ControlFileXml.read(Files.readAllBytes(control.file()));
    } catch (ControlFileXml.BrokenControlFile e) {
      return fail(
          stem,
          ControlFile.of(Map.of()),
          "TRANSFER",
          "06",
          "The control file is broken: " + e.getMessage());
    }
    Optional<Path> data = MeshFolders.find(folders.out(), stem, "dat");
    if (data.isEmpty() || Files.size(data.get()) == 0) {
      return fail(stem, file, "COLLECT", "02", "Data file is missing or inaccessible.");
    }
    Path marker = folders.temp().resolve(stem + SENDING);
    if (Files.exists(marker)) {
      return resume(stem, file, data.get(), Files.readString(marker));
    }
    folders.place(folders.temp(), stem + SENDING, new byte[0]);
    return send(stem, file, data.get());
  }

  /**
   * A message whose sending was cut off: found is sent, not found is sent now, and what tracking
   * can't tell a person must.
   */
  private Collected resume(String stem, ControlFile file, Path data, String marker)
      throws IOException {
    Optional<UploadProgress> progress = progress(marker);
    if (progress.isPresent()) {
      return attempt(
          stem,
          file,
          () ->
              mesh.resume(message(stem, file, data), progress.get(), step -> remember(stem, step)));
    }
    if (file.field("LocalId").isEmpty()) {
      return doubtful(stem, file);
    }
    return switch (mesh.trackLocalId(file.field("LocalId"))) {
      case LocalIdTracking.Found(var message) -> {
        if (!message.field("fileName").equals(Optional.of(stem + ".dat"))) {
          // Local ids needn't be unique: this one is another message's, so ours isn't there.
          yield send(stem, file, data);
        }
        yield message.status().equals("uploading")
            ? doubtful(stem, file)
            : sent(stem, file, message.messageId());
      }
      case LocalIdTracking.NotFound() -> send(stem, file, data);
      case LocalIdTracking.Several() -> doubtful(stem, file);
    };
  }

  /**
   * The marker's text: message id, delivered, total, chunk size, whether compressed; or nothing
   * before the first chunk.
   */
  private static Optional<UploadProgress> progress(String marker) {
    String[] part = marker.strip().split(" ", -1);
    return part.length < 4
        ? Optional.empty()
        : Optional.of(
            new UploadProgress(
                part[0],
                Integer.parseInt(part[1]),
                Integer.parseInt(part[2]),
                Long.parseLong(part[3]),
                part.length > 4 && Boolean.parseBoolean(part[4])));
  }

  private void remember(String stem, UploadProgress step) {
    if (step.totalChunks() == 1) {
      return;
    }
    String text =
        "%s %d %d %d %b"
            .formatted(
                step.messageId(),
                step.delivered(),
                step.totalChunks(),
                step.chunkBytes(),
                step.compressed());
    try {
      folders.place(folders.temp(), stem + SENDING, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("The progress of " + stem + " can't be kept", e);
    }
  }

  private Collected doubtful(String stem, ControlFile file) throws IOException {
    String text =
        "It isn't known whether the message was sent; ask the recipient before sending it again";
    return fail(stem, file, "TRANSFER", "06", text);
  }

  private Collected send(String stem, ControlFile file, Path data) throws IOException {
    return attempt(
        stem, file, () -> mesh.send(message(stem, file, data), step -> remember(stem, step)));
  }

  private Collected attempt(String stem, ControlFile file, Supplier<SentMessage> sending)
      throws IOException {
    try {
      return sent(stem, file, sending.get().messageId());
    } catch (IllegalArgumentException e) {
      return fail(stem, file, "TRANSFER", "06", e.getMessage());
    } catch (MeshRefused e) {
      String event = e.event().isEmpty() ? "SEND" : e.event();
      return fail(stem, file, event, e.code().isEmpty() ? "06" : e.code(), e.description());
    } catch (MeshUploadInterrupted e) {
      if (e.lost()) {
        Files.deleteIfExists(folders.temp().resolve(stem + SENDING));
      }
      LOG.warn("{} stays in OUT: {}", stem, e.getMessage());
      return Collected.LEFT;
    } catch (MeshAmbiguous e) {
      LOG.warn(
          "{} stays in OUT, because it isn't known how far its sending came: {}",
          stem,
          e.getMessage());
      return Collected.LEFT;
    } catch (MeshUnavailable | MeshMailboxRefused e) {
      Files.deleteIfExists(folders.temp().resolve(stem + SENDING));
      throw e;
    }
  }

  private OutgoingMessage message(String stem, ControlFile file, Path data) {
    return OutgoingMessage.to(
            MeshAddress.parse(file.field("To_DTS")),
            file.field("WorkflowId"),
            MeshBody.ofFile(data))
        .localId(file.field("LocalId"))
        .subject(file.field("Subject"))
        .partnerId(file.field("PartnerId"))
        .checksum(file.field("DataChecksum"))
        .fileName(stem + ".dat")
        // A control file doesn't say whether its local id is unique; resume() looks at the file
        // name too.
        .sharedLocalId(true)
        .encrypted(file.flag("Encrypted"))
        .compressed(file.flag("IsCompressed"))
        .build();
  }

  private Collected sent(String stem, ControlFile file, String messageId) throws IOException {
    StatusRecord status =
        new StatusRecord(now(), "TRANSFER", "SUCCESS", "00", "Transferred to recipient mailbox");
    settle(stem, file.with("DTSId", messageId).with(status), SETTLED_SENT, folders.sent());
    return Collected.SENT;
  }

  private Collected fail(String stem, ControlFile file, String event, String code, String text)
      throws IOException {
    StatusRecord status = new StatusRecord(now(), event, "ERROR", code, text);
    settle(stem, file.with(status), SETTLED_FAILED, folders.failed());
    return Collected.FAILED;
  }

  /**
   * From here on the outcome is kept in TEMP, so that a crash between the moves changes nothing of
   * it.
   */
  private void settle(String stem, ControlFile file, String outcome, Path target)
      throws IOException {
    folders.place(folders.temp(), stem + outcome, ControlFileXml.write(file));
    finish(stem, outcome, target);
  }

  private void finish(String stem, String outcome, Path target) throws IOException {
    Path kept = folders.temp().resolve(stem + outcome);
    ControlFile file = ControlFileXml.read(Files.readAllBytes(kept));
    if (outcome.equals(SETTLED_FAILED)) {
      ControlFile report = file.with("MessageType", "Report");
      folders.place(folders.in(), stem + ".ctl", ControlFileXml.write(report));
    }
    Optional<Path> data = MeshFolders.find(folders.out(), stem, "dat");
    if (data.isPresent()) {
      MeshFolders.move(data.get(), target.resolve(stem + ".dat"));
    }
    folders.place(target, stem + ".ctl", ControlFileXml.write(file));
    Optional<Path> control = MeshFolders.find(folders.out(), stem, "ctl");
    if (control.isPresent()) {
      Files.delete(control.get());
      MeshFolders.force(folders.out());
    }
    Files.deleteIfExists(folders.temp().resolve(stem + SENDING));
    Files.delete(kept);
  }

  private int fetch() throws IOException {
    int received = 0;
    InboxQuery query = InboxQuery.all();
    for (Optional<InboxQuery> next = Optional.of(query); next.isPresent(); ) {
      InboxPage page = mesh.inbox(next.get());
      for (String id : page.messageIds()) {
        if (deliver(id)) {
          received++;
        }
        mesh.acknowledge(id);
        Files.deleteIfExists(folders.temp().resolve(id + DELIVERED));
      }
      next = page.next().map(query::from);
    }
    return received;
  }

  /**
   * Puts a message into IN, unless a run that was cut off already did: the application may have
   * taken it since.
   */
  private boolean deliver(String messageId) throws IOException {
    String stem = MeshFolders.checkedStem(messageId);
    if (Files.exists(folders.temp().resolve(stem + DELIVERED))) {
      return false;
    }
    try (Download download = mesh.download(messageId)) {
      if (download.headers().messageType() == MessageType.DATA) {
        folders.place(folders.in(), stem + ".dat", download.body());
      }
      folders.place(
          folders.in(),
          stem + ".ctl",
          ControlFileXml.write(ControlHeaders.incoming(download.headers())));
      // A crash before this mark delivers the message again; the other way round it could be lost.
      folders.place(folders.temp(), stem + DELIVERED, new byte[0]);
    }
    return true;
  }

  private String now() {
    return SECONDS.format(clock.instant());
  }
}
