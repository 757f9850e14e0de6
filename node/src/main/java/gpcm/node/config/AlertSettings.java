package gpcm.node.config;

import gpcm.consultation.OdsCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By what ways alerts can leave the node. Who is told of which stands in the database: each
 * organisation sets it for itself.
 *
 * @param mail the server that notices are mailed by; without one none are
 * @param webhooks where the notices of an organisation can be posted, by its ODS code
 * @param gather for how long what comes up is gathered into one notice
 * @param again how long after a notice the next one about the same cause is sent, at the earliest
 */
public record AlertSettings(
    Optional<MailServerSettings> mail,
    Map<String, Webhook> webhooks,
    Duration gather,
    Duration again) {

  /**
   * An address that notices are posted to.
   *
   * @param url where
   * @param secret the file of the secret that posts are signed with
   */
  public record Webhook(URI url, SecretSource.InFile secret) {}

  /** Takes them over. */
  public AlertSettings {
    webhooks = Map.copyOf(webhooks);
  }

  /** No way out: alerts stand on the pages and in the API. */
  public static AlertSettings none() {
    return new AlertSettings(
        Optional.empty(), Map.of(), Duration.ofMinutes(1), Duration.ofHours(1));
  }

  static AlertSettings read(SectionReader section, List<OrganisationSettings> organisations) {
    AlertSettings settings =
        new AlertSettings(
            section.given("mail").map(AlertSettings::mail),
            webhooks(section, organisations),
            section.value(
                "gather",
                ValueFormat.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                none().gather()),
            section.value(
                "again",
                ValueFormat.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
                none().again()));
    section.refuseUnknownKeys();
    return settings;
  }

  private static MailServerSettings mail(SectionReader section) {
    MailServerSettings server = MailServerSettings.read(section);
    section.refuseUnknownKeys();
    return server;
  }

  private static Map<String, Webhook> webhooks(
      SectionReader alerts, List<OrganisationSettings> organisations) {
    Map<String, Webhook> webhooks = new HashMap<>();
    for (SectionReader section : alerts.sections("webhooks")) {
      OdsCode organisation = section.required("organisation", ValueFormat.ODS);
      URI url = section.required("url", ValueFormat.HTTPS_URL);
      Path secret =
          section.pathRequiredOnly(
              new SectionReader.Condition("with a webhook", true), "secret-file");
      section.refuseUnknownKeys();
      if (!section.has("organisation")) {
        continue;
      }
      if (organisations.stream().noneMatch(each -> each.ods().equals(organisation))) {
        section.problem(
            "organisation", "'%s'".formatted(organisation.value()), "must be one of organisations");
      } else if (webhooks.put(
              organisation.value(), new Webhook(url, new SecretSource.InFile(secret)))
          != null) {
        section.problem(
            "organisation",
            "'%s' again".formatted(organisation.value()),
            "list each organisation once");
      }
    }
    return webhooks;
  }
}
