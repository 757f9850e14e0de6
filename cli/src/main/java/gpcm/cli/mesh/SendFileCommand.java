package gpcm.cli.mesh;

import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.PatientAddress;
import gpcm.mesh.SentMessage;
import gpcm.mesh.UploadProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "send", description = "Send a file", mixinStandardHelpOptions = true)
final class SendFileCommand extends MeshCall {
  @Parameters(paramLabel = "FILE", description = "the content")
  private Path file;

  @ArgGroup(multiplicity = "1")
  private Recipient recipient;

  /** A mailbox or a patient. */
  static final class Recipient {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "MAILBOX",
        description = "recipient's mailbox, or a whole GPPROVIDER address")
    private Optional<String> mailbox;

    @ArgGroup(exclusive = false)
    private Patient patient;
  }

  /** Whose registered practice gets it. */
  static final class Patient {
    @Option(
        names = "--nhs-number",
        required = true,
        paramLabel = "NUMBER",
        description = "patient's NHS number: send to the registered practice")
    private String nhsNumber;

    @Option(
        names = "--birth-date",
        required = true,
        paramLabel = "YYYY-MM-DD",
        description = "patient's date of birth")
    private LocalDate birthDate;

    @Option(
        names = "--surname",
        required = true,
        paramLabel = "NAME",
        description = "patient's family name")
    private String surname;
  }

  @Option(names = "--workflow", required = true, paramLabel = "ID", description = "workflow id")
  private String workflow;

  @Option(
      names = "--local-id",
      paramLabel = "ID",
      description = "own id, unique (default: a new one)")
  private Optional<String> localId;

  @Option(
      names = "--shared-local-id",
      description =
          "the local id is on many messages, as the sender's ODS code in Send Document: when an"
              + " answer is lost, tracking by it is no proof")
  private boolean sharedLocalId;

  @Option(names = "--subject", paramLabel = "TEXT", description = "subject")
  private Optional<String> subject;

  @Option(
      names = "--file-name",
      paramLabel = "NAME",
      description = "file name to tell (default: the file's own)")
  private Optional<String> fileName;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      defaultValue = "application/octet-stream",
      description = "media type (default ${DEFAULT-VALUE})")
  private String contentType;

  @Option(
      names = "--chunk-mib",
      paramLabel = "N",
      defaultValue = "75",
      description = "largest chunk in MiB (default ${DEFAULT-VALUE})")
  private int chunkMib;

  @Option(names = "--gzip", description = "compress on the way")
  private boolean gzip;

  @Option(
      names = "--resume",
      paramLabel = "ID:N",
      description =
          "go on with the upload of message ID of which N chunks are delivered; with the same file,"
              + " --chunk-mib and --gzip as before")
  private Optional<String> resume;

  @Override
  MeshClient.Builder prepare(MeshClient.Builder client) {
    return client.chunkBytes((long) chunkMib << 20).compressUploads(gzip);
  }

  @Override
  void check() {
    if (chunkMib < 1) {
      throw misused("--chunk-mib " + chunkMib + ": at least 1 is expected");
    }
    if (sharedLocalId && localId.isEmpty()) {
      throw misused("--shared-local-id says something of --local-id, which is missing");
    }
  }

  @Override
  void call(MeshClient mesh) {
    String id = localId.orElseGet(() -> UUID.randomUUID().toString());
    MeshBody body = MeshBody.ofFile(file);
    ProgressBar bar = new ProgressBar(err(), "sending", body.length());
    OutgoingMessage message =
        OutgoingMessage.to(address(), workflow, new Watched(body, bar))
            .localId(id)
            .sharedLocalId(sharedLocalId)
            .subject(subject.orElse(""))
            .fileName(fileName.orElse(file.getFileName().toString()))
            .contentType(contentType)
            .build();
    Optional<UploadProgress> begun = resume.map(text -> progress(text, body.length()));
    SentMessage sent;
    try {
      sent = begun.isPresent() ? mesh.resume(message, begun.get(), step -> {}) : mesh.send(message);
    } finally {
      bar.done();
    }
    if (begun.isPresent()) {
      print(
          "The rest of " + sent.messageId() + " is sent",
          object("messageId", sent.messageId(), "resumed", true));
      return;
    }
    print(
        "Sent as " + sent.messageId() + ", local id " + id,
        object(
            "messageId",
            sent.messageId(),
            "localId",
            id,
            "foundByTracking",
            sent.foundByTracking()));
  }

  private UploadProgress progress(String text, long length) {
    long chunkBytes = (long) chunkMib << 20;
    int colon = text.lastIndexOf(':');
    try {
      return new UploadProgress(
          text.substring(0, colon),
          Integer.parseInt(text.substring(colon + 1)),
          Math.toIntExact(Math.ceilDiv(length, chunkBytes)),
          chunkBytes,
          gzip);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "--resume is ID:N, the message id and the number of chunks delivered, not " + text, e);
    }
  }

  private MeshAddress address() {
    return recipient.mailbox.isPresent()
        ? recipient
            .mailbox
            .map(
                text ->
                    MeshAddress.isPatient(text)
                        ? MeshAddress.parse(text)
                        : new MailboxAddress(text))
            .get()
        : new PatientAddress(
            recipient.patient.nhsNumber, recipient.patient.birthDate, recipient.patient.surname);
  }

  /** A body whose reading moves the bar. */
  private record Watched(MeshBody body, ProgressBar bar) implements MeshBody {
    @Override
    public long length() {
      return body.length();
    }

    @Override
    public InputStream openAt(long offset) throws IOException {
      return new WatchedInput(body.openAt(offset), bar, offset);
    }
  }
}
