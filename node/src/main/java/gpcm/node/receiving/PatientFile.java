package gpcm.node.receiving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.NhsNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A registry of patients in a file of JSON lines, read once: {@code
 * {"nhsNumber":"9990000018","birthDate":"1957-01-09","family": "Testpatient","standing":"known"}};
 * standing is {@code known}, {@code no-longer-here} or {@code recently-deceased}. Thread-safe.
 */
public final class PatientFile implements PatientRegistry {
  private record Registered(String birthDate, String family, PatientStanding standing) {}

  private final Map<String, Map<String, Registered>> patients = new HashMap<>();

  /**
   * Reads one file for each organisation, by ODS code.
   *
   * @throws IllegalArgumentException when a line is not what it should be, naming file and line
   */
  public PatientFile(Map<String, Path> files) {
    files.forEach((organisation, file) -> patients.put(organisation, read(file)));
  }

  private static Map<String, Registered> read(Path file) {
    Map<String, Registered> registered = new HashMap<>();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          try {
            add(registered, json.readTree(line));
          } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "%s, line %d is no patient: %s".formatted(file, number, e.getMessage()), e);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the patients of " + file + " cannot be read", e);
    }
    return Map.copyOf(registered);
  }

  private static void add(Map<String, Registered> registered, JsonNode line) {
    String nhsNumber = new NhsNumber(text(line, "nhsNumber")).value();
    PatientStanding standing =
        PatientStanding.valueOf(
            line.path("standing").asText("known").toUpperCase(Locale.ROOT).replace('-', '_'));
    registered.put(
        nhsNumber, new Registered(text(line, "birthDate"), text(line, "family"), standing));
  }

  private static String text(JsonNode line, String field) {
    String value = line.path(field).asText("");
    if (value.isBlank()) {
      throw new IllegalArgumentException("the field " + field + " is missing");
    }
    return value;
  }

  @Override
  public Match find(String organisation, String nhsNumber, String birthDate, String familyName) {
    Registered found = patients.getOrDefault(organisation, Map.of()).get(nhsNumber);
    if (found == null) {
      return new Match(PatientStanding.UNKNOWN, Optional.empty());
    }
    if (!found.birthDate().equals(birthDate)) {
      return new Match(
          PatientStanding.UNKNOWN,
          Optional.of(
              "The NHS number is registered here for somebody with another date of birth. Find out"
                  + " which of the two is meant."));
    }
    return new Match(
        found.standing(),
        found.family().equalsIgnoreCase(familyName)
            ? Optional.empty()
            : Optional.of("The surname differs from the one registered here."));
  }
}
