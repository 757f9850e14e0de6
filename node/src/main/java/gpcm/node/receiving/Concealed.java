package gpcm.node.receiving;

import gpcm.message.SendDocument;
import gpcm.message.SendingOrganisation;
import gpcm.node.journal.TimelineEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is never shown of a confidential document: names and ODS codes of the organisations it comes
 * from, and their mailboxes, which are called by the ODS code (GPCM-SD-CS-030). Of any other
 * document nothing is hidden.
 *
 * @param words the longest first
 */
record Concealed(List<Pattern> words) {
  private static final Concealed NOTHING = new Concealed(List.of());
  private static final String INSTEAD = "(not shown)";

  /** Shorter names and codes may be part of any other word. */
  private static final int SHORT = 6;

  /**
   * What is hidden of a received document.
   *
   * @param receiver ODS code of the organisation it came to, which may see its own name
   * @param mailbox the mailbox it came from; empty when MESH named none
   */
  static Concealed of(SendDocument document, String receiver, String mailbox) {
    if (!document.composition().restricted()) {
      return NOTHING;
    }
    List<String> words = new ArrayList<>(List.of(mailbox));
    document.header().sourceMailbox().ifPresent(words::add);
    for (SendingOrganisation organisation : document.organisations()) {
      if (!organisation.odsCode().filter(receiver::equalsIgnoreCase).isPresent()) {
        organisation.odsCode().ifPresent(words::add);
        organisation.name().ifPresent(words::add);
      }
    }
    return words(words);
  }

  /** These words, where they are any. */
  static Concealed words(Collection<String> words) {
    return new Concealed(
        words.stream()
            .map(String::strip)
            .filter(word -> word.length() > 1)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Concealed::pattern)
            .toList());
  }

  private static Pattern pattern(String word) {
    String quoted = Pattern.quote(word);
    return Pattern.compile(
        word.length() < SHORT ? "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])" : quoted,
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** The text without them. */
  String in(String text) {
    String shown = text;
    for (Pattern word : words) {
      shown = word.matcher(shown).replaceAll(INSTEAD);
    }
    return shown;
  }

  List<String> in(List<String> texts) {
    return texts.stream().map(this::in).toList();
  }

  List<TimelineEvent> inEvents(List<TimelineEvent> events) {
    return words.isEmpty()
        ? events
        : events.stream()
            .map(
                event ->
                    new TimelineEvent(
                        event.place(),
                        event.at(),
                        event.organisation(),
                        event.document(),
                        event.received(),
                        event.kind(),
                        in(event.detail()),
                        in(event.actor())))
            .toList();
  }
}
