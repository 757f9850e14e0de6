package gpcm.node.config;

import gpcm.mesh.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A mail server that the node sends by. Never without TLS: the mail server takes a password.
 *
 * @param host the mail server
 * @param port its port
 * @param security how the connection becomes secret
 * @param ca PEM file of the authorities to trust; empty for those the Java runtime trusts
 * @param login as whom the node signs in; empty where the server asks for nobody
 * @param from the address that mail is sent from
 */
public record MailServerSettings(
    String host,
    int port,
    Security security,
    Optional<Path> ca,
    Optional<Login> login,
    String from) {

  static final ValueFormat<String> ADDRESS =
      ValueFormat.matching(
          "an e-mail address",
          "audit@practice.example",
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}");

  /** How the connection becomes secret. */
  public enum Security {
    /** It begins in the open and is refused unless it becomes secret. */
    STARTTLS,
    /** From its first byte. */
    TLS
  }

  /**
   * As whom the node signs in.
   *
   * @param user the name
   * @param password the password, or the file it is read from each time
   */
  public record Login(String user, SecretSource password) {}

  /** Whether mail can be sent to this; what is no address cannot. */
  public static boolean isAddress(String text) {
    try {
      String unused = ADDRESS.parser().apply(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static MailServerSettings read(SectionReader section) {
    Security security =
        section.value("security", ValueFormat.oneOf(Security.class), Security.STARTTLS);
    return new MailServerSettings(
        section.required(
            "host",
            ValueFormat.matching("a host name or address", "mail.example", "[\\w.:-]{1,253}")),
        section.value(
            "port",
            ValueFormat.number(1, 65535),
            () -> security == Security.TLS ? 465 : 587,
            "587, or 465 with security tls"),
        security,
        section.optionalPath("ca"),
        login(section),
        section.required("from", ADDRESS));
  }

  private static Optional<Login> login(SectionReader section) {
    Optional<String> user = section.optional("user", ValueFormat.TEXT);
    Optional<Secret> password = section.optional("password", ValueFormat.SECRET);
    Optional<Path> file = section.optionalPath("password-file");
    if (password.isPresent() && file.isPresent()) {
      section.problem("password", "set, and password-file as well", "keep one of them");
    }
    section.requireTogether(
        "user", user.isPresent(), "password", password.isPresent() || file.isPresent());
    Optional<SecretSource> where =
        file.<SecretSource>map(SecretSource.InFile::new)
            .or(() -> password.map(SecretSource.Given::new));
    return user.flatMap(name -> where.map(there -> new Login(name, there)));
  }
}
