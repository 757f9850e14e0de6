package gpcm.node.working;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names as they are searched for and sorted by: in parts, in lower case, without accents. */
public final class NameParts {
  private static final int MOST = 12;
  private static final int LONGEST = 24;

  private NameParts() {}

  /** The parts of a name with a space between them; empty when it has none. */
  public static String of(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("[\\p{M}']+", "")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+", -1))
        .filter(part -> !part.isEmpty())
        .limit(MOST)
        .map(
            part ->
                part.substring(
                    0,
                    part.offsetByCodePoints(
                        0, Math.min(LONGEST, part.codePointCount(0, part.length())))))
        .collect(Collectors.joining(" "));
  }
}
