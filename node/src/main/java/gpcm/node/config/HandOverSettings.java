package gpcm.node.config;

import gpcm.consultation.OdsCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How what an organisation receives gets to the system that keeps its records.
 *
 * @param organisation whose documents
 * @param deadline how long its record system has to answer before a person is told
 * @param folder where items are put; none where the record system fetches them
 * @param webhook where items are posted; none where the record system fetches them
 */
public record HandOverSettings(
    OdsCode organisation, Duration deadline, Optional<Path> folder, Optional<Webhook> webhook) {
  private static final Duration DEADLINE = Duration.ofHours(4);

  /**
   * An address that items are posted to.
   *
   * @param url where
   * @param secret the file of the secret that posts are signed with
   */
  public record Webhook(URI url, SecretSource.InFile secret) {}

  /** Fetched by the record system, which has four hours to answer. */
  public static HandOverSettings fetchedFor(OdsCode organisation) {
    return new HandOverSettings(organisation, DEADLINE, Optional.empty(), Optional.empty());
  }

  static List<HandOverSettings> readAll(
      SectionReader root, List<OrganisationSettings> organisations) {
    Set<OdsCode> seen = new HashSet<>();
    return root.sections("hand-over").stream()
        .map(section -> read(section, organisations, seen))
        .toList();
  }

  private static HandOverSettings read(
      SectionReader section, List<OrganisationSettings> organisations, Set<OdsCode> seen) {
    OdsCode organisation = section.required("organisation", ValueFormat.ODS);
    if (section.has("organisation")) {
      if (organisations.stream()
          .noneMatch(each -> each.receives() && each.ods().equals(organisation))) {
        section.problem(
            "organisation",
            "'%s'".formatted(organisation.value()),
            "must be one of organisations that has the role receiver");
      }
      if (!seen.add(organisation)) {
        section.problem(
            "organisation",
            "'%s' again".formatted(organisation.value()),
            "list each organisation once");
      }
    }
    Optional<URI> webhook = section.optional("webhook", ValueFormat.HTTPS_URL);
    Optional<Path> secret = section.optionalPath("webhook-secret-file");
    section.requireTogether(
        "webhook", webhook.isPresent(), "webhook-secret-file", secret.isPresent());
    HandOverSettings settings =
        new HandOverSettings(
            organisation,
            section.value(
                "deadline",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofDays(60)),
                DEADLINE),
            section.optionalPath("folder"),
            webhook.flatMap(
                url -> secret.map(file -> new Webhook(url, new SecretSource.InFile(file)))));
    if (settings.folder().isPresent() && settings.webhook().isPresent()) {
      section.problem(
          "webhook", "given beside a folder", "items go one way: keep the folder or the webhook");
    }
    section.refuseUnknownKeys();
    return settings;
  }
}
