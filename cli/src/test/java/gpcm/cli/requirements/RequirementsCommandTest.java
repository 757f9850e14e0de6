package gpcm.cli.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.cli.Commands;
import gpcm.rules.Strength;
import gpcm.rules.catalogue.Requirement;
import gpcm.rules.catalogue.UserStory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
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

  /** Nothing is open now, so that what is said of it is shown of made-up ones. */
  @Test
  void whatIsOpenHasItsIdAndWhatWillBringIt() throws IOException {
    Account account =
        new Account(
                List.of(
                    requirement("GPCM-SD-001", Requirement.Kind.OPEN, "brought by issue 99"),
                    requirement("GPCM-SD-002", Requirement.Kind.NOT_SOFTWARE, "a duty of people")),
                List.of(
                    new UserStory(
                        "GPC-SD05",
                        "A story.",
                        List.of(
                            criterion("GPC-SD05/S1", UserStory.Kind.OPEN, "brought by issue 98"),
                            criterion("GPC-SD05/S2", UserStory.Kind.PROVEN, "a.Test#method")))))
            .open();
    StringWriter out = new StringWriter();
    PrintWriter printed = new PrintWriter(out);
    new AccountJson(printed).write(account, true);
    printed.flush();
    JsonNode array = new ObjectMapper().readTree(out.toString());
    assertThat(array)
        .extracting(one -> one.get("id").textValue() + ": " + one.get("why").textValue())
        .containsExactly("GPCM-SD-001: brought by issue 99", "GPC-SD05/S1: brought by issue 98");
  }

  private static Requirement requirement(String id, Requirement.Kind kind, String account) {
    return new Requirement(
        id, "core", Strength.MUST, kind, "Something is done", List.of(), account);
  }

  private static UserStory.Criterion criterion(String id, UserStory.Kind kind, String account) {
    return new UserStory.Criterion(id, "sender", kind, "Something is done", account);
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
