package gpcm.node.submitting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.submitting.Arrival.Whole;
import gpcm.node.submitting.SubmissionFolder.Lying;
import gpcm.node.submitting.SubmissionFolder.Seen;
import gpcm.node.submitting.SubmissionFolder.Taken;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through an organisation's sending folder, one node at a time. What concerns one
 * consultation is taken in the order in which it was written; what waits holds up no other. Belongs
 * to one lane.
 */
final class FolderWork {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWork.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TOGETHER = 50;

  private final Ledger ledger;
  private final String organisation;
  private final SubmissionFolder folder;
  private final SoleWork sole;
  private final TakingIn takingIn;
  private final BooleanSupplier mayWork;
  private final int mostJson;
  private final Arrival arrival;
  private final Standing trouble;
  private final FolderTroubles troubles;

  FolderWork(
      Ledger ledger,
      String organisation,
      SubmissionFolder folder,
      TakingIn takingIn,
      BooleanSupplier mayWork,
      int mostJson) {
    this.ledger = ledger;
    this.organisation = organisation;
    this.folder = folder;
    this.sole =
        new SoleWork(ledger.database().jdbi(), ledger.node(), "sending-folder", organisation);
    this.takingIn = takingIn;
    this.mayWork = mayWork;
    this.mostJson = mostJson;
    this.arrival = new Arrival(folder, mostJson);
    this.troubles = new FolderTroubles(ledger, organisation);
    this.trouble = new Standing(ledger, organisation, "sending-folder/" + organisation);
  }

  /** Takes what is whole; true when there may be more. */
  boolean round() {
    if (!mayWork.getAsBoolean() || !sole.isOurs()) {
      return false;
    }
    try {
      folder.prepare();
      boolean more = work();
      trouble.over();
      return more;
    } catch (IOException e) {
      String why = Outages.cause(e);
      trouble.is(
          "The sending folder cannot be read or written",
          "What clinical systems put there is not taken in: " + why + ".",
          "Show this to the people who run this node. What lies there is taken in as soon as the"
              + " folder can be read and written again.");
      sole.giveBack();
      throw new IllegalStateException(why, e);
    }
  }

  private boolean work() throws IOException {
    Instant now = ledger.clock().instant();
    Turn turn = new Turn();
    List<Taken> begun = folder.begun();
    for (Taken each : begun) {
      finish(each, turn);
    }
    troubles.notDone(begun, folder::isBegun, turn.why, now);
    Lying lying = folder.waiting();
    List<Whole> whole = arrival.whole(lying.oldest(), turn.waiting, now, TOGETHER);
    troubles.lying(lying.all(), arrival.stays(now), arrival.unreadable(now));
    int taken = 0;
    for (Whole each : whole) {
      if (each.encounter().filter(turn.waiting::contains).isEmpty()) {
        taken += take(each, turn, now) ? 1 : 0;
      }
    }
    return taken == TOGETHER;
  }

  private boolean take(Whole whole, Turn turn, Instant now) throws IOException {
    Optional<Taken> taken;
    try {
      taken = folder.take(whole.json(), whole.beside(), now);
    } catch (IOException e) {
      folder.prepare();
      LOG.warn("a file of the sending folder cannot be taken: {}", Outages.cause(e));
      whole.encounter().ifPresent(turn.waiting::add);
      return false;
    }
    if (taken.isPresent()) {
      finish(taken.get(), turn);
    }
    return taken.isPresent();
  }

  /** What has come to nothing in this round, and may in the next one. */
  private static final class Turn {
    private static final int MOST = 3;

    private final Set<String> waiting = new HashSet<>();
    private final Map<String, String> why = new HashMap<>();
    private int outages;

    void failed(Taken taken, String encounter, Exception e) {
      waiting.add(encounter);
      failed(taken, e);
    }

    void failed(Taken taken, Exception e) {
      why.put(taken.id(), Outages.cause(e));
      LOG.atWarn().addKeyValue("taken", taken.id()).log("it waits: {}", Outages.cause(e));
      LOG.debug("the cause", e);
    }

    // Without a database, not everything is tried.
    void stopWithout(RuntimeException e) {
      if (Outages.isOutage(e)) {
        outages++;
        if (outages == MOST) {
          throw e;
        }
      }
    }
  }

  private void finish(Taken taken, Turn turn) throws IOException {
    try {
      handIn(taken, turn);
    } catch (IOException e) {
      // Another node that took this one for dead may have done with it.
      if (folder.isBegun(taken)) {
        folder.prepare();
        turn.failed(taken, e);
      }
    }
  }

  private void handIn(Taken taken, Turn turn) throws IOException {
    byte[] json;
    Told told;
    try {
      json = bytes(taken);
      told = read(json);
    } catch (RefusedSubmission e) {
      refuse(taken, e);
      return;
    }
    if (turn.waiting.contains(told.encounter())) {
      return;
    }
    try {
      ObjectNode receipt = takingIn.of(taken, told, json);
      folder.answer(taken, "receipt", "refusal", bytes(answer(taken, receipt)));
      folder.finish(taken, "done");
    } catch (RefusedSubmission e) {
      refuse(taken, e);
    } catch (IOException e) {
      turn.waiting.add(told.encounter());
      throw e;
    } catch (RuntimeException e) {
      turn.failed(taken, told.encounter(), e);
      turn.stopWithout(e);
    }
  }

  private byte[] bytes(Taken taken) throws IOException, RefusedSubmission {
    if (folder.isBegun(taken) && !SubmissionFolder.isFile(taken.json())) {
      throw new RefusedSubmission("", "is no file", "Put the file itself there, and no link");
    }
    return SubmissionFolder.read(taken.json(), mostJson);
  }

  private Told read(byte[] json) throws RefusedSubmission {
    if (json.length > mostJson) {
      throw new RefusedSubmission(
          "", "is larger than http.max-json-size allows", "Send large files beside it");
    }
    return Told.read(json);
  }

  // With all that belongs to it: nothing of it may go with another one of that name.
  private void refuse(Taken taken, RefusedSubmission refused) throws IOException {
    for (Seen each : folder.beside(taken)) {
      if (folder.fetch(taken, each.name()).isEmpty()) {
        LOG.atInfo().addKeyValue("taken", taken.id()).log("a file beside it is another's by now");
      }
    }
    ObjectNode refusal = JsonNodeFactory.instance.objectNode();
    ArrayNode problems = refusal.putArray("problems");
    refused
        .all()
        .forEach(
            each ->
                problems
                    .addObject()
                    .put("field", each.field())
                    .put("detail", each.rule())
                    .put("whatToDo", each.whatToDo()));
    ledger.tell(
        organisation,
        new AlertText(
            "sending-folder-refused/" + taken.id(),
            "A file of the sending folder was refused",
            "It tells of a consultation of which nothing is sent because of that: %s. It lies in the folder refused, as %s."
                .formatted(refused.getMessage(), taken.id()),
            "Let the people of the clinical system mend it and put it into the folder again; its"
                + " refusal in the folder out says all that is wrong."));
    folder.answer(taken, "refusal", "receipt", bytes(answer(taken, refusal)));
    folder.finish(taken, "refused");
  }

  private static ObjectNode answer(Taken taken, ObjectNode said) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("file", taken.name() + ".json");
    answer.put("taken", taken.id());
    answer.setAll(said);
    return answer;
  }

  private static byte[] bytes(ObjectNode json) throws IOException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }
}
