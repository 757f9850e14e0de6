package gpcm.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
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
  private final Optional<Path> trusted;
  private final Optional<Identity> identity;

  /** Where certificate and key are. */
  private sealed interface Identity {
    record Pem(Path certificates, Path key, Optional<Secret> password) implements Identity {}

    record Pkcs12(Path file, Secret password) implements Identity {}
  }

  private TlsFiles(Optional<Path> trusted, Optional<Identity> identity) {
    this.trusted = trusted;
    this.identity = identity;
  }

  /** No own certificate, the Java runtime's trusted certificates. */
  public static TlsFiles standard() {
    return new TlsFiles(Optional.empty(), Optional.empty());
  }

  /** Trusts exactly the certificates in this PEM file. */
  public TlsFiles trusting(Path certificates) {
    return new TlsFiles(Optional.of(certificates), identity);
  }

  /**
   * Shows the certificates of this PEM file, own first, with this unencrypted PEM key (PKCS#8 or
   * RSA).
   */
  public TlsFiles withPem(Path certificates, Path key) {
    return new TlsFiles(
        trusted, Optional.of(new Identity.Pem(certificates, key, Optional.empty())));
  }

  /** Like {@link #withPem(Path, Path)} with a password-protected PKCS#8 key. */
  public TlsFiles withPem(Path certificates, Path key, Secret password) {
    return new TlsFiles(
        trusted, Optional.of(new Identity.Pem(certificates, key, Optional.of(password))));
  }

  /** Shows the certificate in this PKCS#12 file. */
  public TlsFiles withPkcs12(Path file, Secret password) {
    return new TlsFiles(trusted, Optional.of(new Identity.Pkcs12(file, password)));
  }

  /** The files, to watch for changes. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    trusted.ifPresent(files::add);
    identity.ifPresent(
        who -> {
          switch (who) {
            case Identity.Pem(Path certificates, Path key, var password) ->
                files.addAll(List.of(certificates, key));
            case Identity.Pkcs12(Path file, var password) -> files.add(file);
          }
        });
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
    if (identity.isEmpty()) {
      return new KeyManager[0];
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    switch (identity.get()) {
      case Identity.Pem(Path certificates, Path key, Optional<Secret> password) -> {
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(certificates).toArray(Certificate[]::new);
        PrivateKey privateKey = PemKey.read(key, password);
        store.setKeyEntry("own", privateKey, new char[0], chain);
        factory.init(store, new char[0]);
      }
      case Identity.Pkcs12(Path file, Secret password) -> {
        char[] text = password.reveal().toCharArray();
        factory.init(pkcs12(file, text), text);
      }
    }
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
    if (trusted.isEmpty()) {
      factory.init((KeyStore) null);
    } else {
      KeyStore store = emptyStore();
      for (Certificate certificate : certificates(trusted.get())) {
        store.setCertificateEntry("trusted-" + store.size(), certificate);
      }
      factory.init(store);
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
