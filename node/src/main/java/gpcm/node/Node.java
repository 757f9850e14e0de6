package gpcm.node;

import gpcm.exchange.Pace;
import gpcm.fhir.ReadLimits;
import gpcm.mesh.DateOrder;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.SourceFinding;
import gpcm.message.Tolerances;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.SendingSettings;
import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.ledger.Claims;
import gpcm.node.ledger.Due;
import gpcm.node.ledger.InParallel;
import gpcm.node.ledger.Lane;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Membership;
import gpcm.node.mailbox.Mailbox;
import gpcm.node.mailbox.MailboxPolling;
import gpcm.node.mailbox.MeshQuestions;
import gpcm.node.mailbox.MessagePosting;
import gpcm.node.mailbox.RecentContent;
import gpcm.node.mailbox.Transport;
import gpcm.node.receiving.Answers;
import gpcm.node.receiving.DocumentReceiving;
import gpcm.node.receiving.PatientFile;
import gpcm.node.receiving.Worklist;
import gpcm.node.sending.AnswerMatching;
import gpcm.node.sending.Building;
import gpcm.node.sending.MessageAssembly;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.PatientRouting;
import gpcm.node.sending.Routing;
import gpcm.node.store.Database;
import gpcm.node.store.ServerListener;
import gpcm.node.web.Served;
import gpcm.node.web.WebServer;
import gpcm.report.DocumentReport;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A node: sends and receives for the organisations of its configuration until it is closed.
 * Everything it has promised is in its database, so it may be stopped or killed at any moment and
 * started again, and any number of nodes may share one database. Thread-safe.
 */
public final class Node implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final long RECENT = 32L << 20;

  private final Deque<AutoCloseable> open;
  private final Database database;
  private final Ledger ledger;
  private final ContentStore content;
  private final Timeline timeline;
  private final Alerts alerts;
  private final Outbox outbox;
  private final Worklist worklist;
  private final Pulse pulse;
  private final Housekeeping housekeeping;
  private final Served served;
  private final WebServer web;

  private Node(
      Deque<AutoCloseable> open,
      NodeConfiguration configuration,
      InstantSource clock,
      Function<Tolerances, Rules> rules,
      Consumer<String> whenUseless) {
    this.open = open;
    Path data = configuration.dataFolder();
    this.database =
        closing(Database.open(configuration.database(), data, new Surrender(whenUseless)));
    this.content = new ContentStore(database.jdbi());
    this.timeline = new Timeline(database.unflushed());
    this.alerts = new Alerts(database.jdbi(), clock);
    Map<String, Mailbox> mailboxes = mailboxes(configuration, clock);
    String id = id();
    Path work = WorkFolder.emptied(data.resolve("work").resolve(id));
    Path uploads = WorkFolder.emptied(data.resolve("uploads").resolve(id));
    closing(() -> WorkFolder.delete(work));
    closing(() -> WorkFolder.delete(uploads));

    this.ledger = new Ledger(database, content, clock, pace(configuration), id);
    new EarlierContent(ledger, data.resolve("content")).bringIn();
    Claims claims = new Claims(ledger);
    Membership membership =
        closing(
            Membership.join(ledger, configuration.name(), build(), served(mailboxes), whenUseless));
    Set<String> alive = membership.alive();
    WorkFolder.sweep(work.getParent(), alive);
    WorkFolder.sweep(uploads.getParent(), alive);
    InParallel inParallel = closing(new InParallel());
    RecentContent recent = new RecentContent(RECENT);
    MessagePosting posting =
        closing(
            new MessagePosting(ledger, claims, recent, mailboxes.values(), membership::isAlive));
    MessageWriter writer = new MessageWriter();

    MeshQuestions questions = closing(new MeshQuestions());
    Routing routing =
        new Routing(new PatientRouting(dateOrder(configuration.sending())), questions);
    MessageAssembly assembly =
        new MessageAssembly(
            rules.apply(Tolerances.NONE),
            content,
            clock,
            new DocumentReport(
                configuration.sending().confidentialAttachments()
                    ? configuration.report().disclosing()
                    : configuration.report()),
            configuration.sending().confidentialAttachments());
    Building building =
        new Building(
            ledger,
            claims,
            mailboxes,
            routing,
            assembly,
            writer,
            work,
            recent,
            posting,
            inParallel);
    Lane build = closing(Lane.start("build", IDLE, () -> membership.isAlive() && building.round()));
    Map<String, Mailbox> sending = new LinkedHashMap<>(mailboxes);
    sending.keySet().retainAll(senders(configuration));
    this.outbox = new Outbox(ledger, timeline, sending, routing, assembly, build::tell);

    Tolerances tolerances = allBut(configuration.receiving().strict());
    DocumentReceiving receiving =
        new DocumentReceiving(
            ledger,
            rules.apply(tolerances),
            configuration.receiving(),
            new PatientFile(patientFiles(configuration)),
            mailboxes,
            writer);
    MessageReader reader =
        new MessageReader(
            ReadLimits.STANDARD.withTotalBytes(configuration.receiving().maxMessageSize().bytes()),
            tolerances);
    Set<String> receivers = receivers(configuration);
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
    Lane read = closing(Lane.start("read", IDLE, () -> membership.isAlive() && reading.round()));
    this.worklist = new Worklist(database, timeline);

    AtomicReference<Pulse> beating = new AtomicReference<>();
    List<MailboxPolling> polling = new ArrayList<>();
    for (Mailbox mailbox : mailboxes.values()) {
      String organisation = mailbox.organisation().value();
      polling.add(
          closing(
              new MailboxPolling(
                  ledger,
                  mailbox,
                  configuration.mesh().pollInterval(),
                  () ->
                      membership.holds(organisation)
                          && beating.get() != null
                          && !beating.get().holds(organisation),
                  recent,
                  read::tell)));
    }
    this.pulse =
        closing(
            new Pulse(
                ledger,
                claims,
                membership,
                List.copyOf(mailboxes.keySet()),
                due -> tell(due, build, read, posting, polling)));
    beating.set(pulse);
    this.housekeeping = closing(new Housekeeping(ledger, membership::isAlive));
    this.served =
        new Served(
            outbox,
            worklist,
            new Answers(ledger),
            alerts,
            content,
            new LedgerView(database.unflushed(), clock),
            new DatabaseHealth(database));
    this.web = closing(WebServer.start(configuration.http(), served, uploads));
  }

  private static void tell(
      Due due, Lane build, Lane read, MessagePosting posting, List<MailboxPolling> polling) {
    if (due.build()) {
      build.tell();
    }
    if (due.read()) {
      read.tell();
    }
    posting.doubt(due.troubled());
    polling.stream()
        .filter(each -> due.troubled().contains(each.organisation()))
        .forEach(MailboxPolling::doubt);
    posting.tell(due.post().stream().filter(each -> !due.held().contains(each)).toList());
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
    return start(configuration, clock, RuleCatalogue::rules, reason -> {});
  }

  /**
   * As {@link #start(NodeConfiguration, InstantSource)}.
   *
   * @param whenUseless hears why, when the bundled database ends again and again and stays down, or
   *     a newer build has changed the tables: the node is of no use then and its process should end
   */
  public static Node startUntilUseless(
      NodeConfiguration configuration, InstantSource clock, Consumer<String> whenUseless) {
    return start(configuration, clock, RuleCatalogue::rules, whenUseless);
  }

  /** The same with other rules for what is received and sent, for this package's tests. */
  static Node start(
      NodeConfiguration configuration, InstantSource clock, Function<Tolerances, Rules> rules) {
    return start(configuration, clock, rules, reason -> {});
  }

  private static Node start(
      NodeConfiguration configuration,
      InstantSource clock,
      Function<Tolerances, Rules> rules,
      Consumer<String> whenUseless) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      return new Node(open, configuration, clock, rules, whenUseless);
    } catch (RuntimeException e) {
      closeAll(open).ifPresent(e::addSuppressed);
      throw e;
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  // Another one at every start: what an earlier process of this node held is never taken for ours.
  private static String id() {
    return ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String build() {
    String version = Node.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static Pace pace(NodeConfiguration configuration) {
    SendingSettings sending = configuration.sending();
    return new Pace(
        sending.infrastructureAcknowledgementDeadline(),
        sending.businessAcknowledgementDeadline(),
        sending.providerAcknowledgementDeadline(),
        sending.retryFirst(),
        sending.retryLongest(),
        configuration.receiving().replacementPatience(),
        configuration.mesh().holdFirst(),
        configuration.mesh().holdLongest());
  }

  private static DateOrder dateOrder(SendingSettings settings) {
    return switch (settings.addressDateOrder()) {
      case YYYYMMDD -> DateOrder.YEAR_FIRST;
      case DDMMYYYY -> DateOrder.DAY_FIRST;
    };
  }

  private static Tolerances allBut(Set<SourceFinding.Kind> strict) {
    Tolerances tolerances = Tolerances.ALL;
    for (SourceFinding.Kind kind : strict) {
      tolerances = tolerances.without(kind);
    }
    return tolerances;
  }

  private static List<Membership.Served> served(Map<String, Mailbox> mailboxes) {
    return mailboxes.values().stream()
        .map(mailbox -> new Membership.Served(mailbox.organisation().value(), mailbox.id().value()))
        .toList();
  }

  private static Set<String> receivers(NodeConfiguration configuration) {
    return configuration.organisations().stream()
        .filter(OrganisationSettings::receives)
        .map(each -> each.ods().value())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Map<String, Mailbox> mailboxes(NodeConfiguration configuration, InstantSource clock) {
    Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
    for (OrganisationSettings organisation : configuration.organisations()) {
      Transport transport = MeshAccess.open(configuration.mesh(), organisation, clock);
      closing(transport.mesh());
      mailboxes.put(
          organisation.ods().value(),
          new Mailbox(organisation.ods(), organisation.name(), organisation.mailbox(), transport));
    }
    return mailboxes;
  }

  private static Set<String> senders(NodeConfiguration configuration) {
    return configuration.organisations().stream()
        .filter(OrganisationSettings::sends)
        .map(organisation -> organisation.ods().value())
        .collect(Collectors.toSet());
  }

  private static Map<String, Path> patientFiles(NodeConfiguration configuration) {
    return configuration.organisations().stream()
        .filter(organisation -> organisation.patients().isPresent())
        .collect(
            Collectors.toMap(
                organisation -> organisation.ods().value(),
                organisation -> organisation.patients().orElseThrow()));
  }

  /** Where the HTTP API and the pages are. */
  public URI url() {
    return web.url();
  }

  /** What this node's organisations send. */
  public Outbox outbox() {
    return outbox;
  }

  /** What this node's organisations have received. */
  public Worklist worklist() {
    return worklist;
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

  /** Looks for due work now; for a clock that was moved. */
  void look() {
    pulse.look();
    housekeeping.look();
  }

  /**
   * Stops taking up work, waits for what is running, and closes everything. What is not done yet is
   * done after the next start, or by another node.
   */
  @Override
  public void close() {
    Optional<Exception> trouble = closeAll(open);
    if (trouble.isPresent()) {
      throw new IllegalStateException("the node did not close cleanly", trouble.get());
    }
  }

  private static Optional<Exception> closeAll(Deque<AutoCloseable> open) {
    Optional<Exception> trouble = Optional.empty();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        trouble = trouble.or(() -> Optional.of(e));
      }
    }
    return trouble;
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
