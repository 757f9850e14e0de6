package gpcm.node.notifying;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.node.calling.MailServer;
import gpcm.node.calling.SignedPost;
import gpcm.node.config.AlertSettings;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways by which notices leave the node. Thread-safe. */
final class NoticePost {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Optional<MailServer> mail;
  private final Map<String, SignedPost> webhooks;
  private final InstantSource clock;

  NoticePost(AlertSettings settings, InstantSource clock) {
    this.mail = settings.mail().map(MailServer::new);
    this.webhooks =
        settings.webhooks().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    each ->
                        new SignedPost(each.getValue().url(), each.getValue().secret(), clock)));
    this.clock = clock;
  }

  /** Why a channel cannot be reached, whatever is sent; empty when it may be. */
  Optional<String> missing(String organisation, AlertChannel channel) {
    return switch (channel.draft().kind()) {
      case MAIL ->
          mail.isPresent()
              ? Optional.empty()
              : Optional.of("no mail server is set (alerts.mail in the configuration)");
      case WEBHOOK ->
          webhooks.containsKey(organisation)
              ? Optional.empty()
              : Optional.of("no webhook is set (alerts.webhooks in the configuration)");
    };
  }

  /**
   * Sends a notice.
   *
   * @throws IOException when it was not taken
   */
  void send(NoticeText text) throws IOException {
    Optional<String> missing = missing(text.notice().organisation(), text.channel());
    if (missing.isPresent()) {
      throw new IOException(missing.get());
    }
    switch (text.channel().draft().kind()) {
      case MAIL -> {
        MailServer server = mail.orElseThrow();
        server.send(session -> message(session, server.from(), text));
      }
      // Whatever it answers, it has taken the notice.
      case WEBHOOK ->
          webhooks
              .get(text.notice().organisation())
              .post(
                  text.notice().id().toString(),
                  MAPPER.writeValueAsBytes(text.json(clock.instant())));
    }
  }

  private MimeMessage message(Session session, String from, NoticeText text)
      throws MessagingException {
    MimeMessage message = new Named(session, text.notice(), from);
    message.setFrom(new InternetAddress(from));
    message.addRecipient(
        Message.RecipientType.TO, new InternetAddress(text.channel().draft().address()));
    message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Auto-Submitted", "auto-generated");
    if (text.isUrgent()) {
      message.setHeader("Importance", "high");
    }
    message.setText(text.text(), StandardCharsets.UTF_8.name());
    message.saveChanges();
    return message;
  }

  /** Sent again, it is the same message: its id is the notice's. */
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, Notice notice, String from) {
      super(session);
      this.id = "<" + notice.id() + from.substring(from.indexOf('@')) + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
