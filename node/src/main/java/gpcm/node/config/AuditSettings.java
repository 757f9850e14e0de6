package gpcm.node.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
 */
public record AuditSettings(
    Optional<String> origin,
    Optional<Path> signingKey,
    Optional<Path> publishFile,
    Optional<URI> webhook,
    Duration publishInterval) {

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
            section.optional(
                "origin",
                ValueFormat.matching(
                    "a name without spaces and plus, like log.example.org/audit",
                    "log.example.org/audit",
                    "[A-Za-z0-9][A-Za-z0-9./_-]{2,199}")),
            section.optionalPath("signing-key"),
            section.optionalPath("publish-file"),
            section.optional("webhook", ValueFormat.HTTP_URL),
            section.value(
                "publish-interval",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofDays(7)),
                defaults().publishInterval()));
    section.refuseUnknownKeys();
    return settings;
  }
}
