package gpcm.exchange;

import gpcm.exchange.Payload.Envelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MESH as the machines meet it: it may lose a message, report it, hand it out late, in another
 * order or again, and refuse a mailbox for a while.
 */
final class ModelledMesh {
  private final Chance chance;
  private final Map<String, List<Envelope>> inboxes = new HashMap<>();
  private final Map<String, Integer> copies = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private int taken;

  ModelledMesh(Chance chance) {
    this.chance = chance;
  }

  /** Takes a message, and says under which id. */
  String take(String from, String to, String workflow, Payload payload) {
    String id = "M" + ++taken;
    Envelope envelope = new Envelope(id, from, to, workflow, payload);
    if (payload instanceof Payload.Letter letter) {
      copies.merge(from + "/" + letter.messageId(), 1, Integer::sum);
    }
    if (chance.fails(4)) {
      chance.note(() -> "MESH takes " + envelope + " and loses it");
    } else if (chance.fails(4)) {
      chance.note(() -> "MESH takes " + envelope + " and finds nobody for it");
      report(envelope, "EPL-151");
    } else {
      chance.note(() -> "MESH takes " + envelope);
      inbox(to).add(envelope);
    }
    return id;
  }

  private void report(Envelope about, String code) {
    reportOnce(about, code);
    if (chance.fails(10)) {
      reportOnce(about, code);
    }
  }

  private void reportOnce(Envelope about, String code) {
    Envelope report =
        new Envelope(
            "R" + ++taken,
            "",
            about.from(),
            about.workflow(),
            new Payload.Report(about.meshId(), code));
    inbox(about.from()).add(report);
  }

  List<Envelope> inbox(String mailbox) {
    return inboxes.computeIfAbsent(mailbox, name -> new ArrayList<>());
  }

  void acknowledge(Envelope envelope) {
    inbox(envelope.to()).remove(envelope);
  }

  /** Something that nobody collected, or whose acknowledgement was lost, is given up. */
  void giveUpOne(String mailbox) {
    List<Envelope> waiting = inbox(mailbox);
    if (!waiting.isEmpty()) {
      Envelope late = waiting.remove(chance.below(waiting.size()));
      chance.note(() -> "MESH gives up " + late);
      if (!(late.payload() instanceof Payload.Report)) {
        report(late, "14");
      }
    }
  }

  void refuse(String mailbox, boolean now) {
    if (now ? refused.add(mailbox) : refused.remove(mailbox)) {
      chance.note(() -> "MESH " + (now ? "refuses " : "serves again ") + mailbox);
    }
  }

  boolean refuses(String mailbox) {
    return refused.contains(mailbox);
  }

  /** How many copies of a message of its own a mailbox has handed in. */
  int copies(String from, String messageId) {
    return copies.getOrDefault(from + "/" + messageId, 0);
  }
}
