package gpcm.mesh.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/mesh.md shows other suppliers compiles outside our packages, with what is public. */
class DocumentedExampleTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(import (?:(?!```).)*class OurSystemTest .*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void exampleOfTheJUnitExtensionCompiles() throws Exception {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../docs/mesh.md")));
    assertThat(example.find()).isTrue();
    Path source = Files.writeString(folder.resolve("OurSystemTest.java"), example.group(1));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString());
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  complaints, files, null, options, null, files.getJavaFileObjects(source.toFile()))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
  }
}
