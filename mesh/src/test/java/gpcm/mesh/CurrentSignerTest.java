package gpcm.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A mailbox's password and the shared key are others without a restart. */
class CurrentSignerTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private final AtomicReference<Secret> password = new AtomicReference<>(Secret.of("open"));
  private final AtomicReference<Secret> key = new AtomicReference<>(Secret.of("between us"));
  private final CurrentSigner signer = new CurrentSigner(password::get, key::get);

  private MeshToken signed() {
    return signer.sign("X26ABC1", "nonce", 1, NOW);
  }

  @Test
  void eachCallIsSignedWithThePasswordOfThatMoment() {
    assertThat(signed().isSignedWith(password.get(), key.get())).isTrue();
    password.set(Secret.of("another"));
    assertThat(signed().isSignedWith(Secret.of("another"), key.get())).isTrue();
  }

  @Test
  void eachCallIsSignedWithTheSharedKeyOfThatMoment() {
    assertThat(signed().isSignedWith(password.get(), key.get())).isTrue();
    key.set(Secret.of("another key"));
    assertThat(signed().isSignedWith(password.get(), Secret.of("another key"))).isTrue();
  }
}
