package gpcm.node.submitting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.exchange.AlertText;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.Outages;
import gpcm.node.submitting.SubmissionFolder.Taken;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
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
  private static final Duration UNFINISHED = Duration.ofMinutes(15);

  private final Ledger ledger;
  private final String organisation;
  private final SubmissionFolder folder;
  private final SoleWork sole;
  private final TakingIn takingIn;
  private final BooleanSupplier mayWork;
  private final int mostJson;
  private final Arrival arrival;
  private final Standing trouble;
  private final Standing stays;

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
    this.trouble = new Standing(ledger, organisation, "sending-folder/" + organisation);
    this.stays = new Standing(ledger, organisation, "sending-folder-stays/" + organisation);
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
    Turn turn = new Turn(new HashSet<>());
    List<Taken> begun = folder.begun();
    tellOfWhatStays(arrival.stays(now), begun, now);
    for (Taken each : begun) {
      finish(each, turn);
    }
    List<String> whole = arrival.whole(folder.waiting(), turn.waiting, now, TOGETHER);
    for (String name : whole) {
      Optional<Taken> taken = folder.take(name, now);
      if (taken.isPresent()) {
        finish(taken.get(), turn);
      }
    }
    return whole.size() == TOGETHER;
  }

  /** What has come to nothing in this round, and may in the next one. */
  private static final class Turn {
    private static final int MOST = 3;

    private final Set<String> waiting;
    private int failures;

    Turn(Set<String> waiting) {
      this.waiting = waiting;
    }

    // Where nothing works, not everything is tried.
    void failed(String encounter, RuntimeException e) {
      waiting.add(encounter);
      failures++;
      if (failures == MOST) {
        throw e;
      }
    }
  }

  private void tellOfWhatStays(int unread, List<Taken> begun, Instant now) {
    long unfinished =
        begun.stream().filter(each -> each.since().plus(UNFINISHED).isBefore(now)).count();
    if (unread + unfinished == 0) {
      stays.over();
      return;
    }
    stays.is(
        "Files lie in the sending folder that are not taken in",
        "%d lie in its folder in, and belong to nothing that was taken in; %d were begun and are not done with."
            .formatted(unread, unfinished),
        "Look into the folder. Nobody sends what lies there: a file is taken in when it is named in"
            + " a consultation's JSON beside it, and that ends in .json. Take away what is not"
            + " needed. Of what was begun, the node's log says what it waits for.");
  }

  private void finish(Taken taken, Turn turn) throws IOException {
    try {
      byte[] json = bytes(taken);
      Told told = read(json);
      if (!turn.waiting.contains(told.encounter())) {
        take(taken, told, json, turn);
      }
    } catch (RefusedSubmission e) {
      refuse(taken, e);
    } catch (NoSuchFileException e) {
      // Another node that took this one for dead has done with it.
      if (folder.isBegun(taken)) {
        throw e;
      }
    }
  }

  private void take(Taken taken, Told told, byte[] json, Turn turn)
      throws IOException, RefusedSubmission {
    ObjectNode receipt;
    try {
      receipt = takingIn.of(taken, told, json, taken.since());
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("taken", taken.id()).log("it waits: {}", Outages.cause(e));
      LOG.debug("the cause", e);
      turn.failed(told.encounter(), e);
      return;
    }
    folder.answer(taken, "receipt", "refusal", bytes(answer(taken, receipt)));
    folder.finish(taken, "done");
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

  private void refuse(Taken taken, RefusedSubmission refused) throws IOException {
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
