package gpcm.cli.node;

import gpcm.node.config.OrganisationSettings.Role;
import java.util.Set;
import java.util.stream.Stream;

/** An organisation of the demo that the node works for. */
enum DemoParty {
  HUB("A99901", "Sampleton Evening Hub", "hub", "cyan", true, false),
  PRACTICE("A99902", "Testford Surgery", "practice", "yellow", false, true),
  TRIAGE("A99903", "Sampleton Online Triage", "triage", "magenta", true, false),
  PHARMACY("A99904", "Sampleton Pharmacy", "pharmacy", "green", true, true);

  private final String ods;
  private final String fullName;
  private final String label;
  private final String colour;
  private final boolean sends;
  private final boolean receives;

  DemoParty(
      String ods, String fullName, String label, String colour, boolean sends, boolean receives) {
    this.ods = ods;
    this.fullName = fullName;
    this.label = label;
    this.colour = colour;
    this.sends = sends;
    this.receives = receives;
  }

  String ods() {
    return ods;
  }

  String fullName() {
    return fullName;
  }

  /** Its short name. */
  String label() {
    return label;
  }

  boolean receives() {
    return receives;
  }

  String mailbox() {
    return ods + "OT001";
  }

  Set<Role> roles() {
    return sends && receives
        ? Set.of(Role.SENDER, Role.RECEIVER)
        : Set.of(sends ? Role.SENDER : Role.RECEIVER);
  }

  /** Its short name in its colour, for picocli's markup. */
  static String marked(String ods) {
    return Stream.of(values())
        .filter(party -> party.ods.equals(ods))
        .findFirst()
        .map(party -> "@|%s %-8s|@".formatted(party.colour, party.label))
        .orElse(ods);
  }
}
