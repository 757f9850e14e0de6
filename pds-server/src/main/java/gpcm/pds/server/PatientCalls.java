package gpcm.pds.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.NhsNumber;
import gpcm.pds.server.StandInPatient.Details;
import gpcm.pds.server.StandInPatient.Says;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** {@code Patient/{number}} and {@code Patient?...} as an application may ask them. Thread-safe. */
final class PatientCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> PARAMETERS =
      Set.of("family", "given", "birthdate", "gender", "_max-results");

  /** Before a wildcard stand two letters at least. */
  private static final int LEAST_BEFORE_WILDCARD = 2;

  private final Map<String, StandInPatient> patients = new ConcurrentHashMap<>();

  PatientCalls(List<StandInPatient> known) {
    known.forEach(each -> patients.put(each.nhsNumber(), each));
  }

  List<StandInPatient> all() {
    return patients.values().stream()
        .sorted((one, other) -> one.nhsNumber().compareTo(other.nhsNumber()))
        .toList();
  }

  void put(StandInPatient patient) {
    patients.put(patient.nhsNumber(), patient);
  }

  /** What both calls ask of a request. */
  static void headers(Context context) {
    String id = context.header("X-Request-ID");
    if (id == null || id.isBlank()) {
      throw new OperationOutcome(400, "MISSING_VALUE", "Missing value - 'X-Request-ID'");
    }
    try {
      UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw new OperationOutcome(400, "INVALID_VALUE", "Invalid value in header 'X-Request-ID'");
    }
  }

  /** The patient with a number. */
  void find(Context context) {
    String number = context.pathParam("number");
    if (!NhsNumber.isValid(number)) {
      throw new OperationOutcome(400, "INVALID_RESOURCE_ID", "Resource Id is invalid");
    }
    switch (Optional.ofNullable(patients.get(number)).map(StandInPatient::as).orElse(null)) {
      case Says.Patient found -> {
        ObjectNode json = PatientJson.of(found.details());
        context.header("ETag", "W/\"" + json.at("/meta/versionId").asText() + "\"");
        send(context, 200, json);
      }
      case Says.Withdrawn withdrawn ->
          throw new OperationOutcome(
              404,
              "INVALIDATED_RESOURCE",
              "Resource that has been marked as invalid was requested");
      case Says.Unknown unknown -> throw notFound();
      case null -> throw notFound();
    }
  }

  private static OperationOutcome notFound() {
    return new OperationOutcome(404, "RESOURCE_NOT_FOUND", "Resource not found");
  }

  /** The one patient with a name and a day of birth. */
  void search(Context context) {
    Map<String, List<String>> asked = context.queryParamMap();
    for (String name : asked.keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw new OperationOutcome(
            400, "UNSUPPORTED_SERVICE", "This stand-in does not search by " + name);
      }
    }
    if (!Optional.ofNullable(context.queryParam("_max-results")).orElse("1").equals("1")) {
      throw new OperationOutcome(403, "INVALID_METHOD", "_max-results must be 1");
    }
    String family = needed(context, "family");
    String born = needed(context, "birthdate");
    if (!born.matches("(eq)?[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      throw new OperationOutcome(400, "INVALID_SEARCH_DATA", "birthdate is not eqyyyy-MM-dd");
    }
    String day = born.replace("eq", "");
    List<Details> found =
        all().stream()
            .map(StandInPatient::as)
            .filter(Says.Patient.class::isInstance)
            .map(says -> ((Says.Patient) says).details())
            .filter(each -> fits(each.family(), Optional.of(family)))
            .filter(each -> each.birthDate().equals(day))
            .filter(each -> fits(each.given(), Optional.ofNullable(context.queryParam("given"))))
            .filter(each -> fits(each.gender(), Optional.ofNullable(context.queryParam("gender"))))
            .distinct()
            .toList();
    if (found.size() > 1) {
      send(context, 200, new OperationOutcome(200, "TOO_MANY_MATCHES", "Too Many Matches").json());
      return;
    }
    ObjectNode bundle =
        JSON.createObjectNode()
            .put("resourceType", "Bundle")
            .put("type", "searchset")
            .put("total", found.size());
    if (!found.isEmpty()) {
      ObjectNode entry = bundle.putArray("entry").addObject();
      entry.putObject("search").put("score", 1);
      entry.set("resource", PatientJson.of(found.getFirst()));
    }
    send(context, 200, bundle);
  }

  private static String needed(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name))
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () -> new OperationOutcome(400, "MISSING_VALUE", "Missing value - '" + name + "'"));
  }

  private static boolean fits(String value, Optional<String> asked) {
    if (asked.isEmpty()) {
      return true;
    }
    String has = value.toLowerCase(Locale.ROOT);
    String wanted = asked.get().toLowerCase(Locale.ROOT);
    if (wanted.endsWith("*")) {
      String beginning = wanted.substring(0, wanted.length() - 1);
      return beginning.length() >= LEAST_BEFORE_WILDCARD && has.startsWith(beginning);
    }
    return has.equals(wanted) || List.of(has.split(" ", -1)).contains(wanted);
  }

  static void send(Context context, int status, ObjectNode json) {
    context.status(status).contentType("application/fhir+json").result(json.toString());
  }
}
