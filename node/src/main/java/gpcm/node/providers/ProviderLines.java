package gpcm.node.providers;

import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import gpcm.consultation.Postcode;
import gpcm.consultation.Telephone;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a register of providers: a table in UTF-8 whose header names its fields ({@code ods},
 * {@code site}, {@code name}, {@code type}, {@code address}, {@code postcode}, {@code telephone},
 * {@code hours}, {@code services}, {@code latitude}, {@code longitude}). Other fields are left
 * alone. Stateless.
 */
final class ProviderLines {
  static final int MOST = 20_000;
  private static final long LARGEST = 50L << 20;
  private static final int MOST_PARTS = 20;

  private static final CSVFormat TABLE =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreHeaderCase(true)
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .get();

  private ProviderLines() {}

  /**
   * All of the file, in its order.
   *
   * @throws IllegalArgumentException when a line is not what it should be, naming file and line
   * @throws IOException when it cannot be read
   */
  static List<Provider> read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IllegalArgumentException(file + " is larger than 50 MiB");
    }
    List<Provider> providers = new ArrayList<>();
    Set<OdsCode> sites = new HashSet<>();
    try (BufferedReader text = Files.newBufferedReader(file);
        CSVParser rows = CSVParser.parse(text, TABLE)) {
      for (CSVRecord row : rows) {
        Provider read = provider(file, rows, row);
        if (!sites.add(read.siteCode())) {
          throw broken(file, rows, "its site stands in an earlier line", null);
        }
        if (providers.size() == MOST) {
          throw broken(file, rows, "there are more than " + MOST, null);
        }
        providers.add(read);
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not text in UTF-8", e);
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException(file + " is no table of fields parted by commas", e);
    }
    return List.copyOf(providers);
  }

  private static Provider provider(Path file, CSVParser rows, CSVRecord row) {
    if (!row.isConsistent()) {
      throw broken(file, rows, "it has not as many fields as the header", null);
    }
    try {
      OdsCode ods = new OdsCode(field(row, "ods"));
      String site = field(row, "site");
      return new Provider(
          ods,
          site.isEmpty() ? ods : new OdsCode(site),
          CheckedText.line("Name", field(row, "name")),
          Optional.of(field(row, "type")).filter(text -> !text.isEmpty()),
          parts("Address", field(row, "address")),
          new Postcode(field(row, "postcode")),
          new Telephone(field(row, "telephone")),
          words("Hours", field(row, "hours")),
          parts("Services", field(row, "services")),
          place(field(row, "latitude"), field(row, "longitude")));
    } catch (InvalidValueException e) {
      throw broken(file, rows, e.rule(), e);
    } catch (IllegalArgumentException e) {
      throw broken(file, rows, "latitude and longitude are no place on the globe", e);
    }
  }

  private static String field(CSVRecord row, String name) {
    return row.isMapped(name) ? row.get(name) : "";
  }

  private static String words(String what, String text) {
    return text.isEmpty() ? text : CheckedText.line(what, text);
  }

  private static List<String> parts(String what, String text) {
    List<String> parts =
        Arrays.stream(text.split(";", -1))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .toList();
    if (parts.size() > MOST_PARTS) {
      throw new InvalidValueException(
          what, "must have at most " + MOST_PARTS + " parts", "Leave some out");
    }
    parts.forEach(each -> words(what, each));
    return parts;
  }

  private static Optional<Coordinates> place(String latitude, String longitude) {
    return latitude.isEmpty() && longitude.isEmpty()
        ? Optional.empty()
        : Optional.of(new Coordinates(Double.parseDouble(latitude), Double.parseDouble(longitude)));
  }

  private static IllegalArgumentException broken(
      Path file, CSVParser rows, String why, Exception causeOrNull) {
    return new IllegalArgumentException(
        "%s, line %d is no provider: %s".formatted(file, rows.getCurrentLineNumber(), why),
        causeOrNull);
  }
}
