package gpcm.node.web;

import gpcm.node.config.HttpSettings;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * The node's HTTP server: the API under {@code /api/v1} and the pages. Runs until closed.
 * Thread-safe.
 *
 * <p>Nothing is answered with data to somebody who has not signed in and presents no key, see
 * {@code routes.txt}. Plain HTTP is for this machine and for proxies that are named; everybody else
 * is served over TLS. It answers under names of its own only, and refuses what a page of another
 * site sends through the user's browser.
 */
public final class WebServer implements AutoCloseable {

  private final Javalin javalin;
  private final HttpSettings settings;
  private final Optional<ServedCertificate> certificate;

  private WebServer(
      Javalin javalin, HttpSettings settings, Optional<ServedCertificate> certificate) {
    this.javalin = javalin;
    this.settings = settings;
    this.certificate = certificate;
  }

  /**
   * Starts to serve.
   *
   * @param settings where, for whom, and how large a request may be
   * @param served what
   * @param uploads a folder of this server's own for files of running requests; emptied here
   * @throws IllegalStateException when the address cannot be listened on
   * @throws IllegalArgumentException when plain HTTP would leave this machine, or a file for TLS
   *     cannot be used
   */
  public static WebServer start(HttpSettings settings, Served served, Path uploads) {
    return start(settings, served, uploads, System::nanoTime);
  }

  /** The same with another clock for its limits. */
  static WebServer start(
      HttpSettings settings, Served served, Path uploads, LongSupplier nanoTime) {
    if (settings.isPlainOnTheNetwork()) {
      throw new IllegalArgumentException("http.tls: missing; " + HttpSettings.PLAIN);
    }
    empty(uploads);
    Optional<ServedCertificate> certificate = settings.tls().map(ServedCertificate::open);
    RateLimits limits = new RateLimits(settings.limits(), nanoTime);
    Javalin javalin =
        Javalin.create(
            config -> {
              certificate.ifPresent(shown -> encrypt(config, settings, shown));
              configure(config, settings, served, uploads, limits);
            });
    RouteTable.shipped().requireExactly(routes(javalin));
    try {
      javalin.start(settings.host(), settings.port());
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "cannot listen on %s port %d: %s. Choose another http.port, or stop what uses it"
              .formatted(settings.host(), settings.port(), e.getMessage()),
          e);
    }
    return new WebServer(javalin, settings, certificate);
  }

  private static void encrypt(
      JavalinConfig config, HttpSettings settings, ServedCertificate certificate) {
    config.jetty.addConnector(
        (server, plain) -> {
          HttpConfiguration http = new HttpConfiguration(plain);
          // Which names are ours is the gate's to say, whatever the certificate holds.
          http.addCustomizer(new SecureRequestCustomizer(false));
          ServerConnector connector =
              new ServerConnector(
                  server,
                  new SslConnectionFactory(certificate.jetty(), "http/1.1"),
                  new HttpConnectionFactory(http));
          connector.setHost(settings.host());
          connector.setPort(settings.port());
          return connector;
        });
  }

  private static void configure(
      JavalinConfig config, HttpSettings settings, Served served, Path uploads, RateLimits limits) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    // What may be compressed is compressed beforehand: see Shipped.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    // Of a redirect, which has a word as its body.
    config.http.maxRequestSize = settings.maxRequestSize().bytes();
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setIdleTimeout(60_000);
        });
    config.jetty.modifyServer(server -> server.setErrorHandler(new ServerErrors()));
    config.routes.before(context -> served.callers().begin(settings.databaseWait()));
    config.routes.after(context -> served.callers().end());
    config.routes.before(context -> Asked.put(context, served));
    config.routes.before(SecurityHeaders::add);
    config.routes.before(new Gate(settings)::check);
    config.routes.before(SecurityHeaders::addStrictTransport);
    config.routes.before(limits::beforeAccess);
    config.routes.before(Access::checkOrigin);
    config.routes.before(AddressCheck::check);
    Access access = new Access(served, new Machines(served, settings.tls()));
    FormParts forms = new FormParts(uploads, settings.maxRequestSize().bytes());
    config.routes.beforeMatched(context -> UploadedForm.expect(context, forms));
    config.routes.beforeMatched(access::check);
    config.routes.beforeMatched(limits::afterAccess);
    config.routes.after(UploadedForm::end);
    config.routes.after(WebServer::nameRedirectsText);
    ProblemResponses.handle(config.routes);
    SubmissionReader submissions = new SubmissionReader(settings, uploads, forms);
    new SentListsApi(served).add(config.routes);
    new BulkActsApi(served, access).add(config.routes);
    new DocumentsApi(
            served.outbox(),
            served.escalations(),
            served.clock(),
            served.content(),
            submissions,
            access)
        .add(config.routes);
    new ConsultationsApi(served, submissions).add(config.routes);
    new SentActsApi(served.outbox(), access).add(config.routes);
    new ElsewhereActs(served.outbox()).add(config.routes);
    new FollowUpsApi(served).add(config.routes);
    new SendingApi(served).add(config.routes);
    new WorklistApi(served, access).add(config.routes);
    new WorkingApi(served, access).add(config.routes);
    new WorkListsApi(served, access).add(config.routes);
    new TeamsApi(served.teams()).add(config.routes);
    new ReviewTemplatesApi(served).add(config.routes);
    new SettingsPages(served).add(config.routes);
    new SendingSettingsPages(served).add(config.routes);
    new RulePages(served).add(config.routes);
    new ReviewTemplatePages(served).add(config.routes);
    new AbsencePages(served).add(config.routes);
    new OwnAbsencePage(served).add(config.routes);
    new SettingsApi(served).add(config.routes);
    new RetentionPages(served).add(config.routes);
    new RetentionApi(served).add(config.routes);
    new RulesApi(served).add(config.routes);
    new DecidingSettingsPages(served).add(config.routes);
    new AlertSettingsPages(served).add(config.routes);
    new AlertChannelsApi(served).add(config.routes);
    Coding coding = new Coding(served, access);
    new CodedApi(coding).add(config.routes);
    new CodedPages(served, access, coding).add(config.routes);
    new AlertsApi(served).add(config.routes);
    new AlertPages(served).add(config.routes);
    new HandOverApi(served.handOver(), access).add(config.routes);
    new AnswersApi(served.answers()).add(config.routes);
    new CareProvidersApi(served.providers()).add(config.routes);
    new CareProviderPages(served).add(config.routes);
    Deciding deciding = new Deciding(served, access);
    new DecisionsApi(deciding).add(config.routes);
    new DecisionPages(served, access, deciding).add(config.routes);
    new NodesApi(served).add(config.routes);
    new SystemApi(served).add(config.routes);
    new SystemPages(served).add(config.routes);
    new ReportsApi(served).add(config.routes);
    new ReportPages(served).add(config.routes);
    new SystemToolPages(served).add(config.routes);
    new ServiceNoticePages(served).add(config.routes);
    new ServiceNoticeApi(served).add(config.routes);
    SavedKind ofWorklist = new SavedOfWorklist(served, access);
    SavedKind ofOutbox = new SavedOfOutbox(served);
    new SavedViewsApi("/api/v1/saved-views", ofWorklist, access).add(config.routes);
    new SavedViewsApi("/api/v1/outbox-views", ofOutbox, access).add(config.routes);
    new SavedViewPages(served, ofWorklist, access).add(config.routes);
    new SavedViewPages(served, ofOutbox, access).add(config.routes);
    new BulkApi(served, access).add(config.routes);
    new BulkPages(served, access).add(config.routes);
    new WorklistPages(served, access).add(config.routes);
    new Pages(served).add(config.routes);
    new SentActPages(served, access).add(config.routes);
    new CorrectionPages(served, submissions).add(config.routes);
    new SentBulkPages(served, access).add(config.routes);
    new BulkActPages(served, access).add(config.routes);
    new OutboxPages(served, access).add(config.routes);
    new KeysPage(served).add(config.routes);
    new OwnSettingsPage(served).add(config.routes);
    new TypedPages(served).add(config.routes);
    new HelpPages(served).add(config.routes);
    EntryPage entryPage = new EntryPage(served, access);
    entryPage.add(config.routes);
    new WorkPages(served, access, entryPage).add(config.routes);
    new HandOverPages(served, access, entryPage).add(config.routes);
    NewSessions newSessions = new NewSessions(served);
    PublicAddress address = new PublicAddress(settings.publicUrl());
    new SignInPages(served, newSessions, address).add(config.routes);
    new PasswordPage(served, newSessions).add(config.routes);
    new ProviderPages(served, newSessions, address).add(config.routes);
    new PasskeyPages(served, newSessions, address).add(config.routes);
    new ViewingPages(served, access).add(config.routes);
    Confirming confirming = new Confirming(served);
    MessageBytes messages = new MessageBytes(served, access, confirming);
    new ConfirmationPages(served, confirming, messages).add(config.routes);
    new ConfirmationsApi(served, confirming, messages).add(config.routes);
    MessageTexts texts = new MessageTexts(served, messages);
    texts.add(config.routes);
    new MessagePages(served, access, messages, texts).add(config.routes);
    new MessagesApi(served).add(config.routes);
    new PeoplePages(served, address).add(config.routes);
    new AuditPages(served).add(config.routes);
    new WitnessApi(served.audited().witness()).add(config.routes);
    new Resources().add(config.routes);
  }

  /** The word that stands in a redirect's body is text of a known charset. */
  private static void nameRedirectsText(Context context) {
    if (context.statusCode() / 100 == 3) {
      context.contentType("text/plain; charset=utf-8");
    }
  }

  /** What a killed process left of its uploads. */
  private static void empty(Path uploads) {
    try {
      Files.createDirectories(uploads);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(uploads)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "the folder for uploads %s cannot be used: %s".formatted(uploads, e), e);
    }
  }

  /** Where it is served, without a path. */
  public URI url() {
    return settings.listening(javalin.port());
  }

  /** The certificate it shows, when it speaks TLS itself. */
  public Optional<ServedCertificate> certificate() {
    return certificate;
  }

  /**
   * Method and path of every route, for comparison with the API's description; without HEAD, which
   * goes wherever GET does.
   */
  List<String> routes() {
    return routes(javalin);
  }

  private static List<String> routes(Javalin javalin) {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(each -> each.endpoint)
        .filter(each -> each.method.isHttpMethod() && !each.method.equals(HandlerType.HEAD))
        .map(each -> each.method + " " + each.path)
        .toList();
  }

  /** Stops serving after the requests that are running. */
  @Override
  public void close() {
    javalin.stop();
  }
}
