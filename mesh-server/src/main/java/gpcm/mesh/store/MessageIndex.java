package gpcm.mesh.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What is in the store and where. One thread applies changes (the journal's, or the one that
 * recovers); any thread reads. Applying the same changes in the same order gives the same index.
 */
final class MessageIndex {
  private final Map<String, Held> messages = new ConcurrentHashMap<>();
  private final Map<String, NavigableMap<Long, String>> inboxes = new ConcurrentHashMap<>();
  private final Map<String, NavigableMap<Long, String>> received = new ConcurrentHashMap<>();
  private final Map<String, NavigableMap<Long, String>> sent = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> localIds = new ConcurrentHashMap<>();
  private final Set<String> routing = new ConcurrentSkipListSet<>();
  private final Map<String, SortedMap<Integer, BodyLocation>> early = new HashMap<>();
  private final boolean acceptIncomplete;
  private long lastSequence;

  /**
   * An empty index.
   *
   * @param acceptIncomplete whether the arrival of the last chunk completes a message even if
   *     others are missing, as in the public sandbox
   */
  MessageIndex(boolean acceptIncomplete) {
    this.acceptIncomplete = acceptIncomplete;
  }

  Optional<Held> find(String id) {
    return Optional.ofNullable(messages.get(id));
  }

  Collection<Held> all() {
    return messages.values();
  }

  NavigableMap<Long, String> inbox(String mailbox) {
    return inboxes.getOrDefault(mailbox, new TreeMap<>());
  }

  NavigableMap<Long, String> received(String mailbox) {
    return received.getOrDefault(mailbox, new TreeMap<>());
  }

  NavigableMap<Long, String> sent(String mailbox) {
    return sent.getOrDefault(mailbox, new TreeMap<>());
  }

  List<Held> byLocalId(String sender, String localId) {
    return localIds.getOrDefault(localKey(sender, localId), Set.of()).stream()
        .map(messages::get)
        .filter(held -> held != null)
        .toList();
  }

  Set<String> routing() {
    return routing;
  }

  void apply(Change change, BodyLocation body) {
    switch (change) {
      case Change.Created(StoredMessage message) ->
          put(new Held(message, ++lastSequence, body.segment(), new TreeMap<>()));
      case Change.Snapshot(StoredMessage message, long sequence) ->
          restore(message, sequence, body.segment());
      case Change.ChunkAdded chunk -> addChunk(chunk, body);
      case Change.Acknowledged(String id, long at) ->
          find(id)
              .filter(held -> held.message().status() == MessageStatus.ACCEPTED)
              .ifPresent(
                  held ->
                      put(held.with(held.message().withStatus(MessageStatus.ACKNOWLEDGED, at))));
      case Change.Routed(String id, String recipient, long at) ->
          find(id)
              .filter(held -> held.message().status() == MessageStatus.ROUTING)
              .ifPresent(
                  held ->
                      put(
                          held.with(
                              held.message()
                                  .withRecipient(recipient)
                                  .withStatus(MessageStatus.ACCEPTED, at))));
      case Change.Failed failed ->
          find(failed.id())
              .filter(held -> held.message().status().open())
              .ifPresent(held -> fail(held, failed, body.segment()));
      case Change.Expired(String id, long at, DeliveryFailure failure) ->
          find(id)
              .filter(held -> held.message().status() == MessageStatus.ACCEPTED)
              .ifPresent(
                  held ->
                      put(
                          held.with(
                              held.message()
                                  .withFailure(MessageStatus.UNDELIVERABLE, at, failure, ""))));
      case Change.Forced forced ->
          find(forced.id())
              .ifPresent(
                  held ->
                      put(
                          held.with(
                              held.message()
                                  .withFailure(
                                      forced.status(),
                                      forced.at(),
                                      forced.failure(),
                                      forced.linked()))));
      case Change.Removed(String id) -> remove(id);
    }
  }

  private void fail(Held held, Change.Failed failed, long segment) {
    put(
        held.with(
            held.message()
                .withFailure(
                    failed.status(), failed.at(), failed.failure(), failed.report().id())));
    put(new Held(failed.report(), ++lastSequence, segment, new TreeMap<>()));
  }

  private void addChunk(Change.ChunkAdded chunk, BodyLocation body) {
    Held before = messages.get(chunk.id());
    if (before == null) {
      // At recovery: the message's beginning was rewritten further on, its other chunks stayed
      // where they are.
      early
          .computeIfAbsent(chunk.id(), id -> new TreeMap<>())
          .put(chunk.number(), location(chunk, body));
      return;
    }
    Held held = before.with(chunk.number(), location(chunk, body));
    boolean whole =
        acceptIncomplete ? chunk.number() == held.message().body().totalChunks() : held.complete();
    if (held.message().status() == MessageStatus.UPLOADING && whole) {
      boolean patient = held.message().parties().recipient().startsWith("GPPROVIDER_");
      MessageStatus next = patient ? MessageStatus.ROUTING : MessageStatus.ACCEPTED;
      held = held.with(held.message().withStatus(next, chunk.at()));
    }
    put(held);
  }

  private static BodyLocation location(Change.ChunkAdded chunk, BodyLocation body) {
    return chunk.file().isEmpty() ? body : new BodyLocation(0, 0, chunk.file(), chunk.size());
  }

  private void restore(StoredMessage message, long sequence, long segment) {
    Held before = messages.get(message.id());
    SortedMap<Integer, BodyLocation> chunks =
        before == null ? early.getOrDefault(message.id(), new TreeMap<>()) : before.chunks();
    early.remove(message.id());
    put(new Held(message, sequence, segment, chunks));
    lastSequence = Math.max(lastSequence, sequence);
  }

  /** Called once all is recovered: chunks that no message claimed belong to purged ones. */
  void recovered() {
    early.clear();
  }

  private void put(Held held) {
    StoredMessage message = held.message();
    Held before = messages.put(message.id(), held);
    if (before != null
        && !before.message().parties().recipient().equals(message.parties().recipient())) {
      take(received, before.message().parties().recipient(), before.sequence());
      take(inboxes, before.message().parties().recipient(), before.sequence());
    }
    add(received, message.parties().recipient(), held);
    if (!message.report()) {
      add(sent, message.parties().sender(), held);
      if (!message.labels().localId().isEmpty()) {
        localIds
            .computeIfAbsent(
                localKey(message.parties().sender(), message.labels().localId()),
                key -> ConcurrentHashMap.newKeySet())
            .add(message.id());
      }
    }
    if (message.status() == MessageStatus.ACCEPTED) {
      add(inboxes, message.parties().recipient(), held);
    } else {
      take(inboxes, message.parties().recipient(), held.sequence());
    }
    if (message.status() == MessageStatus.ROUTING) {
      routing.add(message.id());
    } else {
      routing.remove(message.id());
    }
  }

  private void remove(String id) {
    Held held = messages.remove(id);
    if (held == null) {
      return;
    }
    StoredMessage message = held.message();
    take(received, message.parties().recipient(), held.sequence());
    take(inboxes, message.parties().recipient(), held.sequence());
    take(sent, message.parties().sender(), held.sequence());
    routing.remove(id);
    localIds.computeIfPresent(
        localKey(message.parties().sender(), message.labels().localId()),
        (key, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  private static void add(
      Map<String, NavigableMap<Long, String>> lists, String mailbox, Held held) {
    lists
        .computeIfAbsent(mailbox, key -> new ConcurrentSkipListMap<>())
        .put(held.sequence(), held.message().id());
  }

  private static void take(
      Map<String, NavigableMap<Long, String>> lists, String mailbox, long sequence) {
    NavigableMap<Long, String> list = lists.get(mailbox);
    if (list != null) {
      list.remove(sequence);
    }
  }

  private static String localKey(String sender, String localId) {
    return sender + "\n" + localId;
  }
}
