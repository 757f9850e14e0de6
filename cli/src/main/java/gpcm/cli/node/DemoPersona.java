package gpcm.cli.node;

import gpcm.node.Node;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Somebody whom a person who looks at the demo may be. */
enum DemoPersona {
  SENDER(
      Role.SENDER,
      DemoParty.HUB,
      "/outbox",
      "the outbox; a report that was not delivered, with its alert"),
  SENDER_OF_TRIAGE(
      Role.SENDER,
      DemoParty.TRIAGE,
      "/outbox",
      "the outbox; a consultation that a pharmacy has declined, with its alert"),
  CLERK(
      Role.CLERK,
      DemoParty.PRACTICE,
      "/worklist?view=all",
      "the worklist; a confidential report is masked"),
  CLINICIAN(
      Role.CLINICIAN,
      DemoParty.PRACTICE,
      "/worklist?view=in-review",
      "what waits for a review: an allergy; under All the confidential report, open"),
  PHARMACIST(
      Role.CLINICIAN,
      DemoParty.PHARMACY,
      "/worklist?view=all",
      "the consultations that were sent on or declined"),
  OPERATOR(
      Role.OPERATOR,
      DemoParty.HUB,
      "/system?of=week",
      "the system as a whole; charts with a made-up week"),
  AUDITOR(Role.AUDITOR, DemoParty.PRACTICE, "/audit", "who has done and looked at what"),
  ADMINISTRATOR(
      Role.ADMINISTRATOR, DemoParty.PRACTICE, "/people", "who works there, and in which role"),
  ADMINISTRATOR_OF_HUB(
      Role.ADMINISTRATOR, DemoParty.HUB, "/settings/alerts", "where alerts are sent");

  private static final Duration LASTING = Duration.ofHours(12);

  private final Role role;
  private final DemoParty party;
  private final String page;
  private final String finds;

  DemoPersona(Role role, DemoParty party, String page, String finds) {
    this.role = role;
    this.party = party;
    this.page = page;
    this.finds = finds;
  }

  String description() {
    return "%s at the %s".formatted(role.word(), party.label());
  }

  /** What they find on the page of their work. */
  String finds() {
    return finds;
  }

  /** The node's account of them, which is made when it is asked for first. */
  Person account(Node node) {
    Directory directory = node.directory();
    String user = "demo-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    Person person =
        directory.people().known(Person.LOCAL, user, "Demo " + description(), Optional.empty());
    if (directory.people().organisations(person.id()).isEmpty()) {
      directory.people().give(person.id(), party.ods(), role, "persona of the demo");
    }
    return person;
  }

  /** Signs them in once, and leads to the page of their work. */
  String link(Node node) {
    String key =
        node.directory()
            .links()
            .make(account(node).id(), SignInLinks.Purpose.DEMO, LASTING, "the demo");
    return "%s/sign-in/link?key=%s&to=%s"
        .formatted(node.url(), key, URLEncoder.encode(page, StandardCharsets.UTF_8));
  }
}
