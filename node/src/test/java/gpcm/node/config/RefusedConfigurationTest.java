package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node cannot work with is refused, naming key, value and rule. */
class RefusedConfigurationTest extends ConfigurationFixture {
  @Test
  void everythingWrongIsNamedAtOnceWithKeyValueAndRule() {
    assertThat(
            problems(
                """
                http:
                  port: eighty
                  hots: 127.0.0.1
                mesh:
                  poll-interval: 5
                organisations:
                  - ods: a20047
                    name: Example Practice
                    mailbox: A20047OT001
                """,
                Map.of("GPCM_NODE_MESH_SHARDE_KEY", "x")))
        .containsExactlyInAnyOrder(
            "http.port: 'eighty'; must be a whole number from 0 to 65535, for example 0",
            "http.hots: unknown key; correct or remove it; the keys here are host, port,"
                + " max-request-size, max-json-size, public-url, tls, proxies,"
                + " proxy-header, limits, database-wait",
            "mesh.url: missing; must be an http or https URL with mesh.transport http",
            "mesh.shared-key: missing; must be not empty with mesh.transport http",
            "mesh.poll-interval: '5'; must be a duration from 50 ms to 1 d, like 500 ms, 30 s, 5 m,"
                + " 3 h or 2 d, for example 50 ms",
            "organisations[0].ods: 'a20047'; must be an ODS code: 3 to 12 capital letters and"
                + " digits, for example A20047",
            "organisations[0].mailbox-password: missing; must be not empty with mesh.transport"
                + " http",
            "GPCM_NODE_MESH_SHARDE_KEY: unknown environment variable; correct its name or unset it;"
                + " a list's element can be set only when the file has that element");
  }

  @Test
  void anAccessTokenIsTurnedAwayWithWhatComesInItsPlace() {
    assertThat(problems(LEAST + "http:\n  access-token: 0123456789abcdef\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("http.access-token: set; is no longer of use")
        .contains("gpcm node key make", "gpcm node link")
        .doesNotContain("0123456789abcdef");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mesh: 5                       | mesh: not a section
          organisations: A20047         | organisations: not a list
          organisations: [A20047]       | organisations[0]: not a section
          data-folder: [a, b]           | data-folder: not a simple value
          - a list                      | not keys and values
          'a: b: c'                     | not readable as YAML
          a: 1\\na: 2                   | not readable as YAML
          'mesh: &a [*a]'               | mesh: not a section
          mesh: !!java.net.URL [x]      | not readable as YAML: line 1, column 7
          """)
  void whatIsNotAConfigurationIsRefused(String text, String problem) {
    assertThat(problems(text.replace("\\n", "\n"), Map.of()))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing yet\n", "---\n", "--- # nothing\n...\n"})
  void anEmptyFileLacksWhatANodeMustBeTold(String text) {
    assertThat(problems(text, Map.of()))
        .contains(
            "mesh.url: missing; must be an http or https URL with mesh.transport http",
            "organisations: none; must be a list of at least one organisation with its mailbox");
  }

  @Test
  void aSecondDocumentInTheFileIsRefused() {
    assertThat(problems(LEAST + "---\n" + LEAST, Map.of()))
        .containsExactly("gpcm.yaml: more than one document; remove the lines '---' between them");
  }

  @Test
  void aMailboxIdThatAMessageCannotCarryIsRefusedHere() {
    assertThat(problems(LEAST.replace("A20047OT001", "A20047OT001A20047OT001"), Map.of()))
        .containsExactly(
            "organisations[0].mailbox: 'A20047OT001A20047OT001'; must be a MESH mailbox id: 4 to"
                + " 20 capital letters and digits, for example X26ABC1");
  }

  @Test
  void aToleranceThatDoesNotExistIsRefusedHere() {
    assertThat(problems(LEAST + "receiving: {strict: [element-odrer]}\n", Map.of()))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("receiving.strict[0]: 'element-odrer'; must be one of ")
        .contains("element-order");
    assertThat(problems(LEAST + "receiving: {strict: [stray-text]}\n", Map.of()))
        .as("what is never tolerated cannot be switched off")
        .hasSize(1);
  }

  @Test
  void anOrganisationWithoutARoleOrThereTwiceIsRefused() {
    assertThat(problems(LEAST + "    roles: []\n", Map.of()))
        .containsExactly(
            "organisations[0].roles: an empty list; must name sender, receiver or both");
    assertThat(
            problems(
                LEAST + "  - {ods: A20047, name: Two, mailbox: A20047OT002, mailbox-password: x}\n",
                Map.of()))
        .containsExactly("organisations[1].ods: 'A20047' again; list each organisation once");
  }

  @Test
  void theVariablesOfOthersAreNotItsBusinessButItsOldOnesAreNamed() {
    assertThat(
            read(
                    LEAST,
                    Map.of(
                        "GPCM_JAVA_OPTIONS", "-Xmx1g",
                        "GPCM_JAVA_HOMES", "/opt",
                        "GPCM_CLIENT_MESH_URL", "http://elsewhere.example",
                        "GPCM_MESH_PASSWORD", "of-the-client"))
                .mesh()
                .http()
                .orElseThrow()
                .url())
        .isEqualTo(URI.create("https://mesh.example:8443"));
    assertThat(
            problems(
                LEAST,
                Map.of(
                    "GPCM_MESH_URL", "http://elsewhere.example",
                    "GPCM_ORGANISATIONS_3_MAILBOX_PASSWORD", "x")))
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .startsWith("GPCM_MESH_URL: no longer read by the node; name it")
                    .contains("GPCM_NODE_MESH_URL", "GPCM_CLIENT_"),
            problem -> assertThat(problem).contains("GPCM_NODE_ORGANISATIONS_3_MAILBOX_PASSWORD"));
  }

  @Test
  void deepAndHugeFilesAreRefused() {
    assertThat(problems("a: " + "[".repeat(100_000), Map.of()))
        .anySatisfy(found -> assertThat(found).containsAnyOf("nested too deeply", "not readable"));
    assertThat(problems("#".repeat(2 << 20), Map.of()))
        .anySatisfy(found -> assertThat(found).contains("larger than 1 MiB"));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> NodeConfiguration.read(folder.resolve("none.yaml"), Map.of()));
    assertThat(refused).hasMessageContaining("none.yaml").hasMessageContaining("check the path");
  }
}
