package gpcm.node.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this node is as a witness for the audit logs of others.
 *
 * @param name the name its statements carry
 * @param signingKey the file with the key of its statements, made when it is not there; without
 *     one, that of the data folder
 * @param logs the public keys of the logs that it watches
 */
public record WitnessSettings(String name, Optional<Path> signingKey, List<String> logs) {
  /** Takes them over. */
  public WitnessSettings {
    logs = List.copyOf(logs);
  }

  static WitnessSettings read(SectionReader section) {
    WitnessSettings settings =
        new WitnessSettings(
            section.required("name", AuditSettings.KEY_NAME),
            section.optionalPath("signing-key"),
            section.list("logs", AuditSettings.VERIFIER_KEY, List.of()));
    if (settings.logs().isEmpty()) {
      section.problem("logs", "missing", "at least one log is needed, by its public key");
    }
    section.refuseUnknownKeys();
    return settings;
  }
}
