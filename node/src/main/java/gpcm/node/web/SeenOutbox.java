package gpcm.node.web;

import gpcm.node.people.Permission;
import gpcm.node.sending.Outbox;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What of the outbox somebody is shown.
 *
 * @param caller who it is
 * @param view which documents
 * @param names whether patients are named, if the document is for whoever sees the outbox
 */
record SeenOutbox(Caller caller, OutboxView view, boolean names) {

  static SeenOutbox of(Caller caller) {
    if (caller.forAll(Permission.SEE_OUTBOX)) {
      return new SeenOutbox(caller, OutboxView.of(caller.organisation()), true);
    }
    return caller.forAll(Permission.SEE_OUTBOX_WITHOUT_NAMES)
        ? new SeenOutbox(caller, OutboxView.of(caller.organisation()), false)
        : new SeenOutbox(caller, own(caller), caller.could(Permission.SEE_OUTBOX));
  }

  /**
   * Those of some documents that are shown with their patient and what they say; of the others it
   * is told how they travel. A confidential one, and the copy of one of a restricted record, is for
   * whoever may open such a one.
   */
  Set<UUID> named(Outbox outbox, List<OutboxDocument> documents) {
    Set<UUID> named = new HashSet<>();
    if (!names) {
      return named;
    }
    documents.stream().filter(each -> opens(each, false)).forEach(each -> named.add(each.id()));
    List<UUID> ofTheirs =
        documents.stream()
            .filter(each -> !named.contains(each.id()) && opens(each, true))
            .map(OutboxDocument::id)
            .toList();
    if (!ofTheirs.isEmpty()) {
      named.addAll(outbox.among(own(caller), ofTheirs));
    }
    return named;
  }

  private boolean opens(OutboxDocument document, boolean own) {
    return (!document.confidential() || caller.freely(Permission.OPEN_CONFIDENTIAL, own))
        && (!document.restrictedPatient()
            || caller.freely(Permission.OPEN_RESTRICTED_PATIENT, own));
  }

  /** Whether a document is shown with its patient and what it says. */
  boolean named(Outbox outbox, OutboxDocument document) {
    return !named(outbox, List.of(document)).isEmpty();
  }

  /** The documents with which somebody may do something. */
  static OutboxView with(Caller caller, Permission permission) {
    return caller.forAll(permission) ? OutboxView.of(caller.organisation()) : own(caller);
  }

  /** What is somebody's own; of a machine there is nothing like it, and it sees what there is. */
  static OutboxView own(Caller caller) {
    return new OutboxView(
        caller.organisation(), caller.person().map(person -> person.acting().person()));
  }
}
