package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.DocumentState;
import gpcm.exchange.IncomingFact.Question;
import gpcm.exchange.IncomingState;
import gpcm.node.journal.FeedPlace;
import gpcm.node.journal.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Timelines are sentences. */
class TimelineWordsTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:\\bevent|\\bEvent|Event\\.of|\\bcame|\\bgone)\\(\\s*(?:[\\w.()]+,\\s*)*\"([a-z][a-z-]+)\"");

  private static TimelineEvent line(String kind, String detail) {
    return new TimelineEvent(
        new FeedPlace(1, 1),
        Instant.EPOCH,
        "A99902",
        Optional.empty(),
        Optional.empty(),
        kind,
        detail,
        "node");
  }

  /** As the sources write them. */
  private static Set<String> kinds() throws IOException {
    Set<String> kinds =
        new TreeSet<>(
            Set.of("received", "infrastructure-acknowledgement", "business-acknowledgement"));
    for (Question question : Question.values()) {
      kinds.add(question.open());
      kinds.add(question.closed());
    }
    for (IncomingState state : Set.of(IncomingState.REJECTED, IncomingState.UNREADABLE)) {
      kinds.add(state.text());
    }
    for (DocumentState state :
        Set.of(
            DocumentState.INFRASTRUCTURE_ACKNOWLEDGED,
            DocumentState.COMPLETED,
            DocumentState.REJECTED,
            DocumentState.OVERDUE)) {
      kinds.add(state.text());
    }
    for (String module : Set.of("exchange", "node")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          Matcher written = WRITTEN.matcher(Files.readString(file));
          while (written.find()) {
            kinds.add(written.group(1));
          }
        }
      }
    }
    return kinds;
  }

  @Test
  void everyKindOfLineIsASentence() throws IOException {
    assertThat(kinds()).hasSizeGreaterThan(35);
    assertThat(kinds()).allSatisfy(kind -> assertThat(TimelineWords.knows(kind)).as(kind).isTrue());
  }

  @Test
  void whatACodeSaysStandsInTheSentence() {
    assertThat(TimelineWords.sentence(line("answered", "30001 sent to somebody")))
        .isEqualTo("The sender was told: the patient is known here.");
    assertThat(TimelineWords.sentence(line("answered", "sent"))).isEqualTo("The sender was told.");
  }

  @Test
  void whatNobodyHasAWordForKeepsItsName() {
    assertThat(TimelineWords.sentence(line("of-another-version", "")))
        .isEqualTo("Of another version.");
  }
}
