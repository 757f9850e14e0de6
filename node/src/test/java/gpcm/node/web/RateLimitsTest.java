package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.config.AddressRange;
import gpcm.node.config.HttpSettings;
import gpcm.node.config.LimitSettings;
import gpcm.node.config.LimitSettings.Rate;
import gpcm.node.config.ProxySettings;
import gpcm.node.people.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How often the node lets itself be asked, by a clock that the test moves. */
class RateLimitsTest {
  private static final String PATH = "/icon.svg";
  private static final String SIGN_IN = "/sign-in/anything";
  private static final Rate PLENTY = new Rate(100_000, Duration.ofSeconds(1));
  private static final Rate THREE_A_MINUTE = new Rate(3, Duration.ofMinutes(1));

  @Running static TestNetwork network;
  @TempDir Path folder;
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private WebServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void serve(LimitSettings limits) throws IOException {
    server =
        WebServer.start(
            HttpSettings.defaults()
                .onPort(0)
                .withPublicUrl(URI.create("https://gpcm.practice.example"))
                .with(
                    new ProxySettings(
                        List.of(
                            new AddressRange(AddressRange.address("127.0.0.1").orElseThrow(), 32)),
                        ProxySettings.Header.X_FORWARDED))
                .with(limits),
            network.served(),
            folder.resolve("uploads"),
            nanoTime::get);
  }

  private RawHttp.Answer from(String address, String method, String path, String... headers)
      throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "Host: gpcm.practice.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: " + address));
    all.addAll(List.of(headers));
    try (RawHttp http = RawHttp.plain("127.0.0.1", server.url().getPort())) {
      return http.send(method, path, all.toArray(String[]::new));
    }
  }

  private int get(String address, String... headers) throws IOException {
    return from(address, "GET", PATH, headers).status();
  }

  private int signIn(String address) throws IOException {
    return from(address, "POST", SIGN_IN).status();
  }

  private void useUp(String address) throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(get(address)).isEqualTo(200);
    }
  }

  @Test
  void whoAsksTooOftenIsToldWhenToAskAgain() throws IOException {
    serve(new LimitSettings(THREE_A_MINUTE, PLENTY, PLENTY));
    useUp("198.51.100.1");
    RawHttp.Answer refused = from("198.51.100.1", "GET", "/api/v1/documents");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("21");
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.text())
        .contains("urn:gpcm:problem:too-many-requests", "http.limits.per-address", "3 / m");
  }

  @Test
  void theAllowanceComesBackWithTime() throws IOException {
    serve(new LimitSettings(THREE_A_MINUTE, PLENTY, PLENTY));
    useUp("198.51.100.1");
    nanoTime.addAndGet(Duration.ofSeconds(20).toNanos());
    assertThat(get("198.51.100.1")).isEqualTo(200);
    assertThat(get("198.51.100.1")).isEqualTo(429);
  }

  @Test
  void anotherAddressHasAnAllowanceOfItsOwn() throws IOException {
    serve(new LimitSettings(THREE_A_MINUTE, PLENTY, PLENTY));
    useUp("198.51.100.1");
    assertThat(get("198.51.100.2")).isEqualTo(200);
  }

  @Test
  void theAddressesOfOneNetworkOfIpv6ShareOne() throws IOException {
    serve(new LimitSettings(THREE_A_MINUTE, PLENTY, PLENTY));
    useUp("2001:db8:1:1::1");
    assertThat(get("2001:db8:1:1::2")).isEqualTo(429);
  }

  @Test
  void anotherNetworkOfIpv6HasItsOwn() throws IOException {
    serve(new LimitSettings(THREE_A_MINUTE, PLENTY, PLENTY));
    useUp("2001:db8:1:1::1");
    assertThat(get("2001:db8:1:2::1")).isEqualTo(200);
  }

  @Test
  void aSessionHasOneWhereverItIsUsed() throws IOException {
    serve(new LimitSettings(PLENTY, THREE_A_MINUTE, PLENTY));
    String cookie = session();
    assertThat(mine("198.51.100.1", cookie)).isEqualTo(200);
    assertThat(mine("198.51.100.2", cookie)).isEqualTo(200);
    assertThat(mine("198.51.100.3", cookie)).isEqualTo(200);
    assertThat(mine("198.51.100.4", cookie)).isEqualTo(429);
  }

  @Test
  void anotherSessionFromTheSameAddressHasItsOwn() throws IOException {
    serve(new LimitSettings(PLENTY, THREE_A_MINUTE, PLENTY));
    String one = session();
    for (int i = 0; i < 4; i++) {
      mine("198.51.100.1", one);
    }
    assertThat(mine("198.51.100.1", one)).isEqualTo(429);
    assertThat(mine("198.51.100.1", session())).isEqualTo(200);
  }

  @Test
  void aSessionsAllowanceIsNoOtherWithMoreCookies() throws IOException {
    serve(new LimitSettings(PLENTY, THREE_A_MINUTE, PLENTY));
    String cookie = session();
    for (int i = 0; i < 3; i++) {
      assertThat(mine("198.51.100.1", cookie + "; __Host-more=" + i)).isEqualTo(200);
    }
    assertThat(mine("198.51.100.1", cookie + "; __Host-more=4")).isEqualTo(429);
  }

  private static String session() {
    return "Cookie: "
        + Cookies.SESSION
        + "="
        + HttpCaller.Credentials.session(network.served(), TestNetwork.HUB, Role.SENDER);
  }

  private int mine(String address, String cookie) throws IOException {
    return from(address, "GET", "/sessions", cookie).status();
  }

  @Test
  void signingInHasAStricterLimit() throws IOException {
    serve(new LimitSettings(PLENTY, PLENTY, THREE_A_MINUTE));
    for (int i = 0; i < 3; i++) {
      assertThat(signIn("198.51.100.1")).isNotEqualTo(429);
    }
    assertThat(signIn("198.51.100.1")).isEqualTo(429);
  }

  @Test
  void whoTriesToSignInTooOftenLocksNobodyElseOut() throws IOException {
    serve(new LimitSettings(PLENTY, PLENTY, THREE_A_MINUTE));
    for (int i = 0; i < 10; i++) {
      signIn("198.51.100.1");
    }
    assertThat(signIn("198.51.100.2")).isNotEqualTo(429);
  }

  @Test
  void norThoseWhoAreSignedInAtTheSameAddress() throws IOException {
    serve(new LimitSettings(PLENTY, PLENTY, THREE_A_MINUTE));
    for (int i = 0; i < 10; i++) {
      signIn("198.51.100.1");
    }
    assertThat(get("198.51.100.1", "Cookie: __Host-a-session=one")).isEqualTo(200);
  }

  @Test
  void lookingAtThePageIsNoTry() throws IOException {
    serve(new LimitSettings(PLENTY, PLENTY, THREE_A_MINUTE));
    for (int i = 0; i < 10; i++) {
      assertThat(from("198.51.100.1", "GET", "/sign-in").status()).isNotEqualTo(429);
    }
  }

  @Test
  void whatABusySystemAsksInASecondIsWithinTheUsualLimits() throws IOException {
    serve(LimitSettings.defaults());
    try (RawHttp http = RawHttp.plain("127.0.0.1", server.url().getPort())) {
      for (int i = 0; i < 1000; i++) {
        assertThat(
                http.get(
                        PATH,
                        "Host: gpcm.practice.example",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-For: 198.51.100.1",
                        "Cookie: __Host-a-session=one")
                    .status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void theLogNamesTheAddressOnceAndNothingThatWasAskedFor() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(RateLimits.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      serve(new LimitSettings(THREE_A_MINUTE, PLENTY, PLENTY));
      for (int i = 0; i < 8; i++) {
        from("198.51.100.77", "GET", PATH + "?patient=9990000018");
      }
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
        .singleElement()
        .asString()
        .contains("198.51.100.77", "http.limits.per-address")
        .doesNotContain("9990000018", PATH);
  }

  private static int entries() {
    return Integer.parseInt(network.one("select count(*)::text from audit_entry"));
  }

  private int refused(String way) throws IOException {
    return switch (way) {
      case "a key" ->
          from("198.51.100.9", "GET", "/api/v1/documents", "Authorization: Bearer bad").status();
      case "a provider's answer" -> from("198.51.100.9", "GET", "/sign-in/callback").status();
      case "a logout" -> from("198.51.100.9", "POST", "/sign-in/back-channel-logout").status();
      default -> throw new IllegalArgumentException(way);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"a key", "a provider's answer", "a logout"})
  void strangersCannotFillTheAuditLog(String way) throws IOException {
    serve(new LimitSettings(PLENTY, PLENTY, THREE_A_MINUTE));
    for (int i = 0; i < 3; i++) {
      assertThat(refused(way)).isNotEqualTo(429);
    }
    int before = entries();
    for (int i = 0; i < 5; i++) {
      assertThat(refused(way)).isEqualTo(429);
    }
    assertThat(entries()).isEqualTo(before);
    nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(refused(way)).isNotEqualTo(429);
    assertThat(entries()).isGreaterThan(before);
  }

  @Test
  void whoHasTheRightKeyIsNotKeptOutByAStrangerAtTheSameAddress() throws IOException {
    serve(new LimitSettings(PLENTY, PLENTY, THREE_A_MINUTE));
    for (int i = 0; i < 5; i++) {
      refused("a key");
    }
    String key = HttpCaller.Credentials.of(network.served(), TestNetwork.HUB).key();
    assertThat(
            from("198.51.100.9", "GET", "/api/v1/documents", "Authorization: Bearer " + key)
                .status())
        .isEqualTo(200);
  }

  @Test
  void theMemoryForItIsBounded() {
    Allowances allowances = new Allowances(new Rate(1, Duration.ofHours(1)), nanoTime::get);
    for (int i = 0; i < 3 * Allowances.REMEMBERED; i++) {
      allowances.take("name " + i);
    }
    assertThat(allowances.remembered()).isPositive().isLessThanOrEqualTo(Allowances.REMEMBERED);
  }

  @Test
  void whatIsFullAgainIsForgotten() {
    Allowances allowances = new Allowances(new Rate(1, Duration.ofHours(1)), nanoTime::get);
    allowances.take("one");
    nanoTime.addAndGet(Duration.ofHours(2).toNanos());
    assertThat(allowances.remembered()).isZero();
  }
}
