package gpcm.cli.node;

import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.mesh.server.RegisteredMailbox;
import gpcm.mesh.server.RegisteredPatient;
import gpcm.mesh.server.ServerSettings;
import gpcm.message.MailboxId;
import gpcm.node.config.AlertSettings;
import gpcm.node.config.ByteSize;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.IntakeSettings;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.MailServerSettings;
import gpcm.node.config.MailboxAccess;
import gpcm.node.config.MeshHttpSettings;
import gpcm.node.config.MeshSettings;
import gpcm.node.config.MeshTlsSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.PdsSettings;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.config.SendingSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the servers of the demo are set up.
 *
 * @param folder where everything is kept
 * @param transport how the node's messages travel
 * @param clock everybody's time
 * @param keys the secrets of this run
 */
record DemoSettings(Path folder, DemoNetwork.Transport transport, DemoClock clock, Keys keys) {
  /** How often mailboxes are looked into. */
  static final Duration GLANCE = Duration.ofMillis(250);

  /** The secrets of one run; nobody needs to know them. */
  record Keys(String shared, String mail, Map<DemoParty, String> passwords) {
    /** Nothing of them. */
    @Override
    public String toString() {
      return "Keys[]";
    }
  }

  /** The folders of a MESH file client. */
  Path folders(String mailbox) {
    return folder.resolve("folders").resolve(mailbox);
  }

  /** MESH, which knows the patients of the examples and their practices. */
  ServerSettings mesh() {
    ServerSettings.Builder settings =
        ServerSettings.in(folder.resolve("mesh"))
            .clock(clock)
            .sharedKey(Secret.of(keys.shared()))
            .patient(registered("9990000018", "1957-01-09", DemoParty.PRACTICE.ods()))
            .patient(registered("9990000026", "1984-05-06", DemoParty.PRACTICE.ods()))
            .patient(registered(LatePractice.PATIENT, "1957-01-09", LatePractice.ODS));
    keys.passwords()
        .forEach(
            (party, password) ->
                settings.mailbox(
                    RegisteredMailbox.of(
                        party.mailbox(), party.ods(), party.fullName(), Secret.of(password))));
    return settings.sendDocumentWorkflows().build();
  }

  private static RegisteredPatient registered(String nhsNumber, String born, String practice) {
    return new RegisteredPatient(nhsNumber, LocalDate.parse(born), "Testpatient", practice);
  }

  /**
   * The node. The hub's patients are looked up, and its alerts are mailed.
   *
   * @param mesh where MESH is
   * @param pds where the stand-in for PDS is
   */
  NodeConfiguration node(int port, URI mesh, URI pds, MailServerSettings mail) throws IOException {
    Path patients = Files.createDirectories(folder).resolve("patients.jsonl");
    Files.writeString(
        patients,
        """
        {"nhsNumber":"9990000018","birthDate":"1957-01-09","family":"Testpatient","standing":"known"}
        {"nhsNumber":"9990000026","birthDate":"1984-05-06","family":"Testpatient","standing":"known"}
        """);
    List<OrganisationSettings> organisations =
        Stream.of(DemoParty.values()).map(party -> organisation(party, patients)).toList();
    return NodeConfiguration.of(
            folder.resolve("node"), way(mesh).pollingEvery(GLANCE), organisations)
        .with(HttpSettings.defaults().onPort(port))
        .with(PdsSettings.at(pds))
        .runBy(DemoParty.HUB.ods())
        .with(
            new AlertSettings(
                Optional.of(mail), Map.of(), Duration.ofSeconds(1), Duration.ofHours(1)))
        .with(
            SendingSettings.defaults()
                .withDeadlines(Duration.ofHours(24), Duration.ofDays(3))
                .retrying(Duration.ofSeconds(1), Duration.ofSeconds(30)))
        .with(
            ReceivingSettings.defaults()
                .withMaxMessageSize(ByteSize.ofMebibytes(5))
                .accepting(
                    List.of(
                        "application/pdf",
                        "text/plain",
                        "image/jpeg",
                        "image/png",
                        "application/rtf")));
  }

  private MeshSettings way(URI mesh) {
    return switch (transport) {
      case HTTP ->
          MeshSettings.over(
              new MeshHttpSettings(
                  mesh,
                  Secret.of(keys.shared()),
                  Duration.ofSeconds(30),
                  ByteSize.ofMebibytes(20),
                  MeshTlsSettings.none(),
                  Optional.empty()));
      case FOLDERS -> MeshSettings.throughFolders();
    };
  }

  private OrganisationSettings organisation(DemoParty party, Path patients) {
    OrganisationSettings settings =
        new OrganisationSettings(
            new OdsCode(party.ods()),
            party.fullName(),
            new MailboxId(party.mailbox()),
            access(party),
            party.roles(),
            party.receives() ? Optional.of(patients) : Optional.empty());
    return switch (party) {
      case HUB -> settings.lookingUpIn(LookUpSource.PDS);
      case PHARMACY ->
          settings
              .with(IntakeSettings.defaults().deciding(Duration.ofHours(4)))
              .withTelephone("01632960400");
      case PRACTICE, TRIAGE -> settings;
    };
  }

  private MailboxAccess access(DemoParty party) {
    return switch (transport) {
      case HTTP -> new MailboxAccess.Password(Secret.of(keys.passwords().get(party)));
      case FOLDERS -> new MailboxAccess.Folder(folders(party.mailbox()));
    };
  }
}
