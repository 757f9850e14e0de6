package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every node knows of sign-ins on their way. */
@ExtendWith(DatabaseExtension.class)
class SignInStoreTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private Database database;
  private SignInStore store;

  @BeforeEach
  void open(Database own) {
    database = own;
    store = new SignInStore(own.jdbi(), now::get);
  }

  private static PendingSignIn pending(String state, Purpose purpose) {
    return new PendingSignIn(
        "cis2",
        state,
        "hash-of-a-cookie",
        "a-nonce",
        Secret.of("a-verifier"),
        URI.create("https://node.example/sign-in/callback"),
        purpose,
        START);
  }

  @ParameterizedTest
  @ValueSource(strings = {"come in", "prove again", "change role"})
  void whatIsKeptIsTakenOnce(String what) {
    Purpose purpose =
        switch (what) {
          case "prove again" -> new Purpose.ProveAgain("910000000001");
          case "change role" -> new Purpose.ChangeRole("910000000001");
          default -> new Purpose.ComeIn();
        };
    PendingSignIn pending = pending("one", purpose);
    store.keep(pending);
    assertThat(store.take("two")).isEmpty();
    assertThat(new SignInStore(database.jdbi(), now::get).take("one")).contains(pending);
    assertThat(store.take("one")).isEmpty();
  }

  @Test
  void ofManyWhoTakeItAtOnceOneHasIt() throws Exception {
    store.keep(pending("one", new Purpose.ComeIn()));
    Callable<Boolean> take = () -> store.take("one").isPresent();
    assertThat(together(take)).containsOnlyOnce(true);
  }

  @Test
  void aLogoutTokenIsTheFirstOnce() throws Exception {
    Callable<Boolean> first = () -> store.first("https://a.example", "id", START.plusSeconds(60));
    assertThat(together(first)).containsOnlyOnce(true);
    assertThat(store.first("https://b.example", "id", START.plusSeconds(60))).isTrue();
  }

  @Test
  void whatIsOfNoUseAnyMoreIsForgotten() {
    store.keep(pending("one", new Purpose.ComeIn()));
    store.first("https://a.example", "id", START.plusSeconds(60));
    assertThat(store.sweep()).isZero();
    now.set(START.plus(Duration.ofMinutes(16)));
    assertThat(store.sweep()).isEqualTo(2);
    assertThat(store.take("one")).isEmpty();
  }

  private static List<Boolean> together(Callable<Boolean> call) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> all = threads.invokeAll(List.of(call, call, call, call, call, call));
      return List.of(
          all.get(0).get(),
          all.get(1).get(),
          all.get(2).get(),
          all.get(3).get(),
          all.get(4).get(),
          all.get(5).get());
    }
  }
}
