package gpcm.bench.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Changes to what points somewhere: references, profiles, the urls of extensions. */
final class ReferenceChanges {
  private static final List<String> PROFILES =
      List.of(
          "https://fhir.nhs.uk/STU3/StructureDefinition/ITK-Attachment-Binary-1",
          "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Location-1",
          "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-Procedure-1",
          "http://hl7.org/fhir/StructureDefinition/Patient",
          "http://hl7.org/fhir/StructureDefinition/Basic",
          "https://example.org/fhir/StructureDefinition/Something-1");

  private ReferenceChanges() {}

  private static Optional<ValuePlace> reference(MessageTree tree) {
    return tree.place(place -> place.field().equals("reference") && place.value().isTextual());
  }

  static Optional<String> dangling(MessageTree tree) {
    return reference(tree)
        .map(
            place -> {
              place.put("urn:uuid:00000000-1111-4222-8333-444444444444");
              return place.path();
            });
  }

  static Optional<String> anotherType(MessageTree tree) {
    return reference(tree)
        .map(
            place -> {
              ObjectNode target = tree.oneOf(tree.targets());
              place.put(target.path("fullUrl").asText());
              return place.path() + " to " + target.at("/resource/resourceType").asText();
            });
  }

  static Optional<String> outOfDocument(MessageTree tree) {
    return reference(tree)
        .map(
            place -> {
              String other =
                  tree.oneOf(
                      List.of(
                          "Patient/1",
                          "#missing",
                          "https://example.org/fhir/Patient/1",
                          "Patient"));
              place.put(other);
              return place.path() + " to " + other;
            });
  }

  private static Optional<ValuePlace> profile(MessageTree tree) {
    return tree.place(place -> place.path().endsWith(".meta.profile"));
  }

  static Optional<String> foreignProfile(MessageTree tree) {
    return profile(tree)
        .map(
            place -> {
              String other = tree.oneOf(PROFILES);
              place.put(other);
              return place.path() + " becomes " + other;
            });
  }

  static Optional<String> secondProfile(MessageTree tree) {
    return profile(tree)
        .map(
            place -> {
              String other = tree.oneOf(PROFILES);
              ((com.fasterxml.jackson.databind.node.ArrayNode) place.parent()).add(other);
              return place.path() + " and " + other;
            });
  }

  static Optional<String> extensionUrl(MessageTree tree) {
    return tree.place(place -> place.field().equals("url") && place.path().endsWith("xtension.url"))
        .map(
            place -> {
              String url = place.value().asText();
              String other =
                  tree.oneOf(
                      List.of(
                          url.substring(0, url.length() - 1),
                          url + "x",
                          url.toUpperCase(Locale.ROOT),
                          url.replace("StructureDefinition/", "structuredefinition/"),
                          url.replace("https://", "http://"),
                          "https://example.org/" + url.substring(url.lastIndexOf('/') + 1),
                          url.replaceFirst("-\\d$", "-9")));
              place.put(other);
              return place.path() + " becomes " + other;
            });
  }
}
