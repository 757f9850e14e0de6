package gpcm.node.web;

import gpcm.node.people.Permission;
import gpcm.node.sending.OutboxView;

/**
 * What of the outbox somebody is shown.
 *
 * @param view which documents
 * @param names whether patients are named
 */
record SeenOutbox(OutboxView view, boolean names) {

  static SeenOutbox of(Caller caller) {
    if (caller.forAll(Permission.SEE_OUTBOX)) {
      return new SeenOutbox(OutboxView.of(caller.organisation()), true);
    }
    return caller.forAll(Permission.SEE_OUTBOX_WITHOUT_NAMES)
        ? new SeenOutbox(OutboxView.of(caller.organisation()), false)
        : new SeenOutbox(own(caller), true);
  }

  /** The documents with which somebody may do something. */
  static OutboxView with(Caller caller, Permission permission) {
    return caller.forAll(permission) ? OutboxView.of(caller.organisation()) : own(caller);
  }

  /** What somebody wrote; of a machine there is nothing like it, and it sees what there is. */
  static OutboxView own(Caller caller) {
    return new OutboxView(
        caller.organisation(), caller.person().map(person -> person.acting().person()));
  }
}
