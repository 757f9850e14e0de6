package gpcm.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import gpcm.consultation.NhsNumber;
import gpcm.pds.PdsPatient.Confidentiality;
import gpcm.pds.PdsPatient.Death;
import gpcm.pds.PdsPatient.Name;
import gpcm.pds.PdsPatient.Practice;
import gpcm.pds.PdsPatient.Removal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what sending needs of a Patient in FHIR R4 JSON, and leaves everything else alone: address,
 * telephone and contacts are not even looked at.
 */
final class PatientResource {
  private static final ZoneId HERE = ZoneId.of("Europe/London");
  private static final int YEAR = 4;
  private static final int MONTH = 7;
  private static final int WHOLE_DAY = 10;
  private static final String DEATH = "Extension-UKCore-DeathNotificationStatus";
  private static final String REMOVAL = "Extension-PDS-RemovalFromRegistration";

  private final JsonNode patient;
  private final LocalDate today;

  private PatientResource(JsonNode patient, LocalDate today) {
    this.patient = patient;
    this.today = today;
  }

  /**
   * The patient.
   *
   * @param today in Europe/London; names hold for a time
   * @return empty when it is no Patient with an NHS number
   * @throws IllegalArgumentException when a date in it is none
   */
  static Optional<PdsPatient> read(JsonNode resource, LocalDate today) {
    if (!resource.path("resourceType").asText().equals("Patient")
        || !NhsNumber.isValid(resource.path("id").asText())) {
      return Optional.empty();
    }
    return Optional.of(new PatientResource(resource, today).patient());
  }

  private PdsPatient patient() {
    String security = patient.path("meta").path("security").path(0).path("code").asText("");
    Confidentiality confidentiality = Confidentiality.of(security);
    return new PdsPatient(
        patient.path("id").asText(),
        patient.path("meta").path("versionId").asText(""),
        confidentiality,
        confidentiality.named() ? name() : Optional.empty(),
        patient.path("gender").asText(""),
        patient.path("birthDate").asText(""),
        confidentiality.open() ? practices() : List.of(),
        death(),
        removal());
  }

  private Optional<Name> name() {
    for (JsonNode each : patient.path("name")) {
      if (each.path("use").asText().equals("usual") && holds(each.path("period"))) {
        return Optional.of(
            new Name(
                each.path("family").asText(""),
                texts(each.path("given")),
                texts(each.path("prefix"))));
      }
    }
    return Optional.empty();
  }

  private boolean holds(JsonNode period) {
    return first(period.path("start")).filter(today::isBefore).isEmpty()
        && last(period.path("end")).filter(today::isAfter).isEmpty();
  }

  private List<Practice> practices() {
    List<Practice> found = new ArrayList<>();
    for (JsonNode each : patient.path("generalPractitioner")) {
      JsonNode identifier = each.path("identifier");
      String code = identifier.path("value").asText("");
      if (!code.isEmpty()) {
        JsonNode period = identifier.path("period");
        found.add(new Practice(code, first(period.path("start")), last(period.path("end"))));
      }
    }
    return found;
  }

  private Optional<Death> death() {
    String status =
        extension(DEATH, "deathNotificationStatus")
            .path("valueCodeableConcept")
            .path("coding")
            .path(0)
            .path("code")
            .asText("");
    JsonNode died = patient.path("deceasedDateTime");
    if (status.equals("U")
        || (status.isEmpty()
            && died.isMissingNode()
            && !patient.path("deceasedBoolean").asBoolean(false))) {
      return Optional.empty();
    }
    return Optional.of(new Death(!status.equals("1"), wholeDay(died)));
  }

  private Optional<Removal> removal() {
    String code =
        extension(REMOVAL, "removalFromRegistrationCode")
            .path("valueCodeableConcept")
            .path("coding")
            .path(0)
            .path("code")
            .asText("");
    if (code.isEmpty()) {
      return Optional.empty();
    }
    JsonNode period = extension(REMOVAL, "effectiveTime").path("valuePeriod");
    if (last(period.path("end")).filter(today::isAfter).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(new Removal(code, first(period.path("start"))));
  }

  private JsonNode extension(String name, String part) {
    for (JsonNode each : patient.path("extension")) {
      String url = each.path("url").asText();
      if (url.endsWith("/" + name)) {
        for (JsonNode inner : each.path("extension")) {
          if (inner.path("url").asText().equals(part)) {
            return inner;
          }
        }
      }
    }
    return MissingNode.getInstance();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** The day, when a whole one is given. */
  private static Optional<LocalDate> wholeDay(JsonNode node) {
    Optional<LocalDate> first = first(node);
    return first.equals(last(node)) ? first : Optional.empty();
  }

  /** The first day of what may be only a month or a year; empty when not given. */
  private static Optional<LocalDate> first(JsonNode node) {
    return day(node, text -> YearMonth.parse(text).atDay(1), text -> Year.parse(text).atDay(1));
  }

  /** The last day of it. */
  private static Optional<LocalDate> last(JsonNode node) {
    return day(
        node,
        text -> YearMonth.parse(text).atEndOfMonth(),
        text -> Year.parse(text).atMonth(12).atEndOfMonth());
  }

  private static Optional<LocalDate> day(
      JsonNode node, Function<String, LocalDate> month, Function<String, LocalDate> year) {
    String text = node.asText("");
    try {
      return switch (text.length()) {
        case 0 -> Optional.empty();
        case YEAR -> Optional.of(year.apply(text));
        case MONTH -> Optional.of(month.apply(text));
        case WHOLE_DAY -> Optional.of(LocalDate.parse(text));
        default -> Optional.of(OffsetDateTime.parse(text).atZoneSameInstant(HERE).toLocalDate());
      };
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("it gives a date that is none", e);
    }
  }
}
