package gpcm.node.web;

import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.node.config.SecretSource;
import gpcm.node.config.WebTlsSettings;
import gpcm.node.config.WebTlsSettings.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the node's web server shows, taken anew from its files when they change.
 * Connections that are open go on with the old one. Files that cannot be used leave the old one in
 * use. Thread-safe.
 */
public final class ServedCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServedCertificate.class);

  /** With forward secrecy and authenticated encryption, and no others. */
  private static final String[] SUITES = {
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  };

  private final WebTlsSettings settings;
  private final SslContextFactory.Server jetty = new SslContextFactory.Server();
  private String inUse;
  private X509Certificate shown;
  private String unusable = "";
  private Optional<String> trouble = Optional.empty();

  /**
   * How it stands with the certificate.
   *
   * @param expires when the one that is shown does
   * @param trouble why the files as they are now are not used, naming the file
   */
  public record Standing(Instant expires, Optional<String> trouble) {}

  private ServedCertificate(WebTlsSettings settings) {
    this.settings = settings;
    this.inUse = stamp();
    TlsFiles.Opened opened = opened();
    this.shown = opened.own().getFirst();
    jetty.setSslContext(opened.context());
    jetty.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    jetty.setIncludeCipherSuites(SUITES);
    jetty.setUseCipherSuitesOrder(true);
    jetty.setRenegotiationAllowed(false);
    jetty.setWantClientAuth(settings.clientAuthorities().isPresent());
  }

  /**
   * Reads the files. One that has expired is shown nevertheless: callers refuse it with a reason,
   * and those who run the node are told.
   *
   * @throws IllegalArgumentException naming the file that cannot be used
   */
  static ServedCertificate open(WebTlsSettings settings) {
    return new ServedCertificate(settings);
  }

  SslContextFactory.Server jetty() {
    return jetty;
  }

  /** Until when the one that is shown is good. */
  public synchronized Instant expires() {
    return shown.getNotAfter().toInstant();
  }

  /**
   * Looks at the files, and takes a new certificate into use.
   *
   * @param now one that is not in force at this time is not taken
   */
  public synchronized Standing look(Instant now) {
    String stamp = stamp();
    if (stamp.equals(inUse)) {
      trouble = Optional.empty();
      unusable = "";
    } else {
      take(stamp, now);
    }
    return new Standing(shown.getNotAfter().toInstant(), trouble);
  }

  private void take(String stamp, Instant now) {
    try {
      TlsFiles.Opened opened = opened();
      requireInForce(opened.own().getFirst(), now);
      jetty.reload(factory -> factory.setSslContext(opened.context()));
      shown = opened.own().getFirst();
      inUse = stamp;
      trouble = Optional.empty();
      LOG.info(
          "the web server shows a new certificate: {}, until {}",
          shown.getSubjectX500Principal(),
          shown.getNotAfter().toInstant());
    } catch (IllegalArgumentException e) {
      // Found twice alike: before that, somebody may still be writing.
      if (stamp.equals(unusable) && trouble.isEmpty()) {
        trouble = Optional.of(e.getMessage());
        LOG.warn(
            "the files of the web server's certificate changed and cannot be used, so the earlier"
                + " certificate stays: {}",
            e.getMessage());
      } else if (!stamp.equals(unusable)) {
        trouble = Optional.empty();
      }
      unusable = stamp;
    } catch (Exception e) {
      throw new IllegalStateException("the new certificate cannot be taken into use", e);
    }
  }

  private void requireInForce(X509Certificate certificate, Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new IllegalArgumentException(
          "The certificate in %s is good from %s to %s, which is not now"
              .formatted(
                  files().getFirst(),
                  certificate.getNotBefore().toInstant(),
                  certificate.getNotAfter().toInstant()));
    }
  }

  private TlsFiles.Opened opened() {
    TlsFiles trust =
        settings
            .clientAuthorities()
            .map(TlsFiles.standard()::trusting)
            .orElseGet(TlsFiles::standard);
    return switch (settings.identity()) {
      case Identity.Pem(Path certificate, Path key, Optional<SecretSource> password) -> {
        Optional<Secret> opens = password.map(SecretSource::read);
        yield opens
            .map(secret -> trust.withPem(certificate, key, secret))
            .orElseGet(() -> trust.withPem(certificate, key))
            .open();
      }
      case Identity.Pkcs12(Path file, SecretSource password) ->
          trust.withPkcs12(file, password.read()).open();
    };
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    switch (settings.identity()) {
      case Identity.Pem(Path certificate, Path key, Optional<SecretSource> password) -> {
        files.addAll(List.of(certificate, key));
        password.flatMap(SecretSource::file).ifPresent(files::add);
      }
      case Identity.Pkcs12(Path file, SecretSource password) -> {
        files.add(file);
        password.file().ifPresent(files::add);
      }
    }
    settings.clientAuthorities().ifPresent(files::add);
    return files;
  }

  /** By what is in them: a file may be put back with an older time, or changed within one tick. */
  private String stamp() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files()) {
        digest.update(MessageDigest.getInstance("SHA-256").digest(bytes(file)));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
