package gpcm.pds.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.pds.server.StandInPatient.Details;
import gpcm.pds.server.StandInPatient.Registration;

/** A patient as PDS writes one: FHIR R4 with UK Core's extensions. */
final class PatientJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UK = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";
  private static final String UK_CODES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-";
  private static final String NHS = "https://fhir.nhs.uk/";

  private PatientJson() {}

  static ObjectNode of(Details patient) {
    ObjectNode json =
        JSON.createObjectNode().put("resourceType", "Patient").put("id", patient.answersAs());
    ObjectNode identifier =
        json.putArray("identifier")
            .addObject()
            .put("system", NHS + "Id/nhs-number")
            .put("value", patient.answersAs());
    coded(
        identifier.putArray("extension").addObject(),
        UK + "NHSNumberVerificationStatus",
        UK_CODES + "NHSNumberVerificationStatus",
        "01");
    ObjectNode meta = json.putObject("meta").put("versionId", "2");
    meta.putArray("security")
        .addObject()
        .put("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
        .put("code", patient.security());
    name(json, patient);
    put(json, "gender", patient.gender());
    put(json, "birthDate", patient.birthDate());
    if (!patient.registrations().isEmpty()) {
      ArrayNode practices = json.putArray("generalPractitioner");
      patient.registrations().forEach(each -> practice(practices.addObject(), each));
    }
    patient.died().ifPresent(day -> json.put("deceasedDateTime", day + "T00:00:00+00:00"));
    extensions(json, patient);
    return json;
  }

  private static void name(ObjectNode json, Details patient) {
    if (patient.family().isEmpty()) {
      return;
    }
    ObjectNode name = json.putArray("name").addObject().put("id", "n1").put("use", "usual");
    name.putObject("period").put("start", "1990-03-02");
    name.put("family", patient.family());
    ArrayNode given = name.putArray("given");
    for (String each : patient.given().split(" ", -1)) {
      given.add(each);
    }
    if (!patient.prefix().isEmpty()) {
      name.putArray("prefix").add(patient.prefix());
    }
  }

  private static void practice(ObjectNode json, Registration registration) {
    ObjectNode identifier =
        json.put("id", "g-" + registration.practice())
            .put("type", "Organization")
            .putObject("identifier")
            .put("system", NHS + "Id/ods-organization-code")
            .put("value", registration.practice());
    if (registration.start().isPresent() || registration.end().isPresent()) {
      ObjectNode period = identifier.putObject("period");
      registration.start().ifPresent(day -> period.put("start", day.toString()));
      registration.end().ifPresent(day -> period.put("end", day.toString()));
    }
  }

  private static void extensions(ObjectNode json, Details patient) {
    if (patient.deathStatus().isEmpty() && patient.removal().isEmpty()) {
      return;
    }
    ArrayNode extensions = json.putArray("extension");
    if (!patient.deathStatus().isEmpty()) {
      ArrayNode parts =
          extensions.addObject().put("url", UK + "DeathNotificationStatus").putArray("extension");
      coded(
          parts.addObject(),
          "deathNotificationStatus",
          UK_CODES + "DeathNotificationStatus",
          patient.deathStatus());
    }
    if (!patient.removal().isEmpty()) {
      ArrayNode parts =
          extensions
              .addObject()
              .put("url", NHS + "StructureDefinition/Extension-PDS-RemovalFromRegistration")
              .putArray("extension");
      coded(
          parts.addObject(),
          "removalFromRegistrationCode",
          NHS + "CodeSystem/PDS-RemovalReasonExitCode",
          patient.removal());
      patient
          .removedFrom()
          .ifPresent(
              day ->
                  parts
                      .addObject()
                      .put("url", "effectiveTime")
                      .putObject("valuePeriod")
                      .put("start", day.toString()));
    }
  }

  private static void coded(ObjectNode extension, String url, String system, String code) {
    extension
        .put("url", url)
        .putObject("valueCodeableConcept")
        .putArray("coding")
        .addObject()
        .put("system", system)
        .put("code", code);
  }

  private static void put(ObjectNode json, String field, String value) {
    if (!value.isEmpty()) {
      json.put(field, value);
    }
  }
}
