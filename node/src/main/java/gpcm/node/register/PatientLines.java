package gpcm.node.register;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.consultation.NhsNumber;
import gpcm.node.register.RegisteredPatient.Registration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a file of patients: JSON lines such as {@code
 * {"nhsNumber":"9990000018","birthDate":"1957-01-09","family":"Testpatient","standing":"known"}},
 * or a table whose header names the same fields. Fields that it does not know are left alone, so
 * that a local MESH server's list of patients can be the same file. Stateless.
 */
final class PatientLines {
  private static final CSVFormat TABLE =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreHeaderCase(true)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .get();

  private PatientLines() {}

  /**
   * Everybody in the file, in its order.
   *
   * @throws IllegalArgumentException when a line is not what it should be, naming file and line
   * @throws IOException when it cannot be read
   */
  static List<RegisteredPatient> read(Path file) throws IOException {
    try {
      return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")
          ? table(file)
          : jsonLines(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not text in UTF-8", e);
    }
  }

  private static List<RegisteredPatient> jsonLines(Path file) throws IOException {
    List<RegisteredPatient> patients = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          try {
            JsonNode fields = json.readTree(line);
            patients.add(patient(field -> fields.path(field).asText("")));
          } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "%s, line %d is no patient: %s".formatted(file, number, said(e)), e);
          }
        }
      }
    }
    return patients;
  }

  // What a JSON parser says quotes the line.
  private static String said(Exception e) {
    return e instanceof IOException ? "it is not JSON" : e.getMessage();
  }

  private static List<RegisteredPatient> table(Path file) throws IOException {
    requireLastLineWhole(file);
    List<RegisteredPatient> patients = new ArrayList<>();
    try (BufferedReader text = Files.newBufferedReader(file);
        CSVParser rows = CSVParser.parse(text, TABLE)) {
      for (CSVRecord row : rows) {
        if (!row.isConsistent()) {
          throw notAPatient(file, rows, "it has not as many fields as the header", null);
        }
        try {
          patients.add(patient(field -> row.isMapped(field) ? row.get(field) : ""));
        } catch (IllegalArgumentException e) {
          throw notAPatient(file, rows, e.getMessage(), e);
        }
      }
    } catch (UncheckedIOException | IOException e) {
      if (e instanceof CharacterCodingException coding) {
        throw coding;
      }
      throw new IllegalArgumentException(file + " is no table of fields parted by commas", e);
    }
    return patients;
  }

  // A table that is cut within its last field looks whole.
  private static void requireLastLineWhole(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
      throw new IllegalArgumentException(
          file + " does not end with the end of a line, so it may be half written");
    }
  }

  private static IllegalArgumentException notAPatient(
      Path file, CSVParser rows, String why, Exception causeOrNull) {
    return new IllegalArgumentException(
        "%s, line %d is no patient: %s".formatted(file, rows.getCurrentLineNumber(), why),
        causeOrNull);
  }

  /**
   * Somebody as fields say.
   *
   * @throws IllegalArgumentException when a field is missing or not what it should be, without its
   *     value
   */
  static RegisteredPatient patient(Function<String, String> fields) {
    String standing = fields.apply("standing");
    return new RegisteredPatient(
        number(required(fields, "nhsNumber")),
        required(fields, "family"),
        fields.apply("given"),
        required(fields, "birthDate"),
        fields.apply("sex"),
        fields.apply("address"),
        fields.apply("telephone"),
        standing.isBlank()
            ? Registration.KNOWN
            : Registration.of(standing.toLowerCase(Locale.ROOT)),
        Placement.read(fields),
        Restriction.of(fields.apply("restricted")));
  }

  private static String number(String text) {
    try {
      return new NhsNumber(text).value();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the field nhsNumber holds no NHS number", e);
    }
  }

  private static String required(Function<String, String> fields, String field) {
    String value = fields.apply(field);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the field " + field + " is missing");
    }
    return value;
  }
}
