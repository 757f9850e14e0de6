package gpcm.node.sending;

import gpcm.audit.entry.Action;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.node.people.Permission;
import java.util.Arrays;
import java.util.Optional;

/** What people can do with a document that they send, beside sending it again. */
public enum SentAct {
  /** It is to be sent (GPCM-SD-CS-074). */
  CONFIRM("confirm", "Confirm that it is sent", Permission.CONFIRM_SEND, Action.CONFIRMED, false),
  /** It goes now instead of waiting for its organisation's time. */
  SEND_NOW("send-now", "Send it now", Permission.CONFIRM_SEND, Action.CONFIRMED, false),
  /** It waits until somebody says more. */
  HOLD("hold", "Hold it", Permission.WITHDRAW, Action.HELD, true),
  /** What was held goes on when it is checked anew. */
  RELEASE(
      "release", "Check it again and let it go", Permission.CONFIRM_SEND, Action.CONFIRMED, true),
  /** What was held goes on whatever a check would say. */
  RELEASE_UNCHECKED(
      "release-unchecked",
      "Send it in spite of the check",
      Permission.OVERRIDE_HOLD,
      Action.OVERRIDDEN,
      true),
  /** It is not to be sent. */
  WITHDRAW("withdraw", "Withdraw it", Permission.WITHDRAW, Action.WITHDRAWN, true),
  /** Somebody got it there in another way. */
  OTHER_ROUTE(
      "other-route", "It got there in another way", Permission.WITHDRAW, Action.WITHDRAWN, true),
  /** It does not have to get there any more. */
  GIVE_UP("give-up", "Give it up", Permission.WITHDRAW, Action.WITHDRAWN, true);

  private final String text;
  private final String words;
  private final Permission permission;
  private final Action action;
  private final boolean reasoned;

  SentAct(String text, String words, Permission permission, Action action, boolean reasoned) {
    this.text = text;
    this.words = words;
    this.permission = permission;
    this.action = action;
    this.reasoned = reasoned;
  }

  /** As addresses have it. */
  public String text() {
    return text;
  }

  /** What a button says. */
  public String words() {
    return words;
  }

  /** What whoever does it has to have. */
  public Permission permission() {
    return permission;
  }

  /** As the audit log has it. */
  public Action action() {
    return action;
  }

  /** Whether it needs a reason in words. */
  public boolean reasoned() {
    return reasoned;
  }

  /** The act of this text, if there is one. */
  public static Optional<SentAct> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /** Whether it can be done with a document as it stands. */
  public boolean fits(OutboxDocument document) {
    if (document.addressee().copyOf().isPresent() && needsBuilding()) {
      // A copy is made with its original, and never by itself.
      return false;
    }
    DocumentState state = document.state();
    return switch (this) {
      case CONFIRM -> state == DocumentState.UNCONFIRMED;
      case SEND_NOW -> state == DocumentState.WAITING;
      case RELEASE, RELEASE_UNCHECKED -> state == DocumentState.HELD;
      case HOLD -> document.neverLeft() && state != DocumentState.HELD;
      case WITHDRAW -> document.neverLeft();
      case OTHER_ROUTE -> document.neverLeft() || hasNotArrived(state);
      case GIVE_UP -> state == DocumentState.HELD || hasNotArrived(state);
    };
  }

  private boolean needsBuilding() {
    return this == HOLD || this == RELEASE || this == RELEASE_UNCHECKED;
  }

  private static boolean hasNotArrived(DocumentState state) {
    return state == DocumentState.FAILED
        || state == DocumentState.OVERDUE
        || state == DocumentState.REJECTED;
  }

  /**
   * What happens to the document.
   *
   * @param reason in the person's words; of another route, how and when
   */
  public DocumentFact fact(OutboxDocument document, String by, String reason) {
    return switch (this) {
      case CONFIRM -> Consultations.confirmed(document, by);
      case SEND_NOW -> new DocumentFact.Hastened(by);
      case HOLD -> new DocumentFact.Stopped(by, reason);
      case RELEASE -> new DocumentFact.Released(by, reason, false);
      case RELEASE_UNCHECKED -> new DocumentFact.Released(by, reason, true);
      case WITHDRAW -> new DocumentFact.TakenBack(by, reason);
      case OTHER_ROUTE -> new DocumentFact.Rerouted(by, reason);
      case GIVE_UP -> new DocumentFact.Abandoned(by, reason);
    };
  }
}
