package gpcm.node.bulk;

import gpcm.audit.entry.Action;
import gpcm.exchange.HoldKind;
import gpcm.node.people.Permission;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SentAct;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done with many documents at once. */
public enum BulkKind {
  /** They go again, unchanged, once a second person has confirmed it. */
  RESEND(Optional.empty()),
  /** They wait until somebody says more. */
  HOLD(Optional.of(SentAct.HOLD)),
  /** What is held is checked anew, and goes on. */
  RELEASE(Optional.of(SentAct.RELEASE)),
  /** They go now instead of waiting for their organisation's time. */
  SEND_NOW(Optional.of(SentAct.SEND_NOW)),
  /** They are not to be sent. */
  WITHDRAW(Optional.of(SentAct.WITHDRAW)),
  /** They do not have to get there any more. */
  GIVE_UP(Optional.of(SentAct.GIVE_UP));

  private final Optional<SentAct> act;

  BulkKind(Optional<SentAct> act) {
    this.act = act;
  }

  /** What happens to each; empty for those that go again. */
  public Optional<SentAct> act() {
    return act;
  }

  /** The name in the database and the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of this text, if there is one. */
  public static Optional<BulkKind> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /** What a button says. */
  public String words() {
    return act.map(SentAct::words).orElse("Send it again");
  }

  /** What whoever does it has to have. */
  public Permission permission() {
    return act.map(SentAct::permission).orElse(Permission.RESEND_MANY);
  }

  /** As the audit log has what is done with each. */
  public Action action() {
    return act.map(SentAct::action).orElse(Action.RESENT);
  }

  /** Whether documents leave because of it, so that not too many do at once. */
  boolean sends() {
    return this == RESEND || this == RELEASE || this == SEND_NOW;
  }

  /**
   * Whether it can be done with a document as it stands.
   *
   * @param named whether patients are shown to whoever does it; who is shown none sends only that
   *     again which nobody has answered
   */
  public boolean fits(OutboxDocument document, boolean named) {
    return act.map(each -> each.fits(document) && !(this == RELEASE && isRestricted(document)))
        .orElseGet(() -> document.undelivered() && (named || document.unanswered()));
  }

  static boolean isRestricted(OutboxDocument document) {
    return document
        .progress()
        .held()
        .filter(hold -> hold.kind() == HoldKind.RESTRICTED)
        .isPresent();
  }
}
