package gpcm.cli.node;

import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import gpcm.node.config.MailServerSettings;
import gpcm.node.config.MailServerSettings.Login;
import gpcm.node.config.SecretSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The mail server of the demo, and of a benchmark: it takes what the node mails, over TLS on this
 * machine alone, and keeps each mail as a file instead of sending it on. Thread-safe.
 */
public final class DemoMail implements AutoCloseable {
  private static final String USER = "node";

  private final List<Letter> letters = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final String password;
  private final Path authority;
  private final SMTPServer server;

  /**
   * A mail that has come.
   *
   * @param to the address that it was sent to
   * @param subject what it is about
   * @param text what it says
   * @param file where it is kept, as it came
   */
  public record Letter(String to, String subject, String text, Path file) {}

  private DemoMail(Path folder, String password) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.password = password;
    TestAuthority made =
        TestAuthority.create(folder.resolve("certificates"), InstantSource.system());
    made.issueServer("localhost");
    this.authority = made.certificate();
    SSLContext context =
        TlsFiles.standard()
            .withPem(
                folder.resolve("certificates/server.pem"),
                folder.resolve("certificates/server.key"))
            .context();
    this.server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getByName("localhost"))
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory((user, given, call) -> check(user, given)))
            .requireAuth()
            .simpleMessageListener(new Keeping())
            .enableTLS()
            .requireTLS()
            .startTlsSocketFactory(context)
            .build();
  }

  /**
   * Starts it.
   *
   * @param folder where mails are kept; those of an earlier run stay
   * @param password with which the node signs in
   * @throws IOException when it cannot keep anything there, or its certificate cannot be made
   */
  public static DemoMail start(Path folder, String password) throws IOException {
    DemoMail mail = new DemoMail(folder, password);
    mail.server.start();
    return mail;
  }

  private void check(String user, String given) throws LoginFailedException {
    if (!user.equals(USER) || !given.equals(password)) {
      throw new LoginFailedException();
    }
  }

  /** How the node sends by it. */
  public MailServerSettings settings() {
    return new MailServerSettings(
        "localhost",
        server.getPortAllocated(),
        MailServerSettings.Security.STARTTLS,
        Optional.of(authority),
        Optional.of(new Login(USER, new SecretSource.Given(Secret.of(password)))),
        "alerts@node.example");
  }

  /** What has come since the demo was started, oldest first. */
  public List<Letter> letters() {
    return List.copyOf(letters);
  }

  private final class Keeping implements SimpleMessageListener {
    @Override
    public boolean accept(String from, String recipient) {
      return true;
    }

    @Override
    public void deliver(String from, String recipient, InputStream data) throws IOException {
      byte[] bytes = data.readAllBytes();
      Path file = Files.createTempFile(folder, "mail-", ".eml");
      Files.write(file, bytes);
      try {
        MimeMessage message =
            new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
        letters.add(
            new Letter(recipient, message.getSubject(), message.getContent().toString(), file));
      } catch (MessagingException e) {
        throw new IOException("a mail of the node cannot be read", e);
      }
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
