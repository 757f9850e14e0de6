package gpcm.node.submitting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/submitting.md names every event that a webhook is told of, and no other. */
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
}
