package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.demographics.KeptLookUp;
import gpcm.node.sending.AnsweredBy;
import gpcm.node.sending.LookUpDecision;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.WhoHasIt;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

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

  /** Who was asked about a document's patient; for whoever may see the patient. */
  static ArrayNode lookUps(List<LookUpDecision> lookUps) {
    ArrayNode list = ApiJson.object().arrayNode();
    for (LookUpDecision each : lookUps) {
      KeptLookUp found = each.lookUp();
      ObjectNode json =
          list.addObject()
              .put("askedAt", found.askedAt().toString())
              .put("asked", found.asked())
              .put("attempts", found.attempts());
      ArrayNode outcomes = json.putArray("outcomes");
      found.outcomes().forEach(outcome -> outcomes.add(word(outcome.name())));
      json.put("words", found.said()).put("follows", word(found.treatment().name()));
      found.practice().ifPresent(practice -> put(json.putObject("practice"), practice));
      found.sendNumber().ifPresent(number -> json.put("sendNumber", number));
      json.put("decidedBy", each.decidedBy());
      each.person().ifPresent(event -> json.put("decision", TimelineWords.sentence(event)));
    }
    return list;
  }

  private static void put(ObjectNode json, KeptLookUp.Practice practice) {
    json.put("odsCode", practice.odsCode());
    practice.from().ifPresent(day -> json.put("from", day.toString()));
    practice.until().ifPresent(day -> json.put("until", day.toString()));
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
