package gpcm.mesh.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of its own, for tests: {@code ca.pem}, and for each name {@code NAME.pem}
 * and {@code NAME.key}. Keys are elliptic (P-256), unprotected, readable by their owner only, and
 * valid for a year. The authority's own key is never written, so nothing can be added to it later.
 */
public final class TestAuthority {
  private static final Duration VALID = Duration.ofDays(365);
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private final Path folder;
  private final KeyPair keys;
  private final X500Name name = new X500Name("CN=gpcm test authority - not for production");
  private final Instant now;

  private TestAuthority(Path folder, KeyPair keys, Instant now) {
    this.folder = folder;
    this.keys = keys;
    this.now = now;
  }

  /** Makes an authority and writes {@code ca.pem} into the folder. */
  public static TestAuthority create(Path folder, InstantSource clock) {
    try {
      Files.createDirectories(folder);
      TestAuthority authority = new TestAuthority(folder, newKeys(), clock.instant());
      X509v3CertificateBuilder builder = authority.builder(authority.name, authority.keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      authority.writeCertificate("ca", List.of(authority.sign(builder)));
      return authority;
    } catch (IOException e) {
      throw new UncheckedIOException("The test authority can't be written to " + folder, e);
    }
  }

  /** The authority's certificate, for both sides to trust. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /** Writes {@code server.pem} and {@code server.key} for localhost and this host name. */
  public void issueServer(String host) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    if (!host.equals("localhost") && !host.equals("127.0.0.1")) {
      boolean address = host.matches("[0-9.]+|.*:.*");
      names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    issue("server", "CN=localhost", KeyPurposeId.id_kp_serverAuth, names);
  }

  /**
   * Writes {@code NAME.pem} and {@code NAME.key} for a client, with the common name the live
   * service asks for: {@code localId.ods.api.mesh-client.nhs.uk}.
   *
   * @throws IllegalArgumentException when local id or ODS code isn't letters, digits and hyphens
   */
  public void issueClient(String localId, String odsCode) {
    if (!LABEL.matcher(localId).matches() || !LABEL.matcher(odsCode).matches()) {
      throw new IllegalArgumentException(
          "Local id and ODS code of a client certificate are letters, digits and hyphens");
    }
    String common = (localId + "." + odsCode).toLowerCase(Locale.ROOT) + ".api.mesh-client.nhs.uk";
    issue(localId, "CN=" + common, KeyPurposeId.id_kp_clientAuth, List.of());
  }

  private void issue(String file, String subject, KeyPurposeId purpose, List<GeneralName> names) {
    try {
      KeyPair own = newKeys();
      X509v3CertificateBuilder builder = builder(new X500Name(subject), own);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      writeCertificate(file, List.of(sign(builder)));
      writeKey(file, own);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The certificate " + file + " can't be written to " + folder, e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name subject, KeyPair own) {
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(127, new SecureRandom()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(VALID)),
        subject,
        own.getPublic());
  }

  private X509Certificate sign(X509v3CertificateBuilder builder) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("A test certificate can't be signed", e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime can't make elliptic keys", e);
    }
  }

  private void writeCertificate(String file, List<X509Certificate> chain) throws IOException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      try {
        text.append(pem("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("A test certificate can't be encoded", e);
      }
    }
    Files.writeString(folder.resolve(file + ".pem"), text, StandardCharsets.US_ASCII);
  }

  private void writeKey(String file, KeyPair own) throws IOException {
    Path path = folder.resolve(file + ".key");
    Files.deleteIfExists(path);
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(
        path, pem("PRIVATE KEY", own.getPrivate().getEncoded()), StandardCharsets.US_ASCII);
  }

  private static String pem(String what, byte[] content) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }
}
