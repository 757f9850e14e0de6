package gpcm.rules.catalogue;

import gpcm.message.CanonicalId;
import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import gpcm.rules.UseCaseKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * The document bundle as a whole: its identity, how its parts hang together, and which parts belong
 * to which.
 */
final class DocumentRules {
  private static final String ANNOUNCED = "announced";
  private static final Set<String> BINARY = Set.of("Binary");

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
    sections(document);
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

  /** Each document is a section of its own, and every entry leads somewhere. */
  private static void sections(PartRules document) {
    document
        .must("SD-019", "entry/resource(Binary)")
        .conditions("section of its own")
        .by(
            "a Composition.section of its own for each Binary of the document",
            "Give each Binary its own section whose entry references it",
            DocumentRules::ownSection);
    document
        .must("SD-020", "Composition.section.entry")
        .conditions(RuleLine.REFERENCE, "attachment", RuleLine.PROFILE)
        .by(
            "section entries that reference an attachment of the document, of profile "
                + Profiles.known("Binary").getFirst()
                + ", or a coded entry of a type that the tables of resources name",
            "Point each section entry at the fullUrl of an entry of the document",
            DocumentRules::entries);
    document
        .must("SD-021", "entry/resource(Binary)")
        .conditions("contentType", "content")
        .by(
            "a content type and base64 content in each Binary",
            "Give each Binary contentType and content, the content in base64",
            (context, bundle, report) -> {
              for (Element binary : context.all("Binary")) {
                if (!((Binary) binary.value()).hasContentType()) {
                  report.of("contentType").broken(binary.pathOf("contentType"), RuleLine.NOTHING);
                }
                if (!((Binary) binary.value()).hasContent()) {
                  report.of("content").broken(binary.pathOf("content"), RuleLine.NOTHING);
                }
              }
            });
  }

  private static void entries(MessageContext context, Element bundle, RuleCheck.Report report) {
    Optional<Element> composition = context.composition();
    if (composition.isEmpty()) {
      return; // the rule that asks for a Composition says so
    }
    // Of the main document these use cases have a requirement of their own.
    Set<Element> named =
        context.useCase() == UseCaseKey.OC || context.useCase() == UseCaseKey.GE
            ? CompositionRules.mainDocument(context, composition.get())
                .map(entry -> Set.copyOf(context.target(entry)))
                .orElse(Set.of())
            : Set.of();
    for (Element entry : CompositionRules.ENTRIES.values(composition.get())) {
      List<Element> target = context.target(entry);
      if (target.isEmpty()) {
        report
            .of(RuleLine.REFERENCE)
            .broken(entry.path(), "a reference to nothing in the document");
      }
      for (Element one : target) {
        if (!Profiles.standsInSections(one.type())) {
          report.of("attachment").broken(entry.path(), "a reference to a " + one.type());
        } else if (one.value() instanceof Binary && !named.contains(one)) {
          Profiles.check(one, entry, report.of(RuleLine.PROFILE));
        }
      }
    }
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

  private static void ownSection(MessageContext context, Element bundle, RuleCheck.Report report) {
    Optional<Element> composition = context.composition();
    if (composition.isEmpty()) {
      return; // the rule that asks for a Composition says so
    }
    Set<Element> alone = new HashSet<>();
    for (Element section : composition.get().children("section")) {
      List<Element> documents = new ArrayList<>(1);
      for (Element entry : section.children("entry")) {
        context.target(entry, BINARY).ifPresent(documents::add);
      }
      if (documents.size() == 1) {
        alone.add(documents.getFirst());
      }
    }
    for (Element binary : context.all("Binary")) {
      if (!alone.contains(binary)) {
        report.broken(binary.path(), "no section that references this Binary alone");
      }
    }
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
    boolean none =
        switch (context.useCase()) {
          case CS, UNKNOWN -> true;
          case OC -> GENERIC_ONLY.contains(resource.type());
          case GE -> false;
        };
    if (none) {
      for (String element : List.of("subject", "patient", "for")) {
        for (Element reference : resource.children(element)) {
          if (!resource.type().equals("Composition") && !resource.type().equals("RelatedPerson")) {
            Pointing.atPatient(context, reference, report);
          }
        }
      }
    }
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
