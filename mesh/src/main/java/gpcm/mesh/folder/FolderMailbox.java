package gpcm.mesh.folder;

import gpcm.mesh.Download;
import gpcm.mesh.InboxPage;
import gpcm.mesh.InboxQuery;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshMailbox;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.SentMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mailbox behind the folders of a MESH file client (the official one, or {@link FolderAgent}).
 * Sending puts a pair into OUT, data first; the file client takes it from there, so the id a send
 * returns is the pair's name and what became of it is in {@link #results()} and in reports.
 * Thread-safe; two processes must not share one mailbox.
 *
 * <p>A message gets a name made from its local id, or from its content where other messages share
 * the local id: handed over again after a crash it is recognised and not sent twice, until {@link
 * #forget} says that its result has been dealt with.
 */
public final class FolderMailbox implements MeshMailbox {
  private static final Logger LOG = LoggerFactory.getLogger(FolderMailbox.class);
  private static final String TAKEN = ".taken";

  private final String mailbox;
  private final MeshFolders folders;
  private final UnchangedControls unchanged = new UnchangedControls();

  private FolderMailbox(String mailbox, MeshFolders folders) {
    this.mailbox = mailbox;
    this.folders = folders;
  }

  /**
   * Opens a mailbox's folders, making those that are missing, and finishes acknowledgements that a
   * crash cut off.
   *
   * @param root the InterfaceRoot of the mailbox in the file client's configuration
   * @throws java.io.UncheckedIOException when the folders can't be used
   */
  public static FolderMailbox open(String mailbox, Path root) {
    FolderMailbox opened =
        new FolderMailbox(new MailboxAddress(mailbox).mailbox(), MeshFolders.open(root));
    opened.finishTaken();
    return opened;
  }

  @Override
  public String mailbox() {
    return mailbox;
  }

  /**
   * Puts a message into OUT.
   *
   * @throws MeshUnavailable when the folder can't be written, for example because the disk is full;
   *     nothing is left behind
   */
  @Override
  public SentMessage send(OutgoingMessage message) {
    try {
      String stem = stem(message);
      if (handedOver(stem)) {
        unchanged.takeBack(stem);
        return new SentMessage(stem, true);
      }
      try (InputStream body = message.body().open()) {
        folders.place(folders.out(), stem + ".dat", body);
      }
      byte[] control = ControlFileXml.write(ControlHeaders.outgoing(mailbox, message));
      folders.place(folders.out(), stem + ".ctl", control);
      return new SentMessage(stem, false);
    } catch (IOException e) {
      throw new MeshUnavailable(
          "The message can't be put into %s: %s. Check the disk's space and the permissions; it may be tried again."
              .formatted(folders.out(), e.getMessage()),
          e);
    }
  }

  private boolean handedOver(String stem) {
    return Stream.of(folders.out(), folders.sent(), folders.failed())
        .anyMatch(folder -> MeshFolders.find(folder, stem, "ctl").isPresent());
  }

  /** The name under which this message is, was or will be in the folders. */
  private static String stem(OutgoingMessage message) throws IOException {
    if (message.labels().localId().isBlank()) {
      return "gpcm-" + UUID.randomUUID();
    }
    MessageDigest hash = sha256();
    hash.update(message.labels().localId().getBytes(StandardCharsets.UTF_8));
    if (message.labels().sharedLocalId()) {
      hash.update(message.to().text().getBytes(StandardCharsets.UTF_8));
      try (InputStream body = new DigestInputStream(message.body().open(), hash)) {
        body.transferTo(OutputStream.nullOutputStream());
      }
    }
    return "gpcm-" + HexFormat.of().formatHex(hash.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256", e);
    }
  }

  /**
   * The pairs and reports in IN that are whole. Filters and pages of the query apply; there is no
   * next page to ask for.
   *
   * <p>MESH itself reports failures only. A file client can be told to write reports of success
   * besides (CollectReport, TransferReport, DelayReport, PollReport); they say no more than {@link
   * #results()}, so they are logged and removed here.
   */
  @Override
  public InboxPage inbox(InboxQuery query) {
    List<String> ids = new ArrayList<>();
    for (MeshFolders.Control control : controls(folders.in())) {
      Optional<ControlFile> whole = read(control);
      if (whole.filter(FolderMailbox::tellsSuccess).isPresent()) {
        noted(control);
        continue;
      }
      boolean wanted =
          whole
              .filter(
                  file ->
                      file.report()
                          || MeshFolders.find(folders.in(), control.stem(), "dat").isPresent())
              .filter(
                  file -> query.workflowFilter().isEmpty() || matches(query.workflowFilter(), file))
              .isPresent();
      if (wanted && ids.size() < query.maxResults()) {
        ids.add(control.stem());
      }
    }
    return new InboxPage(ids, Optional.empty(), OptionalLong.of(ids.size()));
  }

  private static boolean tellsSuccess(ControlFile file) {
    return file.report() && file.status().filter(StatusRecord::success).isPresent();
  }

  private static void noted(MeshFolders.Control report) {
    LOG.info("The MESH client reports success in {}", report.file());
    try {
      Files.deleteIfExists(report.file());
    } catch (IOException e) {
      LOG.warn("{} can't be removed and will be looked at again", report.file(), e);
    }
  }

  private static boolean matches(String filter, ControlFile file) {
    boolean not = filter.startsWith("!");
    String pattern = not ? filter.substring(1) : filter;
    String workflow = file.field("WorkflowId");
    boolean matches =
        pattern.startsWith("*")
            ? workflow.contains(pattern.replace("*", ""))
            : pattern.endsWith("*")
                ? workflow.startsWith(pattern.substring(0, pattern.length() - 1))
                : workflow.equals(pattern);
    return matches != not;
  }

  @Override
  public Download download(String messageId) {
    String stem = MeshFolders.checkedStem(messageId);
    try {
      Path control =
          MeshFolders.find(folders.in(), stem, "ctl")
              .orElseThrow(() -> new NoSuchFileException(stem + ".ctl"));
      ControlFile file = ControlFileXml.read(Files.readAllBytes(control));
      if (file.report()) {
        String linked = linked(stem, file);
        return new Download(
            ControlHeaders.headers(stem, file, linked), new ByteArrayInputStream(new byte[0]));
      }
      Path data =
          MeshFolders.find(folders.in(), stem, "dat")
              .orElseThrow(() -> new NoSuchFileException(stem + ".dat"));
      return new Download(ControlHeaders.headers(stem, file, ""), Files.newInputStream(data));
    } catch (IOException | ControlFileXml.BrokenControlFile e) {
      throw new MeshUnavailable(
          "Message %s can't be read from %s: %s".formatted(stem, folders.in(), e.getMessage()), e);
    }
  }

  /**
   * The pair that a report is about: MESH's id leads to it, or, where it never got there, the same
   * name. A report that comes without a link of its own carries the failed message's id.
   */
  private String linked(String stem, ControlFile report) throws IOException {
    String link = report.field("LinkedMsgId");
    String meshId = link.isEmpty() ? report.field("DTSId") : link;
    if (meshId.isEmpty()) {
      return stem;
    }
    for (MeshFolders.Control control : MeshFolders.controls(folders.sent())) {
      if (read(control).filter(sent -> sent.field("DTSId").equals(meshId)).isPresent()) {
        return control.stem();
      }
    }
    return MeshFolders.find(folders.failed(), stem, "ctl").isPresent() ? stem : meshId;
  }

  /**
   * Removes a message from IN. The control file goes first, so that half an acknowledgement is no
   * message.
   */
  @Override
  public void acknowledge(String messageId) {
    String stem = MeshFolders.checkedStem(messageId);
    try {
      Optional<Path> control = MeshFolders.find(folders.in(), stem, "ctl");
      if (control.isPresent()) {
        MeshFolders.move(control.get(), folders.temp().resolve(stem + TAKEN));
      }
      finish(stem);
    } catch (IOException e) {
      throw new MeshUnavailable(
          "Message %s can't be removed from %s: %s".formatted(stem, folders.in(), e.getMessage()),
          e);
    }
  }

  private void finish(String stem) throws IOException {
    Path taken = folders.temp().resolve(stem + TAKEN);
    if (Files.exists(taken)) {
      Optional<Path> data = MeshFolders.find(folders.in(), stem, "dat");
      if (data.isPresent()) {
        Files.delete(data.get());
        MeshFolders.force(folders.in());
      }
      Files.delete(taken);
    }
  }

  private void finishTaken() {
    try (Stream<Path> files = Files.list(folders.temp())) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(TAKEN)) {
          finish(MeshFolders.checkedStem(name.substring(0, name.length() - TAKEN.length())));
        }
      }
    } catch (IOException e) {
      throw new MeshUnavailable("The folder " + folders.temp() + " can't be read", e);
    }
  }

  /**
   * What became of a pair that was put into OUT.
   *
   * @param id what {@link #send} returned
   * @param localId the message's local id
   * @param messageId the id MESH gave it; empty text when it never got there
   * @param status what the file client wrote about it
   */
  public record TransferResult(String id, String localId, String messageId, StatusRecord status) {}

  /**
   * The transfers that the file client has finished, well or badly, and that are still in SENT or
   * FAILED, but for those that were {@link #setAside}. A control file that can't be read is told of
   * in the log once and read again when it changes.
   */
  public List<TransferResult> results() {
    List<TransferResult> results = new ArrayList<>();
    List<MeshFolders.Control> all = new ArrayList<>();
    for (Path folder : List.of(folders.sent(), folders.failed())) {
      all.addAll(controls(folder));
    }
    for (MeshFolders.Control control : unchanged.without(all)) {
      Optional<ControlFile> file = read(control);
      if (file.isEmpty()) {
        unchanged.add(control);
      }
      file.flatMap(ControlFile::status)
          .ifPresent(
              status ->
                  results.add(
                      new TransferResult(
                          control.stem(),
                          file.get().field("LocalId"),
                          file.get().field("DTSId"),
                          status)));
    }
    return results;
  }

  /**
   * A result is of no concern here: another program's pair, say, that shares the mailbox. It stays
   * where it is, and {@link #results()} neither reads nor gives it again before it changes, or
   * until a message is handed over under its name. Kept in memory only, for at most 20,000 pairs;
   * beyond those, pairs are read again.
   *
   * @param id the result's
   */
  public void setAside(String id) {
    String stem = MeshFolders.checkedStem(id);
    for (Path folder : List.of(folders.sent(), folders.failed())) {
      MeshFolders.control(folder, stem).ifPresent(unchanged::add);
    }
  }

  /**
   * The result of a transfer has been dealt with: its pair leaves SENT or FAILED, and handing the
   * same message over again sends it again.
   *
   * @param id what {@link #send} returned
   */
  public void forget(String id) {
    String stem = MeshFolders.checkedStem(id);
    try {
      for (Path folder : List.of(folders.sent(), folders.failed())) {
        for (String extension : List.of("dat", "ctl")) {
          Optional<Path> file = MeshFolders.find(folder, stem, extension);
          if (file.isPresent()) {
            Files.delete(file.get());
            MeshFolders.force(folder);
          }
        }
      }
    } catch (IOException e) {
      throw new MeshUnavailable(
          "The pair %s can't be removed: %s".formatted(stem, e.getMessage()), e);
    }
  }

  private static List<MeshFolders.Control> controls(Path folder) {
    try {
      return MeshFolders.controls(folder);
    } catch (IOException e) {
      throw new MeshUnavailable(
          "The folder %s can't be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * A control file, unless it is only half there or no control file: then it is left for later and
   * said so.
   */
  private static Optional<ControlFile> read(MeshFolders.Control control) {
    try {
      return Optional.of(ControlFileXml.read(Files.readAllBytes(control.file())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | ControlFileXml.BrokenControlFile e) {
      LOG.warn("{} can't be read yet and waits: {}", control.file(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Holds nothing. */
  @Override
  public void close() {}
}
