package gpcm.consultation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A postal address. Immutable.
 *
 * @param lines the lines above the town, in order
 * @param city the town
 * @param district the county
 * @param postcode the UK postcode
 * @param country the country, where it is not the United Kingdom
 */
public record Address(
    List<String> lines,
    Optional<String> city,
    Optional<String> district,
    Optional<Postcode> postcode,
    Optional<String> country) {
  /**
   * @throws InvalidValueException when a part is blank, too long or holds control characters, or
   *     all parts are absent
   */
  public Address {
    lines = CheckedText.list("Address lines", lines, 20);
    lines.forEach(line -> CheckedText.line("Address line", line));
    city.ifPresent(words -> CheckedText.line("Town", words));
    district.ifPresent(words -> CheckedText.line("County", words));
    country.ifPresent(words -> CheckedText.line("Country", words));
    if (lines.isEmpty()
        && city.isEmpty()
        && district.isEmpty()
        && postcode.isEmpty()
        && country.isEmpty()) {
      throw new InvalidValueException(
          "Address", "must have at least one part", "Give a line, or leave the address out");
    }
  }

  /** For people, on one line: the parts in postal order, separated by a comma and a space. */
  public String oneLine() {
    return Stream.of(
            lines.stream(),
            city.stream(),
            district.stream(),
            country.stream(),
            postcode.map(Postcode::value).stream())
        .flatMap(part -> part)
        .collect(Collectors.joining(", "));
  }

  /** Masked, so that it can reach a log. */
  @Override
  public String toString() {
    return "Address[masked]";
  }
}
