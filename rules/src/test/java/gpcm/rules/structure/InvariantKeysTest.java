package gpcm.rules.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No invariant without a broken message, and no broken message without an invariant. */
class InvariantKeysTest {
  @Test
  void every_invariant_stands_in_the_table_of_broken_messages() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            InvariantKeysTest.class.getResourceAsStream("/gpcm/rules/invariants.txt"))) {
      Set<String> broken =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#") && !line.startsWith("!"))
              .map(line -> line.substring(0, line.indexOf(' ')))
              .collect(Collectors.toSet());
      assertThat(Invariants.all().map(Invariant::key).collect(Collectors.toSet()))
          .isEqualTo(broken);
    }
  }
}
