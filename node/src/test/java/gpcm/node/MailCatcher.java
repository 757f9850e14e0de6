package gpcm.node;

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
import java.io.UncheckedIOException;
import java.net.InetAddress;
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

/** A real mail server of this machine, which takes mail over STARTTLS, or refuses it. */
public final class MailCatcher implements AutoCloseable {
  private final List<Caught> caught = new CopyOnWriteArrayList<>();
  private final Path authority;
  private final SMTPServer server;
  private volatile boolean refusing;

  /** What arrived. */
  public record Caught(String to, String subject, String id, String text) {}

  /**
   * @param folder where its certificate stands
   */
  public MailCatcher(Path folder) throws IOException {
    TestAuthority made = TestAuthority.create(folder, InstantSource.system());
    made.issueServer("localhost");
    this.authority = made.certificate();
    SSLContext context =
        TlsFiles.standard()
            .withPem(folder.resolve("server.pem"), folder.resolve("server.key"))
            .context();
    this.server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getByName("localhost"))
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, call) -> {
                      if (!user.equals("node") || !password.equals("correct")) {
                        throw new LoginFailedException();
                      }
                    }))
            .requireAuth()
            .simpleMessageListener(new Listener())
            .enableTLS()
            .requireTLS()
            .startTlsSocketFactory(context)
            .build();
    server.start();
  }

  private final class Listener implements SimpleMessageListener {
    @Override
    public boolean accept(String from, String recipient) {
      return !refusing;
    }

    @Override
    public void deliver(String from, String recipient, InputStream data) throws IOException {
      try {
        MimeMessage message =
            new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(data.readAllBytes()));
        caught.add(
            new Caught(
                recipient,
                message.getSubject(),
                message.getMessageID(),
                message.getContent().toString()));
      } catch (MessagingException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
  }

  /** How a node sends by it. */
  public MailServerSettings settings() {
    return new MailServerSettings(
        "localhost",
        server.getPortAllocated(),
        MailServerSettings.Security.STARTTLS,
        Optional.of(authority),
        Optional.of(new Login("node", new SecretSource.Given(Secret.of("correct")))),
        "alerts@node.example");
  }

  /** Whether it refuses every address from now on. */
  public void refuse(boolean whether) {
    refusing = whether;
  }

  /** What has arrived at an address so far. */
  public List<Caught> at(String address) {
    return caught.stream().filter(each -> each.to().equals(address)).toList();
  }

  @Override
  public void close() {
    server.stop();
  }
}
