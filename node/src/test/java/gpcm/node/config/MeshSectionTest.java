package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not fit together in the section mesh is refused. */
class MeshSectionTest extends ConfigurationFixture {
  @Test
  void aKeyThatDoesNotFitTheTransportIsRefused() {
    assertThat(
            problems(
                """
                mesh:
                  transport: folders
                  url: https://mesh.example
                  tls:
                    ca: ca.pem
                organisations:
                  - {ods: A20047, name: One, mailbox: A20047OT001, folder: here, mailbox-password: x}
                  - {ods: X26, name: Two, mailbox: X26OT001}
                  - {ods: X27, name: Three, mailbox: X27OT001, folder: ./here}
                """,
                Map.of("GPCM_NODE_MESH_CHUNK_SIZE", "20 MB")))
        .containsExactlyInAnyOrder(
            "mesh.url: set; is of use only with mesh.transport http: remove it",
            "mesh.chunk-size: set; is of use only with mesh.transport http: remove it",
            "mesh.tls: set; is of use only with mesh.transport http: remove it",
            "organisations[0].mailbox-password: set; is of use only with mesh.transport http:"
                + " remove it",
            "organisations[1].folder: missing; must be a path of a file or folder with"
                + " mesh.transport folders",
            "organisations[2].folder: '%s' again; each mailbox needs a folder of its own"
                .formatted(folder.resolve("here")));
    assertThat(problems(LEAST + "    folder: here\n", Map.of()))
        .containsExactly(
            "organisations[0].folder: set; is of use only with mesh.transport folders: remove it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {certificate: c}                                 | mesh.tls.key: missing; certificate is of no use without it
          {key: k}                                         | mesh.tls.certificate: missing; key is of no use without it
          {key-password: open-sesame}                      | mesh.tls.key: missing; key-password is of no use without it
          {pkcs12: p}                                      | mesh.tls.pkcs12-password: missing; pkcs12 is of no use without it
          {pkcs12-password: open-sesame}                   | mesh.tls.pkcs12: missing; pkcs12-password is of no use without it
          {certificate: c, key: k, pkcs12: p, pkcs12-password: x} | mesh.tls.pkcs12: set, and certificate as well; the node shows one certificate
          {cert: c}                                        | mesh.tls.cert: unknown key
          """)
  void halfACertificateIsRefused(String tls, String problem) {
    String text = LEAST.replace("  shared-key", "  tls: " + tls + "\n  shared-key");
    assertThat(problems(text, Map.of()))
        .singleElement()
        .asString()
        .startsWith(problem)
        .doesNotContain("open-sesame");
  }

  @Test
  void aProxyNameWithoutAProxyOrAPasswordIsRefused() {
    assertThat(problems(LEAST.replace("  shared-key", "  proxy-user: hub\n  shared-key"), Map.of()))
        .anySatisfy(problem -> assertThat(problem).startsWith("mesh.proxy: missing"))
        .anySatisfy(problem -> assertThat(problem).startsWith("mesh.proxy-password: missing"))
        .hasSize(2);
  }

  @Test
  void tlsForAPlainHttpUrlAndAProxyWithoutPortAreRefused() {
    String text =
        LEAST
            .replace("https://mesh.example:8443", "http://mesh.example")
            .replace("  shared-key", "  proxy: proxy.example\n  tls: {ca: ca.pem}\n  shared-key");
    assertThat(problems(text, Map.of()))
        .containsExactlyInAnyOrder(
            "mesh.proxy: 'proxy.example'; must be a host and a port, for example"
                + " proxy.example:8080",
            "mesh.tls: set, with mesh.url 'http://mesh.example'; is of use with an https URL only:"
                + " correct mesh.url, or remove it");
  }

  @Test
  void pausesForAMailboxAreInOrder() {
    assertThat(
            problems(
                LEAST.replace(
                    "  shared-key", "  hold-first: 2 m\n  hold-longest: 1 m\n  shared-key"),
                Map.of()))
        .containsExactly(
            "mesh.hold-longest: '1 m'; must not be shorter than hold-first, which is 2 m");
  }
}
