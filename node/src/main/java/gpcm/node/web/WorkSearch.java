package gpcm.node.web;

import gpcm.node.working.ListFilter;
import gpcm.node.working.NameParts;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody searches the received documents for. */
final class WorkSearch {
  private static final int SHORTEST = 2;

  private WorkSearch() {}

  static ListFilter.Search of(WorkFields fields) {
    return new ListFilter.Search(
        fields.text("name", 100).map(WorkSearch::name),
        fields.text("nhs-number", 20).map(WorkSearch::number),
        fields.date("born"),
        fields.text("id", 100));
  }

  // A single letter begins the names of too many.
  static String name(String text) {
    boolean enough =
        Stream.of(NameParts.of(text).split(" ", -1)).anyMatch(part -> part.length() >= SHORTEST);
    if (!enough) {
      throw WorkFields.wrong(
          "name", "must have a part of %d letters or more".formatted(SHORTEST), "write more of it");
    }
    return text;
  }

  static String number(String text) {
    String digits = text.replace(" ", "");
    if (!digits.matches("[0-9]{10}")) {
      throw WorkFields.wrong("nhs-number", "must have 10 digits", "write all of it");
    }
    return digits;
  }

  /** For the log, which keeps it apart from what is never erased. */
  static String words(WorkFields fields) {
    return Stream.of("name", "nhs-number", "born", "id", "view", "sender")
        .flatMap(name -> said(fields, name).stream())
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> said(WorkFields fields, String name) {
    return fields.text(name, 100).map(text -> name + " " + text);
  }
}
