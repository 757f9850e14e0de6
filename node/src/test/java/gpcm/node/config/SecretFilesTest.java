package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Secrets of MESH and the database in files of their own. */
class SecretFilesTest extends ConfigurationFixture {
  private static final String IN_FILES =
      LEAST
              .replace("shared-key: between-us", "shared-key-file: key")
              .replace("mailbox-password: open-sesame", "mailbox-password-file: password")
          + "database: {url: 'jdbc:postgresql://localhost/gpcm', user: node, password-file:"
          + " database}\n";

  private static final String PROXY =
      "  proxy: proxy.example:8080\n  proxy-user: hub\n  proxy-password-file: proxy\n";

  @Test
  void theyAreReadFromThereWhenTheyAreNeeded() {
    NodeConfiguration read = read(IN_FILES);
    assertThat(read.mesh().http().orElseThrow().sharedKey())
        .isEqualTo(new SecretSource.InFile(folder.resolve("key")));
    assertThat(read.organisations().getFirst().access())
        .isEqualTo(new MailboxAccess.Password(new SecretSource.InFile(folder.resolve("password"))));
    assertThat(read.database().passwordFile()).contains(folder.resolve("database"));
  }

  @Test
  void thatOfTheProxyTowardsMeshMayStandInOneToo() {
    NodeConfiguration read =
        read(IN_FILES.replace("  shared-key-file", PROXY + "  shared-key-file"));
    assertThat(read.mesh().http().orElseThrow().proxy().orElseThrow().login())
        .contains(
            new MeshProxySettings.Login("hub", new SecretSource.InFile(folder.resolve("proxy"))));
    assertThat(
            problems(
                    IN_FILES.replace(
                        "  shared-key-file", PROXY + "  proxy-password: open\n  shared-key-file"),
                    Map.of())
                .toString())
        .contains("set, and proxy-password-file as well");
  }

  @Test
  void oneOfTheTwoIsKept() {
    String twice =
        IN_FILES
            .replace("shared-key-file: key", "shared-key-file: key\n  shared-key: between-us")
            .replace("password-file: database", "password-file: database, password: open");
    assertThat(problems(twice, Map.of()).toString())
        .contains("set, and shared-key-file as well")
        .contains("set, and password-file as well");
  }

  /** The pool asks for the password of a user alone whom it knows. */
  @Test
  void aPasswordInAFileIsThatOfAUserWhoIsNamed() {
    assertThat(problems(IN_FILES.replace("user: node, ", ""), Map.of()).toString())
        .contains("database.user", "whose password is in password-file?");
  }
}
