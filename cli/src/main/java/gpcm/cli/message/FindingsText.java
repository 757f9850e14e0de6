package gpcm.cli.message;

import gpcm.cli.terminal.StrangersText;
import gpcm.rules.CrashedRule;
import gpcm.rules.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * The report for people: grouped by what the findings mean for the message, with the place in the
 * source.
 */
final class FindingsText implements FindingsReport {
  private final Ansi ansi;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean many;
  private int valid;
  private int byTolerance;
  private int notOpened;
  private int invalid;
  private int unreadable;
  private int undecided;

  /**
   * A report of several files.
   *
   * @param err where it is said that a file cannot be opened, in one line
   * @param many whether messages without any finding are only counted
   */
  FindingsText(Ansi ansi, PrintWriter out, PrintWriter err, boolean many) {
    this.ansi = ansi;
    this.out = out;
    this.err = err;
    this.many = many;
  }

  @Override
  public void file(CheckedFile checked) {
    if (checked.notOpened().isPresent()) {
      notOpened++;
      out.flush();
      err.println(ansi.string("@|bold,red gpcm validate:|@ ") + plain(checked.notOpened().get()));
      err.flush();
      return;
    }
    byTolerance += checked.byTolerance() ? 1 : 0;
    if (checked.unreadable()) {
      unreadable++;
    } else if (checked.undecided()) {
      undecided++;
    } else if (checked.valid()) {
      valid++;
    } else {
      invalid++;
    }
    if (!many || checked.worthShowing()) {
      write(checked);
      out.println();
    }
  }

  @Override
  public void end() {
    int all = valid + invalid + unreadable + undecided;
    if (all == 0) {
      return;
    }
    out.println(
        all
            + (all == 1 ? " message: " : " messages: ")
            + valid
            + " valid"
            + (byTolerance == 0 ? "" : " (" + byTolerance + " only by tolerance)")
            + ", "
            + invalid
            + " invalid, "
            + unreadable
            + " unreadable"
            + (undecided == 0 ? "" : ", " + undecided + " undecided")
            + (notOpened == 0 ? "" : "; not opened: " + notOpened));
  }

  private void write(CheckedFile checked) {
    String name = checked.file().name();
    String what = plain(checked.what());
    if (checked.undecided()) {
      line("@|bold,red UNDECIDED|@ ", name, "  (" + what + ")");
    } else if (checked.unreadable()) {
      String known = checked.kind().equals("unreadable") ? "" : "  (" + what + ")";
      line("@|bold,red UNREADABLE|@ ", name, known + answer(checked));
    } else if (checked.byTolerance()) {
      line("@|bold,yellow VALID only by tolerance|@ ", name, "  (" + what + ")");
    } else if (checked.valid()) {
      line("@|bold,green VALID|@ ", name, "  (" + what + ")");
    } else {
      line("@|bold,red INVALID|@ ", name, "  (" + what + ")" + answer(checked));
    }
    Excerpts excerpts =
        Excerpts.of(
            checked.file(),
            checked.findings().stream().flatMap(finding -> finding.position().stream()).toList());
    crashed(checked.findings().crashedRules());
    List<Finding> warnings = checked.findings().warnings();
    group("Faults that make the message invalid", "red", checked.findings().rejecting(), excerpts);
    group(
        "Faults that are tolerated on receipt",
        "yellow",
        warnings.stream().filter(Finding::tolerated).toList(),
        excerpts);
    group(
        "Warnings",
        "yellow",
        warnings.stream().filter(finding -> !finding.tolerated()).toList(),
        excerpts);
    NotCheckedText.print(checked.findings().notChecked(), out);
  }

  private static String answer(CheckedFile checked) {
    return "  answer " + checked.answer().code() + " " + checked.answer().display();
  }

  private void crashed(List<CrashedRule> rules) {
    if (rules.isEmpty()) {
      return;
    }
    out.println();
    out.println(
        "  "
            + ansi.string("@|bold,red Rules that crashed, a fault of this program: report it|@")
            + " ("
            + rules.size()
            + ")");
    out.println();
    rules.forEach(rule -> out.println("    " + plain(rule.description())));
  }

  private void group(String title, String colour, List<Finding> findings, Excerpts excerpts) {
    if (findings.isEmpty()) {
      return;
    }
    out.println();
    out.println(
        "  " + ansi.string("@|bold," + colour + " " + title + "|@") + " (" + findings.size() + ")");
    Map<List<String>, List<Finding>> alike = new LinkedHashMap<>();
    for (Finding finding : findings) {
      List<String> saying =
          List.of(
              finding.requirement(),
              finding.condition(),
              finding.found(),
              finding.expected(),
              finding.fix());
      alike.computeIfAbsent(saying, key -> new ArrayList<>()).add(finding);
    }
    alike.values().forEach(same -> one(same, excerpts));
  }

  /** Findings that say the same are said once. */
  private void one(List<Finding> same, Excerpts excerpts) {
    Finding finding = same.getFirst();
    String more = same.size() == 1 ? "" : "  and at " + (same.size() - 1) + " more places";
    out.println();
    line(
        "    @|bold " + finding.requirement() + "|@ " + finding.code().code() + "  ",
        finding.path(),
        more);
    finding
        .position()
        .ifPresent(
            place ->
                line(
                    "@|faint " + String.format("%9s", place) + " \u2502|@ ",
                    excerpts.at(place),
                    ""));
    if (!finding.condition().isEmpty() && !finding.condition().endsWith(finding.expected())) {
      out.println("      breaks    " + finding.condition());
    }
    out.println("      found     " + plain(finding.found()));
    out.println("      expected  " + plain(finding.expected()));
    out.println("      fix       " + plain(finding.fix()));
  }

  /** Markup only in the first part: the others are text of strangers. */
  private void line(String markup, String text, String end) {
    out.println(ansi.string(markup) + plain(text) + end);
  }

  private static String plain(String text) {
    return StrangersText.plain(text);
  }
}
