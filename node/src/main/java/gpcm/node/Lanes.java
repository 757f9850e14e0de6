package gpcm.node;

import gpcm.fhir.ReadLimits;
import gpcm.mesh.DateOrder;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditSealing;
import gpcm.node.audit.ClockWatch;
import gpcm.node.audit.CrossChecks;
import gpcm.node.bulk.BulkActs;
import gpcm.node.bulk.BulkRounds;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.ReceivingSettings;
import gpcm.node.config.SendingSettings;
import gpcm.node.demographics.Demographics;
import gpcm.node.escalating.Escalations;
import gpcm.node.journal.Timeline;
import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.Due;
import gpcm.node.ledger.InParallel;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Membership;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MailboxHandshake;
import gpcm.node.mailbox.MailboxPolling;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.mailbox.MessagePosting;
import gpcm.node.mailbox.RecentContent;
import gpcm.node.people.Directory;
import gpcm.node.providers.CareProviders;
import gpcm.node.receiving.BusinessDecisions;
import gpcm.node.receiving.DocumentReceiving;
import gpcm.node.receiving.ReceivedDocuments;
import gpcm.node.register.PatientRegisters;
import gpcm.node.sending.AnswerMatching;
import gpcm.node.sending.Building;
import gpcm.node.sending.Checking;
import gpcm.node.sending.Consultations;
import gpcm.node.sending.DeliveryCheck;
import gpcm.node.sending.LookingBeside;
import gpcm.node.sending.MessageAssembly;
import gpcm.node.sending.MessageStoring;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.PatientLookUp;
import gpcm.node.sending.PatientRouting;
import gpcm.node.sending.Renewing;
import gpcm.node.sending.Routing;
import gpcm.node.sending.SendingDeadlines;
import gpcm.node.sending.Tracking;
import gpcm.node.web.WaysIn;
import gpcm.report.DocumentReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The lanes in which a node works: build and read for all mailboxes, poll and post for each, and
 * the pulse that tells each of them what is due. They run from when they are made until the parts
 * they are among are closed. Thread-safe.
 */
final class Lanes {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration BESIDE = Duration.ofSeconds(1);
  private static final Duration BULK_IDLE = Duration.ofMillis(500);
  private static final long RECENT = 32L << 20;
  private static final Duration REGISTERS = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final Consultations consultations;
  private final BulkActs bulkActs;
  private final Pulse pulse;
  private final Housekeeping housekeeping;
  private final Lane looking;
  private final CrossChecks crossChecks;
  private final ReceivedDocuments documents;
  private final BusinessDecisions decisions;
  private final Escalations escalations;
  private final Demographics demographics;
  private final CareProviders providers;
  private final Map<String, MailboxHandshake> handshakes;

  /**
   * @param work a folder for what a running step needs for a moment
   * @param open what the lanes are added to, to be closed with the rest
   */
  Lanes(
      NodeConfiguration configuration,
      Organisations organisations,
      MessageChecks checks,
      Ledger ledger,
      Directory directory,
      WaysIn waysIn,
      AuditLog log,
      Timeline timeline,
      Membership membership,
      Path work,
      OpenParts open) {
    CaseClaims claims = new CaseClaims(ledger);
    Map<String, Mailbox> mailboxes = organisations.mailboxes();
    InParallel inParallel = open.add(new InParallel());
    RecentContent recent = new RecentContent(RECENT);
    MessagePosting posting =
        open.add(
            new MessagePosting(ledger, claims, recent, mailboxes.values(), membership::isAlive));
    MessageWriter writer = new MessageWriter();
    MeshQuestions questions = open.add(new MeshQuestions());

    this.providers =
        open.add(
            CareProviders.open(
                configuration.organisations(),
                mailboxes,
                questions,
                ledger.database().jdbi(),
                ledger.clock(),
                organisation -> RegisterAlerts.ofProviders(ledger, organisation)));
    Routing routing =
        new Routing(new PatientRouting(dateOrder(configuration.sending())), questions);
    MessageAssembly assembly = assembly(configuration, checks, ledger);
    MessageStoring storing = new MessageStoring(ledger, writer, work);
    Renewing renewing = new Renewing(ledger, claims, storing);
    Building building =
        new Building(
            ledger, claims, mailboxes, routing, assembly, storing, recent, posting, inParallel);
    PatientRegisters registers = open.add(registers(configuration, ledger));
    this.demographics = open.add(demographics(configuration, ledger, registers));
    DeliveryCheck checking =
        new PatientLookUp(
            ledger,
            demographics,
            mailboxes,
            routing,
            new SendingDeadlines(
                    ledger.database().unflushed(),
                    ledger.clock(),
                    configuration.sending().deadlines())
                ::inForce);
    Lane build =
        open.add(
            ledger.lane(
                "build",
                IDLE,
                () -> {
                  if (!membership.isAlive()) {
                    return false;
                  }
                  boolean more = renewing.round();
                  return building.round() || more;
                }));
    Checking deliverable =
        open.add(new Checking(ledger, claims, checking, inParallel, build::tell));
    Lane check =
        open.add(ledger.lane("check", IDLE, () -> membership.isAlive() && deliverable.round()));
    LookingBeside beside = open.add(new LookingBeside(ledger, demographics));
    open.add(ledger.lane("look", BESIDE, () -> membership.isAlive() && beside.round()));
    open.add(ledger.lane("pds", IDLE, () -> membership.isAlive() && askAnew()));
    Tracking tracking = new Tracking(ledger, mailboxes, questions);
    this.outbox =
        new Outbox(
            ledger,
            timeline,
            organisations.senders(),
            routing,
            assembly,
            checking,
            tracking,
            () -> {
              check.tell();
              build.tell();
            },
            new SubmissionTrail(log));
    this.consultations = new Consultations(ledger, outbox);
    BulkRounds many = new BulkRounds(ledger, outbox, log, membership::isAlive);
    Lane bulk = open.add(ledger.lane("bulk", BULK_IDLE, many::round));
    this.bulkActs =
        new BulkActs(ledger.database().jdbi(), ledger.clock(), outbox.lists(), bulk::tell);

    Set<String> receivers = organisations.receivers();
    MessageReader reader = reader(configuration.receiving());
    this.documents = new ReceivedDocuments(ledger, reader);
    DocumentReceiving receiving =
        receiving(configuration, organisations, checks, ledger, registers, documents, writer);
    this.decisions = receiving.decisions();
    this.escalations =
        new Escalations(ledger, documents, work, outbox, decisions, configuration.organisations());
    MessageReading reading =
        new MessageReading(
            ledger,
            claims,
            recent,
            reader,
            work,
            receiving,
            mailboxes::containsKey,
            receivers::contains,
            new AnswerMatching(ledger, mailboxes, questions),
            posting,
            inParallel);
    Lane read = open.add(ledger.lane("read", IDLE, () -> membership.isAlive() && reading.round()));

    AtomicReference<Pulse> beating = new AtomicReference<>();
    List<MailboxPolling> polling = new ArrayList<>();
    for (Mailbox mailbox : mailboxes.values()) {
      String organisation = mailbox.organisation().value();
      polling.add(
          open.add(
              new MailboxPolling(
                  ledger,
                  mailbox,
                  configuration.mesh().pollInterval(),
                  () -> membership.holds(organisation) && beating.get() != null,
                  () -> beating.get().holds(organisation),
                  recent,
                  read::tell)));
    }
    Lane track =
        open.add(ledger.lane("track", IDLE, () -> membership.isAlive() && tracking.round()));
    this.pulse =
        open.add(
            new Pulse(
                ledger,
                claims,
                membership,
                List.copyOf(mailboxes.keySet()),
                due -> {
                  tell(due, check, build, read, posting, polling);
                  if (tracking.canAsk(due.ask())) {
                    track.tell();
                  }
                }));
    beating.set(pulse);
    this.handshakes =
        MailboxHandshake.start(
            ledger,
            mailboxes.values(),
            organisation -> membership.holds(organisation) && !beating.get().holds(organisation));
    handshakes.values().forEach(open::add);
    this.housekeeping =
        open.add(
            new Housekeeping(
                ledger, directory, waysIn, log, decisions, escalations, membership::isAlive));
    open.add(
        AuditSealing.start(
            ledger,
            log,
            configuration.audit(),
            configuration.dataFolder(),
            List.copyOf(mailboxes.keySet()),
            membership::isAlive));
    this.crossChecks =
        CrossChecks.of(
            ledger, log, configuration.audit().crossCheckAt(), List.copyOf(mailboxes.keySet()));
    open.add(crossChecks.start(membership::isAlive));
    this.looking =
        open.add(
            ledger.lane(
                "registers",
                REGISTERS,
                () -> {
                  if (membership.isAlive()) {
                    registers.look();
                    providers.look();
                  }
                  return false;
                }));
    // The machine's own: a clock that tests move is no fault.
    open.add(
        ClockWatch.of(ledger, log, InstantSource.system(), List.copyOf(mailboxes.keySet()))
            .start(membership::isAlive));
  }

  private static MessageAssembly assembly(
      NodeConfiguration configuration, MessageChecks checks, Ledger ledger) {
    boolean disclosing = configuration.sending().confidentialAttachments();
    return new MessageAssembly(
        checks.ofSent(),
        checks.ofSentAttachments(configuration),
        ledger.content(),
        ledger.clock(),
        new DocumentReport(
            disclosing ? configuration.report().disclosing() : configuration.report()),
        disclosing);
  }

  private static DateOrder dateOrder(SendingSettings settings) {
    return switch (settings.addressDateOrder()) {
      case YYYYMMDD -> DateOrder.YEAR_FIRST;
      case DDMMYYYY -> DateOrder.DAY_FIRST;
    };
  }

  private static MessageReader reader(ReceivingSettings settings) {
    return new MessageReader(
        ReadLimits.STANDARD.withTotalBytes(settings.maxMessageSize().bytes()),
        MessageChecks.tolerances(settings));
  }

  private static DocumentReceiving receiving(
      NodeConfiguration configuration,
      Organisations organisations,
      MessageChecks checks,
      Ledger ledger,
      PatientRegisters registers,
      ReceivedDocuments documents,
      MessageWriter writer) {
    return new DocumentReceiving(
        ledger,
        checks.ofReceived(configuration.receiving()),
        checks.ofReceivedAttachments(configuration),
        configuration.receiving(),
        configuration.organisations().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    each -> each.ods().value(), OrganisationSettings::intake)),
        registers,
        organisations.mailboxes(),
        documents,
        writer);
  }

  private boolean askAnew() {
    try {
      demographics.askAnew();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static PatientRegisters registers(NodeConfiguration configuration, Ledger ledger) {
    return PatientRegisters.open(
        configuration.organisations(),
        ledger.clock(),
        organisation -> RegisterAlerts.ofPatients(ledger, organisation));
  }

  private static Demographics demographics(
      NodeConfiguration configuration, Ledger ledger, PatientRegisters registers) {
    return Demographics.open(
        configuration.organisations(),
        configuration.pds(),
        registers,
        ledger.database().unflushed(),
        ledger.clock(),
        new LookUpAlerts(
            ledger,
            configuration.organisations().stream()
                .filter(each -> each.lookUp() == LookUpSource.PDS)
                .map(each -> each.ods().value())
                .toList()));
  }

  private static void tell(
      Due due,
      Lane check,
      Lane build,
      Lane read,
      MessagePosting posting,
      List<MailboxPolling> polling) {
    if (due.check()) {
      check.tell();
    }
    if (due.build() || due.renew()) {
      build.tell();
    }
    if (due.read()) {
      read.tell();
    }
    posting.pause(due.paused());
    posting.doubt(due.troubled());
    polling.stream()
        .filter(each -> due.troubled().contains(each.organisation()))
        .forEach(MailboxPolling::doubt);
    polling.stream()
        .filter(each -> due.wanted().contains(each.organisation()))
        .forEach(MailboxPolling::readNow);
    posting.tell(due.post().stream().filter(each -> !due.held().contains(each)).toList());
  }

  /** What opens the mailboxes that are read over HTTP, by the ODS codes of their organisations. */
  Map<String, MailboxHandshake> handshakes() {
    return handshakes;
  }

  /** What compares the audit log with what happened. */
  CrossChecks crossChecks() {
    return crossChecks;
  }

  /** Reads received documents again. */
  ReceivedDocuments documents() {
    return documents;
  }

  /** What people decide about received documents. */
  BusinessDecisions decisions() {
    return decisions;
  }

  /** What was received and is sent on. */
  Escalations escalations() {
    return escalations;
  }

  /** Who patients are, asked before documents about them are sent. */
  Demographics demographics() {
    return demographics;
  }

  /** Whom patients can choose from. */
  CareProviders providers() {
    return providers;
  }

  /** What the organisations send. */
  Outbox outbox() {
    return outbox;
  }

  /** What is done with many documents that they send. */
  BulkActs bulkActs() {
    return bulkActs;
  }

  /** What happens to consultations where they are recorded. */
  Consultations consultations() {
    return consultations;
  }

  /** Looks for due work now; for a clock that was moved. */
  void look() {
    pulse.look();
    housekeeping.look();
    looking.tell();
  }
}
