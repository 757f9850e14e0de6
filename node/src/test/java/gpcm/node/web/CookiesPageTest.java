package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/security.md names each cookie, and no other. */
class CookiesPageTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  @Test
  void theTableNamesEachCookieOfTheProgram() throws IOException {
    List<String> set =
        found("node/src/main/java/gpcm/node/web/Cookies.java", "\"(__Host-[a-z-]+)\"");
    assertThat(set).isNotEmpty();
    assertThat(found("docs/security.md", "(?m)^\\| `(__Host-[a-z-]+)` \\|"))
        .containsExactlyInAnyOrderElementsOf(set);
  }

  private static List<String> found(String file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map((MatchResult each) -> each.group(1))
        .toList();
  }
}
