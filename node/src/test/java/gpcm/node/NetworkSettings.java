package gpcm.node;

import static gpcm.node.TestNetwork.DECEASED;
import static gpcm.node.TestNetwork.HUB;
import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KEY;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.LEFT_PRACTICE;
import static gpcm.node.TestNetwork.PASSWORD;
import static gpcm.node.TestNetwork.PHARMACY;
import static gpcm.node.TestNetwork.PHARMACY_MAILBOX;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static gpcm.node.TestNetwork.UNKNOWN_AT_PRACTICE;

import gpcm.consultation.OdsCode;
import gpcm.mesh.server.Mode;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.message.MailboxId;
import gpcm.node.TestNetwork.Way;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.MeshHttpSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.MeshTlsSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.OrganisationSettings.Role;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.config.SenderSettings;
import gpcm.node.config.SendingSettings;
import gpcm.node.store.NewDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the MESH server and the node of a {@link TestNetwork} are set up with: their mailboxes, and
 * the patients whom each of them knows.
 *
 * @param folder what everything stands in
 * @param way how the node's messages travel
 */
record NetworkSettings(Path folder, Way way) {
  /** All tests of a class ask from one address. */
  private static final LimitSettings PLENTY =
      new LimitSettings(
          new Rate(10_000, Duration.ofSeconds(1)),
          new Rate(10_000, Duration.ofSeconds(1)),
          new Rate(10_000, Duration.ofSeconds(1)));

  ServerSettings mesh(Mode mode, InstantSource clock) {
    List<String> mailboxes =
        List.of(HUB_MAILBOX, PRACTICE_MAILBOX, SUPPLIER_MAILBOX, PHARMACY_MAILBOX);
    ServerSettings.Builder settings =
        ServerSettings.in(folder.resolve("mesh")).sharedKey(KEY).mode(mode).clock(clock);
    for (String mailbox : mailboxes) {
      settings.mailbox(
          RegisteredMailbox.of(
              mailbox, mailbox.substring(0, 6), "Organisation " + mailbox, PASSWORD));
    }
    for (String nhsNumber : List.of(KNOWN, UNKNOWN_AT_PRACTICE, LEFT_PRACTICE, DECEASED)) {
      settings.patient(
          new RegisteredPatient(nhsNumber, LocalDate.of(1957, 1, 9), "Testpatient", PRACTICE));
    }
    return settings.sendDocumentWorkflows().build();
  }

  /** The node, with the practice's patients in a file. */
  NodeConfiguration node(URI mesh) throws IOException {
    Path patients = registeredPatients();
    NewDatabase.in(folder.resolve("node"));
    return NodeConfiguration.of(
            folder.resolve("node"),
            (way == Way.HTTP ? MeshSettings.over(http(mesh)) : MeshSettings.throughFolders())
                .pollingEvery(Duration.ofMillis(100)),
            List.of(
                organisation(HUB, HUB_MAILBOX, Set.of(Role.SENDER), Optional.empty())
                    .with(new SenderSettings(Optional.of(registeredProviders()))),
                organisation(
                    PRACTICE, PRACTICE_MAILBOX, Set.of(Role.RECEIVER), Optional.of(patients)),
                organisation(
                    PHARMACY,
                    PHARMACY_MAILBOX,
                    Set.of(Role.SENDER, Role.RECEIVER),
                    Optional.of(patients))))
        .with(HttpSettings.defaults().onPort(0).with(PLENTY))
        .with(
            SendingSettings.defaults()
                .withDeadlines(Duration.ofHours(24), Duration.ofDays(3))
                .retrying(Duration.ofMillis(200), Duration.ofSeconds(1)))
        .with(
            ReceivingSettings.defaults()
                .withMaxMessageSize(ByteSize.ofMebibytes(5))
                .accepting(
                    List.of(
                        "application/pdf",
                        "text/plain",
                        "text/html",
                        "image/png",
                        "application/rtf")));
  }

  private Path registeredPatients() throws IOException {
    return Files.writeString(
        patients(),
        line(KNOWN, "known")
            + line(LEFT_PRACTICE, "no-longer-here")
            + line(DECEASED, "recently-deceased"));
  }

  private Path registeredProviders() throws IOException {
    return Files.copy(
        TestNetwork.example("providers.csv"), providers(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The hub's register of providers. */
  Path providers() {
    return folder.resolve("providers.csv");
  }

  /** The practice's list of its patients. */
  Path patients() {
    return folder.resolve("patients.jsonl");
  }

  static String line(String nhsNumber, String standing) {
    return "{\"nhsNumber\":\"%s\",\"birthDate\":\"1957-01-09\",\"family\":\"Testpatient\",\"standing\":\"%s\"}\n"
        .formatted(nhsNumber, standing);
  }

  private static MeshHttpSettings http(URI mesh) {
    return new MeshHttpSettings(
        mesh,
        KEY,
        Duration.ofSeconds(30),
        ByteSize.ofMebibytes(20),
        MeshTlsSettings.none(),
        Optional.empty());
  }

  private OrganisationSettings organisation(
      String ods, String mailbox, Set<Role> roles, Optional<Path> patients) {
    MailboxAccess access =
        way == Way.HTTP
            ? new MailboxAccess.Password(PASSWORD)
            : new MailboxAccess.Folder(folders(mailbox));
    return new OrganisationSettings(
        new OdsCode(ods), "Organisation " + ods, new MailboxId(mailbox), access, roles, patients);
  }

  /** A mailbox's folders IN, OUT, SENT, FAILED and TEMP. */
  Path folders(String mailbox) {
    return folder.resolve("folders").resolve(mailbox);
  }
}
