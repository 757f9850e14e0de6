package gpcm.node.calling;

import gpcm.mesh.TlsFiles;
import gpcm.node.config.MailServerSettings;
import gpcm.node.config.MailServerSettings.Login;
import gpcm.node.config.SecretSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * A mail server, spoken to over TLS or not at all. What it is told waits for ten seconds at each
 * step. Thread-safe.
 */
public final class MailServer {
  private static final String PATIENCE = String.valueOf(Duration.ofSeconds(10).toMillis());
  private static final int LARGEST_PASSWORD = 1000;

  private final MailServerSettings settings;

  /** The one that is set. */
  public MailServer(MailServerSettings settings) {
    this.settings = settings;
  }

  /** Writes a message. */
  @FunctionalInterface
  public interface Writing {
    /** The message, to whom it is sent with it. */
    MimeMessage in(Session session) throws MessagingException;
  }

  /** The address that mail is sent from. */
  public String from() {
    return settings.from();
  }

  /**
   * Sends a message to all whom it names.
   *
   * @throws IOException when the server has not taken it; the text names no password
   */
  public void send(Writing writing) throws IOException {
    try {
      Session session = Session.getInstance(properties());
      send(session, writing.in(session));
    } catch (MessagingException | IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void send(Session session, MimeMessage message) throws MessagingException, IOException {
    try (Transport transport = session.getTransport("smtp")) {
      Optional<Login> login = settings.login();
      if (login.isPresent()) {
        transport.connect(
            settings.host(), settings.port(), login.get().user(), password(login.get()));
      } else {
        transport.connect(settings.host(), settings.port(), null, null);
      }
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", PATIENCE);
    properties.setProperty("mail.smtp.timeout", PATIENCE);
    properties.setProperty("mail.smtp.writetimeout", PATIENCE);
    properties.setProperty("mail.smtp.auth", String.valueOf(settings.login().isPresent()));
    properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (settings.security()) {
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
    }
    settings
        .ca()
        .ifPresent(
            file ->
                properties.put(
                    "mail.smtp.ssl.socketFactory",
                    TlsFiles.standard().trusting(file).context().getSocketFactory()));
    return properties;
  }

  private static String password(Login login) throws IOException {
    if (login.password() instanceof SecretSource.InFile(Path file)
        && Files.size(file) > LARGEST_PASSWORD) {
      throw new IOException(file + " is no password: it is too large");
    }
    return login.password().read().reveal();
  }
}
