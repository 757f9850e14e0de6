package gpcm.pds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import gpcm.pds.CallRate;
import gpcm.pds.PdsAccess;
import gpcm.pds.PdsAccess.SigningKey;
import gpcm.pds.PdsAnswer;
import gpcm.pds.PdsClient;
import gpcm.pds.PdsQuestion;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an application shows PDS who it is, against the stand-in with all checks of the service. */
class PdsTokenTest {
  private static final String API_KEY = "an-application";
  private static RSAKey first;
  private static RSAKey second;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final AtomicInteger calls = new AtomicInteger();
  private PdsServer server;

  @BeforeAll
  static void keys() throws JOSEException {
    first = new RSAKeyGenerator(2048).keyID("first").generate();
    second = new RSAKeyGenerator(2048).keyID("second").generate();
  }

  @BeforeEach
  void start() {
    server =
        PdsServer.start(
            PdsServerSettings.defaults().with(API_KEY, new JWKSet(List.of(first, second))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PdsClient client(String apiKey, Supplier<SigningKey> key) {
    InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead.get());
    return new PdsClient(
        new PdsAccess(
            server.fhir(),
            Optional.of(new PdsAccess.Application(server.token(), apiKey, key)),
            Duration.ofSeconds(10)),
        precedence -> calls.incrementAndGet(),
        clock);
  }

  private static Supplier<SigningKey> signing(RSAKey key, String id) {
    return () -> {
      try {
        return new SigningKey(id, key.toPrivateKey());
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private PdsClient client() {
    return client(API_KEY, signing(first, "first"));
  }

  private static PdsAnswer find(PdsClient client) throws InterruptedException {
    return client.find(PdsQuestion.of("9990000018", "A99901", "a case"));
  }

  @Test
  void oneTokenServesManyQuestions() throws InterruptedException {
    try (PdsClient client = client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(find(client)).isInstanceOf(PdsAnswer.Found.class);
      }
    }
    assertThat(calls.get()).as("one for the token, five for the patient").isEqualTo(6);
  }

  @Test
  void aTokenIsRenewedHalfAMinuteBeforeItsEnd() throws InterruptedException {
    try (PdsClient client = client()) {
      find(client);
      ahead.set(Duration.ofMinutes(9));
      find(client);
      assertThat(calls.get()).isEqualTo(3);
      ahead.set(Duration.ofSeconds(575));
      // The stand-in's clock did not move: what is signed now ends too far ahead for it.
      assertThat(find(client)).isInstanceOf(PdsAnswer.Refused.class);
      assertThat(calls.get()).as("one for the patient, one for the token").isEqualTo(5);
    }
  }

  @Test
  void aTokenThatIsRefusedIsReplacedOnce() throws InterruptedException {
    try (PdsClient client = client()) {
      find(client);
      server.add(denied(1));
      assertThat(find(client)).isInstanceOf(PdsAnswer.Found.class);
      server.add(denied(2));
      assertThat(find(client))
          .isInstanceOfSatisfying(
              PdsAnswer.Refused.class, answer -> assertThat(answer.status()).isEqualTo(401));
      assertThat(server.asked()).as("one, two, and two again").isEqualTo(5);
    }
  }

  private static PdsFault denied(int times) {
    return PdsFault.next(times, new PdsFault.Kind.Refusal(401, "ACCESS_DENIED", Optional.empty()));
  }

  @Test
  void keysChangeWhileItRuns() throws InterruptedException {
    AtomicReference<Supplier<SigningKey>> now = new AtomicReference<>(signing(first, "first"));
    try (PdsClient client = client(API_KEY, () -> now.get().get())) {
      find(client);
      now.set(signing(second, "second"));
      server.add(denied(1));
      assertThat(find(client)).isInstanceOf(PdsAnswer.Found.class);
    }
  }

  @Test
  void anApiKeyThatIsNotKnownIsForAnOperator() throws InterruptedException {
    try (PdsClient client = client("another", signing(first, "first"))) {
      assertThat(find(client)).isInstanceOf(PdsAnswer.Refused.class);
    }
  }

  @Test
  void aKeyThatIsNotRegisteredIsForAnOperator() throws InterruptedException {
    try (PdsClient client = client(API_KEY, signing(first, "third"))) {
      assertThat(find(client))
          .isInstanceOfSatisfying(
              PdsAnswer.Refused.class,
              answer -> assertThat(answer.why()).contains("kid", "message id"));
    }
  }

  @Test
  void aSignatureOfAnotherKeyIsForAnOperator() throws InterruptedException {
    try (PdsClient client = client(API_KEY, signing(second, "first"))) {
      assertThat(find(client)).isInstanceOf(PdsAnswer.Refused.class);
    }
  }

  @Test
  void aClockThatIsWrongIsNamedAsOneCause() throws InterruptedException {
    ahead.set(Duration.ofMinutes(3));
    try (PdsClient client = client()) {
      assertThat(find(client))
          .isInstanceOfSatisfying(
              PdsAnswer.Refused.class, answer -> assertThat(answer.why()).contains("clock"));
    }
  }

  @Test
  void aTokenServiceThatIsBusyIsForLater() throws InterruptedException {
    server.add(
        PdsFault.next(1, new PdsFault.Kind.NoToken(429, "too_many_requests", Optional.empty())));
    try (PdsClient client = client()) {
      assertThat(find(client)).isInstanceOf(PdsAnswer.Unavailable.class);
      ahead.set(Duration.ofSeconds(2));
      assertThat(find(client)).isInstanceOf(PdsAnswer.Found.class);
    }
  }

  @Test
  void howLongTheTokenServiceWantsToBeLeftAloneIsPassedOn() throws InterruptedException {
    server.add(
        PdsFault.next(
            1, new PdsFault.Kind.NoToken(503, "busy", Optional.of(Duration.ofSeconds(7)))));
    try (PdsClient client = client()) {
      assertThat(find(client))
          .isInstanceOfSatisfying(
              PdsAnswer.Unavailable.class,
              answer -> assertThat(answer.after()).contains(Duration.ofSeconds(7)));
    }
  }

  @Test
  void whoAsksAtOnceAfterAFailureIsToldTheSame() throws InterruptedException {
    server.add(PdsFault.next(1, new PdsFault.Kind.NoToken(503, "busy", Optional.empty())));
    try (PdsClient client = client()) {
      assertThat(find(client)).isInstanceOf(PdsAnswer.Unavailable.class);
      int before = calls.get();
      assertThat(find(client)).isInstanceOf(PdsAnswer.Unavailable.class);
      assertThat(calls.get() - before).as("the wait for the patient alone").isEqualTo(1);
      ahead.set(Duration.ofSeconds(2));
      assertThat(find(client)).isInstanceOf(PdsAnswer.Found.class);
    }
  }

  /** A wait may outlast what a token, or what is signed for one, has left. */
  @Test
  void aLongWaitMakesNoTokenTooOld() throws InterruptedException {
    PdsServer late =
        PdsServer.start(
            PdsServerSettings.defaults()
                .at(() -> Clock.systemUTC().instant().plus(ahead.get()))
                .with(API_KEY, new JWKSet(List.of(first))));
    try (PdsClient client =
        new PdsClient(
            new PdsAccess(
                late.fhir(),
                Optional.of(
                    new PdsAccess.Application(late.token(), API_KEY, signing(first, "first"))),
                Duration.ofSeconds(10)),
            precedence -> ahead.updateAndGet(before -> before.plusMinutes(9)),
            () -> Clock.systemUTC().instant().plus(ahead.get()))) {
      for (int i = 0; i < 4; i++) {
        assertThat(find(client)).isInstanceOf(PdsAnswer.Found.class);
      }
    } finally {
      late.close();
    }
  }

  @Test
  void whoShowsNoTokenIsRefused() throws InterruptedException {
    try (PdsClient client =
        new PdsClient(
            new PdsAccess(server.fhir(), Optional.empty(), Duration.ofSeconds(10)),
            CallRate.NONE,
            InstantSource.system())) {
      assertThat(find(client))
          .isInstanceOfSatisfying(
              PdsAnswer.Refused.class, answer -> assertThat(answer.status()).isEqualTo(401));
    }
  }

  @Test
  void noSecretGetsIntoALog() {
    PdsAccess access =
        new PdsAccess(
            server.fhir(),
            Optional.of(
                new PdsAccess.Application(server.token(), API_KEY, signing(first, "first"))),
            Duration.ofSeconds(10));
    assertThat(access.toString()).doesNotContain(API_KEY);
    assertThat(signing(first, "first").get().toString()).isEqualTo("SigningKey[first]");
  }
}
