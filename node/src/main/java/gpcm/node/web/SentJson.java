package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.sending.AnsweredBy;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.WhoHasIt;
import java.time.Instant;
import java.util.List;

/** The API's JSON forms of sent documents in lists. See openapi.json. */
final class SentJson {
  private SentJson() {}

  /**
   * A document.
   *
   * @param names whether its patient and what it says are shown
   */
  static ObjectNode of(SentRow row, boolean names, Instant now) {
    ObjectNode json = ApiJson.document(row.document());
    if (!names) {
      // What went wrong is told in words that may name the patient too.
      json.remove(List.of("patient", "subject", "failure"));
    }
    if (!row.clinician().isEmpty()) {
      json.put("clinician", row.clinician());
    }
    WhoHasIt who = names ? row.whoHasIt(now) : row.whoHasItUnnamed(now);
    ObjectNode told = json.putObject("whoHasIt");
    told.put("label", who.label()).put("sentence", who.sentence());
    who.next().ifPresent(next -> told.put("next", next));
    row.owner().ifPresent(owner -> json.put("owner", owner.name()));
    row.alert().ifPresent(alert -> json.put("alert", alert));
    return json;
  }

  static ObjectNode of(AnsweredBy who) {
    ObjectNode json = ApiJson.object().put("mailbox", who.mailbox());
    who.odsCode().ifPresent(code -> json.put("odsCode", code));
    return json.put("differs", who.differs());
  }
}
