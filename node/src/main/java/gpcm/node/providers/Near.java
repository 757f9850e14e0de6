package gpcm.node.providers;

import gpcm.consultation.Postcode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where providers are looked for. Immutable; {@code toString} says nothing of it. */
public sealed interface Near {
  /** What may be given. */
  String RULE = "a UK postcode, its first part, or latitude,longitude";

  /** A postcode or the beginning of one. What is not given is empty. */
  record PartOfPostcode(String area, String district, String sector, String unit) implements Near {
    private static final Pattern FORM =
        Pattern.compile("([A-Z]{1,2})([0-9][A-Z0-9]?)(?: ([0-9])([A-Z]{2})?)?");

    Nearness to(Postcode other) {
      Matcher parts = FORM.matcher(other.value());
      if (!parts.matches() || !parts.group(1).equals(area)) {
        return Nearness.ELSEWHERE;
      }
      if (!parts.group(2).equals(district)) {
        return Nearness.SAME_AREA;
      }
      if (sector.isEmpty() || !parts.group(3).equals(sector)) {
        return Nearness.SAME_DISTRICT;
      }
      return parts.group(4).equals(unit) ? Nearness.SAME_POSTCODE : Nearness.SAME_SECTOR;
    }

    @Override
    public String toString() {
      return "PartOfPostcode[masked]";
    }
  }

  /** A point on the globe. */
  record Point(Coordinates place) implements Near {}

  /**
   * What somebody typed: in small letters or capitals, a whole postcode also without its space.
   *
   * @throws IllegalArgumentException when it is none of what {@link #RULE} says
   */
  static Near of(String text) {
    if (text.length() > 50) {
      throw new IllegalArgumentException(RULE);
    }
    Matcher point =
        Pattern.compile(
                " *(-?[0-9]{1,3}(?:\\.[0-9]{1,10})?) *, *(-?[0-9]{1,3}(?:\\.[0-9]{1,10})?) *")
            .matcher(text);
    if (point.matches()) {
      return new Point(
          new Coordinates(Double.parseDouble(point.group(1)), Double.parseDouble(point.group(2))));
    }
    String typed = text.strip().toUpperCase(Locale.ROOT).replaceAll(" +", " ");
    Matcher whole = Pattern.compile("([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})").matcher(typed);
    Matcher parts =
        PartOfPostcode.FORM.matcher(
            whole.matches() ? whole.group(1) + " " + whole.group(2) : typed);
    if (!parts.matches()) {
      throw new IllegalArgumentException(RULE);
    }
    return new PartOfPostcode(
        parts.group(1), parts.group(2), given(parts.group(3)), given(parts.group(4)));
  }

  private static String given(String groupOrNull) {
    return groupOrNull == null ? "" : groupOrNull;
  }
}
