package gpcm.rules.catalogue;

import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import gpcm.rules.UseCaseKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which profile a resource of the document claims to follow, and which it must. */
final class Profiles {
  private static final String HL7_UK =
      "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-";
  private static final String NHS = "https://fhir.nhs.uk/STU3/StructureDefinition/";
  static final String MESSAGE_BUNDLE = NHS + "ITK-Message-Bundle-1";
  static final String DOCUMENT_BUNDLE = NHS + "ITK-Document-Bundle-1";
  static final String MESSAGE_HEADER = NHS + "ITK-MessageHeader-2";
  static final String HEADER_ORGANISATION = NHS + "CareConnect-ITK-Header-Organization-1";
  static final String RESPONSE_OUTCOME = NHS + "ITK-Response-OperationOutcome-1";

  /**
   * Types whose profile is not CareConnect-{type}-1, or which other published lists name
   * differently. The first is the requirement's.
   */
  private static final Map<String, List<String>> OTHERS =
      Map.of(
          "Binary", List.of(NHS + "ITK-Attachment-Binary-1"),
          "Device", List.of(NHS + "ITK-Device-1", NHS + "GPConnect-Device-1"),
          "RelatedPerson", List.of(HL7_UK + "RelatedPerson-1", NHS + "ITK-RelatedPerson-1"),
          "Task", List.of(HL7_UK + "Task-1", NHS + "GPConnect-Task-1"),
          "Condition",
              List.of(
                  HL7_UK + "ProblemHeader-Condition-1",
                  NHS + "CareConnect-GPC-ProblemHeader-Condition-1",
                  HL7_UK + "Condition-1"));

  /** The types whose profile SD-006 to SD-016 and SD-037 name. */
  private static final Set<String> ANNOUNCED =
      Set.of(
          "Encounter",
          "List",
          "Observation",
          "Questionnaire",
          "QuestionnaireResponse",
          "ReferralRequest",
          "DocumentReference",
          "AllergyIntolerance",
          "FamilyMemberHistory",
          "Task",
          "Consent",
          "Location");

  /** The other types that the tables of resources name. */
  private static final Set<String> NAMED =
      Set.of(
          "Binary",
          "Patient",
          "Organization",
          "Practitioner",
          "RelatedPerson",
          "Device",
          "Medication",
          "MedicationRequest",
          "MedicationStatement",
          "Immunization",
          "Condition",
          "ProcedureRequest",
          "DiagnosticReport",
          "Specimen");

  /** Who and what the Composition names itself, in elements of their own. */
  private static final Set<String> OF_NO_SECTION =
      Set.of("Patient", "Organization", "Practitioner", "RelatedPerson", "Device");

  private static final Map<String, List<String>> KNOWN =
      Stream.of(Stream.of("Composition"), ANNOUNCED.stream(), NAMED.stream())
          .flatMap(types -> types)
          .collect(Collectors.toUnmodifiableMap(type -> type, Profiles::spelt));

  private static final List<ElementPath> OF_COMPOSITION =
      Stream.of("subject", "author", "custodian").map(ElementPath::of).toList();
  private static final List<ElementPath> OF_SECTIONS = List.of(ElementPath.of("section*/entry"));
  private static final ElementPath OF_REFERRAL = ElementPath.of("requester/agent");

  private Profiles() {}

  /**
   * A resource that is referred to must claim its profile. One that claims none at all is left to
   * the rule about missing meta elements.
   *
   * @param reference where the finding is placed
   */
  static void check(Element target, Element reference, RuleCheck.Report report) {
    List<String> claimed = claimed(target);
    List<String> known = known(target.type());
    if (claimed.isEmpty() || claimed.contains(known.getFirst())) {
      return;
    }
    String found =
        "a reference to a " + target.type() + " with profile " + String.join(", ", claimed);
    if (claimed.stream().anyMatch(known::contains)) {
      report.tolerable(SourceFinding.Kind.PROFILE_SPELLING, reference.path(), found);
    } else {
      report.broken(reference.path(), found);
    }
  }

  /**
   * Whether the profile of this resource is for the requirement about meta elements to ask for: no
   * other names it.
   */
  static boolean namedNowhereElse(MessageContext context, Element resource) {
    if (!NAMED.contains(resource.type())) {
      return false;
    }
    List<ElementPath> ofComposition =
        resource.type().equals("Binary") ? OF_SECTIONS : OF_COMPOSITION;
    for (ElementPath path : ofComposition) {
      if (context.referred("Composition", path).contains(resource)) {
        return false;
      }
    }
    return context.useCase() == UseCaseKey.CS
        || !context.referred("ReferralRequest", OF_REFERRAL).contains(resource);
  }

  /** Whether the tables of resources name this type. */
  static boolean isNamed(String type) {
    return KNOWN.containsKey(type);
  }

  /**
   * Whether the requirements or the tables of resources have sections refer to resources of this
   * type: an attachment, or a coded entry.
   */
  static boolean standsInSections(String type) {
    return isNamed(type) && !type.equals("Composition") && !OF_NO_SECTION.contains(type);
  }

  static List<String> claimed(Element resource) {
    List<String> claimed = new ArrayList<>(1);
    for (Element meta : resource.children("meta")) {
      for (Element profile : meta.children("profile")) {
        claimed.add(profile.value().primitiveValue());
      }
    }
    return claimed;
  }

  static List<String> known(String type) {
    List<String> known = KNOWN.get(type);
    return known == null ? spelt(type) : known;
  }

  private static List<String> spelt(String type) {
    List<String> others = OTHERS.get(type);
    return others == null
        ? List.of(
            HL7_UK + type + "-1",
            NHS + "CareConnect-GPC-" + type + "-1",
            HL7_UK + "GPC-" + type + "-1")
        : others;
  }
}
