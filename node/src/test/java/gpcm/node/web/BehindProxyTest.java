package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.AddressRange;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.config.ProxySettings;
import gpcm.node.config.ProxySettings.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plain HTTP, and what is believed of whom. Which address the node takes a request to be from shows
 * in whose allowance it is counted: each has one request here.
 */
class BehindProxyTest {
  private static final String PATH = "/icon.svg";
  private static final String NAME = "gpcm.practice.example";
  private static final String HOST = "Host: " + NAME;
  private static final String HTTPS = "X-Forwarded-Proto: https";

  @Running static TestNetwork network;
  @TempDir Path folder;
  private WebServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void serve(String host, Header header, String... proxies) throws IOException {
    List<AddressRange> ranges =
        List.of(proxies).stream()
            .map(AddressRange::address)
            .map(Optional::orElseThrow)
            .map(address -> new AddressRange(address, address.getAddress().length * 8))
            .toList();
    server =
        WebServer.start(
            HttpSettings.defaults()
                .onHost(host)
                .onPort(0)
                .withPublicUrl(URI.create("https://" + NAME))
                .with(new ProxySettings(ranges, header))
                .with(
                    new LimitSettings(
                        new Rate(1, Duration.ofHours(1)),
                        LimitSettings.defaults().perCaller(),
                        LimitSettings.defaults().signIns())),
            network.served(),
            folder.resolve("uploads"));
  }

  private RawHttp.Answer ask(String... headers) throws IOException {
    return askAt("127.0.0.1", PATH, headers);
  }

  private RawHttp.Answer askAt(String address, String path, String... headers) throws IOException {
    try (RawHttp http = RawHttp.plain(address, server.url().getPort())) {
      return http.get(path, headers);
    }
  }

  private static void assertRefused(RawHttp.Answer answer, String why) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("Only over HTTPS", why);
  }

  @Test
  void aBelievedProxySaysWhoAsks() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: 198.51.100.1").status()).isEqualTo(200);
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: 198.51.100.2").status()).isEqualTo(200);
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: 198.51.100.1").status()).isEqualTo(429);
  }

  @Test
  void whatAClientPutBeforeTheProxysWordCountsForNothing() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: 10.0.0.1, 198.51.100.1").status()).isEqualTo(200);
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: 10.0.0.2, 198.51.100.1").status()).isEqualTo(429);
  }

  @Test
  void aChainOfBelievedProxiesLeadsToTheClient() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1", "192.0.2.7");
    String one = "X-Forwarded-For: 198.51.100.1, 192.0.2.7";
    assertThat(ask(HOST, HTTPS, one).status()).isEqualTo(200);
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: 198.51.100.2, 192.0.2.7").status())
        .isEqualTo(200);
    assertThat(ask(HOST, HTTPS, one).status()).isEqualTo(429);
  }

  @Test
  void theHeaderThatIsNotConfiguredIsNotBelieved() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    String client = "X-Forwarded-For: 198.51.100.1";
    assertThat(ask(HOST, HTTPS, client, "Forwarded: for=198.51.100.2;proto=https").status())
        .isEqualTo(200);
    assertThat(ask(HOST, HTTPS, client, "Forwarded: for=198.51.100.3;proto=https").status())
        .isEqualTo(429);
  }

  @Test
  void theStandardHeaderIsBelievedWhenConfigured() throws IOException {
    serve("127.0.0.1", Header.FORWARDED, "127.0.0.1");
    String one = "Forwarded: for=\"[2001:db8:1::1]:4711\";proto=https";
    assertThat(ask(HOST, one).status()).isEqualTo(200);
    assertThat(ask(HOST, "Forwarded: proto=https;for=\"[2001:db8:2::1]\"").status()).isEqualTo(200);
    assertThat(ask(HOST, one).status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "_hidden", "999.1.1.1", "attacker.example", "1.2.3"})
  void whatIsNoAddressIsCountedAsTheProxys(String from) throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: " + from).status()).isEqualTo(200);
    assertThat(ask(HOST, HTTPS, "X-Forwarded-For: unknown").status()).isEqualTo(429);
  }

  @Test
  void whoCameToTheProxyOverPlainHttpIsRefused() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertRefused(
        ask(HOST, "X-Forwarded-Proto: http", "X-Forwarded-For: 198.51.100.1"), "over HTTPS");
  }

  @Test
  void aProxyThatDoesNotSayOverWhatIsRefused() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertRefused(ask(HOST, "X-Forwarded-For: 198.51.100.1"), "over HTTPS");
  }

  @Test
  void aHopThatWasPlainIsRefused() throws IOException {
    serve("127.0.0.1", Header.FORWARDED, "127.0.0.1", "192.0.2.7");
    assertRefused(
        ask(HOST, "Forwarded: for=198.51.100.1;proto=http, for=192.0.2.7;proto=https"),
        "over HTTPS");
  }

  @Test
  void aProxyOnThisMachineThatNobodyNamedIsRefused() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "192.0.2.1");
    assertRefused(ask(HTTPS, "X-Forwarded-For: 198.51.100.1"), "http.proxies does not name");
  }

  @Test
  void thisMachineIsAnswered() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "192.0.2.1");
    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void plainHttpOnTheNetworkWithoutAProxyStopsTheStart() {
    assertThatThrownBy(() -> serve("0.0.0.0", Header.X_FORWARDED))
        .hasMessageContaining("http.tls: missing")
        .hasMessageContaining("http.proxies");
  }

  /** An address of this machine that others reach it by. */
  private static String ownAddress() throws IOException {
    Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> !each.isLoopbackAddress() && each.getAddress().length == 4)
            .findFirst();
    assumeTrue(own.isPresent(), "skipped: this machine has no address on a network");
    return own.orElseThrow().getHostAddress();
  }

  @Test
  void plainHttpFromAnyOtherAddressIsRefused() throws IOException {
    String own = ownAddress();
    serve("0.0.0.0", Header.X_FORWARDED, "192.0.2.1");
    assertRefused(askAt(own, PATH, HOST, HTTPS, "X-Forwarded-For: 198.51.100.1"), "ask over HTTPS");
  }

  @Test
  void plainHttpFromTheProxysAddressIsAnswered() throws IOException {
    String own = ownAddress();
    serve("0.0.0.0", Header.X_FORWARDED, own);
    assertThat(askAt(own, PATH, HOST, HTTPS, "X-Forwarded-For: 198.51.100.1").status())
        .isEqualTo(200);
  }

  @Test
  void aProxyThatDoesNotSayForWhomIsRefused() throws IOException {
    String own = ownAddress();
    serve("0.0.0.0", Header.X_FORWARDED, own);
    assertRefused(askAt(own, PATH, HOST), "for whom it asks");
  }

  /** A proxy on the same machine that forgot its headers looks like somebody who sits there. */
  @ParameterizedTest
  @ValueSource(strings = {"Host: gpcm.practice.example", "Host: localhost", "Host: 127.0.0.1"})
  void aProxyOnThisMachineThatDoesNotSayForWhomIsRefused(String host) throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertRefused(ask(host), "for whom it asks");
  }

  @Test
  void aBalancerMayAskForTheNodesHealthByAddress() throws IOException {
    String own = ownAddress();
    serve("0.0.0.0", Header.X_FORWARDED, own);
    assertThat(askAt(own, "/api/v1/health", "Host: " + own).status()).isEqualTo(200);
  }

  @Test
  void throughAProxyBrowsersAreToldToStayWithHttps() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertThat(
            ask(HOST, HTTPS, "X-Forwarded-For: 198.51.100.1").header("Strict-Transport-Security"))
        .isEqualTo("max-age=31536000; includeSubDomains");
  }

  @Test
  void overPlainHttpTheyAreNot() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "192.0.2.1");
    assertThat(ask().header("Strict-Transport-Security")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: practice.attacker.example",
        "Host: gpcm.practice.example.attacker.example",
        "Host: gpcm.practice.example:8443",
        "Host: localhost",
        "Host: 127.0.0.1"
      })
  void throughAProxyOnlyThePublicNameIsAnswered(String host) throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    RawHttp.Answer answer = ask(host, HTTPS, "X-Forwarded-For: 198.51.100.1");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("http.public-url names");
  }

  @Test
  void theUsualPortMayBeWritten() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertThat(ask(HOST + ":443", HTTPS, "X-Forwarded-For: 198.51.100.1").status()).isEqualTo(200);
  }

  @Test
  void aNameInAForwardedHeaderIsNotBelieved() throws IOException {
    serve("127.0.0.1", Header.X_FORWARDED, "127.0.0.1");
    assertThat(
            ask(
                    "Host: other.example",
                    HTTPS,
                    "X-Forwarded-For: 198.51.100.1",
                    "X-Forwarded-Host: " + NAME)
                .status())
        .isEqualTo(403);
  }
}
