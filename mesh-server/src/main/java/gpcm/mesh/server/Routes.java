package gpcm.mesh.server;

import gpcm.mesh.store.MessageStore;

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
  private final OwnSite site;
  private final RouteTable table = new RouteTable();

  Routes(
      ServerSettings settings,
      MessageStore store,
      Registry registry,
      UsedTokens used,
      PracticeRouting routing,
      Expiry expiry,
      Gate gate) {
    this.gate = gate;
    site = new OwnSite(settings.host());
    authorizer = new Authorizer(registry, used, settings);
    outbox = new OutboxCalls(store, registry, settings, routing);
    inbox = new InboxCalls(store, settings);
    download = new DownloadCalls(store, settings);
    tracking = new TrackingCalls(store, registry, settings.mode());
    lookup = new LookupCalls(registry);
    rich = new RichCalls(store, registry, settings);
    admin = new AdminCalls(store, registry, gate, expiry, settings);
    page = new PageCalls(store, registry, settings);
  }

  private interface MailboxAnswer {
    Reply to(Call call, RegisteredMailbox mailbox);
  }

  private CallAnswering.Answer signed(MailboxAnswer answer) {
    return call -> {
      RegisteredMailbox mailbox =
          authorizer.check(call.header("authorization"), call.path("mailbox"));
      gate.count(mailbox);
      return answer.to(call, mailbox);
    };
  }

  private CallAnswering.Answer own(CallAnswering.Answer answer) {
    return call -> {
      site.check(call);
      return answer.to(call);
    };
  }

  private void addOwn(String verb, String path, CallAnswering.Answer answer) {
    table.add(verb, path, own(answer));
  }

  /** What answers every request. */
  CallAnswering answering() {
    String base = "/messageexchange";
    for (String path :
        new String[] {
          "/health", "/_status", "/_ping", "/healthcheck", base + "/_ping", base + "/deepping"
        }) {
      table.add("GET", path, handshake::health);
    }
    addAdmin("");
    addAdmin(base);
    table.add("GET", base + "/mailbox/{mailbox}", own(admin::mailbox));
    table.add("GET", "/", own(page::mailboxes));
    table.add("GET", "/mailboxes/{mailbox}", own(page::messages));
    table.add("GET", base + "/endpointlookup/{ods}/{workflow}", lookup::endpoint);
    table.add("GET", base + "/workflowsearch/{workflow}", lookup::workflow);
    String mailbox = base + "/{mailbox}";
    table.add("GET", mailbox, signed(handshake::handshake));
    table.add("POST", mailbox, signed(handshake::handshake));
    table.add("POST", mailbox + "/update", signed(handshake::update));
    table.add("GET", mailbox + "/count", signed(inbox::count));
    table.add("GET", mailbox + "/inbox", signed(inbox::list));
    table.add("GET", mailbox + "/inbox/rich", signed(rich::inbox));
    table.add("GET", mailbox + "/outbox/rich", signed(rich::outbox));
    table.add("HEAD", mailbox + "/inbox/{message}", signed(download::head));
    table.add("GET", mailbox + "/inbox/{message}", signed(download::first));
    table.add("GET", mailbox + "/inbox/{message}/{chunk}", signed(download::numbered));
    table.add("PUT", mailbox + "/inbox/{message}/status/acknowledged", signed(inbox::acknowledge));
    table.add("POST", mailbox + "/outbox", signed(outbox::send));
    table.add("GET", mailbox + "/outbox/tracking", signed(tracking::byMessageId));
    table.add("GET", mailbox + "/outbox/tracking/{local}", signed(tracking::byLocalId));
    table.add("POST", mailbox + "/outbox/{message}/{chunk}", signed(outbox::chunk));
    return new CallAnswering(table, gate);
  }

  /** The sandbox's admin calls stand with and without the prefix; ours follow it. */
  private void addAdmin(String base) {
    addOwn("DELETE", base + "/admin/reset", admin::reset);
    addOwn("DELETE", base + "/admin/reset/{mailbox}", admin::resetMailbox);
    addOwn("POST", base + "/admin/report", admin::report);
    addOwn("POST", base + "/admin/message/{message}/event", admin::event);
    addOwn("GET", base + "/admin/mailbox/{mailbox}", admin::mailbox);
    addOwn("GET", base + "/admin/message/{message}", admin::message);
    addOwn("POST", base + "/admin/mailbox", admin::addMailbox);
    addOwn("POST", base + "/admin/workflow", admin::addWorkflow);
    addOwn("POST", base + "/admin/patient", admin::addPatient);
    addOwn("POST", base + "/admin/fault", admin::addFault);
    addOwn("DELETE", base + "/admin/fault", admin::clearFaults);
    addOwn("POST", base + "/admin/expire", admin::expire);
  }
}
