package gpcm.mesh.server;

import gpcm.mesh.store.Held;
import gpcm.mesh.store.MessageStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The undocumented lists with details: newest first, every state, the last 30 days unless told
 * otherwise.
 */
final class RichCalls {
  private final MessageStore store;
  private final Registry registry;
  private final InstantSource clock;
  private final Mode mode;

  RichCalls(MessageStore store, Registry registry, ServerSettings settings) {
    this.store = store;
    this.registry = registry;
    clock = settings.clock();
    mode = settings.mode();
  }

  Reply inbox(Call call, RegisteredMailbox mailbox) {
    int max = InboxCalls.max(call, 1, 2000, 100);
    return list(call, mailbox, store.received(mailbox.id()), max, false);
  }

  Reply outbox(Call call, RegisteredMailbox mailbox) {
    int max = Math.min(100, InboxCalls.max(call, 10, 5000, 100));
    return list(call, mailbox, store.sent(mailbox.id()), max, true);
  }

  private Reply list(
      Call call,
      RegisteredMailbox mailbox,
      NavigableMap<Long, String> ids,
      int max,
      boolean outbox) {
    long from =
        call.query("start_time")
            .map(RichCalls::millis)
            .orElse(clock.millis() - Duration.ofDays(30).toMillis());
    long before = InboxCalls.continueFrom(call).map(InboxCalls::sequence).orElse(Long.MAX_VALUE);
    List<Object> found = new ArrayList<>();
    long last = 0;
    boolean more = false;
    for (Map.Entry<Long, String> one : ids.headMap(before, false).descendingMap().entrySet()) {
      Optional<Held> held =
          store.find(one.getValue()).filter(message -> message.message().sentAt() > from);
      if (held.isEmpty()) {
        continue;
      }
      if (found.size() == max) {
        more = true;
        break;
      }
      found.add(MessageViews.rich(held.get(), registry, outbox, mode));
      last = one.getKey();
    }
    String start = URLEncoder.encode(MeshTime.iso(from), StandardCharsets.UTF_8);
    String self =
        "/messageexchange/%s/%s/rich?start_time=%s&max_results=%d"
            .formatted(mailbox.id(), outbox ? "outbox" : "inbox", start, max);
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", self);
    if (more) {
      links.put("next", self + "&continue_from=" + InboxCalls.token(last));
    }
    return Reply.v2(
        200,
        Reply.object("valid_at", MeshTime.iso(clock.millis()), "messages", found, "links", links));
  }

  private static long millis(String text) {
    try {
      return text.endsWith("Z") || text.matches(".*[+-][0-9]{2}:[0-9]{2}")
          ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      throw Refusal.invalid(
          "datetime_parsing", "query", "start_time", "Input should be an ISO date and time", text);
    }
  }
}
