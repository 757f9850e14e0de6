package gpcm.node.web;

import gpcm.node.sending.SentFilter;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody searches the sent documents for: what a document is called, or the patient it is
 * about, whom only those look for who are shown names.
 */
final class SentSearch {
  private SentSearch() {}

  /** A number is an NHS number, a day a birth date, a word with digits an id, the rest a name. */
  static SentFilter ofText(SeenOutbox seen, String text) {
    String digits = text.replace(" ", "");
    Optional<LocalDate> day = WorklistPages.day(text);
    if (digits.matches("[0-9]{10}")) {
      requireNames(seen);
      return searching(Optional.empty(), Optional.of(digits), Optional.empty());
    }
    if (day.isPresent()) {
      requireNames(seen);
      return searching(Optional.empty(), Optional.empty(), day);
    }
    if (text.matches("\\S*[0-9]\\S*")) {
      return SentFilter.NONE.called(text);
    }
    requireNames(seen);
    return searching(Optional.of(WorkSearch.name(text)), Optional.empty(), Optional.empty());
  }

  private static SentFilter searching(
      Optional<String> name, Optional<String> nhsNumber, Optional<LocalDate> born) {
    return SentFilter.NONE.searching(new SentFilter.Search(name, nhsNumber, born));
  }

  private static void requireNames(SeenOutbox seen) {
    if (!seen.names()) {
      throw WorkFields.wrong(
          "find",
          "looks for a patient, and you are shown no names",
          "look for the id of a message, a document or an encounter");
    }
  }

  /** The fields of a body. */
  static SentFilter.Search of(WorkFields fields) {
    return new SentFilter.Search(
        fields.text("name", 100).map(WorkSearch::name),
        fields.text("nhs-number", 20).map(WorkSearch::number),
        fields.date("born"));
  }

  /** For the log, which keeps it apart from what is never erased. */
  static String words(WorkFields fields) {
    return Stream.of("name", "nhs-number", "born", "id", "view", "recipient")
        .flatMap(name -> fields.text(name, 100).map(text -> name + " " + text).stream())
        .collect(Collectors.joining(", "));
  }
}
