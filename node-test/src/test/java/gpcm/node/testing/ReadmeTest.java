package gpcm.node.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows the very lines of a test that compiles and runs. */
class ReadmeTest {
  @Test
  void the_readme_shows_the_test_as_it_is() throws Exception {
    Path root = Path.of(System.getProperty("project.root"));
    String source =
        Files.readString(
            root.resolve("node-test/src/test/java/gpcm/node/testing/OurSystemTest.java"));
    String shown =
        source
            .substring(
                source.indexOf("// README: begin\n") + "// README: begin\n".length(),
                source.indexOf("  // README: end"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(root.resolve("README.md"))).contains("```java\n" + shown + "\n```");
  }
}
