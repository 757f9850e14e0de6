package gpcm.node.audit;

import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.SignedNote;
import gpcm.node.calling.MailServer;
import gpcm.node.config.MailSettings;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;

/** Sends a checkpoint by e-mail. Belongs to one thread. */
final class CheckpointMail implements Outlet.Way {
  private final MailSettings settings;
  private final MailServer server;
  private final InstantSource clock;

  CheckpointMail(MailSettings settings, InstantSource clock) {
    this.settings = settings;
    this.server = new MailServer(settings.server());
    this.clock = clock;
  }

  @Override
  public void send(SignedNote note) throws IOException {
    server.send(session -> message(session, note));
  }

  private MimeMessage message(Session session, SignedNote note) throws MessagingException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(server.from()));
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
