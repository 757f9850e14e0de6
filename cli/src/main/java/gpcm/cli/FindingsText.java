package gpcm.cli;

import gpcm.rules.Finding;
import gpcm.rules.Position;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Help.Ansi;

/**
 * The report for people: grouped by what the findings mean for the message, with the place in the
 * source.
 */
final class FindingsText {
  private static final int EXCERPT = 110;

  private final Ansi ansi;
  private final PrintWriter out;

  FindingsText(Ansi ansi, PrintWriter out) {
    this.ansi = ansi;
    this.out = out;
  }

  void write(CheckedFile checked) {
    String name = checked.file().name();
    String what = checked.kind() + checked.useCase().map(u -> ", " + u).orElse("");
    if (checked.unreadable()) {
      line("@|bold,red UNREADABLE|@ ", name, "  answer " + checked.findings().code().code());
    } else if (checked.valid()) {
      line("@|bold,green VALID|@ ", name, "  (" + what + ")");
    } else {
      line(
          "@|bold,red INVALID|@ ",
          name,
          "  ("
              + what
              + ")  answer "
              + checked.findings().code().code()
              + " "
              + checked.findings().code().display());
    }
    Map<Integer, String> lines = excerpts(checked);
    group("Faults that make the message invalid", "red", checked.findings().rejecting(), lines);
    group(
        "Faults that are tolerated on receipt",
        "yellow",
        checked.findings().warnings().stream().filter(Finding::tolerated).toList(),
        lines);
    group(
        "Warnings",
        "yellow",
        checked.findings().warnings().stream().filter(f -> !f.tolerated()).toList(),
        lines);
  }

  private void group(
      String title, String colour, List<Finding> findings, Map<Integer, String> lines) {
    if (findings.isEmpty()) {
      return;
    }
    out.println();
    out.println(
        "  " + ansi.string("@|bold," + colour + " " + title + "|@") + " (" + findings.size() + ")");
    for (Finding finding : findings) {
      out.println();
      line(
          "    @|bold " + finding.requirement() + "|@ " + finding.code().code() + "  ",
          finding.path(),
          "");
      finding.position().ifPresent(position -> excerpt(position, lines));
      out.println("      found     " + finding.found());
      out.println("      expected  " + finding.expected());
      out.println("      fix       " + finding.fix());
    }
  }

  private void excerpt(Position position, Map<Integer, String> lines) {
    String text = lines.getOrDefault(position.line(), "").strip();
    String label = String.format("%7d | ", position.line());
    line(
        "@|faint " + label + "|@",
        text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + " ...",
        "");
  }

  /** Markup only in the first part: the others are text of strangers. */
  private void line(String markup, String text, String end) {
    out.println(ansi.string(markup) + text + end);
  }

  private static Map<Integer, String> excerpts(CheckedFile checked) {
    TreeSet<Integer> wanted = new TreeSet<>();
    checked.findings().forEach(finding -> finding.position().ifPresent(p -> wanted.add(p.line())));
    Map<Integer, String> lines = new HashMap<>();
    if (wanted.isEmpty()) {
      return lines;
    }
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(checked.file().source().open(), StandardCharsets.UTF_8))) {
      for (int number = 1; number <= wanted.last(); number++) {
        String text = Lines.next(reader, EXCERPT * 4);
        if (wanted.contains(number)) {
          lines.put(number, text);
        }
      }
    } catch (IOException e) {
      return lines; // the report without excerpts is still the report
    }
    return lines;
  }
}
