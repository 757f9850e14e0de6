package gpcm.node.submitting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A webhook is told of each change of state, and docs/submitting.md names all that it is told of.
 */
class StateWebhookDocumentationTest {
  private static final Pattern EVENTS =
      Pattern.compile("words of the document's timeline \\(([^)]*)\\)");

  @Test
  void eachEventStandsThereAndNoOther() throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("project.root"), "docs", "submitting.md"));
    Matcher events = EVENTS.matcher(page.replace('\n', ' '));
    assertThat(events.find()).isTrue();
    Set<String> named =
        Arrays.stream(events.group(1).split(", *", -1))
            .map(each -> each.replace("`", ""))
            .collect(Collectors.toSet());
    assertThat(named).isEqualTo(StateWebhook.KINDS);
  }

  @Test
  void whateverChangesTheStateOfADocumentIsTold() throws IOException {
    Path table =
        Path.of(
            System.getProperty("project.root"),
            "exchange/src/test/resources/gpcm/exchange/document.table");
    List<List<String>> changes =
        Files.readAllLines(table).stream()
            .filter(line -> !line.startsWith("#") && line.contains("|"))
            .map(line -> line.substring(line.indexOf('|') + 1))
            .map(line -> Arrays.stream(line.split(",", -1)).map(String::strip).toList())
            .filter(line -> line.stream().anyMatch(each -> each.startsWith("=>")))
            .toList();
    assertThat(changes).isNotEmpty();
    assertThat(changes)
        .allSatisfy(line -> assertThat(line).containsAnyElementsOf(StateWebhook.KINDS));
  }
}
