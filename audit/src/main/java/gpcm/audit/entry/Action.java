package gpcm.audit.entry;

import java.util.Locale;
import java.util.Optional;

/**
 * What was done. The names are part of the format of entries: they are never changed, and none is
 * used for something else.
 */
public enum Action {
  SIGN_IN_DONE("signed in"),
  SIGN_IN_REFUSED("was refused to sign in"),
  SIGN_IN_ENDED("signed out"),
  SIGN_IN_STEPPED_UP("signed in afresh"),
  ACCESS_REFUSED("was refused access"),
  LIST_SEEN("saw a list"),
  PATIENT_SEARCHED("searched for a patient"),
  DOCUMENT_OPENED("opened a document"),
  ATTACHMENT_OPENED("opened an attachment"),
  PRINTED("printed"),
  DOWNLOADED("downloaded"),
  HANDED_OVER("handed over to another system"),
  RECEIVED("received a document"),
  FILED("filed a document"),
  MATCHED("matched to a patient"),
  UNMATCHED("took a match back"),
  ASSIGNED("assigned"),
  NOTED("wrote a note"),
  CODED_ENTRY_CONFIRMED("confirmed a coded entry"),
  CODED_ENTRY_CHANGED("changed a coded entry"),
  CODED_ENTRY_REJECTED("rejected a coded entry"),
  REVIEWED("reviewed"),
  COMPLETED("completed"),
  REOPENED("reopened"),
  REFUSED_TO_SENDER("refused a document to its sender"),
  SUBMITTED("submitted a document"),
  CONFIRMED("confirmed a document"),
  HELD("held a document"),
  OVERRIDDEN("overrode a check"),
  LOOKED_UP_ON_PDS("looked up on PDS"),
  BUILT("built a message"),
  POSTED("posted a message"),
  ACCEPTED("had a message accepted"),
  TRACKED("tracked a message"),
  ANSWERED_INFRASTRUCTURE("had the infrastructure acknowledgement"),
  ANSWERED_BUSINESS("had the business acknowledgement"),
  EXPIRED("saw a message expire"),
  RESENT("sent a document again"),
  WITHDRAWN("withdrew a document"),
  REPLACED("replaced a document"),
  NULL_AND_VOID("declared a document null and void"),
  ALERT_RAISED("raised an alert"),
  ALERT_SEEN("saw an alert"),
  ALERT_CLOSED("closed an alert"),
  CONFIGURATION_CHANGED("changed the configuration"),
  ROLE_GIVEN("gave a role"),
  ROLE_TAKEN("took a role"),
  KEY_CHANGED("changed a key or certificate"),
  CHANNEL_PAUSED("paused a channel"),
  CHANNEL_RESUMED("resumed a channel"),
  LIVE_SWITCHED("switched between live and test"),
  RETENTION_RUN("ran the retention"),
  ERASED("erased personal data"),
  LEGAL_HOLD_SET("set a legal hold"),
  LEGAL_HOLD_LIFTED("lifted a legal hold"),
  AUDIT_READ("read the audit log"),
  AUDIT_EXPORTED("exported the audit log"),
  AUDIT_VERIFIED("verified the audit log"),
  CHECKPOINT_PUBLISHED("published a checkpoint"),
  WITNESS_REFUSED("was refused by a witness"),
  NODE_STARTED("started"),
  NODE_STOPPED("stopped"),
  CLOCK_FAULT("had a wrong clock"),
  INTEGRITY_FAULT("found damaged data");

  private final String words;

  Action(String words) {
    this.words = words;
  }

  /** As entries write it: {@code document-opened}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For a sentence that begins with who did it. */
  public String words() {
    return words;
  }

  /** The action with this code; empty when there is none, as in entries of a later version. */
  public static Optional<Action> ofCode(String code) {
    for (Action action : values()) {
      if (action.code().equals(code)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}
