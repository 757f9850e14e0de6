package gpcm.node.web;

import gpcm.node.content.ContentException;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.viewing.Shown;
import gpcm.node.viewing.Viewing;
import gpcm.node.viewing.Zoom;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sender of a document asks for next, as far as a program can find it. The official
 * reports say it in their PDF alone: then it is a quotation of the words under that heading, and
 * the document decides.
 *
 * @param texts what is asked for; empty when nothing was found, which says nothing of the document
 * @param page where it is quoted from; empty when sections of the message say it
 */
record FollowUps(List<String> texts, Optional<Integer> page) {
  static final FollowUps NONE = new FollowUps(List.of(), Optional.empty());

  /** As much of a page as a person reads at a glance. */
  private static final int LONGEST = 1_000;

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
          "(?i)^[ \\t]*(?:-?[ \\t]*confidential: personal data\\b.*|page \\d+ of \\d+)[ \\t]*$",
          Pattern.MULTILINE);

  FollowUps {
    texts = List.copyOf(texts);
  }

  private static Pattern heading(String words) {
    return Pattern.compile(
        "^[ \\t]*(?:" + words + ")[ \\t]*(?::|$)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
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
      return new FollowUps(facts.followUps(), Optional.empty());
    }
    return first
        .flatMap(
            each ->
                quoted(each.shown(), 1).or(() -> onLastPage(each.file(), each.shown(), viewing)))
        .orElse(NONE);
  }

  private static Optional<FollowUps> quoted(Shown shown, int page) {
    String text =
        switch (shown) {
          case Shown.Picture picture -> picture.text();
          case Shown.Text plain -> plain.text();
          case Shown.Nothing nothing -> "";
        };
    return quoted(text).map(words -> new FollowUps(List.of(words), Optional.of(page)));
  }

  /** It stands last in the official report. */
  private static Optional<FollowUps> onLastPage(ViewedFile file, Shown shown, Viewing viewing) {
    if (!(shown instanceof Shown.Picture picture)
        || picture.pages() < 2
        || picture.pages() > MOST_PAGES) {
      return Optional.empty();
    }
    int last = picture.pages();
    try {
      return quoted(viewing.show(file.content(), file.declaredType(), last, Zoom.NORMAL), last);
    } catch (ContentException damaged) {
      return Optional.empty();
    }
  }

  /** The words under the heading in the text of a page; empty when it has no such heading. */
  static Optional<String> quoted(String text) {
    Matcher official = OFFICIAL.matcher(text);
    Matcher other = OTHER.matcher(text);
    int begin = official.find() ? official.end() : other.find() ? other.end() : -1;
    if (begin < 0) {
      return Optional.empty();
    }
    String under = text.substring(begin);
    Matcher foot = FOOT.matcher(under);
    String words =
        (foot.find() ? under.substring(0, foot.start()) : under)
            .strip()
            .replaceAll("[ \\t]+", " ")
            .replaceAll("\\s*\n\\s*", "\n");
    return Optional.of(words).filter(Predicate.not(String::isEmpty)).map(FollowUps::bounded);
  }

  private static String bounded(String words) {
    return words.codePointCount(0, words.length()) <= LONGEST
        ? words
        : words.substring(0, words.offsetByCodePoints(0, LONGEST)) + GOES_ON;
  }

  /** As the text of a task: as much of it as a task may have, on one line. */
  String task() {
    String line = String.join("; ", texts).replaceAll("\\s+", " ").strip();
    return line.codePointCount(0, line.length()) <= WorkAct.LINE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, WorkAct.LINE - 1)) + "…";
  }
}
