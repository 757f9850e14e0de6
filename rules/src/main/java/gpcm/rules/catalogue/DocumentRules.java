package gpcm.rules.catalogue;

import gpcm.message.CanonicalId;
import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Reference;

/**
 * The document bundle as a whole: its identity, how its parts hang together, and which parts belong
 * to which.
 */
final class DocumentRules {
  private static final String ANNOUNCED = "announced";

  /** What numbered requirements of no use case but Generic speak of. */
  private static final Set<String> GENERIC_ONLY =
      Set.of(
          "Medication",
          "MedicationRequest",
          "MedicationStatement",
          "Immunization",
          "Condition",
          "ProcedureRequest",
          "DiagnosticReport",
          "Specimen");

  private DocumentRules() {}

  static void add(PartRules document, PartRules anyResource) {
    identity(document);
    cardinalities(document);
    parts(document);
    SectionRules.add(document);
    anyResource
        .must("SD-017", "meta")
        .conditions(RuleLine.PRESENT, RuleLine.PROFILE)
        .by(
            "the profile of its type in the meta element of every resource",
            "Give each resource the meta.profile that the requirements name for its type",
            DocumentRules::profile);
    anyResource
        .must("SD-018", "id")
        .conditions(RuleLine.PRESENT)
        .by(
            "an id on every resource",
            "Give each resource an id of its own, a UUID",
            (s, n, r) -> BundleRules.requireId(n, r));
    anyResource
        .must("C-02", "subject")
        .conditions(RuleLine.REFERENCE, RuleLine.PATIENT)
        .by(
            "in an entry that the use case has no requirements for, a reference to the patient whom"
                + " the document is about",
            "Point it at the fullUrl of the document's Patient",
            DocumentRules::subject);
  }

  /** ITK3: the document bundle's profile and the identity of a document. */
  private static void identity(PartRules document) {
    document.must("SD-017", "meta/profile").present();
    document.must("SD-018", "id").present();
    document.must("C-02", "type").is("document");
    document.must("C-02", "identifier/value").present();
    document
        .should("C-02", "identifier/value")
        .conditions("the id")
        .by(
            "the id of the document bundle: ITK3 reads Bundle.id as the document's id, base FHIR"
                + " Bundle.identifier",
            "Give Bundle.id and Bundle.identifier.value of the document one new UUID",
            DocumentRules::oneId);
    BundleRules.nothingOfOtherBundles(document);
    document
        .should("C-02", "meta/lastUpdated")
        .conditions(RuleLine.PRESENT)
        .by(
            "the date of the document",
            "Put the time the document was assembled into the document bundle's meta.lastUpdated",
            (context, bundle, report) -> {
              if (!((Bundle) bundle.value()).getMeta().hasLastUpdated()) {
                report.broken(bundle.pathOf("meta.lastUpdated"), RuleLine.NOTHING);
              }
            });
    document
        .must("C-02", "entry/fullUrl")
        .conditions("resource", "fullUrl", "once")
        .by(
            "on every entry, urn:uuid: followed by the id of its resource, once in the document",
            "Give each entry a fullUrl of its own made of urn:uuid: and the resource's id",
            DocumentRules::fullUrls);
    BundleRules.smallLetters(document);
    holds(document, "SD-004 OC-016 GE-016", "Patient", "whom the document is about");
    holds(document, "SD-003 CS-032 OC-021 GE-021", "Organization", "the organisation that sends");
  }

  private static void oneId(MessageContext context, Element bundle, RuleCheck.Report report) {
    String id = ElementValues.id((Bundle) bundle.value());
    String value = ((Bundle) bundle.value()).getIdentifier().getValue();
    if (!id.isEmpty() && value != null && !CanonicalId.same(id, value)) {
      report.broken(bundle.pathOf("identifier.value"), value);
    }
  }

  private static void holds(PartRules document, String ids, String type, String who) {
    document
        .must(ids, "entry/resource(" + type + ")")
        .conditions(RuleLine.PRESENT)
        .by(
            "the " + type + ": " + who,
            "Put the " + type + " resource into the document",
            (context, bundle, report) -> {
              if (!context.holds(type)) {
                report.broken(bundle.pathOf("entry"), "no " + type + " resource");
              }
            });
  }

  /** The upper bounds of the tables of resources: one too many is worth telling, no more. */
  private static void cardinalities(PartRules document) {
    atMostOne(document, "SD-002 CS-017 OC-001 GE-001", "Composition");
    atMostOne(document, "SD-004 OC-016 GE-016", "Patient");
    atMostOne(document, "SD-003 CS-032 OC-021 GE-021", "Organization");
    atMostOne(document, "SD-005 CS-025 OC-009 GE-009", "Practitioner");
    atMostOne(document, "OC-009 GE-009", "RelatedPerson");
    atMostOne(document, "GE-009", "Device");
  }

  private static void atMostOne(PartRules document, String ids, String type) {
    document
        .should(ids, "entry/resource(" + type + ")")
        .conditions("at most one")
        .by(
            "at most one " + type,
            "Send one " + type + "; name the person or organisation in charge",
            (context, bundle, report) -> {
              int count = context.count(type);
              if (count > 1) {
                report.broken(bundle.pathOf("entry"), count + " " + type + " resources");
              }
            });
  }

  /**
   * A resource type that a document may hold is announced: by the Composition's encounter or by a
   * section entry.
   */
  private static void parts(PartRules document) {
    document
        .should("SD-006", "entry/resource(Encounter)")
        .conditions(ANNOUNCED, RuleLine.PROFILE)
        .by(
            "Composition.encounter references the Encounter when the document holds one",
            "Reference the Encounter from Composition.encounter",
            (context, bundle, report) -> {
              List<Element> encounters = context.all("Encounter");
              Optional<Element> composition = context.composition();
              if (composition.isEmpty() || encounters.isEmpty()) {
                return;
              }
              encounters.forEach(one -> Profiles.check(one, one, report.of(RuleLine.PROFILE)));
              if (composition.get().children("encounter").stream()
                  .allMatch(r -> context.target(r, Set.of("Encounter")).isEmpty())) {
                report.broken(composition.get().pathOf("encounter"), RuleLine.NOTHING);
              }
            });
    document
        .should("SD-007", "entry/resource(List)")
        .conditions(RuleLine.PRESENT, ANNOUNCED, RuleLine.PROFILE)
        .by(
            "a section entry that references a List when the document holds Observations",
            "Reference the List of the observations from a section",
            (context, bundle, report) -> {
              if (context.holds("Observation") && !context.holds("List")) {
                context
                    .composition()
                    .ifPresent(
                        composition ->
                            report.broken(
                                composition.pathOf("section"), "no entry that references a List"));
              }
              announced(context, "List", report);
            });
    announced(document, "SD-008", "Observation");
    announced(document, "SD-009", "Questionnaire");
    announced(document, "SD-010", "QuestionnaireResponse");
    announced(document, "SD-011", "ReferralRequest");
    announced(document, "SD-012", "DocumentReference");
    announced(document, "SD-013", "AllergyIntolerance");
    announced(document, "SD-014", "FamilyMemberHistory");
    announced(document, "SD-015", "Task");
    announced(document, "SD-016", "Consent");
    announced(document, "SD-037", "Location");
  }

  private static void announced(PartRules document, String id, String type) {
    document
        .should(id, "entry/resource(" + type + ")")
        .conditions(ANNOUNCED, RuleLine.PROFILE)
        .by(
            "a section entry that references the " + type + " when the document holds one",
            "Reference the " + type + " from a section",
            (context, bundle, report) -> announced(context, type, report));
  }

  private static void announced(MessageContext context, String type, RuleCheck.Report report) {
    if (!context.holds(type)) {
      return;
    }
    Set<Element> announced = announced(context);
    for (Element resource : context.all(type)) {
      Profiles.check(resource, resource, report.of(RuleLine.PROFILE));
      if (!announced.contains(resource)) {
        report.of(ANNOUNCED).broken(resource.path(), "no section entry that references it");
      }
    }
  }

  private static Set<Element> announced(MessageContext context) {
    Set<Element> announced = new HashSet<>();
    context.composition().stream()
        .flatMap(composition -> CompositionRules.ENTRIES.values(composition).stream())
        .forEach(entry -> announced.addAll(context.target(entry)));
    return announced;
  }

  /**
   * What another requirement names the profile of is left to that: the Composition and what it
   * refers to, who asks for a referral, and the types that a section announces.
   */
  private static void profile(MessageContext context, Element resource, RuleCheck.Report report) {
    List<String> claimed = Profiles.claimed(resource);
    if (claimed.isEmpty()) {
      report.broken(resource.pathOf("meta.profile"), RuleLine.NOTHING);
    } else if (!claimed.contains(Profiles.known(resource.type()).getFirst())
        && Profiles.namedNowhereElse(context, resource)) {
      Profiles.check(resource, resource, report.of(RuleLine.PROFILE));
    }
  }

  private static void subject(MessageContext context, Element resource, RuleCheck.Report report) {
    boolean named = Profiles.isNamed(resource.type());
    boolean none =
        switch (context.useCase()) {
          case CS, UNKNOWN -> true;
          case OC -> !named || GENERIC_ONLY.contains(resource.type());
          case GE -> !named;
        };
    if (none) {
      for (String element : List.of("subject", "patient", "for")) {
        for (Element reference : resource.children(element)) {
          // What no table names, as a Flag, may be about an organisation or a place.
          if (!resource.type().equals("Composition")
              && !resource.type().equals("RelatedPerson")
              && (named || mayBeAPatient(context, reference))) {
            Pointing.atPatient(context, reference, report);
          }
        }
      }
    }
  }

  private static boolean mayBeAPatient(MessageContext context, Element reference) {
    List<Element> targets = context.target(reference);
    return reference.value() instanceof Reference
        && (targets.isEmpty() || targets.stream().anyMatch(one -> one.type().equals("Patient")));
  }

  private static void fullUrls(MessageContext context, Element bundle, RuleCheck.Report report) {
    List<Bundle.BundleEntryComponent> entries = ((Bundle) bundle.value()).getEntry();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      Bundle.BundleEntryComponent entry = entries.get(i);
      String url = entry.getFullUrl();
      if (entry.getResource() == null) {
        report.of("resource").broken(bundle.pathOf("entry[" + i + "].resource"), RuleLine.NOTHING);
        continue;
      }
      if (!BundleRules.named(entry)) {
        report
            .of("fullUrl")
            .broken(
                bundle.pathOf("entry[" + i + "].fullUrl"), url == null ? RuleLine.NOTHING : url);
      }
      Integer before = url == null ? null : seen.putIfAbsent(CanonicalId.url(url), i);
      if (before != null) {
        boolean typesDiffer =
            !entries.get(before).getResource().fhirType().equals(entry.getResource().fhirType());
        String path = bundle.pathOf("entry[" + i + "].fullUrl");
        String found = "the fullUrl of entry " + before + " again";
        if (typesDiffer) {
          report.of("once").tolerable(SourceFinding.Kind.SHARED_FULL_URL, path, found);
        } else {
          report.of("once").broken(path, found);
        }
      }
    }
  }
}
