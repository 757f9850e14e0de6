package gpcm.node.config;

import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.node.config.SectionReader.Condition;
import gpcm.node.people.Permission;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How the node shows itself to those who call it, and whom it knows by a certificate. The files are
 * read again when they change.
 *
 * @param identity the node's own certificate and key
 * @param clientAuthorities PEM file of the authorities whose certificates machines may show; empty
 *     when none is asked for
 * @param clients the machines that are known by their certificate
 */
public record WebTlsSettings(
    Identity identity, Optional<Path> clientAuthorities, List<Client> clients) {
  private static final ValueFormat<String> FINGERPRINT =
      new ValueFormat<>(
          "the SHA-256 fingerprint of a certificate: 64 hexadecimal digits, colons allowed",
          "0f".repeat(32),
          WebTlsSettings::fingerprint,
          false);
  private static final ValueFormat<Permission> SCOPE =
      new ValueFormat<>(
          "the name of a permission, like document.submit",
          Permission.SUBMIT.text(),
          text -> Permission.of(text).orElseThrow(IllegalArgumentException::new),
          false);

  public WebTlsSettings {
    clients = List.copyOf(clients);
  }

  /** A certificate and its private key. */
  public sealed interface Identity {
    /**
     * Two PEM files.
     *
     * @param certificate the certificate, then those that lead from it to the authority
     * @param key its private key
     * @param password for a key that is encrypted
     */
    record Pem(Path certificate, Path key, Optional<SecretSource> password) implements Identity {}

    /** One PKCS#12 file with its password. */
    record Pkcs12(Path file, SecretSource password) implements Identity {}
  }

  /**
   * A machine that is known by its certificate.
   *
   * @param fingerprint SHA-256 of the certificate, 64 small hexadecimal digits
   * @param name what people call the machine
   * @param organisation the one it works for
   * @param scopes what it may do
   */
  public record Client(
      String fingerprint, String name, OdsCode organisation, Set<Permission> scopes) {
    /** Copies the scopes. */
    public Client {
      scopes = Set.copyOf(scopes);
    }
  }

  /** The machine whose certificate has this fingerprint. */
  public Optional<Client> client(String fingerprint) {
    return clients.stream().filter(each -> each.fingerprint().equals(fingerprint)).findFirst();
  }

  static Optional<WebTlsSettings> read(SectionReader section) {
    Optional<Path> certificate = section.optionalPath("certificate");
    Optional<Path> key = section.optionalPath("key");
    Optional<SecretSource> keyPassword = secret(section, "key-password");
    Optional<Path> pkcs12 = section.optionalPath("pkcs12");
    Optional<SecretSource> pkcs12Password = secret(section, "pkcs12-password");
    Optional<Path> authorities = section.optionalPath("client-ca");
    List<Client> clients = clients(section);
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
    boolean shown = certificate.isPresent() || pkcs12.isPresent();
    section.refuseUnless(new Condition("with certificate or pkcs12", shown), "client-ca");
    section.refuseUnless(new Condition("with client-ca", authorities.isPresent()), "clients");
    Optional<Identity> identity =
        certificate.isPresent() && key.isPresent()
            ? Optional.of(new Identity.Pem(certificate.get(), key.get(), keyPassword))
            : pkcs12.isPresent() && pkcs12Password.isPresent()
                ? Optional.of(new Identity.Pkcs12(pkcs12.get(), pkcs12Password.get()))
                : Optional.empty();
    return identity.map(own -> new WebTlsSettings(own, authorities, clients));
  }

  private static Optional<SecretSource> secret(SectionReader section, String key) {
    Optional<Secret> given = section.optional(key, ValueFormat.SECRET);
    Optional<Path> file = section.optionalPath(key + "-file");
    if (given.isPresent() && file.isPresent()) {
      section.problem(key + "-file", "set, and %s as well".formatted(key), "keep one of the two");
    }
    return file.<SecretSource>map(SecretSource.InFile::new)
        .or(() -> given.map(SecretSource.Given::new));
  }

  private static List<Client> clients(SectionReader section) {
    Set<String> seen = new HashSet<>();
    return section.sections("clients").stream().map(each -> client(each, seen)).toList();
  }

  private static Client client(SectionReader section, Set<String> seen) {
    Client client =
        new Client(
            section.required("fingerprint", FINGERPRINT),
            section.required("name", ValueFormat.TEXT),
            section.required("organisation", ValueFormat.ODS),
            Set.copyOf(section.list("scopes", SCOPE, List.of())));
    if (client.scopes().isEmpty()) {
      section.problem("scopes", "none", "must name at least one permission the machine has");
    }
    if (!seen.add(client.fingerprint()) && section.has("fingerprint")) {
      section.problem(
          "fingerprint", "'%s' again".formatted(client.fingerprint()), "list each machine once");
    }
    section.refuseUnknownKeys();
    return client;
  }

  private static String fingerprint(String text) {
    String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException();
    }
    return digits;
  }
}
