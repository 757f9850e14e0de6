package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.Rule;
import java.util.HashSet;
import java.util.List;
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
    encounter.must("OC-034 GE-034", "type").snomed();
    encounter.must("OC-035 GE-035", "subject").references("Patient");
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
        .must("OC-040 GE-040", "entry/resource")
        .by(
            "a List when the document holds Observations",
            "Add a List of the observations",
            (context, bundle, report) -> {
              if (!context.all("Observation").isEmpty() && context.all("List").isEmpty()) {
                report.broken(bundle.pathOf("entry"), "Observations without a List");
              }
            });
    list.must("OC-041 GE-041", "status").is("current");
    list.must("OC-042 GE-042", "mode").is("snapshot");
    list.must("OC-043 GE-043", "title")
        .by(
            "the display of the List's code",
            "Set List.title to the display of List.code",
            (context, resource, report) -> {
              List<String> displays =
                  resource.children("code").stream()
                      .flatMap(code -> code.codings().stream())
                      .filter(Coding::hasDisplay)
                      .map(Coding::getDisplay)
                      .toList();
              List<Element> titles = resource.children("title");
              if (titles.isEmpty()) {
                report.broken(resource.pathOf("title"), RuleLine.NOTHING);
              } else if (!displays.isEmpty()
                  && !displays.contains(ElementValues.text(titles.getFirst()))) {
                report.broken(titles.getFirst().path(), ElementValues.text(titles.getFirst()));
              }
            });
    list.must("OC-044 GE-044", "code")
        .coded(NamingSystems.SNOMED, "826501000000100", "Miscellaneous record");
    list.must("OC-045 GE-045", "subject").references("Patient");
    document
        .must("OC-046 GE-046", "entry/resource")
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
    observation.must("OC-050 GE-050", "subject").references("Patient");
    observation.must("OC-051 GE-051", "issued").instant();
    observation.must("OC-052 GE-052", "performer").references("Patient");
    observation
        .should("OC-053 GE-053", "value")
        .when("there is no component", o -> o.children("component").isEmpty())
        .present();
    observation.should("OC-054 GE-054", "component.code").codedOrText();
  }
}
