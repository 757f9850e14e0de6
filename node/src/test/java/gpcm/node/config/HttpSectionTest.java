package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the node is served to others, and what it is not served as. */
class HttpSectionTest extends ConfigurationFixture {
  private static final String TOKEN = "access-token: 0123456789abcdef";
  private static final String NAME = "public-url: https://gpcm.practice.example";
  private static final String DIGITS = "0f".repeat(32);

  private List<String> refused(String... http) {
    return problems(LEAST + "http: {%s}\n".formatted(String.join(", ", http)), Map.of());
  }

  private HttpSettings accepted(String... http) {
    return read(LEAST + "http: {%s}\n".formatted(String.join(", ", http))).http();
  }

  @Test
  void plainHttpOnTheNetworkIsRefusedWithWhatToDo() {
    assertThat(refused("host: 0.0.0.0", TOKEN, NAME))
        .singleElement()
        .asString()
        .startsWith("http.tls: missing; required when http.host is not this machine's own")
        .contains("certificate and key", "http.proxies", "127.0.0.1");
  }

  @Test
  void behindAProxyItIsAccepted() {
    HttpSettings http = accepted("host: 0.0.0.0", TOKEN, NAME, "proxies: [192.0.2.10]");
    assertThat(http.proxies().addresses())
        .extracting(AddressRange::toString)
        .containsExactly("192.0.2.10/32");
    assertThat(http.proxies().header()).isEqualTo(ProxySettings.Header.X_FORWARDED);
  }

  @Test
  void onTheNetworkThePublicAddressIsNeeded() {
    assertThat(refused("host: 0.0.0.0", TOKEN, "tls: {certificate: a.pem, key: a.key}"))
        .singleElement()
        .asString()
        .startsWith("http.public-url: missing; required when others than this machine ask");
  }

  @Test
  void behindAProxyThePublicAddressIsNeeded() {
    assertThat(refused("proxies: [127.0.0.1]"))
        .singleElement()
        .asString()
        .startsWith("http.public-url: missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://gpcm.practice.example",
        "https://gpcm.practice.example/a-path",
        "https://user@gpcm.practice.example",
        "https://gpcm.practice.example?a=b",
        "gpcm.practice.example"
      })
  void thePublicAddressIsAnOriginOverTls(String url) {
    assertThat(refused("public-url: \"%s\"".formatted(url)))
        .containsExactly(
            "http.public-url: '%s'; must be an https URL without a path, for example https://gpcm.practice.example"
                .formatted(url));
  }

  @Test
  void thePublicAddressMayEndWithASlash() {
    assertThat(accepted("public-url: https://gpcm.practice.example:8443/").publicUrl())
        .contains(URI.create("https://gpcm.practice.example:8443/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "::/0",
        "10.0.0.0/33",
        "2001:db8::/129",
        "300.0.0.1",
        "10.1",
        "proxy.example",
        "10.0.0.1/x"
      })
  void whatIsNoAddressIsNoProxy(String proxy) {
    assertThat(refused(NAME, "proxies: [\"%s\"]".formatted(proxy)))
        .containsExactly(
            "http.proxies[0]: '%s'; must be an IP address, or a range of them as 10.1.2.0/24, for example 192.0.2.10"
                .formatted(proxy));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.0/24, 10.1.2.255, true",
    "10.1.2.0/24, 10.1.3.0, false",
    "10.1.2.0/23, 10.1.3.0, true",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "10.1.2.3, 2001:db8::1, false"
  })
  void aRangeIsThoseThatBeginAlike(String range, String address, boolean contained) {
    assertThat(
            AddressRange.FORMAT
                .parser()
                .apply(range)
                .contains(AddressRange.address(address).orElseThrow()))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          certificate: a.pem                                       | http.tls.key: missing
          key: a.key                                               | http.tls.certificate: missing
          pkcs12: a.p12                                            | http.tls.pkcs12-password: missing
          pkcs12-password-file: a                                  | http.tls.pkcs12: missing
          'certificate: a, key: a, pkcs12: b, pkcs12-password: c'  | http.tls.pkcs12: set, and certificate as well
          'pkcs12: b, pkcs12-password: c, pkcs12-password-file: d' | http.tls.pkcs12-password-file: set, and pkcs12-password as well
          key-password: a                                          | http.tls.key: missing
          client-ca: a.pem                                         | http.tls.client-ca: set; is of use only with certificate or pkcs12
          'certificate: a, key: a, clients: []'                    | http.tls.clients: set; is of use only with client-ca
          """)
  void whatDoesNotFitTogetherIsNamed(String tls, String problem) {
    assertThat(refused("tls: {%s}".formatted(tls))).singleElement().asString().startsWith(problem);
  }

  private List<String> client(String client) {
    return refused(
        "tls: {certificate: a.pem, key: a.key, client-ca: b.pem, clients: [%s]}".formatted(client));
  }

  @Test
  void aMachineNeedsTheWholeFingerprint() {
    assertThat(
            client("{fingerprint: 0f0f, name: A, organisation: A20047, scopes: [document.submit]}"))
        .singleElement()
        .asString()
        .startsWith("http.tls.clients[0].fingerprint: '0f0f'; must be the SHA-256 fingerprint");
  }

  @Test
  void aMachineNeedsScopes() {
    assertThat(client("{fingerprint: %s, name: A, organisation: A20047}".formatted(DIGITS)))
        .containsExactly(
            "http.tls.clients[0].scopes: none; must name at least one permission the machine has");
  }

  @Test
  void aScopeIsAPermission() {
    assertThat(
            client(
                "{fingerprint: %s, name: A, organisation: A20047, scopes: [everything]}"
                    .formatted(DIGITS)))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("http.tls.clients[0].scopes[0]: 'everything'; must be the name"));
  }

  @Test
  void aMachineWorksForAnOrganisationOfThisNode() {
    assertThat(
            client(
                "{fingerprint: %s, name: A, organisation: A99999, scopes: [document.submit]}"
                    .formatted(DIGITS)))
        .containsExactly(
            "http.tls.clients: 'A' of A99999; its organisation must be one of those listed under"
                + " organisations");
  }

  @Test
  void aMachineIsListedOnce() {
    String one =
        "{fingerprint: %s, name: A, organisation: A20047, scopes: [document.submit]}"
            .formatted(DIGITS);
    assertThat(client(one + ", " + one))
        .containsExactly(
            "http.tls.clients[1].fingerprint: '%s' again; list each machine once"
                .formatted(DIGITS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 / s", "10", "10 / d", "-1 / s", "1000000 / s"})
  void whatIsNoRateIsRefused(String rate) {
    assertThat(refused("limits: {sign-ins: \"%s\"}".formatted(rate)))
        .containsExactly(
            "http.limits.sign-ins: '%s'; must be a number from 1 to 999999 and its time, like 100 / s, 30 / m or 200 / h, for example 100 / s"
                .formatted(rate));
  }

  @Test
  void aPasswordComesFromTheEnvironmentAndIsNeverShown() {
    NodeConfiguration configuration =
        read(
            LEAST + "http: {tls: {pkcs12: web.p12}}\n",
            Map.of("GPCM_NODE_HTTP_TLS_PKCS12_PASSWORD", "open-sesame-web"));
    assertThat(configuration.http().tls().orElseThrow().identity())
        .isEqualTo(
            new WebTlsSettings.Identity.Pkcs12(
                folder.resolve("web.p12"), new SecretSource.Given(Secret.of("open-sesame-web"))));
    assertThat(configuration.toString()).doesNotContain("open-sesame-web");
  }

  @Test
  void theSettingsThePageShowsAreRead() throws IOException {
    String page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "tls.md"));
    List<String> blocks =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(2);
    assertThat(read(LEAST + blocks.getFirst()).http().tls().orElseThrow().clients()).hasSize(1);
    assertThat(read(LEAST + blocks.getLast()).http().proxies().addresses()).hasSize(2);
  }
}
