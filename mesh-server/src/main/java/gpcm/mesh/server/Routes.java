package gpcm.mesh.server;

import gpcm.mesh.store.MessageStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Which call answers which path. */
final class Routes {
  private final Authorizer authorizer;
  private final HandshakeCalls handshake = new HandshakeCalls();
  private final OutboxCalls outbox;
  private final InboxCalls inbox;
  private final DownloadCalls download;
  private final TrackingCalls tracking;
  private final LookupCalls lookup;
  private final RichCalls rich;
  private final AdminCalls admin;
  private final PageCalls page;
  private final Gate gate;

  Routes(
      ServerSettings settings,
      MessageStore store,
      Registry registry,
      UsedTokens used,
      PracticeRouting routing,
      Expiry expiry,
      Gate gate) {
    this.gate = gate;
    authorizer = new Authorizer(registry, used, settings);
    outbox = new OutboxCalls(store, registry, settings, routing);
    inbox = new InboxCalls(store, settings);
    download = new DownloadCalls(store, settings);
    tracking = new TrackingCalls(store, registry, settings.mode());
    lookup = new LookupCalls(registry);
    rich = new RichCalls(store, registry, settings);
    admin = new AdminCalls(store, registry, gate, expiry, settings.clock());
    page = new PageCalls(store, registry, settings);
  }

  private interface MailboxAnswer {
    Reply to(Call call, RegisteredMailbox mailbox);
  }

  private Handler signed(MailboxAnswer answer) {
    return Answering.handler(
        gate,
        call -> {
          RegisteredMailbox mailbox =
              authorizer.check(call.header("Authorization"), call.path("mailbox"));
          gate.count(mailbox);
          return answer.to(call, mailbox);
        });
  }

  private Handler open(Answering.Answer answer) {
    return Answering.handler(gate, answer);
  }

  void add(RoutesConfig routes) {
    String base = "/messageexchange";
    for (String path :
        new String[] {
          "/health", "/_status", "/_ping", "/healthcheck", base + "/_ping", base + "/deepping"
        }) {
      routes.get(path, open(handshake::health));
    }
    addAdmin(routes, "");
    addAdmin(routes, base);
    routes.get(base + "/mailbox/{mailbox}", open(admin::mailbox));
    routes.get("/", open(page::mailboxes));
    routes.get("/mailboxes/{mailbox}", open(page::messages));
    routes.get(base + "/endpointlookup/{ods}/{workflow}", open(lookup::endpoint));
    routes.get(base + "/workflowsearch/{workflow}", open(lookup::workflow));
    String mailbox = base + "/{mailbox}";
    routes.get(mailbox, signed(handshake::handshake));
    routes.post(mailbox, signed(handshake::handshake));
    routes.post(mailbox + "/update", signed(handshake::update));
    routes.get(mailbox + "/count", signed(inbox::count));
    routes.get(mailbox + "/inbox", signed(inbox::list));
    routes.get(mailbox + "/inbox/rich", signed(rich::inbox));
    routes.get(mailbox + "/outbox/rich", signed(rich::outbox));
    routes.head(mailbox + "/inbox/{message}", signed(download::head));
    routes.get(mailbox + "/inbox/{message}", signed(download::first));
    routes.get(mailbox + "/inbox/{message}/{chunk}", signed(download::numbered));
    routes.put(mailbox + "/inbox/{message}/status/acknowledged", signed(inbox::acknowledge));
    routes.post(mailbox + "/outbox", signed(outbox::send));
    routes.get(mailbox + "/outbox/tracking", signed(tracking::byMessageId));
    routes.get(mailbox + "/outbox/tracking/{local}", signed(tracking::byLocalId));
    routes.post(mailbox + "/outbox/{message}/{chunk}", signed(outbox::chunk));
    routes.error(404, Answering::unknown);
    routes.error(405, Answering::unknown);
    routes.exception(Exception.class, Answering::failed);
  }

  /** The sandbox's admin calls stand with and without the prefix; ours follow it. */
  private void addAdmin(RoutesConfig routes, String base) {
    routes.delete(base + "/admin/reset", open(admin::reset));
    routes.delete(base + "/admin/reset/{mailbox}", open(admin::resetMailbox));
    routes.post(base + "/admin/report", open(admin::report));
    routes.post(base + "/admin/message/{message}/event", open(admin::event));
    routes.get(base + "/admin/mailbox/{mailbox}", open(admin::mailbox));
    routes.get(base + "/admin/message/{message}", open(admin::message));
    routes.post(base + "/admin/mailbox", open(admin::addMailbox));
    routes.post(base + "/admin/workflow", open(admin::addWorkflow));
    routes.post(base + "/admin/patient", open(admin::addPatient));
    routes.post(base + "/admin/fault", open(admin::addFault));
    routes.delete(base + "/admin/fault", open(admin::clearFaults));
    routes.post(base + "/admin/expire", open(admin::expire));
  }
}
