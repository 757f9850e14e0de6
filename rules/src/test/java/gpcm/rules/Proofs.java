package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the accounts of requirements and of user stories name: tests of any room, and pages. */
final class Proofs {
  static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

  private Proofs() {}

  /**
   * A proof is {@code package.Class} or {@code package.Class#method} of a test in one of the rooms.
   */
  static boolean exists(String proof) throws IOException {
    String[] parts = proof.split("#", 2);
    Path file = Path.of("src/test/java", parts[0].replace('.', '/') + ".java");
    try (Stream<Path> rooms = Files.list(ROOT)) {
      for (Path room : rooms.filter(Files::isDirectory).toList()) {
        Path source = room.resolve(file);
        if (Files.isRegularFile(source)) {
          return parts.length == 1
              || Pattern.compile("void " + Pattern.quote(parts[1]) + "\\(")
                  .matcher(Files.readString(source))
                  .find();
        }
      }
    }
    return false;
  }

  /** With {@code -Dregenerate=true} the page is written anew first. */
  static void assertGenerated(String page, String generated) throws IOException {
    Path document = ROOT.resolve(page);
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(document, generated);
    }
    assertThat(document)
        .as(
            page
                + " is generated; run the tests of the rules room with -Dregenerate=true to write"
                + " it anew")
        .hasContent(generated);
  }
}
