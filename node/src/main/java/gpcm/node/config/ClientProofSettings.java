package gpcm.node.config;

import gpcm.mesh.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** How the node proves itself to a provider. Files are read again whenever they are needed. */
public sealed interface ClientProofSettings {
  /** By a secret that both know, in the header of the request ({@code client_secret_basic}). */
  record SharedSecret(Secret secret) implements ClientProofSettings {}

  /** The same with a secret in a file of its own. */
  record SharedSecretFile(Path file) implements ClientProofSettings {}

  /**
   * By a signature ({@code private_key_jwt}).
   *
   * @param key PEM file of the RSA key that signs
   * @param otherKey the key before, or the one to come: published too
   * @param algorithm of the signature
   */
  record PrivateKey(Path key, Optional<Path> otherKey, String algorithm)
      implements ClientProofSettings {}

  /** The methods, as the configuration names them. */
  enum Method {
    PRIVATE_KEY_JWT,
    CLIENT_SECRET_BASIC
  }

  static ClientProofSettings read(SectionReader section) {
    Method method =
        section.value("authentication", ValueFormat.oneOf(Method.class), Method.PRIVATE_KEY_JWT);
    SectionReader.Condition keyed =
        new SectionReader.Condition(
            "with authentication private-key-jwt", method == Method.PRIVATE_KEY_JWT);
    SectionReader.Condition shared =
        new SectionReader.Condition(
            "with authentication client-secret-basic", method == Method.CLIENT_SECRET_BASIC);
    Path key = section.pathRequiredOnly(keyed, "key");
    Optional<Path> otherKey = section.optionalPath("other-key");
    String algorithm = section.value("signing-algorithm", ProviderSettings.ALGORITHM, "RS512");
    section.refuseUnless(keyed, "other-key");
    section.refuseUnless(keyed, "signing-algorithm");
    Optional<Secret> secret = section.optional("client-secret", ValueFormat.SECRET);
    Optional<Path> file = section.optionalPath("client-secret-file");
    section.refuseUnless(shared, "client-secret");
    section.refuseUnless(shared, "client-secret-file");
    if (shared.holds() && secret.isPresent() == file.isPresent()) {
      section.problem(
          "client-secret",
          secret.isPresent() ? "set, and client-secret-file as well" : "missing",
          "either client-secret or client-secret-file is needed %s".formatted(shared.when()));
    }
    if (keyed.holds()) {
      return new PrivateKey(key, otherKey, algorithm);
    }
    return file.<ClientProofSettings>map(SharedSecretFile::new)
        .orElseGet(() -> new SharedSecret(secret.orElseGet(() -> Secret.of("missing"))));
  }
}
