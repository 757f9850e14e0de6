package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.SignInSettings;
import gpcm.node.people.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/sign-in.md says what is so. */
class DocumentedSignInTest {
  @TempDir Path folder;

  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "sign-in.md"));
  }

  @Test
  void everyReasonIsNamed() {
    reasons(SignInRefusal.class)
        .forEach(
            reason ->
                assertThat(page)
                    .contains(
                        "`"
                            + reason
                                .getSimpleName()
                                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                .toLowerCase(java.util.Locale.ROOT)
                            + "`"));
  }

  private static Stream<Class<?>> reasons(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(DocumentedSignInTest::reasons)
        : Stream.of(type);
  }

  @Test
  void whatNationalRolesGiveIsWhatTheTableSays() {
    String table = page.substring(page.indexOf("| code | gives |"), page.indexOf("## Keys"));
    table
        .lines()
        .filter(line -> line.startsWith("| R") || line.startsWith("| activities"))
        .map(line -> line.replace("activities ", "").replace(", beside what the role gives", ""))
        .forEach(
            line -> {
              String[] cells = line.split("\\|", -1);
              Set<Role> roles =
                  Arrays.stream(cells[2].strip().split(", ", -1))
                      .map(word -> Role.of(word).orElseThrow())
                      .collect(Collectors.toSet());
              for (String code : cells[1].strip().split(", ", -1)) {
                assertThat(NationalRoleTable.given(code)).as(code).isEqualTo(roles);
              }
            });
    for (String other : new String[] {"R8009", "R8004", "R8005", "R8014", "B0360", "B0082", ""}) {
      assertThat(NationalRoleTable.given(other)).as(other).isEmpty();
    }
  }

  @Test
  void theSectionShownIsAConfiguration() throws IOException {
    assertThat(shown(0).providers()).hasSize(1);
  }

  @Test
  void theMachinesShownAreAConfiguration() throws IOException {
    assertThat(shown(page.indexOf("## Machines")).providers())
        .singleElement()
        .satisfies(each -> assertThat(each.machines()).containsOnlyKeys("hub-system"));
  }

  private SignInSettings shown(int from) throws IOException {
    int start = page.indexOf("```yaml\n", from) + "```yaml\n".length();
    Path file =
        Files.writeString(
            folder.resolve("gpcm.yaml"),
            """
            mesh:
              url: https://mesh.example:8443
              shared-key: between-us
            organisations:
              - {ods: A20047, name: Example Practice, mailbox: A20047OT001, mailbox-password: open}
            """
                + page.substring(start, page.indexOf("```", start)));
    return NodeConfiguration.read(file, Map.of()).signIn();
  }
}
