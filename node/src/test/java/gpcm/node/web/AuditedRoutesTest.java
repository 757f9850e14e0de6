package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.audit.entry.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/audit.md lists what each route leaves in the log; {@code -Dregenerate=true} writes it. */
class AuditedRoutesTest {
  private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs", "audit.md");
  private static final String BEGIN = "| route | leaves |\n| --- | --- |\n";

  @Test
  void thePageListsEveryRouteThatLeavesAnEntryAndNoOther() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf("\n\n", begin);
    assertThat(begin).isPositive();
    if (Boolean.getBoolean("regenerate")) {
      page = page.substring(0, begin) + table() + page.substring(end + 1);
      Files.writeString(PAGE, page);
      end = page.indexOf("\n\n", begin);
    }
    assertThat(page.substring(begin, end + 1)).isEqualTo(table());
  }

  private static String table() {
    RouteTable table = RouteTable.shipped();
    return table.routes().stream()
        .sorted()
        .filter(route -> !actions(table, route).isEmpty())
        .map(
            route ->
                "| `%s` | %s |\n"
                    .formatted(
                        route,
                        actions(table, route).stream()
                            .map(action -> "`" + action.code() + "`")
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining("", BEGIN, ""));
  }

  private static List<Action> actions(RouteTable table, String route) {
    String[] parts = route.split(" ", -1);
    return table.actions(parts[0], parts[1]);
  }
}
