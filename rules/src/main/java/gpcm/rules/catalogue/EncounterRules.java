package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Coding;

/** Encounter, and the observations recorded in it with the List that holds them together. */
final class EncounterRules {
  private EncounterRules() {}

  static void add(List<Rule> rules, PartRules document) {
    encounter(PartRules.each(rules, "Encounter"));
    list(PartRules.each(rules, "List"), document);
    observation(PartRules.each(rules, "Observation"));
  }

  private static void encounter(PartRules encounter) {
    encounter.must("OC-033 GE-033", "status").is("finished");
    FutureDates.consultation(encounter);
    encounter
        .must("OC-034 GE-034", "type")
        .conditions(RuleLine.PRESENT, RuleLine.SYSTEM, RuleLine.CHECK_DIGIT)
        .by(
            "a SNOMED CT concept id with a right check digit, system "
                + NamingSystems.SNOMED
                + "; types in other words may stand beside it",
            "Code Encounter.type in SNOMED CT; send ids as text so that no digit is lost",
            EncounterRules::type);
    encounter.must("OC-035 GE-035", "subject").patient();
    encounter
        .should("OC-036 GE-036", "participant/individual")
        .referencesIfPresent("Practitioner", "RelatedPerson");
    encounter.should("OC-037 GE-037", "priority").coded();
    encounter.should("OC-038 GE-038", "period/start").present();
    encounter.should("OC-038 GE-038", "period/end").present();
    encounter.should("OC-039 GE-039", "serviceProvider").references("Organization");
  }

  private static void list(PartRules list, PartRules document) {
    document
        .must("OC-040 GE-040", "entry/resource(List)")
        .conditions(RuleLine.PRESENT)
        .by(
            "a List when the document holds Observations",
            "Add a List of the observations",
            (context, bundle, report) -> {
              if (context.holds("Observation") && !context.holds("List")) {
                report.broken(bundle.pathOf("entry"), "Observations without a List");
              }
            });
    list.must("OC-041 GE-041", "status").is("current");
    list.must("OC-042 GE-042", "mode").is("snapshot");
    list.must("OC-043 GE-043", "title")
        .conditions(RuleLine.PRESENT, "display of the code", "agrees")
        .by(
            "the display of the List's code",
            "Give List.code its display, and set List.title to it",
            EncounterRules::title);
    list.must("OC-044 GE-044", "code")
        .coded(NamingSystems.SNOMED, "826501000000100", "Miscellaneous record");
    list.must("OC-045 GE-045", "subject").patient();
    document
        .must("OC-046 GE-046", "List.entry.item")
        .conditions("each Observation")
        .by(
            "a List entry for each Observation of the document",
            "Add an entry.item for the Observation to the List",
            (context, bundle, report) -> {
              List<Element> lists = context.all("List");
              Set<Element> listed = new HashSet<>();
              lists.stream()
                  .flatMap(one -> ElementPath.of("entry/item").values(one).stream())
                  .forEach(item -> listed.addAll(context.target(item)));
              for (Element observation : context.all("Observation")) {
                if (!lists.isEmpty() && !listed.contains(observation)) {
                  report.broken(observation.path(), "no List entry that references it");
                }
              }
            });
  }

  private static void observation(PartRules observation) {
    observation.must("OC-047 GE-047", "status").is("preliminary", "final");
    observation.should("OC-048 GE-048", "category").codedOrText();
    observation.must("OC-049 GE-049", "code").coded();
    observation.must("OC-050 GE-050", "subject").patient();
    observation.must("OC-051 GE-051", "issued").instant();
    observation
        .must("OC-052 GE-052", "performer")
        .conditions(RuleLine.PRESENT, RuleLine.REFERENCE, RuleLine.PATIENT)
        .by(
            "a reference to the patient whom the document is about; others may stand beside it",
            "Point Observation.performer at the document's Patient",
            EncounterRules::enteredByPatient);
    observation
        .should("OC-053 GE-053", "value")
        .when("there is no component", o -> o.children("component").isEmpty())
        .present();
    observation.should("OC-054 GE-054", "component.code").codedOrText();
    observation
        .should("OC-054 GE-054", "component.value")
        .when("it gives no reason why not", c -> c.children("dataAbsentReason").isEmpty())
        .present();
  }

  private static void type(MessageContext context, Element encounter, RuleCheck.Report report) {
    List<Element> types = encounter.children("type");
    if (types.isEmpty()) {
      report.of(RuleLine.PRESENT).broken(encounter.pathOf("type"), RuleLine.NOTHING);
    } else if (types.stream().noneMatch(ElementValues::hasSnomed)) {
      report
          .of(RuleLine.SYSTEM)
          .broken(types.getFirst().path(), ElementValues.text(types.getFirst()));
    }
    for (Element type : types) {
      if (!ElementValues.snomedFits(type)) {
        report.of(RuleLine.CHECK_DIGIT).broken(type.path(), ElementValues.text(type));
      }
    }
  }

  private static void title(MessageContext context, Element list, RuleCheck.Report report) {
    List<Coding> codings =
        list.children("code").stream().flatMap(code -> code.codings().stream()).toList();
    // The code is one of SNOMED CT; where none is, another rule says so.
    boolean snomed =
        codings.stream().anyMatch(coding -> NamingSystems.SNOMED.equals(coding.getSystem()));
    List<String> displays =
        codings.stream()
            .filter(coding -> !snomed || NamingSystems.SNOMED.equals(coding.getSystem()))
            .filter(Coding::hasDisplay)
            .map(Coding::getDisplay)
            .toList();
    List<Element> titles = list.children("title");
    if (titles.isEmpty()) {
      report.of(RuleLine.PRESENT).broken(list.pathOf("title"), RuleLine.NOTHING);
    } else if (displays.isEmpty()) {
      report.of("display of the code").broken(list.pathOf("code.coding.display"), RuleLine.NOTHING);
    } else if (!displays.contains(ElementValues.text(titles.getFirst()))) {
      report.of("agrees").broken(titles.getFirst().path(), ElementValues.text(titles.getFirst()));
    }
  }

  private static void enteredByPatient(
      MessageContext context, Element observation, RuleCheck.Report report) {
    List<Element> performers = observation.children("performer");
    if (performers.isEmpty()) {
      report.of(RuleLine.PRESENT).broken(observation.pathOf("performer"), RuleLine.NOTHING);
      return;
    }
    Optional<Element> patient = context.patient();
    boolean dangles = false;
    for (Element performer : performers) {
      List<Element> targets = context.target(performer);
      if (patient.isPresent() && targets.contains(patient.get())) {
        return;
      }
      dangles |= targets.isEmpty();
    }
    report
        .of(dangles ? RuleLine.REFERENCE : RuleLine.PATIENT)
        .broken(
            performers.getFirst().path(),
            dangles ? "a reference to nothing in the document" : "no reference to the Patient");
  }
}
