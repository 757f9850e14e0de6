package gpcm.node.web;

import gpcm.node.content.ContentException;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.viewing.Shown;
import gpcm.node.viewing.Viewing;
import gpcm.node.viewing.Zoom;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the sender of a document asks for next, as far as a program can find it. The official
 * reports say it in their PDF alone: then it is a quotation of the words under that heading, and
 * the document decides.
 *
 * @param texts what is asked for; empty when nothing was found, which says nothing of the document
 * @param page where it is quoted from; empty when sections of the message say it
 * @param goesOn whether the document has pages after the one that is quoted
 */
record FollowUps(List<String> texts, Optional<Integer> page, boolean goesOn) {
  static final FollowUps NONE = new FollowUps(List.of(), Optional.empty(), false);

  /** As much of a page as a person reads at a glance. */
  private static final int LONGEST = 1_000;

  /** What is looked at under a heading, however much white space a page has. */
  private static final int LOOKED_AT = 4_000;

  private static final String GOES_ON = " … (it goes on in the document)";

  /** Each page more is drawn for this; a reader turns that of a longer one. */
  private static final int MOST_PAGES = 3;

  private static final Pattern OFFICIAL = heading("follow[-\\u2010\\u2011 ]?up actions?");
  private static final Pattern OTHER =
      heading(
          "follow[-\\u2010\\u2011 ]?up|gp actions?|actions? (?:for|requested of|required of) (?:the"
              + " )?(?:gp|gp practice|practice)|actions? (?:requested|required)");
  private static final Pattern FOOT =
      Pattern.compile(
          "(?im)^[ \\t]*+(?:-?[ \\t]*+confidential: personal data\\b.*"
              + "|page \\d++ of \\d++[ \\t]*+$)");

  FollowUps {
    texts = List.copyOf(texts);
  }

  // Possessive, as that of the foot: a line of white space is read once.
  private static Pattern heading(String words) {
    return Pattern.compile("(?im)^[ \\t]*+(?:" + words + ")[ \\t]*+(?::|$)");
  }

  /**
   * What a document asks for. Nothing is read of a confidential one, whose report leaves it out.
   *
   * @param first its first page, as it is shown anyway
   */
  static FollowUps of(
      WorklistEntry entry,
      EntryFacts facts,
      Optional<ViewingPages.FirstPage> first,
      Viewing viewing) {
    if (entry.heading().confidential()) {
      return NONE;
    }
    if (!facts.followUps().isEmpty()) {
      return new FollowUps(facts.followUps(), Optional.empty(), false);
    }
    return first
        .flatMap(each -> quoted(each.shown(), () -> lastPage(each.file(), each.shown(), viewing)))
        .orElse(NONE);
  }

  /** The official report has it last. */
  private static Optional<Shown> lastPage(ViewedFile file, Shown first, Viewing viewing) {
    if (!(first instanceof Shown.Picture picture)
        || picture.pages() < 2
        || picture.pages() > MOST_PAGES) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          viewing.show(file.content(), file.declaredType(), picture.pages(), Zoom.NORMAL));
    } catch (ContentException damaged) {
      return Optional.empty();
    }
  }

  /**
   * The words under the heading of the official reports, on whichever page it stands, or else under
   * another; empty when there is no such heading.
   *
   * @param last the last page, which is asked for where the first has no official heading
   */
  static Optional<FollowUps> quoted(Shown first, Supplier<Optional<Shown>> last) {
    Optional<FollowUps> official = quoted(OFFICIAL, first);
    if (official.isPresent()) {
      return official;
    }
    Optional<Shown> end = last.get();
    return end.flatMap(page -> quoted(OFFICIAL, page))
        .or(() -> quoted(OTHER, first))
        .or(() -> end.flatMap(page -> quoted(OTHER, page)));
  }

  private static Optional<FollowUps> quoted(Pattern heading, Shown shown) {
    return switch (shown) {
      case Shown.Picture picture ->
          quoted(heading, picture.text(), picture.page(), picture.pages());
      case Shown.Text plain -> quoted(heading, plain.text(), plain.page(), plain.pages());
      case Shown.Nothing nothing -> Optional.empty();
    };
  }

  private static Optional<FollowUps> quoted(Pattern heading, String text, int page, int pages) {
    return under(heading, text)
        .map(words -> new FollowUps(List.of(words), Optional.of(page), page < pages));
  }

  private static Optional<String> under(Pattern heading, String text) {
    Matcher begin = heading.matcher(text);
    if (!begin.find()) {
      return Optional.empty();
    }
    String rest = text.substring(begin.end());
    String lookedAt = upTo(LOOKED_AT, rest);
    Matcher foot = FOOT.matcher(lookedAt);
    boolean ends = foot.find() || lookedAt.length() == rest.length();
    String words =
        (foot.hasMatch() ? lookedAt.substring(0, foot.start()) : lookedAt)
            .lines()
            .map(line -> line.strip().replaceAll("[ \\t]+", " "))
            .filter(Predicate.not(String::isEmpty))
            .collect(Collectors.joining("\n"));
    String glance = upTo(LONGEST, words);
    return Optional.of(glance)
        .filter(Predicate.not(String::isEmpty))
        .map(each -> ends && each.length() == words.length() ? each : each + GOES_ON);
  }

  private static String upTo(int most, String text) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most));
  }

  /** As the text of a task: as much of it as a task may have, on one line. */
  String task() {
    String line = String.join("; ", texts).replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= WorkAct.LINE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, WorkAct.LINE - 1)) + "…";
  }
}
