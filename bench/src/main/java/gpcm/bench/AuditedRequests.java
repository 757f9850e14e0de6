package gpcm.bench;

import gpcm.exchange.Deadlines;
import gpcm.exchange.DocumentState;
import gpcm.exchange.Pace;
import gpcm.message.MessageReader;
import gpcm.message.Tolerances;
import gpcm.node.Node;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditSearch;
import gpcm.node.audit.EntryExport;
import gpcm.node.audit.PublicCheckpoint;
import gpcm.node.bulk.BulkActs;
import gpcm.node.checking.Checks;
import gpcm.node.coded.CodedWork;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LoadedSettings;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.confirming.Confirmations;
import gpcm.node.content.ContentStore;
import gpcm.node.desk.Desk;
import gpcm.node.desk.OwnNode;
import gpcm.node.desk.Services;
import gpcm.node.handover.HandOver;
import gpcm.node.journal.Alerts;
import gpcm.node.journal.Timeline;
import gpcm.node.ledger.Ledger;
import gpcm.node.notifying.AlertChannels;
import gpcm.node.people.Directory;
import gpcm.node.people.Extent;
import gpcm.node.people.NamedPeople;
import gpcm.node.people.PasswordRule;
import gpcm.node.people.Role;
import gpcm.node.receiving.Answers;
import gpcm.node.receiving.ReceivedDocuments;
import gpcm.node.receiving.Worklist;
import gpcm.node.reporting.Reports;
import gpcm.node.sending.Consultations;
import gpcm.node.sending.FollowUpList;
import gpcm.node.sending.SendingRules;
import gpcm.node.store.Database;
import gpcm.node.testing.LocalNetwork;
import gpcm.node.testing.TestNode;
import gpcm.node.traffic.Traffic;
import gpcm.node.viewing.Viewing;
import gpcm.node.viewing.ViewingLimits;
import gpcm.node.viewing.ViewingTickets;
import gpcm.node.web.Audited;
import gpcm.node.web.NodeStatus;
import gpcm.node.web.NodesView;
import gpcm.node.web.QueueStatus;
import gpcm.node.web.Served;
import gpcm.node.web.WaysIn;
import gpcm.node.web.WebServer;
import gpcm.node.working.Arrangements;
import gpcm.node.working.OpenCoded;
import gpcm.node.working.Teams;
import gpcm.node.working.WorkLists;
import gpcm.node.working.Working;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * What the entry of a view costs the request that shows a received document: the same page of the
 * same document, asked for in turns of two servers on one database. One writes its entries as a
 * node does, the other's are swallowed before they reach the database.
 */
final class AuditedRequests {
  private final Database database;
  private final AtomicInteger statements = new AtomicInteger();

  private AuditedRequests(Database database) {
    this.database = database;
  }

  /** Measures so many requests of each kind. */
  static ResultLine measure(int requests) throws IOException, InterruptedException {
    AtomicReference<NodeConfiguration> used = new AtomicReference<>();
    Path uploads = Files.createTempDirectory("audited-requests");
    try (LocalNetwork network =
        LocalNetwork.hubAndPractice()
            .configured(
                configuration -> {
                  used.set(configuration);
                  return configuration;
                })
            .start()) {
      TestNode practice = network.node(LocalNetwork.PRACTICE);
      UUID document = network.node(LocalNetwork.HUB).handIn(network.consultation());
      network.node(LocalNetwork.HUB).await(document, DocumentState.COMPLETED);
      String page = "/worklist/" + practice.worklist().getFirst().id();
      String cookie = practice.cookie(LocalNetwork.PRACTICE, Role.CLERK);
      NodeConfiguration configuration = used.get();
      try (Database database =
          Database.openBeside(configuration.database(), configuration.dataFolder())) {
        return new AuditedRequests(database)
            .measure(configuration, practice.node(), uploads, page, cookie, requests);
      }
    } finally {
      Files.deleteIfExists(uploads);
    }
  }

  private ResultLine measure(
      NodeConfiguration configuration,
      Node node,
      Path uploads,
      String page,
      String cookie,
      int requests)
      throws IOException, InterruptedException {
    count(database.jdbi());
    count(database.unflushed());
    String practice = LocalNetwork.PRACTICE.ods().value();
    try (Viewing viewing =
            new Viewing(new ContentStore(database.jdbi()), ViewingLimits.standard());
        WebServer with =
            server(served(configuration, node, viewing, database.jdbi(), practice), uploads);
        WebServer without =
            server(
                served(configuration, node, viewing, SwallowedEntries.of(database), practice),
                uploads);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest audited = request(with.url().resolve(page), cookie);
      HttpRequest silent = request(without.url().resolve(page), cookie);
      long before = entries();
      // First so that everything is compiled, then to be counted.
      turns(client, audited, silent, Math.max(1, requests / 2));
      double[][] millis = turns(client, audited, silent, requests);
      if (entries() - before != requests + Math.max(1, requests / 2)) {
        throw new IllegalStateException("one server wrote too few entries, or the other some");
      }
      int added = statements(client, audited) - statements(client, silent);
      double median = median(millis[0]);
      double bare = median(millis[1]);
      System.out.printf(
          "GET /worklist/{id}: its entry adds %d statement and %.3f ms (%.3f ms without, %.3f ms"
              + " with)%n",
          added, median - bare, bare, median);
      return ResultLine.part()
          .with("requests", requests)
          .with("statementsAdded", added)
          .with("millisAdded", median - bare)
          .with("millisWithout", bare)
          .with("millisWith", median);
    }
  }

  private void count(Jdbi jdbi) {
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            statements.incrementAndGet();
          }
        });
  }

  private Served served(
      NodeConfiguration configuration, Node node, Viewing viewing, Jdbi audit, String practice) {
    InstantSource clock = InstantSource.system();
    Duration hour = Duration.ofHours(1);
    ContentStore content = new ContentStore(database.jdbi());
    Ledger ledger = new Ledger(database, content, clock, Pace.each(hour), "bench");
    AuditLog log = new AuditLog(audit, clock, "bench", "bench");
    AuditSearch search = new AuditSearch(database.jdbi(), log);
    Directory directory =
        Directory.of(
            database.jdbi(), database.unflushed(), clock, PasswordRule.usual(), NamedPeople.NOBODY);
    Worklist worklist = new Worklist(database, new Timeline(database.unflushed()));
    return new Served(
        node.outbox(),
        new BulkActs(database.jdbi(), clock, node.outbox().lists(), () -> {}),
        new Consultations(ledger, node.outbox()),
        new FollowUpList(ledger),
        new SendingRules(database.jdbi(), clock, Deadlines.usual()),
        worklist,
        new ReceivedDocuments(ledger, new MessageReader()),
        new Working(database.jdbi(), clock, OpenCoded.NONE),
        new WorkLists(database.unflushed(), clock),
        new Teams(database.jdbi(), clock),
        Arrangements.of(database.jdbi(), clock, directory.sessions()),
        CodedWork.open(database, configuration.coded(), clock),
        new HandOver(database.jdbi(), clock, worklist, Map.of()),
        new Answers(ledger),
        node.decisions(),
        node.escalations(),
        node.providers(),
        new Alerts(database.jdbi(), clock),
        new AlertChannels(database.jdbi(), clock, Set.of()),
        content,
        viewing,
        new ViewingTickets(database.unflushed(), clock),
        new Nobody(),
        new Desk(
            ledger,
            log,
            new OwnNode(
                "bench",
                "bench",
                "bench",
                Optional.empty(),
                Set.of(),
                Map::of,
                Services.none(database.unflushed()),
                List.of(),
                new LoadedSettings(List.of()),
                new Checks(database.unflushed(), clock, "bench", List.of()))),
        new Reports(database.unflushed()),
        new Traffic(
            database.unflushed(),
            content,
            new Timeline(database.unflushed()),
            RuleCatalogue.rules(Tolerances.NONE)),
        Optional::empty,
        extent -> "",
        directory,
        new Confirmations(database.jdbi(), clock, directory.sessions()),
        new Audited(
            log,
            search,
            new EntryExport(search),
            new PublicCheckpoint(database.jdbi()),
            Optional.empty(),
            List.of(practice)),
        WaysIn.of(configuration, database.jdbi(), clock),
        ledger.callers(),
        clock);
  }

  private static WebServer server(Served served, Path uploads) {
    LimitSettings.Rate plenty = new LimitSettings.Rate(1_000_000, Duration.ofSeconds(1));
    return WebServer.start(
        HttpSettings.defaults().onPort(0).with(new LimitSettings(plenty, plenty, plenty)),
        served,
        uploads);
  }

  private static HttpRequest request(URI page, String cookie) {
    return HttpRequest.newBuilder(page).header("Cookie", cookie).build();
  }

  /** The milliseconds of each request: the first kind's, and the second's. */
  private static double[][] turns(
      HttpClient client, HttpRequest audited, HttpRequest silent, int requests)
      throws IOException, InterruptedException {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      // Neither is always the one that comes after the other.
      if (i % 2 == 0) {
        with.add(millis(client, audited));
        without.add(millis(client, silent));
      } else {
        without.add(millis(client, silent));
        with.add(millis(client, audited));
      }
    }
    return new double[][] {
      with.stream().mapToDouble(Double::doubleValue).toArray(),
      without.stream().mapToDouble(Double::doubleValue).toArray()
    };
  }

  private static double millis(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    double millis = (System.nanoTime() - start) / 1e6;
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(request.uri() + " was answered " + answer.statusCode());
    }
    return millis;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private int statements(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    int before = statements.get();
    millis(client, request);
    return statements.get() - before;
  }

  private long entries() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select count(*) from audit_entry where action = 'document-opened'")
                    .mapTo(Long.class)
                    .one());
  }

  /** The page of a document shows no nodes. */
  private static final class Nobody implements NodesView {
    @Override
    public List<NodeStatus> nodes(Extent extent) {
      return List.of();
    }

    @Override
    public QueueStatus queues(Extent extent) {
      return new QueueStatus(List.of(), List.of());
    }
  }
}
