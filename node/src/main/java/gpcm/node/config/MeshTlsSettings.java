package gpcm.node.config;

import gpcm.mesh.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the node knows MESH, and how it proves itself. The files are read again when they change.
 *
 * @param ca PEM file of the authorities to trust; empty for those the Java runtime trusts
 * @param identity the node's own certificate; empty for none, which the live service refuses
 */
public record MeshTlsSettings(Optional<Path> ca, Optional<Identity> identity) {

  /** Without files. */
  public static MeshTlsSettings none() {
    return new MeshTlsSettings(Optional.empty(), Optional.empty());
  }

  /** Whether there is anything to it. */
  boolean isNone() {
    return ca.isEmpty() && identity.isEmpty();
  }

  static MeshTlsSettings read(SectionReader section) {
    Optional<Path> ca = section.optionalPath("ca");
    Optional<Path> certificate = section.optionalPath("certificate");
    Optional<Path> key = section.optionalPath("key");
    Optional<Secret> keyPassword = section.optional("key-password", ValueFormat.SECRET);
    Optional<Path> pkcs12 = section.optionalPath("pkcs12");
    Optional<Secret> pkcs12Password = section.optional("pkcs12-password", ValueFormat.SECRET);
    section.refuseUnknownKeys();
    section.requireTogether("certificate", certificate.isPresent(), "key", key.isPresent());
    section.requireTogether(
        "pkcs12", pkcs12.isPresent(), "pkcs12-password", pkcs12Password.isPresent());
    if (keyPassword.isPresent() && key.isEmpty()) {
      section.problem(
          "key", "missing", "key-password is of no use without it: add it, or remove that");
    }
    if (certificate.isPresent() && pkcs12.isPresent()) {
      section.problem(
          "pkcs12",
          "set, and certificate as well",
          "the node shows one certificate: keep one of them");
    }
    Optional<Identity> identity =
        certificate.isPresent() && key.isPresent()
            ? Optional.of(new Identity.Pem(certificate.get(), key.get(), keyPassword))
            : pkcs12.isPresent() && pkcs12Password.isPresent()
                ? Optional.of(new Identity.Pkcs12(pkcs12.get(), pkcs12Password.get()))
                : Optional.empty();
    return new MeshTlsSettings(ca, identity);
  }

  /** A certificate and its private key. */
  public sealed interface Identity {

    /**
     * Two PEM files.
     *
     * @param certificate the certificate, then those that lead from it to the authority
     * @param key its private key
     * @param keyPassword for a key that is encrypted
     */
    record Pem(Path certificate, Path key, Optional<Secret> keyPassword) implements Identity {}

    /** One PKCS#12 file with its password. */
    record Pkcs12(Path file, Secret password) implements Identity {}
  }
}
