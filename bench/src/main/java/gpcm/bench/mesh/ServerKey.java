package gpcm.bench.mesh;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server's certificate that signs itself, of a kind that both servers take. */
final class ServerKey {
  private static final Duration VALID = Duration.ofDays(2);

  private ServerKey() {}

  /**
   * Writes {@code server.pem} and {@code server.key}.
   *
   * @param kind {@code ec}, or {@code rsa} and the number of bits
   */
  static void write(String kind, Path folder)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    boolean elliptic = kind.equals("ec");
    KeyPairGenerator generator = KeyPairGenerator.getInstance(elliptic ? "EC" : "RSA");
    generator.initialize(elliptic ? 256 : Integer.parseInt(kind.replace("rsa", "")));
    KeyPair keys = generator.generateKeyPair();
    X500Name name = new X500Name("CN=localhost");
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minus(VALID)),
            Date.from(now.plus(VALID)),
            name,
            keys.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    X509CertificateHolder certificate =
        builder.build(
            new JcaContentSignerBuilder(elliptic ? "SHA256withECDSA" : "SHA256withRSA")
                .build(keys.getPrivate()));
    write(folder.resolve("server.pem"), "CERTIFICATE", certificate.getEncoded());
    write(folder.resolve("server.key"), "PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static void write(Path file, String what, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file,
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, body),
        StandardCharsets.US_ASCII);
  }
}
