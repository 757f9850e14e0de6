package gpcm.rules;

/**
 * The URLs of the extensions that rules name, each as its standard spells it. A URL that differs in
 * anything, be it letter case, host or version, is another extension.
 */
public final class ExtensionUrls {
  /** The handling extension of a MessageHeader (ITK3). */
  public static final String HANDLING =
      "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-ITK-MessageHandling-2";

  private static final String CARE_CONNECT =
      "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-";
  private static final String HL7 = "http://hl7.org/fhir/StructureDefinition/";

  private ExtensionUrls() {}

  /** The URL of the extension that rules call by this name. */
  public static String of(String name) {
    return switch (name) {
      case "MessageHandling" -> HANDLING;
      case "encounter-associatedEncounter" -> HL7 + name;
      default -> CARE_CONNECT + name + "-1";
    };
  }
}
