package gpcm.node.config;

import java.time.Duration;
import java.util.List;

/**
 * How checkpoints of the audit log are sent by e-mail.
 *
 * @param server the mail server
 * @param to the addresses it is sent to
 * @param interval how often at most
 */
public record MailSettings(MailServerSettings server, List<String> to, Duration interval) {
  /** Takes them over. */
  public MailSettings {
    to = List.copyOf(to);
  }

  static MailSettings read(SectionReader section) {
    MailSettings settings =
        new MailSettings(
            MailServerSettings.read(section),
            section.list("to", MailServerSettings.ADDRESS, List.of()),
            section.value(
                "interval",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofDays(31)),
                Duration.ofDays(1)));
    if (settings.to().isEmpty()) {
      section.problem(
          "to",
          "missing",
          "at least one address is needed, such as that of the organisation's information"
              + " governance");
    }
    section.refuseUnknownKeys();
    return settings;
  }
}
