package gpcm.node.config;

import gpcm.consultation.OdsCode;
import gpcm.message.MailboxId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An organisation this node works for.
 *
 * @param ods its ODS code
 * @param name its name as shown on pages
 * @param mailbox its MESH mailbox
 * @param access how the node gets at that mailbox
 * @param roles what it does here, at least one thing
 * @param patients the file that says which patients are known at this organisation
 * @param intake how it takes documents in
 * @param telephone where people ask it; a document that it sends on names it
 * @param lookUp who says of a patient, before a document is sent, where they are registered
 * @param sender what it keeps for what it sends
 */
public record OrganisationSettings(
    OdsCode ods,
    String name,
    MailboxId mailbox,
    MailboxAccess access,
    Set<Role> roles,
    Optional<Path> patients,
    IntakeSettings intake,
    Optional<String> telephone,
    LookUpSource lookUp,
    SenderSettings sender) {

  public OrganisationSettings {
    roles = Set.copyOf(roles);
  }

  /** One that takes documents in as is usual. */
  public OrganisationSettings(
      OdsCode ods,
      String name,
      MailboxId mailbox,
      MailboxAccess access,
      Set<Role> roles,
      Optional<Path> patients) {
    this(
        ods,
        name,
        mailbox,
        access,
        roles,
        patients,
        IntakeSettings.defaults(),
        Optional.empty(),
        LookUpSource.NONE,
        SenderSettings.NONE);
  }

  /** The same, taking documents in differently. */
  public OrganisationSettings with(IntakeSettings other) {
    return new OrganisationSettings(
        ods, name, mailbox, access, roles, patients, other, telephone, lookUp, sender);
  }

  /** The same, keeping something else for what it sends. */
  public OrganisationSettings with(SenderSettings other) {
    return new OrganisationSettings(
        ods, name, mailbox, access, roles, patients, intake, telephone, lookUp, other);
  }

  /** The same with a telephone number. */
  public OrganisationSettings withTelephone(String number) {
    return new OrganisationSettings(
        ods, name, mailbox, access, roles, patients, intake, Optional.of(number), lookUp, sender);
  }

  /** The same with a file of patients. */
  public OrganisationSettings withPatientFile(Path file) {
    return new OrganisationSettings(
        ods, name, mailbox, access, roles, Optional.of(file), intake, telephone, lookUp, sender);
  }

  /** The same without a file of patients. */
  public OrganisationSettings withoutPatientFile() {
    return new OrganisationSettings(
        ods, name, mailbox, access, roles, Optional.empty(), intake, telephone, lookUp, sender);
  }

  /** The same, whose patients are looked up elsewhere. */
  public OrganisationSettings lookingUpIn(LookUpSource other) {
    return new OrganisationSettings(
        ods, name, mailbox, access, roles, patients, intake, telephone, other, sender);
  }

  // Behind a FHIR server, those whom another practice has are not there.
  private boolean hasRegisterOfSender() {
    return patients.isPresent()
        || intake.register().filter(RegisterSettings.Sql.class::isInstance).isPresent();
  }

  /** Whether documents may be handed in to be sent in its name. */
  public boolean sends() {
    return roles.contains(Role.SENDER);
  }

  /** Whether documents that arrive in its mailbox are filed and answered. */
  public boolean receives() {
    return roles.contains(Role.RECEIVER);
  }

  /** What an organisation does with this node. */
  public enum Role {
    SENDER,
    RECEIVER
  }

  private static final ValueFormat<String> TELEPHONE =
      ValueFormat.matching(
          "a telephone number of 3 to 100 characters", "01632 960400", "[0-9+() ./-]{3,100}");

  /** The organisations of a node, no two of which share a code, a mailbox or a folder. */
  static List<OrganisationSettings> readAll(SectionReader root, boolean overHttp) {
    List<SectionReader> sections = root.sections("organisations");
    if (sections.isEmpty()) {
      root.problem(
          "organisations", "none", "must be a list of at least one organisation with its mailbox");
    }
    Taken taken = new Taken(new HashSet<>(), new HashSet<>(), new HashSet<>());
    return sections.stream().map(section -> read(section, overHttp, taken)).toList();
  }

  /** What the organisations before have. */
  private record Taken(Set<OdsCode> codes, Set<MailboxId> mailboxes, Set<Path> folders) {}

  private static OrganisationSettings read(SectionReader section, boolean overHttp, Taken taken) {
    OrganisationSettings settings =
        new OrganisationSettings(
            section.required("ods", ValueFormat.ODS),
            section.required("name", ValueFormat.TEXT),
            section.required("mailbox", ValueFormat.MAILBOX),
            MailboxAccess.read(section, overHttp),
            Set.copyOf(
                section.list(
                    "roles", ValueFormat.oneOf(Role.class), List.of(Role.SENDER, Role.RECEIVER))),
            section.optionalPath("patients"),
            IntakeSettings.read(section),
            section.optional("telephone", TELEPHONE),
            section.value("look-up", ValueFormat.oneOf(LookUpSource.class), LookUpSource.NONE),
            SenderSettings.read(section));
    if (settings.lookUp() == LookUpSource.REGISTER && !settings.hasRegisterOfSender()) {
      section.problem(
          "look-up",
          "'register' without one",
          "say where it is: by patients, or by register.jdbc-url");
    }
    if (settings.roles().isEmpty()) {
      section.problem("roles", "an empty list", "must name sender, receiver or both");
    }
    if (!taken.codes().add(settings.ods()) && section.has("ods")) {
      section.problem(
          "ods", "'%s' again".formatted(settings.ods().value()), "list each organisation once");
    }
    if (!taken.mailboxes().add(settings.mailbox()) && section.has("mailbox")) {
      section.problem(
          "mailbox",
          "'%s' again".formatted(settings.mailbox()),
          "each organisation needs a mailbox of its own");
    }
    if (settings.access() instanceof MailboxAccess.Folder(Path own)
        && section.has("folder")
        && !taken.folders().add(own)) {
      section.problem(
          "folder", "'%s' again".formatted(own), "each mailbox needs a folder of its own");
    }
    Optional<Path> sending = settings.sender().folder();
    if (sending.filter(own -> !taken.folders().add(own)).isPresent()) {
      section.problem(
          "sending.folder",
          "'%s' again".formatted(sending.get()),
          "each organisation needs a folder of its own");
    }
    if (!settings.sends() && (sending.isPresent() || settings.sender().webhook().isPresent())) {
      section.problem(
          "sending", "set, but no role sender", "add the role sender, or leave the section out");
    }
    section.refuseUnknownKeys();
    return settings;
  }
}
