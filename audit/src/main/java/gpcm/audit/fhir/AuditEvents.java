package gpcm.audit.fhir;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Outcome;
import gpcm.audit.entry.Patient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entry as FHIR AuditEvent (R4) in JSON. One that showed many patients becomes one for each. A
 * profile of BALP is claimed where the entry has all that it asks for: a success, the address it
 * came from, and for some a patient, which is gone after erasure. Stateless.
 */
public final class AuditEvents {
  private AuditEvents() {}

  /** The AuditEvents of an entry, each a JSON object; at least one. */
  public static List<String> of(AuditEntry entry) {
    List<Patient> patients =
        entry.patients().stream()
            .filter(each -> each.nhsNumber().isPresent() || each.localId().isPresent())
            .toList();
    if (patients.isEmpty()) {
      return List.of(FhirJson.write(event(entry, Optional.empty(), "")));
    }
    List<String> events = new ArrayList<>();
    for (int i = 0; i < patients.size(); i++) {
      events.add(
          FhirJson.write(
              event(
                  entry, Optional.of(patients.get(i)), patients.size() == 1 ? "" : "-" + (i + 1))));
    }
    return events;
  }

  private static Map<String, Object> event(
      AuditEntry entry, Optional<Patient> patient, String suffix) {
    Shape shape = Shape.of(entry);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("resourceType", "AuditEvent");
    event.put("id", entry.id() + suffix);
    boolean complete =
        entry.outcome().kind() == Outcome.Kind.DONE && entry.place().address().isPresent();
    shape
        .kind()
        .profile(patient.isPresent())
        .filter(name -> complete)
        .ifPresent(name -> event.put("meta", Map.of("profile", List.of(name))));
    event.put("type", shape.type().coding());
    event.put("subtype", List.of(shape.subtype().coding()));
    event.put("action", shape.action());
    event.put("recorded", entry.at().toString());
    event.put("outcome", outcome(entry));
    entry
        .outcome()
        .code()
        .filter(code -> !code.isBlank())
        .ifPresent(code -> event.put("outcomeDesc", code));
    event.put("purposeOfEvent", List.of(Agents.purpose(entry.purpose())));
    event.put("agent", Agents.of(entry, shape));
    event.put("source", source(entry));
    List<Map<String, Object>> entities = Entities.of(entry, shape, patient);
    if (!entities.isEmpty()) {
      event.put("entity", entities);
    }
    return event;
  }

  private static String outcome(AuditEntry entry) {
    return switch (entry.outcome().kind()) {
      case DONE -> "0";
      case REFUSED -> "4";
      case FAILED -> "8";
    };
  }

  private static Map<String, Object> source(AuditEntry entry) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("site", entry.place().node());
    source.put("observer", Agents.observer(entry));
    source.put(
        "type",
        List.of(Code.terminology("security-source-type", "4", "Application Server").coding()));
    return source;
  }
}
