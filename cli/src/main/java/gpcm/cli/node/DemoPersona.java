package gpcm.cli.node;

import gpcm.node.Node;
import gpcm.node.people.Directory;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.people.SignInLinks;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Somebody whom a person who looks at the demo may be. */
enum DemoPersona {
  SENDER(Role.SENDER, "A99901", "hub", "/outbox"),
  CLERK(Role.CLERK, "A99902", "practice", "/worklist"),
  CLINICIAN(Role.CLINICIAN, "A99902", "practice", "/worklist"),
  PHARMACIST(Role.CLINICIAN, "A99904", "pharmacy", "/worklist"),
  OPERATOR(Role.OPERATOR, "A99901", "hub", "/"),
  AUDITOR(Role.AUDITOR, "A99902", "practice", "/"),
  ADMINISTRATOR(Role.ADMINISTRATOR, "A99902", "practice", "/people"),
  ADMINISTRATOR_OF_HUB(Role.ADMINISTRATOR, "A99901", "hub", "/settings/alerts");

  private static final Duration LASTING = Duration.ofHours(12);

  private final Role role;
  private final String organisation;
  private final String place;
  private final String page;

  DemoPersona(Role role, String organisation, String place, String page) {
    this.role = role;
    this.organisation = organisation;
    this.place = place;
    this.page = page;
  }

  String description() {
    return "%s at the %s".formatted(role.word(), place);
  }

  /** Signs them in once, and leads to the page of their work. */
  String link(Node node) {
    Directory directory = node.directory();
    String user = "demo-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    Person person =
        directory.people().known(Person.LOCAL, user, "Demo " + description(), Optional.empty());
    if (directory.people().organisations(person.id()).isEmpty()) {
      directory.people().give(person.id(), organisation, role, "persona of the demo");
    }
    String key = directory.links().make(person.id(), SignInLinks.Purpose.DEMO, LASTING, "the demo");
    return "%s/sign-in/link?key=%s&to=%s".formatted(node.url(), key, page);
  }
}
