package gpcm.node.config;

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
