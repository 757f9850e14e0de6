package gpcm.cli.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  void aRulesConditionsAreListed() throws IOException {
    Commands done = Commands.run("requirements", "GPCM-SD-CS-026");
    assertThat(done.lines())
        .contains("  conditions  Composition.custodian: present, reference, type, profile, sender");
    JsonNode conditions = new ObjectMapper().readTree(json("GPCM-SD-CS-019")).at("/0/conditions");
    assertThat(conditions)
        .extracting(one -> one.get("element").textValue() + " " + one.get("condition").textValue())
        .containsExactly(
            "Composition.type present",
            "Composition.type system",
            "Composition.type code",
            "Composition.type display");
  }

  @Test
  void everyRuleListsItsConditions() throws IOException {
    assertThat(new ObjectMapper().readTree(json()))
        .filteredOn(one -> one.get("kind").textValue().endsWith("rule"))
        .hasSizeGreaterThan(500)
        .allSatisfy(
            rule -> assertThat(rule.get("conditions")).as(rule.get("id").textValue()).isNotEmpty());
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

  @Test
  void aUserStoryIsExplainedCriterionByCriterion() {
    Commands done = Commands.run("requirements", "GPC-SD-OC-04");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .startsWith("GPC-SD-OC-04  ")
        .contains("GPC-SD-OC-04/S1 ", "GPC-SD-OC-04/S1i ", "GPC-SD-OC-04/R1 ", "GPC-SD-OC-04/R2 ");
  }

  @Test
  void nothingIsOpen() throws IOException {
    Commands done = Commands.run("requirements", "--open", "--json");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(new ObjectMapper().readTree(done.out())).isEmpty();
    assertThat(Commands.run("requirements", "--open").lines())
        .contains("0 requirements and 0 criteria of user stories are open");
  }

  @Test
  void whatIsOpenIsCounted() throws IOException {
    int open = new ObjectMapper().readTree(json("--open")).size();
    Commands done = Commands.run("requirements", "--open");
    assertThat(done.lines().getLast())
        .matches("[0-9]+ requirements and [0-9]+ criteria of user stories are open");
    assertThat(
            Pattern.compile("[0-9]+")
                .matcher(done.lines().getLast())
                .results()
                .mapToInt(number -> Integer.parseInt(number.group()))
                .sum())
        .isEqualTo(open);
  }

  @Test
  void aUseCaseHasItsOwn() throws IOException {
    assertThat(new ObjectMapper().readTree(json("--use-case", "online-consultation")))
        .isNotEmpty()
        .allMatch(one -> one.get("useCase").textValue().equals("online-consultation"));
  }

  @Test
  void theListOfAllIsTheNumberedOnes() throws IOException {
    assertThat(new ObjectMapper().readTree(json())).hasSize(588);
  }

  private static String json(String... options) {
    String[] arguments =
        Stream.concat(Stream.of("requirements", "--json"), Stream.of(options))
            .toArray(String[]::new);
    return Commands.run(arguments).out();
  }
}
