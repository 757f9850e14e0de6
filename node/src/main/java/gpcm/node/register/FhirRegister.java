package gpcm.node.register;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.config.RegisterSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A register behind a FHIR server, of R4 or STU3: asked by {@code Patient/$match}, or by search
 * ({@code Patient?identifier=}, and for candidates {@code Patient?family=&birthdate=}).
 * Thread-safe.
 */
final class FhirRegister implements PatientRegister {
  private static final int MOST = 20;

  private final RegisterSettings.Fhir settings;
  private final RegisterHttp http;
  private final FhirPatients patients;

  FhirRegister(RegisterSettings.Fhir settings, String organisation, InstantSource clock) {
    this.settings = settings;
    this.http = new RegisterHttp(settings);
    this.patients = new FhirPatients(organisation, clock);
  }

  @Override
  public List<RegisteredPatient> withNumber(SoughtPatient sought) {
    if (sought.nhsNumber().isEmpty()) {
      return List.of();
    }
    return byNumber(sought).stream()
        .filter(each -> each.nhsNumber().equals(sought.nhsNumber()))
        .toList();
  }

  @Override
  public List<RegisteredPatient> candidates(SoughtPatient sought) {
    Set<RegisteredPatient> all = new LinkedHashSet<>();
    if (settings.ask() == RegisterSettings.Ask.MATCH) {
      all.addAll(matched(sought, false));
    } else {
      if (!sought.nhsNumber().isEmpty()) {
        all.addAll(byNumber(sought));
      }
      if (!sought.family().isEmpty() && !sought.birthDate().isEmpty()) {
        all.addAll(
            read(
                http.get(
                    "Patient?family=%s&birthdate=%s&_count=%d"
                        .formatted(encoded(sought.family()), encoded(sought.birthDate()), MOST))));
      }
    }
    return List.copyOf(all);
  }

  private List<RegisteredPatient> byNumber(SoughtPatient sought) {
    return settings.ask() == RegisterSettings.Ask.MATCH
        ? matched(sought, false)
        : read(
            http.get(
                "Patient?identifier=%s&_count=%d"
                    .formatted(encoded(FhirPatients.NHS_NUMBER + "|" + sought.nhsNumber()), MOST)));
  }

  private List<RegisteredPatient> matched(SoughtPatient sought, boolean onlyCertain) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    question.put("resourceType", "Parameters");
    ArrayNode parameters = question.putArray("parameter");
    ObjectNode patient = parameters.addObject().put("name", "resource").putObject("resource");
    patient.put("resourceType", "Patient");
    if (!sought.nhsNumber().isEmpty()) {
      patient
          .putArray("identifier")
          .addObject()
          .put("system", FhirPatients.NHS_NUMBER)
          .put("value", sought.nhsNumber());
    }
    ObjectNode name = patient.putArray("name").addObject();
    name.put("family", sought.family());
    if (!sought.given().isEmpty()) {
      name.putArray("given").add(sought.given());
    }
    if (!sought.sex().isEmpty()) {
      patient.put("gender", sought.sex());
    }
    if (!sought.birthDate().isEmpty()) {
      patient.put("birthDate", sought.birthDate());
    }
    parameters.addObject().put("name", "onlyCertainMatches").put("valueBoolean", onlyCertain);
    parameters.addObject().put("name", "count").put("valueInteger", MOST);
    return read(http.post("Patient/$match", question));
  }

  private List<RegisteredPatient> read(JsonNode answer) {
    try {
      return patients.read(answer);
    } catch (IllegalArgumentException e) {
      throw http.unavailable(e.getMessage(), e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
