package gpcm.node.config;

import java.net.URI;

/**
 * A witness elsewhere, to which checkpoints are shown.
 *
 * @param url where it takes them, without {@code /add-checkpoint}
 * @param key its public key
 */
public record WitnessAddress(URI url, String key) {
  static WitnessAddress read(SectionReader section) {
    WitnessAddress address =
        new WitnessAddress(
            section.required("url", ValueFormat.HTTPS_URL),
            section.required("key", AuditSettings.VERIFIER_KEY));
    section.refuseUnknownKeys();
    return address;
  }
}
