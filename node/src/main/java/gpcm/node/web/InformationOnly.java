package gpcm.node.web;

import gpcm.node.content.ContentException;
import gpcm.node.receiving.Worklist;
import gpcm.node.receiving.WorklistFile;
import gpcm.node.viewing.Shown;
import gpcm.node.viewing.Viewing;
import gpcm.node.viewing.Zoom;
import gpcm.node.working.WorkRow;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says why a document cannot be marked as done without being opened: only what is for information,
 * brings no codes and no technical notes, and whose every page can be read and has none of the
 * words by which letters ask for something, can. What cannot be read may ask for anything.
 * Thread-safe.
 */
final class InformationOnly {
  private static final int MOST_PAGES = 12;
  private static final Pattern ASKS =
      Pattern.compile(
          "follow(ed|ing)?[\\s\\p{Pd}\\u00ad]*up|\\bf/u\\b|\\bactions?\\s+(required|for|by)\\b|\\bGP\\s+to\\b"
              + "|\\b(please|grateful|kindly|refer|repeat|re\\p{Pd}?check|review|monitor|arrange|advise|recommend"
              + "|increase|reduce|start|stop|urgent|urgently)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Worklist worklist;
  private final Viewing viewing;

  InformationOnly(Worklist worklist, Viewing viewing) {
    this.worklist = worklist;
    this.viewing = viewing;
  }

  /** Why not, for a sentence that begins with "it"; empty when it can. */
  Optional<String> whyNot(String organisation, WorkRow row) {
    if (row.document().forAction()) {
      return Optional.of("it is for action: open it and complete it there");
    }
    if (row.marks().coded() > 0) {
      return Optional.of("it has coded entries: open it and go through them");
    }
    if (row.marks().warnings() > 0) {
      return Optional.of("it has technical notes: open it and read them");
    }
    if (row.work().urgent()) {
      return Optional.of("it is marked as urgent: open it");
    }
    return asks(worklist.files(organisation, row.id()));
  }

  /** Whether a text has one of the words by which letters ask for something. */
  static boolean asks(String text) {
    return ASKS.matcher(text).find();
  }

  private Optional<String> asks(List<WorklistFile> files) {
    int left = MOST_PAGES;
    for (WorklistFile file : files) {
      int pages = 1;
      for (int page = 1; page <= pages; page++) {
        if (left-- == 0) {
          return Optional.of("it is longer than %d pages: open it".formatted(MOST_PAGES));
        }
        Optional<Words> read = read(file, page);
        if (read.isEmpty()) {
          return Optional.of(
              "not all of it can be read by this program, so it may ask for something: open it");
        }
        if (asks(read.get().text())) {
          return Optional.of("its text may ask for something, such as a follow-up: open it");
        }
        pages = read.get().pages();
      }
    }
    return files.isEmpty()
        ? Optional.of("it has no file that could be read: open it")
        : Optional.empty();
  }

  private record Words(String text, int pages) {}

  /** Nothing of a page without words, which may be a scan, or with more than its words. */
  private Optional<Words> read(WorklistFile file, int page) {
    try {
      return switch (viewing.show(file.content(), file.contentType(), page, Zoom.SMALL)) {
        case Shown.Picture picture when picture.notes().isEmpty() && !picture.text().isBlank() ->
            Optional.of(new Words(picture.text(), picture.pages()));
        case Shown.Text text when text.notes().isEmpty() ->
            Optional.of(new Words(text.text(), text.pages()));
        default -> Optional.empty();
      };
    } catch (ContentException damaged) {
      return Optional.empty();
    }
  }
}
