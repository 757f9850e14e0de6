package gpcm.node.web;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The certificate that a caller showed, and that an authority of {@code http.tls.client-ca} signed.
 * Only from the connection itself: none that a header tells of.
 *
 * @param fingerprint SHA-256, 64 small hexadecimal digits
 * @param subject whom it names (RFC 2253)
 */
record ClientCertificate(String fingerprint, String subject) {
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  static Optional<ClientCertificate> of(Context context) {
    return context.req().getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain
            && chain.length > 0
        ? Optional.of(
            new ClientCertificate(
                fingerprint(chain[0]), chain[0].getSubjectX500Principal().getName()))
        : Optional.empty();
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
