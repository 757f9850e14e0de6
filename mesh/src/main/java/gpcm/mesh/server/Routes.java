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

  Routes(ServerSettings settings, MessageStore store, Registry registry, Routing routing) {
    authorizer = new Authorizer(registry, settings);
    outbox = new OutboxCalls(store, registry, settings, routing);
    inbox = new InboxCalls(store, settings);
    download = new DownloadCalls(store, settings);
    tracking = new TrackingCalls(store, registry);
    lookup = new LookupCalls(registry);
  }

  private interface MailboxAnswer {
    Reply to(Call call, Mailbox mailbox);
  }

  private Handler signed(MailboxAnswer answer) {
    return Answering.handler(
        call ->
            answer.to(call, authorizer.check(call.header("Authorization"), call.path("mailbox"))));
  }

  private static Handler open(Answering.Answer answer) {
    return Answering.handler(answer);
  }

  void add(RoutesConfig routes) {
    String base = "/messageexchange";
    for (String path :
        new String[] {
          "/health", "/_status", "/_ping", "/healthcheck", base + "/_ping", base + "/deepping"
        }) {
      routes.get(path, open(handshake::health));
    }
    routes.get(base + "/endpointlookup/{ods}/{workflow}", open(lookup::endpoint));
    routes.get(base + "/workflowsearch/{workflow}", open(lookup::workflow));
    String mailbox = base + "/{mailbox}";
    routes.get(mailbox, signed(handshake::handshake));
    routes.post(mailbox, signed(handshake::handshake));
    routes.post(mailbox + "/update", signed(handshake::update));
    routes.get(mailbox + "/count", signed(inbox::count));
    routes.get(mailbox + "/inbox", signed(inbox::list));
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
}
