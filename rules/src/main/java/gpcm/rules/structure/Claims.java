package gpcm.rules.structure;

import gpcm.rules.Element;
import gpcm.rules.Finding;
import gpcm.rules.Strength;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Base;

/** Which profiles a resource claims, and so what is asked of it. */
final class Claims {
  private static final String UK = "https://fhir.hl7.org.uk/STU3/StructureDefinition/";
  private static final String NHS = "https://fhir.nhs.uk/STU3/StructureDefinition/";
  private static final String BASE = "http://hl7.org/fhir/StructureDefinition/";

  /** A type and not a profile of one, whose names begin small; not what all types are. */
  private static final Pattern BASE_TYPE = Pattern.compile("(?!(Domain)?Resource$)[A-Z][A-Za-z]*");

  /** Where the expected profile is not that of CareConnect with the type's name. */
  private static final Map<String, String> INSIDE =
      Map.of(
          "Binary", NHS + "ITK-Attachment-Binary-1",
          "Device", NHS + "ITK-Device-1",
          "Condition", UK + "CareConnect-ProblemHeader-Condition-1");

  private static final Map<String, String> HEADER =
      Map.of(
          "MessageHeader", NHS + "ITK-MessageHeader-2",
          "Organization", NHS + "CareConnect-ITK-Header-Organization-1",
          "Practitioner", NHS + "CareConnect-ITK-Header-Practitioner-1",
          "PractitionerRole", NHS + "CareConnect-ITK-Header-PractitionerRole-1");

  /** A claim that is a fault, unless a rule tells so at a reference to the resource. */
  private record Wrong(Element resource, boolean unknown, Finding fault) {}

  private final Facts facts;
  private final Faults faults;
  private final List<Wrong> wrong = new ArrayList<>();

  Claims(Facts facts, Faults faults) {
    this.facts = facts;
    this.faults = faults;
  }

  /**
   * Tells what is wrong with the claims of all resources so far.
   *
   * @param referrers the references that lead to each resource
   */
  void tell(Map<Base, List<Element>> referrers) {
    for (Wrong one : wrong) {
      Set<String> others = new HashSet<>();
      others.add(one.resource().path());
      referrers
          .getOrDefault(one.resource().value(), List.of())
          .forEach(reference -> others.add(reference.path()));
      if (one.unknown()) {
        // What it asks for nobody here can say; a requirement that names another is the judge.
        faults.leftToRules(one.fault(), others);
      } else {
        faults.found(one.fault(), others);
      }
    }
  }

  /** What the profiles of a resource ask of it: those it claims, else the one expected there. */
  List<Layer> layers(Element resource, Place place) {
    List<Layer> layers = new ArrayList<>(1);
    boolean claimed = false;
    List<Element> unknown = new ArrayList<>(0);
    for (Element meta : resource.children("meta")) {
      for (Element profile : meta.children("profile")) {
        claimed |= claim(resource, profile, layers, unknown);
      }
    }
    for (Element profile : unknown) {
      foreign(resource, profile, claimed ? Strength.SHOULD : Strength.MUST);
    }
    if (layers.isEmpty() && !claimed) {
      expected(resource, place).ifPresent(profile -> layers.add(profile.asked()));
    }
    return layers;
  }

  /** Whether this is a profile of the resource's type that is known, if only by its name. */
  private boolean claim(
      Element resource, Element claim, List<Layer> layers, List<Element> unknown) {
    String url = String.valueOf(claim.value().primitiveValue());
    Optional<Profile> known = facts.profile(url);
    Optional<Profile> meant = known.or(() -> otherName(url));
    String type =
        meant
            .map(Profile::type)
            .orElseGet(() -> facts.extension(url).isPresent() ? "Extension" : "");
    // Types that no message of ours can hold, such as Basic, are not in the table.
    if (url.startsWith(BASE) && BASE_TYPE.matcher(url.substring(BASE.length())).matches()) {
      type = url.substring(BASE.length());
    }
    if (!type.isEmpty() && !type.equals(resource.type())) {
      wrong.add(
          new Wrong(
              resource,
              false,
              faults.later(
                  Strength.MUST,
                  claim.path(),
                  url,
                  "a profile of " + resource.type(),
                  "Claim the profile of the resource's own type")));
      return false;
    }
    if (meant.isPresent()) {
      layers.add(known.isEmpty() ? meant.get().otherName() : meant.get().asked());
      return true;
    }
    if (named(url, resource.type())) {
      return true;
    }
    unknown.add(claim);
    return false;
  }

  private void foreign(Element resource, Element claim, Strength strength) {
    wrong.add(
        new Wrong(
            resource,
            true,
            faults.later(
                strength,
                claim.path(),
                claim.value().primitiveValue() == null
                    ? Finding.NOTHING
                    : claim.value().primitiveValue(),
                "a profile that GP Connect names for " + resource.type(),
                "Claim the profile that the requirements name, and follow it")));
  }

  /** The published profile whose other name this is, with GPC in it or by the other publisher. */
  private Optional<Profile> otherName(String url) {
    String name = Profile.nameOf(url).replace("GPC-", "");
    String full = name.startsWith("CareConnect-") ? name : "CareConnect-" + name;
    boolean published = url.startsWith(UK) || url.startsWith(NHS);
    return (published && url.contains("GPC-")) || url.equals(NHS + name)
        ? facts.profile(UK + full).or(() -> facts.profile(NHS + full))
        : Optional.empty();
  }

  /** Names of profiles that were never published with the others. */
  private static boolean named(String url, String type) {
    return url.equals(UK + "CareConnect-" + type + "-1")
        || url.equals(UK + "GPC-" + type + "-1")
        || url.equals(NHS + "CareConnect-GPC-" + type + "-1");
  }

  private Optional<Profile> expected(Element resource, Place place) {
    String type = resource.type();
    return switch (place) {
      case MESSAGE -> facts.profile(NHS + "ITK-Message-Bundle-1");
      case DOCUMENT -> facts.profile(NHS + "ITK-Document-Bundle-1");
      case HEADER -> Optional.ofNullable(HEADER.get(type)).flatMap(facts::profile);
      case INSIDE -> facts.profile(INSIDE.getOrDefault(type, UK + "CareConnect-" + type + "-1"));
      case CONTAINED, ELSEWHERE -> Optional.empty();
    };
  }
}
