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
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
  /** How a key of each kind signs, to see whether it belongs to a certificate. */
  private static final Map<String, String> PAIRS =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

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
   * What the files held when they were read.
   *
   * @param context made of them
   * @param own the certificate that is shown, then those that lead from it to the authority; empty
   *     when none is
   */
  public record Opened(SSLContext context, List<X509Certificate> own) {
    /** Copies the list. */
    public Opened {
      own = List.copyOf(own);
    }
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException naming the file that is wrong; never holds key material
   */
  public SSLContext context() {
    return open().context();
  }

  /**
   * Reads the files, and gives the certificate that is shown as well.
   *
   * @throws IllegalArgumentException naming the file that is wrong; never holds key material
   */
  public Opened open() {
    try {
      Shown shown = shown();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown.managers(), trustManagers(), new SecureRandom());
      return new Opened(context, shown.chain());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "TLS can't be set up from " + files() + ": " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Handed on at once, and never compared.
  private record Shown(KeyManager[] managers, List<X509Certificate> chain) {}

  private Shown shown() throws GeneralSecurityException {
    return switch (identity) {
      case Identity.None() -> new Shown(new KeyManager[0], List.of());
      case Identity.Pem(Path certificates, PemKey key) -> {
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(certificates).toArray(Certificate[]::new);
        store.setKeyEntry("own", key.read(), new char[0], chain);
        yield shown(store, new char[0], certificates);
      }
      case Identity.Pkcs12(Path file, Secret password) -> {
        char[] text = password.reveal().toCharArray();
        yield shown(pkcs12(file, text), text, file);
      }
    };
  }

  private static Shown shown(KeyStore store, char[] password, Path file)
      throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.getKey(alias, password) instanceof PrivateKey key) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate each : store.getCertificateChain(alias)) {
          chain.add((X509Certificate) each);
        }
        requirePair(key, chain.getFirst(), file);
        KeyManagerFactory factory =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return new Shown(factory.getKeyManagers(), chain);
      }
    }
    throw new IllegalArgumentException(file + " holds no private key with its certificate");
  }

  /** Half of a renewal, the new certificate beside the old key, would fail every handshake. */
  private static void requirePair(PrivateKey key, X509Certificate own, Path file)
      throws GeneralSecurityException {
    boolean sameKind = key.getAlgorithm().equals(own.getPublicKey().getAlgorithm());
    if (!sameKind || (PAIRS.containsKey(key.getAlgorithm()) && !signs(key, own))) {
      throw new IllegalArgumentException(
          "The first certificate in " + file + " belongs to another private key");
    }
  }

  private static boolean signs(PrivateKey key, X509Certificate own)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(PAIRS.get(key.getAlgorithm()));
    byte[] text = "a text to sign".getBytes(StandardCharsets.US_ASCII);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(own.getPublicKey());
    signature.update(text);
    return signature.verify(signed);
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
