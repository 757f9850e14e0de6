package gpcm.mesh;

import java.time.Instant;
import java.util.function.Supplier;

/** Signs with a mailbox's password and the shared key as they are at that moment. Thread-safe. */
final class CurrentSigner {
  private final Supplier<Secret> password;
  private final Supplier<Secret> sharedKey;
  private volatile Prepared prepared;

  private record Prepared(Secret key, MeshSigner signer) {
    static Prepared with(Secret key) {
      return new Prepared(key, new MeshSigner(key));
    }
  }

  CurrentSigner(Supplier<Secret> password, Supplier<Secret> sharedKey) {
    this.password = password;
    this.sharedKey = sharedKey;
    this.prepared = Prepared.with(sharedKey.get());
  }

  MeshToken sign(String mailbox, String nonce, long nonceCount, Instant at) {
    Secret key = sharedKey.get();
    Prepared now = prepared;
    if (!now.key().equals(key)) {
      now = Prepared.with(key);
      prepared = now;
    }
    return now.signer().sign(mailbox, nonce, nonceCount, password.get(), at);
  }
}
