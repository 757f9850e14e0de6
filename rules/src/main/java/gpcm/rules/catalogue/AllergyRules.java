package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.DateTimeType;

/** AllergyIntolerance and FamilyMemberHistory. */
final class AllergyRules {
  private static final ElementPath NOTES = ElementPath.of("note/text");
  private static final ElementPath END =
      ElementPath.of("extension(AllergyIntoleranceEnd)/extension(endDate)/value");
  private static final ElementPath REACTION_NOTES = ElementPath.of("reaction/note/text");

  private AllergyRules() {}

  static void add(List<Rule> rules) {
    allergy(PartRules.each(rules, "AllergyIntolerance"));
    familyHistory(PartRules.each(rules, "FamilyMemberHistory"));
  }

  private static void allergy(PartRules allergy) {
    allergy
        .should("OC-088 GE-088", "extension(encounter-associatedEncounter)/value")
        .references("Encounter");
    allergy
        .must("OC-089 GE-089", "extension(AllergyIntoleranceEnd)/extension(endDate)/value")
        .when("clinicalStatus is resolved", AllergyRules::resolved)
        .present();
    allergy
        .must("OC-090 GE-090", "extension(AllergyIntoleranceEnd).extension(reasonEnded)/value")
        .present();
    allergy.must("OC-091 GE-091", "clinicalStatus").is("active", "resolved");
    allergy
        .must("OC-091 GE-091", "clinicalStatus")
        .conditions(Creation.AGREES)
        .by(
            "resolved where the allergy has ended before the message was made",
            "Set clinicalStatus to resolved, or take away the end of an allergy that is active",
            AllergyRules::endedIsResolved);
    allergy.must("OC-092 GE-092", "verificationStatus").is("unconfirmed");
    // It may be left out where it is not known, which is worth telling staff.
    allergy.should("OC-093 GE-093", "type").is("allergy", "intolerance");
    allergy.must("OC-094 GE-094", "category").is("medication", "environment");
    allergy
        .should("OC-095 OC-096 GE-095 GE-096", "criticality")
        .is("low", "high", "unable-to-assess");
    allergy.must("OC-097 GE-097", "code").codedOrText();
    allergy.must("OC-098 GE-098", "patient").patient();
    allergy
        .should("OC-099 GE-099", "onset")
        .holds(
            "dateTime",
            "a date (and time)",
            "Give the onset as onsetDateTime",
            onset -> onset.value() instanceof DateTimeType);
    allergy.must("OC-100 GE-100", "assertedDate").present();
    allergy.must("OC-101 GE-101", "recorder").references("Practitioner", "Patient");
    allergy
        .should("OC-102 GE-102", "asserter")
        .references("Patient", "RelatedPerson", "Practitioner");
    allergy.should("OC-103 GE-103", "lastOccurrence").present();
    allergy.should("OC-104 GE-104", "note").present();
    allergy.must("OC-104 GE-104", "note.text").present();
    allergy
        .must("OC-104 GE-104", "reaction.note")
        .conditions("also in the note")
        .by(
            "every text about the allergy in its note",
            "Put what stands in reaction.note into AllergyIntolerance.note",
            AllergyRules::notes);
    allergy.should("OC-105 GE-105", "reaction.manifestation").coded();
    allergy
        .should("OC-106 GE-106", "reaction.description")
        .when(
            "its manifestation has no code",
            reaction ->
                reaction.children("manifestation").stream().noneMatch(ElementValues::hasCode))
        .present();
    allergy.should("OC-107 GE-107", "reaction.severity").is("mild", "moderate", "severe");
    allergy.should("OC-108 GE-108", "reaction.exposureRoute").snomed();
  }

  private static boolean resolved(Element allergy) {
    return allergy.children("clinicalStatus").stream()
        .anyMatch(status -> ElementValues.text(status).equals("resolved"));
  }

  private static void notes(MessageContext context, Element allergy, RuleCheck.Report report) {
    List<String> noted = NOTES.values(allergy).stream().map(ElementValues::whole).toList();
    for (Element text : REACTION_NOTES.values(allergy)) {
      String words = ElementValues.whole(text);
      if (noted.stream().noneMatch(note -> note.contains(words))) {
        report.broken(text.path(), "a text that the note does not have");
      }
    }
  }

  private static void endedIsResolved(
      MessageContext context, Element allergy, RuleCheck.Report report) {
    Optional<String> made = FutureDates.made(context).map(Instant::toString);
    boolean ended =
        END.values(allergy).stream()
            .map(ElementValues::whole)
            .anyMatch(end -> made.filter(now -> isBefore(end, now)).isPresent());
    if (ended) {
      for (Element status : allergy.children("clinicalStatus")) {
        if (ElementValues.text(status).equals("active")) {
          report.broken(status.path(), "active, of an allergy that has ended");
        }
      }
    }
  }

  /** As far as both say: of what ends in the month, or on the day, of the message nobody knows. */
  private static boolean isBefore(String end, String made) {
    int day = Math.min(end.length(), "yyyy-MM-dd".length());
    return day > 0 && end.substring(0, day).compareTo(made.substring(0, day)) < 0;
  }

  private static void familyHistory(PartRules history) {
    history
        .must("OC-109 GE-109", "status")
        .is("partial", "completed", "entered-in-error", "health-unknown");
    history.must("OC-110 GE-110", "patient").patient();
    history.must("OC-111 GE-111", "relationship").coded();
    history
        .should("OC-112 GE-112", "reasonReference")
        .profiled("QuestionnaireResponse", "Observation", "AllergyIntolerance");
    history.should("OC-113 GE-113", "note").present();
    history.should("OC-114 GE-114", "condition").present();
  }
}
