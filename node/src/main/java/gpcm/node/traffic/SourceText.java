package gpcm.node.traffic;

import gpcm.rules.Finding;
import gpcm.rules.SourcePosition;
import gpcm.rules.SourcePositions;
import gpcm.rules.UnreadableFindings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The text of a message, line by line, with findings at their lines. It is text and nothing else:
 * no entity is replaced, nothing is fetched, and it need not be XML that can be read.
 *
 * @param form how it is laid out
 * @param lines its lines, as many as are shown
 * @param findings all findings, in the order of their lines; those without one at the end
 * @param whole whether all of it is shown, but for what stands in for long content
 */
public record SourceText(Form form, List<Line> lines, List<Placed> findings, boolean whole) {
  /** As many characters are shown at most. */
  public static final int MOST_CHARACTERS = 1 << 19;

  /** As many lines are shown at most. */
  public static final int MOST_LINES = 10_000;

  /** Copies the lists. */
  public SourceText {
    lines = List.copyOf(lines);
    findings = List.copyOf(findings);
  }

  /** How a text is laid out. */
  public enum Form {
    /** A line for each element, with the white space between tags laid out anew. */
    PRETTY,
    /** Character by character, as it is. */
    RAW;

    /** As addresses have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The form of this text, if there is one. */
    public static Optional<Form> of(String text) {
      return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
  }

  /**
   * A line.
   *
   * @param number from 1; of the raw form, that of the line in the message
   * @param pieces what stands in it
   */
  public record Line(int number, List<Piece> pieces) {
    /** Copies the pieces. */
    public Line {
      pieces = List.copyOf(pieces);
    }

    /** What stands in it, without what is left out. */
    public String text() {
      return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }
  }

  /**
   * Some of a line.
   *
   * @param text what is shown
   * @param leftOut how many characters of base64 follow that are not
   */
  public record Piece(String text, long leftOut) {}

  /**
   * A finding in its place.
   *
   * @param line the line of this form that it is about; empty when that is not shown
   * @param position where it is in the message; empty where it is about no place in it
   */
  public record Placed(Finding finding, OptionalInt line, Optional<SourcePosition> position) {}

  /** The findings at a line. */
  public List<Placed> at(Line line) {
    return findings.stream()
        .filter(each -> each.line().isPresent() && each.line().getAsInt() == line.number())
        .toList();
  }

  /** Gives the bytes of a message, each time from the beginning. */
  interface Source {
    InputStream open() throws IOException;
  }

  static SourceText read(Source source, Form form, List<Finding> findings) throws IOException {
    Map<String, SourcePosition> places = places(source, findings);
    Map<Finding, SourcePosition> positions = new HashMap<>();
    for (Finding finding : findings) {
      where(finding)
          .or(() -> Optional.ofNullable(places.get(finding.path())))
          .ifPresent(position -> positions.put(finding, position));
    }
    SourceLayout layout = new SourceLayout(form, List.copyOf(positions.values()));
    try (Reader in =
        new BufferedReader(new InputStreamReader(source.open(), StandardCharsets.UTF_8))) {
      layout.read(in);
    }
    List<Placed> placed =
        findings.stream()
            .distinct()
            .map(
                finding -> {
                  Optional<SourcePosition> position = Optional.ofNullable(positions.get(finding));
                  return new Placed(
                      finding, position.map(layout::lineOf).orElse(OptionalInt.empty()), position);
                })
            .sorted(Comparator.comparingInt(each -> each.line().orElse(Integer.MAX_VALUE)))
            .toList();
    return new SourceText(form, layout.lines(), placed, layout.whole());
  }

  /** Of what could not be read, the path says where reading ended. */
  private static Optional<SourcePosition> where(Finding finding) {
    return finding.position().or(() -> UnreadableFindings.place(finding.path()));
  }

  private static Map<String, SourcePosition> places(Source source, List<Finding> findings)
      throws IOException {
    List<String> paths =
        findings.stream()
            .filter(finding -> where(finding).isEmpty())
            .map(Finding::path)
            .distinct()
            .toList();
    if (paths.isEmpty()) {
      return Map.of();
    }
    try (InputStream in = source.open()) {
      return SourcePositions.inXml(in, paths);
    }
  }
}
