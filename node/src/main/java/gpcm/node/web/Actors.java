package gpcm.node.web;

import gpcm.audit.entry.Actor;
import gpcm.node.confirming.Party;
import gpcm.node.people.Acting;
import gpcm.node.people.NationalRole;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import java.util.Optional;

/** People and machines as the audit log has them. */
final class Actors {
  private Actors() {}

  static Actor of(Acting acting) {
    return in(
        acting.nationalRole(),
        Actor.person(
            acting.nationalId().orElseGet(acting.person()::toString),
            acting.name(),
            acting.roles().stream().map(Role::word).sorted().toList(),
            acting.organisation(),
            acting.session().toString()));
  }

  /** The same in the national role that they chose, if any. */
  static Actor in(Optional<NationalRole> role, Actor actor) {
    return role.map(each -> actor.inNationalRole(each.code(), each.profile())).orElse(actor);
  }

  /** One of the two persons of a confirmation. */
  static Actor of(Party party, String organisation) {
    return in(
        party.nationalRole(),
        Actor.person(
            party.nationalId().orElseGet(party.person()::toString),
            party.name(),
            party.roles(),
            organisation,
            party.session().toString()));
  }

  static Actor of(Caller.Machine machine) {
    return new Actor(
        Actor.Kind.MACHINE,
        machine.shown(),
        Optional.of(machine.name()),
        machine.scopes().stream().map(Permission::text).sorted().toList(),
        machine.organisation(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** By what entries of theirs are found. */
  static String id(Person person) {
    return person.nationalId().orElseGet(person.id()::toString);
  }
}
