package gpcm.rules.catalogue;

import org.hl7.fhir.dstu3.model.Resource;

/**
 * What a message, its header and its document are known by to whoever answers or replaces them: ids
 * that nobody else gives. ITK3 takes UUIDs.
 */
final class IdentityRules {
  private static final String UUID = "a UUID";

  private IdentityRules() {}

  static void add(PartRules message, PartRules header, PartRules document) {
    id(message);
    id(header);
    id(document);
    message
        .should("C-02", "identifier/value")
        .holdsIfPresent(
            UUID,
            "a UUID",
            "Give each message a new UUID",
            value -> ElementValues.isUuid(ElementValues.text(value)));
  }

  private static void id(PartRules part) {
    part.should("C-02", "id")
        .conditions(UUID)
        .by(
            "a UUID",
            "Give it a new UUID, and write that wherever it is referred to",
            (context, resource, report) -> {
              String id = ElementValues.id((Resource) resource.value());
              if (!id.isEmpty() && !ElementValues.isUuid(id)) {
                report.broken(resource.pathOf("id"), id);
              }
            });
  }
}
