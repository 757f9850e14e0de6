package gpcm.cli.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code gpcm requirements} for one of them. */
class RequirementsCommandTest {
  @Test
  void oneIsExplained() {
    Commands done = Commands.run("requirements", "gpcm-sd-023");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .startsWith("GPCM-SD-023  ")
        .contains("for every use case", "asks ", "is met ", "proof ");
    assertThat(done.lines()).hasSizeLessThan(8);
  }

  @Test
  void severalAreAJsonArray() throws IOException {
    Commands done = Commands.run("requirements", "--json", "GPCM-SD-023", "GPCM-C-01");
    JsonNode array = new ObjectMapper().readTree(done.out());
    assertThat(array)
        .extracting(r -> r.get("id").textValue())
        .containsExactly("GPCM-SD-023", "GPCM-C-01");
    assertThat(array.get(0).get("proof").textValue()).isNotBlank();
  }

  @Test
  void oneThatIsNotThereIsNamedWithTheNearest() {
    Commands done = Commands.run("requirements", "GPCM-SD-O23");
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err())
        .contains("there is no requirement GPCM-SD-O23; did you mean GPCM-SD-023?");
    assertThat(Commands.run("requirements", "nonsense").err()).contains("the ids begin with");
  }
}
