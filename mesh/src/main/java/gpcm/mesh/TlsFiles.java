package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The files for TLS: whom to trust, and the certificate and key to show. Immutable; the files are
 * read each time a {@link #context()} is made, so a renewed certificate is picked up. Without
 * trusted certificates the Java runtime's are used.
 */
public final class TlsFiles {
  private final Trust trust;
  private final Identity identity;

  /** Whom to trust. */
  private sealed interface Trust {
    record Standard() implements Trust {}

    record Only(Path certificates) implements Trust {}
  }

  /** Where certificate and key are. */
  private sealed interface Identity {
    record None() implements Identity {}

    record Pem(Path certificates, PemKey key) implements Identity {}

    record Pkcs12(Path file, Secret password) implements Identity {}
  }

  private TlsFiles(Trust trust, Identity identity) {
    this.trust = trust;
    this.identity = identity;
  }

  /** No own certificate, the Java runtime's trusted certificates. */
  public static TlsFiles standard() {
    return new TlsFiles(new Trust.Standard(), new Identity.None());
  }

  /** Trusts exactly the certificates in this PEM file. */
  public TlsFiles trusting(Path certificates) {
    return new TlsFiles(new Trust.Only(certificates), identity);
  }

  /**
   * Shows the certificates of this PEM file, own first, with this unencrypted PEM key (PKCS#8 or
   * RSA).
   */
  public TlsFiles withPem(Path certificates, Path key) {
    return with(certificates, new PemKey(key, Optional.empty()));
  }

  /** Like {@link #withPem(Path, Path)} with a password-protected PKCS#8 key. */
  public TlsFiles withPem(Path certificates, Path key, Secret password) {
    return with(certificates, new PemKey(key, Optional.of(password)));
  }

  private TlsFiles with(Path certificates, PemKey key) {
    return new TlsFiles(trust, new Identity.Pem(certificates, key));
  }

  /** Shows the certificate in this PKCS#12 file. */
  public TlsFiles withPkcs12(Path file, Secret password) {
    return new TlsFiles(trust, new Identity.Pkcs12(file, password));
  }

  /** The files, to watch for changes. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (trust instanceof Trust.Only(Path certificates)) {
      files.add(certificates);
    }
    switch (identity) {
      case Identity.None() -> {}
      case Identity.Pem(Path certificates, PemKey key) ->
          files.addAll(List.of(certificates, key.file()));
      case Identity.Pkcs12(Path file, var password) -> files.add(file);
    }
    return files;
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException naming the file that is wrong; never holds key material
   */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "TLS can't be set up from " + files() + ": " + e.getMessage(), e);
    }
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException {
    return switch (identity) {
      case Identity.None() -> new KeyManager[0];
      case Identity.Pem(Path certificates, PemKey key) -> {
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(certificates).toArray(Certificate[]::new);
        store.setKeyEntry("own", key.read(), new char[0], chain);
        yield keyManagers(store, new char[0]);
      }
      case Identity.Pkcs12(Path file, Secret password) -> {
        char[] text = password.reveal().toCharArray();
        yield keyManagers(pkcs12(file, text), text);
      }
    };
  }

  private static KeyManager[] keyManagers(KeyStore store, char[] password)
      throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private static KeyStore pkcs12(Path file, char[] password) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
      return store;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Can't read the PKCS#12 file " + file + "; check it and its password", e);
    }
  }

  private TrustManager[] trustManagers() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    switch (trust) {
      case Trust.Standard() -> factory.init((KeyStore) null);
      case Trust.Only(Path trusted) -> {
        KeyStore store = emptyStore();
        for (Certificate certificate : certificates(trusted)) {
          store.setCertificateEntry("trusted-" + store.size(), certificate);
        }
        factory.init(store);
      }
    }
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(file + " holds no certificate in PEM form");
      }
      return found;
    } catch (IOException e) {
      throw new IllegalArgumentException("Can't read the certificates in " + file, e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new IllegalStateException("An empty key store can't be made", e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalArgumentException("Can't read " + file, e);
    }
  }
}
