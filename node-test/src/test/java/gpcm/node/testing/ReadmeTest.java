package gpcm.node.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README shows the very lines of tests that compile and run. */
class ReadmeTest {
  private static final Pattern SHOWN =
      Pattern.compile("// README: begin\n(.*?)\n *// README: end", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node-test/src/test/java/gpcm/node/testing/OurSystemTest.java",
        "addressing/src/test/java/gpcm/addressing/LibraryLinesTest.java"
      })
  void the_readme_shows_the_lines_as_they_are(String source) throws Exception {
    Path root = Path.of(System.getProperty("project.root"));
    String readme = Files.readString(root.resolve("README.md"));
    List<MatchResult> shown =
        SHOWN.matcher(Files.readString(root.resolve(source))).results().toList();
    assertThat(shown).isNotEmpty();
    assertThat(shown)
        .extracting(lines -> "```java\n" + lines.group(1).stripIndent() + "\n```")
        .allSatisfy(lines -> assertThat(readme).contains(lines));
  }
}
