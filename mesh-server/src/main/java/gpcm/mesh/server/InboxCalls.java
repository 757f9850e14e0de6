package gpcm.mesh.server;

import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageStore;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Lists, counts and acknowledges what waits in a mailbox. */
final class InboxCalls {
  private static final int DEFAULT_MAX_RESULTS = 500;

  private final MessageStore store;
  private final Mode mode;
  private final InstantSource clock;

  InboxCalls(MessageStore store, ServerSettings settings) {
    this.store = store;
    mode = settings.mode();
    clock = settings.clock();
  }

  Reply list(Call call, RegisteredMailbox mailbox) {
    int max = max(call, 10, 5000, DEFAULT_MAX_RESULTS);
    Optional<String> from = continueFrom(call);
    String filter = length(call, "workflow_filter", 2, 255).orElse("");
    long after = from.map(value -> after(call, value)).orElse(0L);
    Predicate<String> wanted = WorkflowFilter.of(filter, mode);
    List<String> ids = new ArrayList<>();
    long last = 0;
    boolean more = false;
    for (Map.Entry<Long, String> waiting :
        store.inbox(mailbox.id()).tailMap(after, false).entrySet()) {
      Optional<Held> held =
          store
              .find(waiting.getValue())
              .filter(one -> wanted.test(one.message().labels().workflowId()));
      if (held.isEmpty()) {
        continue;
      }
      if (ids.size() == max) {
        more = true;
        break;
      }
      ids.add(waiting.getValue());
      last = waiting.getKey();
    }
    if (call.v1()) {
      return Reply.json(200, Reply.object("messages", ids));
    }
    Map<String, String> links = new LinkedHashMap<>();
    String self = link(mailbox, max, filter);
    links.put("self", self);
    if (more) {
      links.put("next", self + (self.contains("?") ? "&" : "?") + "continue_from=" + token(last));
    }
    int waiting = store.inbox(mailbox.id()).size();
    return Reply.v2(
        200, Reply.object("messages", ids, "links", links, "approx_inbox_count", waiting));
  }

  private static String link(RegisteredMailbox mailbox, int max, String filter) {
    List<String> query = new ArrayList<>();
    if (max != DEFAULT_MAX_RESULTS) {
      query.add("max_results=" + max);
    }
    if (!filter.isEmpty()) {
      query.add(
          "workflow_filter="
              + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("*", "%2A"));
    }
    String path = "/messageexchange/" + mailbox.id() + "/inbox";
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  /** An opaque token of at least 24 characters, as the query's own check demands. */
  static String token(long sequence) {
    return "%032x".formatted(sequence);
  }

  private long after(Call call, String continueFrom) {
    if (call.v1()) {
      return store.find(continueFrom).map(Held::sequence).orElse(0L);
    }
    return sequence(continueFrom);
  }

  /** The place that a token of ours stands for. */
  static long sequence(String token) {
    try {
      return new BigInteger(token, 16).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw Refusal.invalid(
          "value_error", "query", "continue_from", "Value isn't one that links.next gave", token);
    }
  }

  static Optional<String> continueFrom(Call call) {
    return length(call, "continue_from", 24, 1000);
  }

  static int max(Call call, int least, int most, int preset) {
    Optional<String> text = call.query("max_results");
    if (text.isEmpty()) {
      return preset;
    }
    int value = WholeNumber.of("query", "max_results", text.get().strip());
    if (value < least) {
      throw Refusal.tooSmall("query", "max_results", least, text.get());
    }
    if (value > most) {
      throw Refusal.tooLarge("query", "max_results", most, text.get());
    }
    return value;
  }

  private static Optional<String> length(Call call, String name, int least, int most) {
    Optional<String> value = call.query(name).filter(text -> !text.isEmpty());
    value
        .filter(text -> text.length() < least)
        .ifPresent(
            text -> {
              throw Refusal.tooShort("query", name, least, text);
            });
    value
        .filter(text -> text.length() > most)
        .ifPresent(
            text -> {
              throw Refusal.tooLong("query", name, most, text);
            });
    return value;
  }

  Reply count(Call call, RegisteredMailbox mailbox) {
    int count = store.inbox(mailbox.id()).size();
    return Reply.json(
        200,
        call.v1()
            ? Reply.object(
                "count", count, "internalID", token(clock.millis()), "allResultsIncluded", true)
            : Reply.object("count", count));
  }

  Reply acknowledge(Call call, RegisteredMailbox mailbox) {
    String id = call.id("message");
    Held held = store.find(id).orElseThrow(Refusal::noMessage);
    if (!held.message().parties().recipient().equals(mailbox.id())) {
      throw Refusal.forbidden();
    }
    if (store.inbox(mailbox.id()).containsKey(held.sequence())) {
      store.acknowledge(id, clock.millis());
    }
    return call.v1() ? Reply.json(200, Reply.object("messageId", id)) : Reply.empty(200);
  }
}
