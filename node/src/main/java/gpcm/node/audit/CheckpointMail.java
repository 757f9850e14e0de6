package gpcm.node.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SignedNote;
import gpcm.mesh.TlsFiles;
import gpcm.node.config.MailSettings;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;

/** Sends a checkpoint by e-mail, over TLS or not at all. Belongs to one thread. */
final class CheckpointMail implements Outlet.Way {
  private static final String PATIENCE = String.valueOf(Duration.ofSeconds(10).toMillis());
  private static final int LARGEST_PASSWORD = 1000;

  private final MailSettings settings;
  private final InstantSource clock;

  CheckpointMail(MailSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void send(SignedNote note) throws IOException {
    Session session = Session.getInstance(properties());
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage message = message(session, note);
      if (settings.login().isPresent()) {
        MailSettings.Login login = settings.login().get();
        transport.connect(settings.host(), settings.port(), login.user(), password(login));
      } else {
        transport.connect(settings.host(), settings.port(), null, null);
      }
      transport.sendMessage(message, message.getAllRecipients());
    } catch (MessagingException | IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
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

  private static String password(MailSettings.Login login) throws IOException {
    return switch (login.password()) {
      case MailSettings.Password.Given(var secret) -> secret.reveal();
      case MailSettings.Password.InFile(Path file) -> {
        if (Files.size(file) > LARGEST_PASSWORD) {
          throw new IOException(file + " is no password: it is too large");
        }
        yield Files.readString(file).strip();
      }
    };
  }

  private MimeMessage message(Session session, SignedNote note) throws MessagingException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(settings.from()));
    for (String to : settings.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(
        "Audit log %s: checkpoint of %d entries".formatted(checkpoint.origin(), checkpoint.size()),
        StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeBodyPart text = new MimeBodyPart();
    text.setText(
        """
        Keep this message. The attached checkpoint is what shows later that nobody has changed the
        audit log %s before its entry %d:

            gpcm audit verify EXPORT --key KEY --checkpoint checkpoint-%d.txt

        It holds no personal data. Nobody needs to answer.
        """
            .formatted(checkpoint.origin(), checkpoint.size(), checkpoint.size()),
        StandardCharsets.UTF_8.name());
    MimeBodyPart attachment = new MimeBodyPart();
    // As bytes: whoever passes mail on may change the ends of lines in a text.
    attachment.setDataHandler(
        new DataHandler(new ByteArrayDataSource(note.bytes(), "application/octet-stream")));
    attachment.setFileName("checkpoint-%d.txt".formatted(checkpoint.size()));
    attachment.setHeader("Content-Transfer-Encoding", "base64");
    message.setContent(new MimeMultipart(text, attachment));
    message.saveChanges();
    return message;
  }
}
