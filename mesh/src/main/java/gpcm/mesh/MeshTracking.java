package gpcm.mesh;

import java.util.Optional;

/** Asks what became of messages we sent. */
final class MeshTracking {
  private final MeshHttp http;

  MeshTracking(MeshHttp http) {
    this.http = http;
  }

  Optional<Tracking> byMessageId(String messageId) {
    String query = "?messageID=" + MeshClient.segment(messageId);
    try {
      return Optional.of(get(query));
    } catch (MeshRefused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  LocalIdTracking byLocalId(String localId) {
    try {
      return new LocalIdTracking.Found(get("/" + MeshClient.segment(localId)));
    } catch (MeshRefused e) {
      return switch (e.status()) {
        case 404 -> new LocalIdTracking.NotFound();
        case 300 -> new LocalIdTracking.Several();
        default -> throw e;
      };
    }
  }

  /**
   * Decides what an ambiguous send led to. Found is sent. Still not found after the pauses of the
   * retry policy is not sent: a server that has the whole body answers tracking by then. Anything
   * else stays ambiguous.
   */
  SentMessage settle(String localId, MeshHttp.Doubt doubt) {
    if (localId.isBlank()) {
      throw new MeshAmbiguous(
          localId,
          "The answer to a send was lost (%s) and the message has no local id of its own to track it by. Don't send it again before a person has checked with the recipient."
              .formatted(doubt.getMessage()),
          doubt);
    }
    MeshUnavailable notSent =
        new MeshUnavailable(
            "The answer to a send was lost (%s); tracking shows that message %s didn't arrive. It may be sent again."
                .formatted(doubt.getMessage(), Printable.of(localId)),
            doubt);
    try {
      for (int look = 1; look <= Math.max(1, http.retries().retries()); look++) {
        MeshHttp.pause(http.retries().pauseBefore(look), ambiguous(localId, doubt));
        switch (byLocalId(localId)) {
          case LocalIdTracking.Found(Tracking message) -> {
            return new SentMessage(message.messageId(), true);
          }
          case LocalIdTracking.Several() -> throw ambiguous(localId, doubt);
          case LocalIdTracking.NotFound() -> {}
        }
      }
    } catch (MeshRefused | MeshMailboxRefused | MeshUnavailable e) {
      MeshAmbiguous ambiguous = ambiguous(localId, doubt);
      ambiguous.addSuppressed(e);
      throw ambiguous;
    }
    throw notSent;
  }

  private static MeshAmbiguous ambiguous(String localId, MeshHttp.Doubt doubt) {
    return new MeshAmbiguous(
        localId,
        "The answer to the send of message %s was lost (%s) and tracking can't tell whether it arrived. Track it by its local id before sending it again."
            .formatted(Printable.of(localId), doubt.getMessage()),
        doubt);
  }

  private Tracking get(String rest) {
    String purpose = "track a message";
    String path =
        "/messageexchange/" + MeshClient.segment(http.mailbox()) + "/outbox/tracking" + rest;
    return MeshAnswers.tracking(
        MeshAnswers.json(
            purpose, http.repeatable(MeshRequest.get(purpose, MeshRequest.About.A_THING, path))));
  }
}
