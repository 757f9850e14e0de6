package gpcm.node.receiving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.NameSpelling;
import gpcm.consultation.NhsNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registry of patients in a file of JSON lines, read again whenever it has changed: {@code
 * {"nhsNumber":"9990000018","birthDate":"1957-01-09","family": "Testpatient","standing":"known"}};
 * standing is {@code known}, {@code no-longer-here} or {@code recently-deceased}. Other fields are
 * left alone, so that a local MESH server's list of patients can be the same file. Thread-safe.
 */
public final class PatientFile implements PatientRegistry {
  private record Registered(String birthDate, String family, PatientStanding standing) {}

  /** What tells one state of a file from another. */
  private record Stamp(FileTime changed, long size, Object key) {
    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
      } catch (IOException e) {
        throw new UncheckedIOException("the patients of " + file + " cannot be read", e);
      }
    }
  }

  private record Contents(Stamp stamp, Map<String, Registered> patients) {}

  private final Map<String, Path> files;
  private final Map<String, Contents> read = new ConcurrentHashMap<>();

  /**
   * Reads one file for each organisation, by ODS code.
   *
   * @throws IllegalArgumentException when a line is not what it should be, naming file and line
   */
  public PatientFile(Map<String, Path> files) {
    this.files = Map.copyOf(files);
    files.keySet().forEach(this::patients);
  }

  // Whoever is looked up is looked up in the file as it is now: a registration counts at once.
  private Map<String, Registered> patients(String organisation) {
    Path file = files.get(organisation);
    if (file == null) {
      return Map.of();
    }
    Stamp now = Stamp.of(file);
    Contents before = read.get(organisation);
    if (before != null && before.stamp.equals(now)) {
      return before.patients;
    }
    Contents contents = new Contents(now, read(file));
    read.put(organisation, contents);
    return contents.patients;
  }

  private Map<String, Registered> known(String organisation) {
    try {
      return patients(organisation);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UnavailableException(
          "the list of patients cannot be read; mend it or put it back: " + e.getMessage(), e);
    }
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
    Registered found = known(organisation).get(nhsNumber);
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
        NameSpelling.same(found.family(), familyName)
            ? Optional.empty()
            : Optional.of("The surname differs from the one registered here."));
  }
}
