package gpcm.node.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an organisation keeps for what it sends.
 *
 * @param providers the register of providers that patients choose from
 * @param folder where its clinical system puts consultations that it does not hand in by the API
 * @param webhook where its clinical system hears what becomes of documents
 */
public record SenderSettings(
    Optional<Path> providers, Optional<Path> folder, Optional<Webhook> webhook) {
  /** Nothing. */
  public static final SenderSettings NONE = new SenderSettings(Optional.empty());

  /**
   * An address that is posted to.
   *
   * @param url where
   * @param secret the file of the secret that posts are signed with
   */
  public record Webhook(URI url, SecretSource.InFile secret) {}

  /** A register of providers, and nothing else. */
  public SenderSettings(Optional<Path> providers) {
    this(providers, Optional.empty(), Optional.empty());
  }

  /** The same, taking consultations from a folder. */
  public SenderSettings takingFrom(Path other) {
    return new SenderSettings(providers, Optional.of(other), webhook);
  }

  /** The same, telling a clinical system what becomes of documents. */
  public SenderSettings telling(Webhook other) {
    return new SenderSettings(providers, folder, Optional.of(other));
  }

  static SenderSettings read(SectionReader organisation) {
    Optional<Path> providers = organisation.optionalPath("providers");
    SectionReader section = organisation.section("sending");
    Optional<Path> folder = section.optionalPath("folder");
    Optional<URI> url = section.optional("webhook", ValueFormat.HTTPS_URL);
    Optional<Path> secret = section.optionalPath("webhook-secret-file");
    section.requireTogether("webhook", url.isPresent(), "webhook-secret-file", secret.isPresent());
    section.refuseUnknownKeys();
    return new SenderSettings(
        providers,
        folder,
        url.flatMap(to -> secret.map(file -> new Webhook(to, new SecretSource.InFile(file)))));
  }
}
