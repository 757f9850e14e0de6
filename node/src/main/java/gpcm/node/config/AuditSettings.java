package gpcm.node.config;

import gpcm.audit.note.VerifierKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/**
 * How the audit log is sealed and where its checkpoints go.
 *
 * @param origin the name of the log, under which its checkpoints are known; one is made up at first
 * @param signingKey the file with the key that signs checkpoints, the same for all nodes of a
 *     database; without one, that of the node's data folder
 * @param publishFile the file that checkpoints are appended to, on other storage than the database
 * @param webhook where checkpoints are posted to
 * @param publishInterval how often a checkpoint leaves the node
 * @param previousKey the file with the key that the log was signed with so far, when it gets
 *     another
 * @param mail how checkpoints are sent by e-mail
 * @param witnesses the witnesses elsewhere that sign them as well
 * @param witness what this node is as a witness for others
 * @param crossCheckAt from when on, by UTC, the day before is compared with the log
 */
public record AuditSettings(
    Optional<String> origin,
    Optional<Path> signingKey,
    Optional<Path> publishFile,
    Optional<URI> webhook,
    Duration publishInterval,
    Optional<Path> previousKey,
    Optional<MailSettings> mail,
    List<WitnessAddress> witnesses,
    Optional<WitnessSettings> witness,
    LocalTime crossCheckAt) {

  private static final LocalTime AT_NIGHT = LocalTime.of(2, 0);

  static final ValueFormat<LocalTime> TIME_OF_DAY =
      new ValueFormat<>(
          "a time of the day, in UTC, like 02:00",
          "02:00",
          text -> {
            if (!text.matches("([01]\\d|2[0-3]):[0-5]\\d")) {
              throw new IllegalArgumentException("no time of the day");
            }
            return LocalTime.parse(text);
          },
          false);

  static final ValueFormat<String> KEY_NAME =
      ValueFormat.matching(
          "a name without spaces and plus, like log.example.org/audit",
          "log.example.org/audit",
          "[A-Za-z0-9][A-Za-z0-9./_-]{2,199}");

  static final ValueFormat<String> VERIFIER_KEY =
      new ValueFormat<>(
          "a public key: name+8 hexadecimal digits+base64",
          "log.example.org/audit+1420a80c+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
          text -> VerifierKey.parse(text).text(),
          false);

  /** Takes them over. */
  public AuditSettings {
    witnesses = List.copyOf(witnesses);
  }

  /** The same without e-mail, witnesses and a previous key. */
  public AuditSettings(
      Optional<String> origin,
      Optional<Path> signingKey,
      Optional<Path> publishFile,
      Optional<URI> webhook,
      Duration publishInterval) {
    this(
        origin,
        signingKey,
        publishFile,
        webhook,
        publishInterval,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        AT_NIGHT);
  }

  /** The same, sent by e-mail. */
  public AuditSettings with(MailSettings other) {
    return new AuditSettings(
        origin,
        signingKey,
        publishFile,
        webhook,
        publishInterval,
        previousKey,
        Optional.of(other),
        witnesses,
        witness,
        crossCheckAt);
  }

  /** The same, shown to these witnesses. */
  public AuditSettings with(List<WitnessAddress> others) {
    return new AuditSettings(
        origin,
        signingKey,
        publishFile,
        webhook,
        publishInterval,
        previousKey,
        mail,
        others,
        witness,
        crossCheckAt);
  }

  /** The same, with another key from now on than before. */
  public AuditSettings rekeyed(Path key, Path previous) {
    return new AuditSettings(
        origin,
        Optional.of(key),
        publishFile,
        webhook,
        publishInterval,
        Optional.of(previous),
        mail,
        witnesses,
        witness,
        crossCheckAt);
  }

  /** A key in the data folder; nothing is published. */
  public static AuditSettings defaults() {
    return new AuditSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofHours(1));
  }

  static AuditSettings read(SectionReader section) {
    AuditSettings settings =
        new AuditSettings(
            section.optional("origin", KEY_NAME),
            section.optionalPath("signing-key"),
            section.optionalPath("publish-file"),
            section.optional("webhook", ValueFormat.HTTPS_URL),
            section.value(
                "publish-interval",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
                defaults().publishInterval()),
            section.optionalPath("previous-key"),
            section.given("mail").map(MailSettings::read),
            section.sections("witnesses").stream().map(WitnessAddress::read).toList(),
            section.given("witness").map(WitnessSettings::read),
            section.value("cross-check-at", TIME_OF_DAY, AT_NIGHT));
    if (settings.previousKey().isPresent() && settings.signingKey().isEmpty()) {
      section.problem(
          "signing-key", "missing", "previous-key is of no use without it: name the new key there");
    }
    section.refuseUnknownKeys();
    return settings;
  }
}
