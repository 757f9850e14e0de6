package gpcm.node.register;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.register.RegisteredPatient.Registration;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads the patients in a Bundle of FHIR R4 or STU3 in JSON, as far as both say the same in the
 * same place. How they are registered follows, in this order, from their death, the practice they
 * are registered with, the period and status of their registration (CareConnect's extension), and
 * {@code Patient.active}. Thread-safe.
 */
final class FhirPatients {
  static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
  private static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
  private static final String REGISTRATION = "RegistrationDetails-1";

  /** HL7's v3-Confidentiality, as R4 and as STU3 call it. */
  private static final Set<String> CONFIDENTIALITY =
      Set.of(
          "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
          "http://hl7.org/fhir/v3/Confidentiality");

  /** Restricted and very restricted. */
  private static final Set<String> RESTRICTED = Set.of("R", "V");

  /** Unrestricted, low, moderate and normal. */
  private static final Set<String> OPEN = Set.of("U", "L", "M", "N");

  private static final ZoneId HERE = ZoneId.of("Europe/London");

  /** For so long somebody is recently deceased: ITK3's code 30004. */
  private static final int MONTHS = 6;

  private final String organisation;
  private final InstantSource clock;

  FhirPatients(String organisation, InstantSource clock) {
    this.organisation = organisation;
    this.clock = clock;
  }

  /**
   * The patients of a search's or match's answer; others in it, such as an outcome, are left alone.
   *
   * @throws IllegalArgumentException when it is no such answer, or there are more on a further page
   */
  List<RegisteredPatient> read(JsonNode answer) {
    if (!answer.path("resourceType").asText().equals("Bundle")
        || !answer.path("type").asText().equals("searchset")) {
      throw new IllegalArgumentException("what it answers is no Bundle of type searchset");
    }
    for (JsonNode link : answer.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        throw new IllegalArgumentException("it finds more patients than one page holds");
      }
    }
    List<RegisteredPatient> found = new ArrayList<>();
    for (JsonNode entry : answer.path("entry")) {
      JsonNode resource = entry.path("resource");
      if (resource.path("resourceType").asText().equals("Patient")) {
        patient(resource).ifPresent(found::add);
      }
    }
    return found;
  }

  // Somebody whom another practice has is not in our register.
  private Optional<RegisteredPatient> patient(JsonNode patient) {
    if (elsewhere(patient)) {
      return Optional.empty();
    }
    JsonNode name = name(patient);
    return Optional.of(
        new RegisteredPatient(
            identifier(patient.path("identifier"), NHS_NUMBER),
            name.path("family").asText(""),
            joined(name.path("given"), " "),
            patient.path("birthDate").asText(""),
            patient.path("gender").asText(""),
            address(patient),
            telephone(patient),
            registration(patient),
            Placement.UNSAID,
            restriction(patient)));
  }

  // A server that labels nobody has not said of anybody that their record is open.
  private static Restriction restriction(JsonNode patient) {
    List<Restriction> said = new ArrayList<>();
    for (JsonNode label : patient.path("meta").path("security")) {
      if (CONFIDENTIALITY.contains(label.path("system").asText())) {
        String code = label.path("code").asText();
        if (RESTRICTED.contains(code)) {
          said.add(Restriction.RESTRICTED);
        } else {
          said.add(OPEN.contains(code) ? Restriction.UNRESTRICTED : Restriction.UNSAID);
        }
      }
    }
    return Restriction.together(said);
  }

  private boolean elsewhere(JsonNode patient) {
    List<String> practices = new ArrayList<>();
    for (JsonNode each : patient.path("generalPractitioner")) {
      JsonNode identifier = each.path("identifier");
      if (identifier.path("system").asText().equals(ODS)) {
        practices.add(identifier.path("value").asText());
      }
    }
    return !practices.isEmpty() && !practices.contains(organisation);
  }

  private Registration registration(JsonNode patient) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), HERE);
    if (patient.path("deceasedBoolean").asBoolean(false)) {
      return Registration.RECENTLY_DECEASED;
    }
    Optional<LocalDate> died = day(patient.path("deceasedDateTime").asText(""));
    if (died.isPresent()) {
      return died.get().isBefore(today.minusMonths(MONTHS))
          ? Registration.NO_LONGER_HERE
          : Registration.RECENTLY_DECEASED;
    }
    for (JsonNode extension : patient.path("extension")) {
      if (extension.path("url").asText().endsWith(REGISTRATION)) {
        Registration said = said(extension, today);
        if (said != Registration.KNOWN) {
          return said;
        }
      }
    }
    return patient.path("active").asBoolean(true)
        ? Registration.KNOWN
        : Registration.NO_LONGER_HERE;
  }

  private static Registration said(JsonNode extension, LocalDate today) {
    for (JsonNode part : extension.path("extension")) {
      JsonNode period = part.path("valuePeriod");
      if (day(period.path("end").asText("")).filter(end -> end.isBefore(today)).isPresent()) {
        return Registration.NO_LONGER_HERE;
      }
      if (day(period.path("start").asText("")).filter(today::isBefore).isPresent()) {
        return Registration.REGISTERING;
      }
      if (part.path("url").asText().equals("registrationStatus")) {
        switch (part.path("valueCodeableConcept").path("coding").path(0).path("code").asText()) {
          case "R" -> {
            return Registration.REGISTERING;
          }
          case "I" -> {
            return Registration.NO_LONGER_HERE;
          }
          default -> {}
        }
      }
    }
    return Registration.KNOWN;
  }

  private static Optional<LocalDate> day(String text) {
    try {
      if (text.length() > 10) {
        return Optional.of(LocalDate.ofInstant(Instant.parse(text), HERE));
      }
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(LocalDate.parse((text + "-01-01").substring(0, 10)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("it gives a date that is none", e);
    }
  }

  private static JsonNode name(JsonNode patient) {
    JsonNode names = patient.path("name");
    for (String use : List.of("official", "usual")) {
      for (JsonNode name : names) {
        if (name.path("use").asText().equals(use)) {
          return name;
        }
      }
    }
    return names.path(0);
  }

  private static String identifier(JsonNode identifiers, String system) {
    for (JsonNode identifier : identifiers) {
      if (identifier.path("system").asText().equals(system)) {
        return identifier.path("value").asText("").replace(" ", "");
      }
    }
    return "";
  }

  private static String address(JsonNode patient) {
    JsonNode address = patient.path("address").path(0);
    if (address.hasNonNull("text")) {
      return address.path("text").asText();
    }
    List<String> parts = new ArrayList<>();
    address.path("line").forEach(line -> parts.add(line.asText()));
    for (String field : List.of("city", "district", "postalCode")) {
      if (address.hasNonNull(field)) {
        parts.add(address.path(field).asText());
      }
    }
    return String.join(", ", parts);
  }

  private static String telephone(JsonNode patient) {
    for (JsonNode each : patient.path("telecom")) {
      if (each.path("system").asText().equals("phone")) {
        return each.path("value").asText("");
      }
    }
    return "";
  }

  private static String joined(JsonNode texts, String by) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(by));
  }
}
