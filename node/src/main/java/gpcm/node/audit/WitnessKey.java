package gpcm.node.audit;

import gpcm.audit.note.SigningKey;
import gpcm.node.config.WitnessSettings;
import gpcm.node.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key of a witness, made when there is none. */
final class WitnessKey {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessKey.class);

  private final String name;
  private final KeyFile file;

  WitnessKey(WitnessSettings settings, Path dataFolder) {
    this.name = settings.name();
    this.file =
        new KeyFile(settings.signingKey().orElseGet(() -> dataFolder.resolve("audit-witness-key")));
  }

  /**
   * The key to sign with.
   *
   * @throws StoreException when it is none of a witness of this name
   */
  SigningKey open() {
    SigningKey key =
        file.exists()
            ? file.read()
            : file.write(SigningKey.ofWitness(name, new SecureRandom()), "the witness");
    if (!key.verifier().cosigns() || !key.verifier().name().equals(name)) {
      throw new StoreException(
          "%s is the key %s, and no key of a witness called %s. A witness keeps its key: put its name into audit.witness.name, or name another file in audit.witness.signing-key"
              .formatted(file.path(), key.verifier().text(), name));
    }
    LOG.info("witness for the audit logs of others; its public key is {}", key.verifier().text());
    return key;
  }
}
