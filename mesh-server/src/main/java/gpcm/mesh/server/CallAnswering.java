package gpcm.mesh.server;

import gpcm.mesh.store.MessageStoreException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a request leads to, good or bad, into an answer. Thread-safe. */
final class CallAnswering implements ServedConnection.RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CallAnswering.class);

  private final RouteTable routes;
  private final Gate gate;

  CallAnswering(RouteTable routes, Gate gate) {
    this.routes = routes;
    this.gate = gate;
  }

  /** What a handler does with a call. */
  interface Answer {
    Reply to(Call call) throws IOException;
  }

  @Override
  public void handle(Exchange exchange) throws HttpException, IOException {
    RequestHead head = exchange.head();
    switch (routes.find(head.verb(), head.segments())) {
      case RouteTable.Found.Call(Answer answer, Map<String, String> names) ->
          disturbed(exchange, answer, names);
      case RouteTable.Found.OtherVerb other ->
          write(Refusal.detail(405, "Method Not Allowed"), 1, exchange);
      case RouteTable.Found.Nothing nothing -> write(Refusal.detail(404, "Not Found"), 1, exchange);
    }
  }

  private void disturbed(Exchange exchange, Answer answer, Map<String, String> names)
      throws HttpException, IOException {
    Optional<InjectedFault> fault = gate.disturb(exchange.head());
    switch (fault.map(InjectedFault::kind).orElse(InjectedFault.Kind.DELAY)) {
      case ANSWER ->
          write(Refusal.of(fault.orElseThrow().status(), "A fault made on purpose"), 1, exchange);
      case DROP_BEFORE -> exchange.cut();
      case DROP_AFTER -> {
        carryOut(exchange, answer, names);
        exchange.cut();
      }
      case DELAY -> answer(exchange, answer, names);
    }
  }

  /** Does what is asked without a word about it. */
  private static void carryOut(Exchange exchange, Answer answer, Map<String, String> names)
      throws IOException {
    try {
      LOG.debug("Carried out with {} and cut", answer.to(new Call(exchange, names)).status());
    } catch (Refusal refusal) {
      LOG.debug("Refused with {} and cut", refusal.status());
    }
  }

  private static void answer(Exchange exchange, Answer answer, Map<String, String> names)
      throws HttpException, IOException {
    int version = 1;
    Reply reply;
    try {
      Call call = new Call(exchange, names);
      version = call.version();
      reply = answer.to(call);
    } catch (Refusal refusal) {
      reply = Replies.of(refusal, version);
    } catch (MessageStoreException e) {
      LOG.error("The message store failed: {}", e.getMessage());
      reply =
          Replies.of(
              Refusal.of(503, "The server can't store messages now; nothing was accepted"),
              version);
    } catch (RuntimeException fault) {
      // A fault of ours; the client learns no details.
      LOG.error("A MESH call failed", fault);
      reply = Replies.of(Refusal.plain(500), 1);
    }
    Replies.write(reply, exchange);
  }

  private static void write(Refusal refusal, int version, Exchange exchange)
      throws HttpException, IOException {
    Replies.write(Replies.of(refusal, version), exchange);
  }
}
