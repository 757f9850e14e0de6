package gpcm.mesh.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.mesh.Secret;
import gpcm.mesh.store.MessageStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What was registered while the server ran: JSON lines with {@code mailbox}, {@code workflow} or
 * {@code patient}, each in the form of the sandbox's files, the last of a name counting. A line is
 * on disk before its call is answered. Only the server's user may read the file, since it holds
 * passwords. Thread-safe.
 */
final class RegistryFile implements AutoCloseable {
  private static final String MAILBOX = "mailbox";
  private static final String WORKFLOW = "workflow";
  private static final String PATIENT = "patient";
  private static final String SHARED_KEY = "shared_key";

  private final Path file;
  private final FileChannel channel;

  private RegistryFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes what the file holds. */
  interface Reader {
    void mailbox(RegisteredMailbox mailbox);

    void workflow(Workflow workflow);

    void patient(RegisteredPatient patient);

    void sharedKey(Secret key);
  }

  /**
   * Gives what is in the file to the reader, then stands ready for more.
   *
   * @throws MessageStoreException when the file can't be read or written
   * @throws IllegalArgumentException naming a line that is none of ours
   */
  static RegistryFile open(Path file, Reader reader) {
    try {
      create(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      RegistryFile opened = new RegistryFile(file, channel);
      opened.cutTornLine();
      read(file, reader);
      return opened;
    } catch (IOException e) {
      throw new MessageStoreException("The registry in " + file + " can't be read or written", e);
    }
  }

  private static void create(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  /** What a crash left of a line whose call was never answered. */
  private void cutTornLine() throws IOException {
    byte[] all = Files.readAllBytes(file);
    int end = all.length;
    while (end > 0 && all[end - 1] != '\n') {
      end--;
    }
    channel.truncate(end);
    channel.position(end);
  }

  /** Gives what is in a file of this form to the reader. */
  static void read(Path file, Reader reader) {
    for (JsonLine line : JsonLine.all(file)) {
      JsonNode json = line.json();
      if (json.has(MAILBOX)) {
        reader.mailbox(SandboxFiles.mailbox(json.path(MAILBOX), line.where()));
      } else if (json.has(WORKFLOW)) {
        reader.workflow(SandboxFiles.workflow(json.path(WORKFLOW), line.where()));
      } else if (json.has(PATIENT)) {
        reader.patient(SandboxFiles.patient(json.path(PATIENT), line.where()));
      } else if (json.path(SHARED_KEY).isTextual() && !json.path(SHARED_KEY).asText().isBlank()) {
        reader.sharedKey(Secret.of(json.path(SHARED_KEY).asText()));
      } else {
        throw new IllegalArgumentException(
            line.where()
                + " has neither mailbox, workflow, patient nor shared_key; correct or remove it");
      }
    }
  }

  void add(RegisteredMailbox mailbox) {
    append(
        MAILBOX,
        object()
            .put("mailbox_id", mailbox.id())
            .put("mailbox_name", mailbox.name())
            .put("billing_entity", mailbox.billingEntity())
            .put("ods_code", mailbox.odsCode())
            .put("org_code", mailbox.orgCode())
            .put("org_name", mailbox.orgName())
            .put("password", mailbox.password().reveal())
            .put("active", mailbox.active()));
  }

  void add(Workflow workflow) {
    ObjectNode json = object().put("workflow_id", workflow.id());
    workflow.senders().forEach(json.putArray("senders")::add);
    workflow.receivers().forEach(json.putArray("receivers")::add);
    append(WORKFLOW, json);
  }

  void add(RegisteredPatient patient) {
    append(
        PATIENT,
        object()
            .put("nhsNumber", patient.nhsNumber())
            .put("birthDate", patient.birthDate().toString())
            .put("family", patient.surname())
            .put("practiceOds", patient.practiceOds()));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private synchronized void append(String kind, ObjectNode value) {
    String line = object().set(kind, value).toString() + "\n";
    try {
      long start = channel.position();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        channel.truncate(start);
        throw e;
      }
    } catch (IOException e) {
      throw new MessageStoreException("The change can't be written to " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new MessageStoreException("The registry in " + file + " can't be closed", e);
    }
  }
}
