package gpcm.node;

import gpcm.attachments.AttachmentChecks;
import gpcm.audit.entry.Action;
import gpcm.audit.entry.Actor;
import gpcm.consultation.OdsCode;
import gpcm.exchange.Pace;
import gpcm.message.Tolerances;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditSearch;
import gpcm.node.audit.CrossChecks;
import gpcm.node.audit.EntryExport;
import gpcm.node.audit.PublicCheckpoint;
import gpcm.node.audit.Witness;
import gpcm.node.coded.CodedWork;
import gpcm.node.config.HandOverSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.SendingSettings;
import gpcm.node.confirming.Confirmations;
import gpcm.node.content.ContentStore;
import gpcm.node.content.WorkFolder;
import gpcm.node.demographics.Demographics;
import gpcm.node.desk.Desk;
import gpcm.node.desk.OwnNode;
import gpcm.node.desk.Services;
import gpcm.node.escalating.Escalations;
import gpcm.node.handover.Delivering;
import gpcm.node.handover.HandOver;
import gpcm.node.handover.Offering;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Membership;
import gpcm.node.metrics.NodeMetrics;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.notifying.Notifying;
import gpcm.node.people.Directory;
import gpcm.node.people.NamedPeople;
import gpcm.node.people.PasswordRule;
import gpcm.node.providers.CareProviders;
import gpcm.node.receiving.Answers;
import gpcm.node.receiving.BusinessDecisions;
import gpcm.node.receiving.Worklist;
import gpcm.node.reporting.Reports;
import gpcm.node.sending.FollowUpList;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.SendingRules;
import gpcm.node.sending.WantedLooks;
import gpcm.node.store.Database;
import gpcm.node.store.ServerListener;
import gpcm.node.submitting.Submitting;
import gpcm.node.traffic.Traffic;
import gpcm.node.viewing.Viewing;
import gpcm.node.viewing.ViewingLimits;
import gpcm.node.viewing.ViewingTickets;
import gpcm.node.web.Audited;
import gpcm.node.web.Served;
import gpcm.node.web.WaysIn;
import gpcm.node.web.WebServer;
import gpcm.node.working.Arrangements;
import gpcm.node.working.Teams;
import gpcm.node.working.WorkLists;
import gpcm.node.working.Working;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: sends and receives for the organisations of its configuration until it is closed.
 * Everything it has promised is in its database, so it may be stopped or killed at any moment and
 * started again, and any number of nodes may share one database. Thread-safe.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final OpenParts open;
  private final Database database;
  private final Ledger ledger;
  private final ContentStore content;
  private final Timeline timeline;
  private final Alerts alerts;
  private final Lanes lanes;
  private final Worklist worklist;
  private final Optional<Offering> offering;
  private final Directory directory;
  private final Served served;
  private final WebServer web;
  private final Optional<CertificateAlerts> certificate;
  private final Notifying notifying;
  private final Submitting submitting;

  private Node(
      OpenParts open,
      NodeConfiguration configuration,
      InstantSource clock,
      MessageChecks checks,
      Consumer<String> whenUseless) {
    this.open = open;
    LOG.info("{}", configuration.scanning().words());
    if (configuration.organisations().size() > 1 && configuration.runBy().isEmpty()) {
      LOG.warn(
          "nobody is shown the figures of all organisations: name those whose people run the whole"
              + " system in run-by");
    }
    Path data = configuration.dataFolder();
    this.database =
        open.add(Database.open(configuration.database(), data, new Surrender(whenUseless)));
    this.content = new ContentStore(database.jdbi());
    this.timeline = new Timeline(database.unflushed());
    this.alerts = new Alerts(database.jdbi(), clock);
    this.directory =
        Directory.of(
            database.jdbi(),
            database.unflushed(),
            clock,
            passwords(configuration),
            named(configuration));
    NodeMetrics metrics = open.add(new NodeMetrics());
    Organisations organisations = Organisations.open(configuration, clock, metrics, open);
    String id = id();
    Path work = WorkFolder.emptied(data.resolve("work").resolve(id));
    Path uploads = WorkFolder.emptied(data.resolve("uploads").resolve(id));
    open.add(() -> WorkFolder.delete(work));
    open.add(() -> WorkFolder.delete(uploads));

    this.ledger = new Ledger(database, content, clock, pace(configuration), id);
    new EarlierContent(ledger, data.resolve("content")).bringIn();
    Membership membership =
        open.add(
            Membership.join(
                ledger, configuration.name(), build(), organisations.served(), whenUseless));
    membership.told(configuration.digest());
    Audited audited = audited(database, clock, configuration, organisations);
    audited.log().prepareMonths();
    ledger.heardBy(new CaseTrail(audited.log()).and(new WantedLooks(clock)));
    open.add(
        NodeTrail.begin(database.jdbi(), audited.log(), configuration, audited.organisations()));
    Set<String> alive = membership.alive();
    WorkFolder.sweep(work.getParent(), alive);
    WorkFolder.sweep(uploads.getParent(), alive);
    WaysIn waysIn = WaysIn.of(configuration, database.jdbi(), clock);
    this.lanes =
        new Lanes(
            configuration,
            organisations,
            checks,
            ledger,
            directory,
            waysIn,
            audited.log(),
            timeline,
            membership,
            work,
            open);
    this.worklist = new Worklist(database, timeline);
    CodedWork coded = CodedWork.open(database, configuration.coded(), clock);
    HandOver handOver = handOver(configuration, database, clock, worklist);
    this.offering = handingOver(configuration, handOver, coded, audited.log(), membership);
    this.served =
        new Served(
            lanes.outbox(),
            lanes.bulkActs(),
            lanes.consultations(),
            new FollowUpList(ledger),
            new SendingRules(database.jdbi(), clock, configuration.sending().deadlines()),
            worklist,
            lanes.documents(),
            new Working(database.jdbi(), clock, coded.review()::open),
            new WorkLists(database.unflushed(), database.jdbi(), clock),
            new Teams(database.jdbi(), clock),
            Arrangements.of(database.jdbi(), clock, directory.sessions()),
            coded,
            handOver,
            new Answers(ledger),
            lanes.decisions(),
            lanes.escalations(),
            lanes.providers(),
            alerts,
            new AlertChannels(database.jdbi(), clock, configuration.alerts().webhooks().keySet()),
            content,
            open.add(new Viewing(content, ViewingLimits.standard())),
            new ViewingTickets(database.unflushed(), clock),
            new LedgerView(database.unflushed(), clock),
            new Desk(
                ledger,
                audited.log(),
                own(configuration, organisations, waysIn, audited.log(), metrics)),
            new Reports(database.unflushed()),
            new Traffic(database.unflushed(), content, timeline, checks.ofSent()),
            new DatabaseHealth(database),
            metrics.of(ledger),
            directory,
            new Confirmations(database.jdbi(), clock, directory.sessions()),
            audited,
            waysIn,
            ledger.callers(),
            clock);
    this.web = open.add(WebServer.start(configuration.http(), served, uploads));
    web.certificate()
        .ifPresent(shown -> metrics.certificate("web", () -> Optional.of(shown.expires())));
    this.certificate =
        web.certificate()
            .map(
                shown ->
                    open.add(
                        CertificateAlerts.start(
                            ledger, organisations.mailboxes().keySet(), shown)));
    this.notifying =
        open.add(
            Notifying.start(
                ledger,
                alerts,
                audited.log(),
                configuration.alerts(),
                configuration.organisations().stream()
                    .collect(
                        Collectors.toMap(each -> each.ods().value(), OrganisationSettings::name)),
                configuration.http().address(web.url()),
                membership::isAlive));
    this.submitting =
        open.add(
            Submitting.start(
                ledger,
                lanes.consultations(),
                lanes.outbox(),
                timeline,
                audited.log(),
                configuration.organisations(),
                configuration.http(),
                configuration.http().address(web.url()),
                membership::isAlive));
  }

  private OwnNode own(
      NodeConfiguration configuration,
      Organisations organisations,
      WaysIn waysIn,
      AuditLog log,
      NodeMetrics metrics) {
    Map<String, String> providers = new LinkedHashMap<>();
    waysIn.providers().all().forEach(each -> providers.put(each.issuer(), each.label()));
    return new OwnNode(
        ledger.node(),
        configuration.name(),
        build(),
        configuration.environment(),
        configuration.runBy().stream().map(OdsCode::value).collect(Collectors.toSet()),
        metrics::certificates,
        new Services(database.unflushed(), lanes.demographics().pds(), providers),
        configuration.audit().witnesses().stream()
            .map(each -> each.key().replaceFirst("\\+.*", ""))
            .toList(),
        configuration.settings(),
        open.add(
            SystemChecks.of(
                configuration, organisations, ledger, lanes, waysIn, log, metrics::certificates)));
  }

  private static HandOver handOver(
      NodeConfiguration configuration, Database database, InstantSource clock, Worklist worklist) {
    return new HandOver(
        database.jdbi(),
        clock,
        worklist,
        configuration.handOver().stream()
            .collect(
                Collectors.toMap(each -> each.organisation().value(), HandOverSettings::deadline)));
  }

  private Optional<Offering> handingOver(
      NodeConfiguration configuration,
      HandOver handOver,
      CodedWork coded,
      AuditLog log,
      Membership membership) {
    if (configuration.handOver().isEmpty()) {
      return Optional.empty();
    }
    open.add(
        Delivering.start(
            ledger, handOver, content, log, configuration.handOver(), membership::isAlive));
    return Optional.of(
        open.add(Offering.start(ledger, handOver, coded, lanes.documents(), membership::isAlive)));
  }

  private static PasswordRule passwords(NodeConfiguration configuration) {
    return PasswordRule.of(
        Stream.concat(
                configuration.organisations().stream()
                    .flatMap(each -> Stream.of(each.ods().value(), each.name())),
                configuration.signIn().refusedWords().stream())
            .toList(),
        configuration.signIn().breachedPasswords());
  }

  private static NamedPeople named(NodeConfiguration configuration) {
    return new NamedPeople(
        configuration.organisations().stream()
            .collect(
                Collectors.toMap(
                    each -> each.ods().value(), each -> each.intake().restrictedRecords())));
  }

  private static Audited audited(
      Database database,
      InstantSource clock,
      NodeConfiguration configuration,
      Organisations organisations) {
    AuditLog log = new AuditLog(database.jdbi(), clock, configuration.name(), build());
    AuditSearch search = new AuditSearch(database.jdbi(), log);
    return new Audited(
        log,
        search,
        new EntryExport(search),
        new PublicCheckpoint(database.jdbi()),
        configuration
            .audit()
            .witness()
            .map(
                settings ->
                    Witness.open(database.jdbi(), clock, settings, configuration.dataFolder())),
        organisations.mailboxes().keySet().stream().sorted().toList());
  }

  /**
   * Starts a node.
   *
   * @param configuration what it works with
   * @param clock the node's clock
   * @throws RuntimeException when it cannot start, saying what is wrong; nothing is left running
   *     then
   */
  public static Node start(NodeConfiguration configuration, InstantSource clock) {
    return start(configuration, clock, MessageChecks.standard(), reason -> {});
  }

  /**
   * As {@link #start(NodeConfiguration, InstantSource)}.
   *
   * @param whenUseless hears why, when the bundled database ends again and again and stays down, or
   *     a newer build has changed the tables: the node is of no use then and its process should end
   */
  public static Node startUntilUseless(
      NodeConfiguration configuration, InstantSource clock, Consumer<String> whenUseless) {
    return start(configuration, clock, MessageChecks.standard(), whenUseless);
  }

  /** The same with other rules for what is received and sent, for this package's tests. */
  static Node start(
      NodeConfiguration configuration, InstantSource clock, Function<Tolerances, Rules> rules) {
    return start(
        configuration, clock, new MessageChecks(rules, AttachmentChecks::of), reason -> {});
  }

  /**
   * The same for content that is taken as what it says it is, for tests of what an older version
   * left, which did not look inside.
   */
  static Node startBelieving(NodeConfiguration configuration, InstantSource clock) {
    return start(
        configuration,
        clock,
        new MessageChecks(RuleCatalogue::rules, AttachmentChecks::believing),
        reason -> {});
  }

  private static Node start(
      NodeConfiguration configuration,
      InstantSource clock,
      MessageChecks checks,
      Consumer<String> whenUseless) {
    OpenParts open = new OpenParts();
    try {
      return new Node(open, configuration, clock, checks, whenUseless);
    } catch (RuntimeException e) {
      open.close().ifPresent(e::addSuppressed);
      throw e;
    }
  }

  // Another one at every start: what an earlier process of this node held is never taken for ours.
  private static String id() {
    return ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** The version of this build. */
  static String build() {
    String version = Node.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static Pace pace(NodeConfiguration configuration) {
    SendingSettings sending = configuration.sending();
    return new Pace(
        sending.deadlines(),
        sending.retryFirst(),
        sending.retryLongest(),
        configuration.receiving().replacementPatience(),
        configuration.mesh().holdFirst(),
        configuration.mesh().holdLongest());
  }

  /** Where the HTTP API and the pages are. */
  public URI url() {
    return web.url();
  }

  /** What this node's organisations send. */
  public Outbox outbox() {
    return lanes.outbox();
  }

  /** What this node's organisations have received. */
  public Worklist worklist() {
    return worklist;
  }

  /** Whom patients can choose from. */
  public CareProviders providers() {
    return lanes.providers();
  }

  /** What people decide about what this node's organisations have received. */
  public BusinessDecisions decisions() {
    return lanes.decisions();
  }

  /** What was received and is sent on to practices. */
  public Escalations escalations() {
    return lanes.escalations();
  }

  /** The timeline of the whole node. */
  public Timeline timeline() {
    return timeline;
  }

  /** What people must know. */
  public Alerts alerts() {
    return alerts;
  }

  /** The bytes of documents and attachments. */
  public ContentStore content() {
    return content;
  }

  /** Who is known here: to make keys for machines, and links for people. */
  public Directory directory() {
    return directory;
  }

  /**
   * The secret of a link for an organisation's first administrator, as {@link
   * Directory#firstAdministrator}; that it was made stands in the audit log.
   */
  public Optional<String> firstAdministrator(String organisation) {
    AuditLog log = served.audited().log();
    return log.doing(
        () -> directory.firstAdministrator(organisation),
        made ->
            made.stream()
                .map(
                    secret ->
                        log.entry(
                                organisation,
                                Action.LINK_MADE,
                                Actor.node(log.place().node(), organisation))
                            .forOperations()
                            .changing("no link", "a link for the first administrator"))
                .toList());
  }

  /** Who patients are, for this package's tests. */
  Demographics demographics() {
    return lanes.demographics();
  }

  /** What its web server serves, for tests that serve it in other ways. */
  Served served() {
    return served;
  }

  /** The database beneath, for this package's tests. */
  Database database() {
    return database;
  }

  /** The one writer, for this package's tests. */
  Ledger ledger() {
    return ledger;
  }

  /** What compares the audit log with what happened, for this package's tests. */
  CrossChecks crossChecks() {
    return lanes.crossChecks();
  }

  /** Looks for due work now; for a clock that was moved. */
  void look() {
    lanes.look();
    certificate.ifPresent(CertificateAlerts::look);
    notifying.look();
    submitting.look();
    offering.ifPresent(Offering::look);
  }

  /**
   * Stops taking up work, waits for what is running, and closes everything. What is not done yet is
   * done after the next start, or by another node.
   */
  @Override
  public void close() {
    Optional<Exception> trouble = open.close();
    if (trouble.isPresent()) {
      throw new IllegalStateException("the node did not close cleanly", trouble.get());
    }
  }

  /** What the log does not already say of the bundled database. */
  private record Surrender(Consumer<String> whenUseless) implements ServerListener {
    @Override
    public void ended(String what) {}

    @Override
    public void startedAgain(String what) {}

    @Override
    public void givenUp(String reason) {
      whenUseless.accept(reason);
    }
  }
}
