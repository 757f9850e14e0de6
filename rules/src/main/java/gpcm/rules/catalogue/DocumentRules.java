package gpcm.rules.catalogue;

import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Binary;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * The document bundle as a whole: its identity, how its parts hang together, and which parts belong
 * to which.
 */
final class DocumentRules {
  private DocumentRules() {}

  static void add(PartRules message, PartRules document, PartRules anyResource) {
    message
        .must("SD-001", "entry/resource")
        .by(
            "a document bundle inside the message",
            "Add the ITK-Document-Bundle as an entry of the message",
            (context, bundle, report) -> {
              if (context.documentBundle().isEmpty()) {
                report.broken(bundle.pathOf("entry"), "no Bundle inside the message");
              }
            });
    identity(document);
    parts(document);
    sections(document);
    anyResource
        .must("SD-017", "meta")
        .by(
            "a profile in the meta element of every resource",
            "Give each resource meta.profile",
            (s, n, r) -> HeaderRules.requireProfile(n, r));
    anyResource
        .must("SD-018", "id")
        .by(
            "an id on every resource",
            "Give each resource an id of its own, a UUID",
            (s, n, r) -> HeaderRules.requireId(n, r));
  }

  /** ITK3: the document bundle's profile and the identity of a document. */
  private static void identity(PartRules document) {
    document.must("SD-017", "meta/profile").present();
    document.must("SD-018", "id").present();
    document.must("C-02", "type").is("document");
    document.must("C-02", "identifier/value").present();
    document
        .should("C-02", "meta/lastUpdated")
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
        .by(
            "on every entry, urn:uuid: followed by the id of its resource, once in the document",
            "Give each entry a fullUrl of its own made of urn:uuid: and the resource's id",
            DocumentRules::fullUrls);
    document
        .must("SD-004 OC-016 GE-016", "entry/resource")
        .by(
            "exactly one Patient: whom the document is about",
            "Put one Patient resource, and only one, into the document",
            (context, bundle, report) -> {
              int patients = context.all("Patient").size();
              if (patients != 1) {
                report.broken(bundle.pathOf("entry"), patients + " Patient resources");
              }
            });
    document
        .must("SD-003 CS-032 OC-021 GE-021", "entry/resource")
        .by(
            "an Organization: the organisation that sends",
            "Put the Organization resource of the sender into the document",
            (context, bundle, report) -> {
              if (context.all("Organization").isEmpty()) {
                report.broken(bundle.pathOf("entry"), "no Organization resource");
              }
            });
  }

  /**
   * A resource type that a document may hold is announced: by the Composition's encounter or by a
   * section entry.
   */
  private static void parts(PartRules document) {
    document
        .should("SD-006", "entry/resource")
        .by(
            "Composition.encounter references the Encounter when the document holds one",
            "Reference the Encounter from Composition.encounter",
            (context, bundle, report) -> {
              Optional<Element> composition = context.composition();
              if (composition.isEmpty() || context.all("Encounter").isEmpty()) {
                return;
              }
              Optional<Element> target =
                  composition.get().children("encounter").stream()
                      .flatMap(r -> context.target(r, Set.of("Encounter")).stream())
                      .findFirst();
              target.ifPresentOrElse(
                  encounter -> Profiles.check(encounter, encounter, report),
                  () -> report.broken(composition.get().pathOf("encounter"), RuleLine.NOTHING));
            });
    document
        .should("SD-007", "entry/resource")
        .by(
            "a section entry that references a List when the document holds Observations",
            "Reference the List of the observations from a section",
            (context, bundle, report) -> {
              if (!context.all("Observation").isEmpty()) {
                announced(context, "List", true, report);
              }
            });
    document
        .should("SD-008", "entry/resource")
        .by(
            "a section entry for each Observation of the document",
            "Reference each Observation from a section",
            (context, bundle, report) -> {
              Set<Element> announced = announced(context);
              for (Element observation : context.all("Observation")) {
                if (!announced.contains(observation)) {
                  report.broken(observation.path(), "no section entry that references it");
                } else {
                  Profiles.check(observation, observation, report);
                }
              }
            });
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
        .must("SD-019", "entry/resource")
        .by(
            "a Composition.section of its own for each Binary of the document",
            "Give each Binary its own section whose entry references it",
            DocumentRules::ownSection);
    document
        .must("SD-020", "entry/resource")
        .by(
            "section entries that reference a resource of the document, documents among them with"
                + " profile "
                + Profiles.known("Binary").getFirst(),
            "Point each section entry at the fullUrl of an entry of the document",
            (context, bundle, report) ->
                context
                    .composition()
                    .ifPresent(
                        composition -> {
                          for (Element entry :
                              ElementPath.of("section/entry").values(composition)) {
                            List<Element> target = context.target(entry);
                            if (target.isEmpty()) {
                              report.broken(entry.path(), "a reference to nothing in the document");
                            }
                            target.stream()
                                .filter(node -> node.value() instanceof Binary)
                                .forEach(binary -> Profiles.check(binary, entry, report));
                          }
                        }));
    document
        .must("SD-021", "entry/resource")
        .by(
            "a content type and base64 content in each Binary",
            "Give each Binary contentType and content, the content in base64",
            (context, bundle, report) -> {
              for (Element binary : context.all("Binary")) {
                if (!((Binary) binary.value()).hasContentType()) {
                  report.broken(binary.pathOf("contentType"), RuleLine.NOTHING);
                }
                if (!((Binary) binary.value()).hasContent()) {
                  report.broken(binary.pathOf("content"), RuleLine.NOTHING);
                }
              }
            });
  }

  private static void announced(PartRules document, String id, String type) {
    document
        .should(id, "entry/resource")
        .by(
            "a section entry that references the " + type + " when the document holds one",
            "Reference the " + type + " from a section",
            (context, bundle, report) -> announced(context, type, false, report));
  }

  private static void announced(
      MessageContext context, String type, boolean required, RuleCheck.Report report) {
    List<Element> resources = context.all(type);
    Set<Element> announced = announced(context);
    if (resources.isEmpty() && required) {
      context
          .composition()
          .ifPresent(
              composition ->
                  report.broken(
                      composition.pathOf("section"), "no entry that references a " + type));
    }
    for (Element resource : resources) {
      if (!announced.contains(resource)) {
        report.broken(resource.path(), "no section entry that references it");
      } else {
        Profiles.check(resource, resource, report);
      }
    }
  }

  private static Set<Element> announced(MessageContext context) {
    return context.composition().stream()
        .flatMap(composition -> ElementPath.of("section/entry").values(composition).stream())
        .flatMap(entry -> context.target(entry).stream())
        .collect(java.util.stream.Collectors.toSet());
  }

  private static void ownSection(MessageContext context, Element bundle, RuleCheck.Report report) {
    Optional<Element> composition = context.composition();
    if (composition.isEmpty()) {
      return; // the rule that asks for a Composition says so
    }
    List<Element> sections = composition.get().children("section");
    for (Element binary : context.all("Binary")) {
      boolean own = false;
      for (Element section : sections) {
        List<Element> documents =
            section.children("entry").stream()
                .flatMap(entry -> context.target(entry, Set.of("Binary")).stream())
                .toList();
        own |= documents.size() == 1 && documents.contains(binary);
      }
      if (!own) {
        report.broken(binary.path(), "no section that references this Binary alone");
      }
    }
  }

  private static void fullUrls(MessageContext context, Element bundle, RuleCheck.Report report) {
    List<Bundle.BundleEntryComponent> entries = ((Bundle) bundle.value()).getEntry();
    java.util.Map<String, Integer> seen = new java.util.HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      Bundle.BundleEntryComponent entry = entries.get(i);
      String path = bundle.pathOf("entry[" + i + "]");
      if (entry.getResource() == null) {
        report.broken(path + ".resource", RuleLine.NOTHING);
        continue;
      }
      String id = ElementValues.id(entry.getResource());
      if (!id.isEmpty() && !("urn:uuid:" + id).equals(entry.getFullUrl())) {
        report.broken(
            path + ".fullUrl", entry.hasFullUrl() ? entry.getFullUrl() : RuleLine.NOTHING);
      }
      Integer before = entry.hasFullUrl() ? seen.putIfAbsent(entry.getFullUrl(), i) : null;
      if (before != null) {
        boolean typesDiffer =
            !entries.get(before).getResource().fhirType().equals(entry.getResource().fhirType());
        String found = "the fullUrl of entry " + before + " again";
        if (typesDiffer) {
          report.tolerable(SourceFinding.Kind.SHARED_FULL_URL, path + ".fullUrl", found);
        } else {
          report.broken(path + ".fullUrl", found);
        }
      }
    }
  }
}
