package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/roles.md says what the program does. */
class RolesPageTest {
  private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs", "roles.md");

  /** With {@code -Dregenerate=true} the page is written anew first. */
  @Test
  void thePageIsWhatTheTableSays() throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  /** A word in the table that nothing asks for would be a promise that nobody keeps. */
  @Test
  void eachPermissionIsAskedForByARouteOrByCode() throws IOException {
    Path sources = Path.of(System.getProperty("project.root"), "node", "src", "main");
    String routes =
        Files.readAllLines(sources.resolve("resources/gpcm/node/web/routes.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining(" "));
    Set<String> asked = new HashSet<>(Arrays.asList(routes.split("[^a-z.-]+", -1)));
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(sources.resolve("java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    assertThat(Permission.values())
        .filteredOn(each -> !asked.contains(each.text()))
        .allSatisfy(each -> assertThat(code).contains("Permission." + each.name()));
  }

  private static String page() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "# Who may do what",
                "",
                "A role is held at one organisation, and a person may hold several there: the one"
                    + " that asks least of them counts.",
                "",
                "- **yes**: always. **own**: only what is one's own or assigned to one. **-**:"
                    + " never.",
                "- **fresh**: after a sign-in of the last "
                    + RoleTable.FRESH.toMinutes()
                    + " minutes, and with a reason.",
                "- **second**: when a second person confirms.",
                "- **with** a code: only with one of these national activity codes.",
                "- **named**: only when the organisation names them in"
                    + " [`restricted-records`](configuration.md), or with one of those codes.",
                ""));
    lines.add(row("permission", Arrays.stream(Role.values()).map(Role::word).toList()));
    lines.add(row("---", Arrays.stream(Role.values()).map(role -> "---").toList()));
    for (Permission permission : Permission.values()) {
      lines.add(
          row(
              "`" + permission.text() + "`",
              Arrays.stream(Role.values())
                  .map(role -> cell(RoleTable.shipped().grant(permission, role)))
                  .toList()));
    }
    lines.add("");
    lines.add(
        "`node.see`, `node.check` and `metrics.read` are held at one organisation like all others,"
            + " and show its figures; where several share a system, they show those of all to"
            + " people of the organisations that `run-by` names"
            + " ([security.md](security.md#whose-figures)).");
    return String.join("\n", lines) + "\n";
  }

  private static String row(String first, List<String> others) {
    return "| " + first + " | " + String.join(" | ", others) + " |";
  }

  private static String cell(Optional<Grant> grant) {
    if (grant.isEmpty()) {
      return "-";
    }
    List<String> words = new ArrayList<>();
    words.add(grant.get().ownOnly() ? "own" : "yes");
    if (grant.get().fresh()) {
      words.add("fresh");
    }
    if (grant.get().secondPerson()) {
      words.add("second");
    }
    String with =
        grant.get().activities().stream().sorted().collect(Collectors.joining(" or ", "with ", ""));
    if (grant.get().named()) {
      words.add(grant.get().activities().isEmpty() ? "named" : with + " or named");
    } else if (!grant.get().activities().isEmpty()) {
      words.add(with);
    }
    return String.join(", ", words);
  }
}
