package gpcm.audit.entry;

import java.util.Locale;
import java.util.Optional;

/**
 * What was done. The names are part of the format of entries: they are never changed, and none is
 * used for something else.
 */
public enum Action {
  SIGN_IN_DONE("signed in", "sign in"),
  SIGN_IN_REFUSED("was refused to sign in"),
  SIGN_IN_ENDED("signed out", "sign out"),
  SIGN_IN_STEPPED_UP("signed in afresh", "sign in afresh"),
  ACCESS_REFUSED("was refused access"),
  LIST_SEEN("saw a list", "see a list"),
  PATIENT_SEARCHED("searched for a patient", "search for a patient"),
  DOCUMENT_OPENED("opened a document", "open a document"),
  ATTACHMENT_OPENED("opened an attachment", "open an attachment"),
  PRINTED("printed", "print"),
  DOWNLOADED("downloaded", "download"),
  HANDED_OVER("handed over to another system", "hand over to another system"),
  RECEIVED("received a document", "receive a document"),
  FILED("filed a document", "file a document"),
  IMAGE_FILED("filed an image", "file an image"),
  MATCHED("matched to a patient", "match to a patient"),
  UNMATCHED("took a match back", "take a match back"),
  ASSIGNED("assigned", "assign"),
  TAKEN("took a document", "take a document"),
  GIVEN_BACK("gave a document back", "give a document back"),
  TASK_ADDED("opened a task", "open a task"),
  TASK_DONE("did a task", "do a task"),
  REVIEW_ASKED("asked for a review", "ask for a review"),
  MADE_TO_WAIT("let a document wait", "let a document wait"),
  URGENCY_CHANGED("said whether a document is urgent", "say whether a document is urgent"),
  SENDER_TOLD("told a sender by other means", "tell a sender by other means"),
  REPLACEMENT_SEEN("saw that a document was replaced", "see that a document was replaced"),
  TEAM_CHANGED("changed a team", "change a team"),
  NOTED("wrote a note", "write a note"),
  CODED_ENTRY_CONFIRMED("confirmed a coded entry", "confirm a coded entry"),
  CODED_ENTRY_CHANGED("changed a coded entry", "change a coded entry"),
  CODED_ENTRY_REJECTED("rejected a coded entry", "reject a coded entry"),
  CODED_ENTRY_TAKEN_BACK(
      "took a decision on a coded entry back", "take a decision on a coded entry back"),
  REVIEWED("reviewed", "review"),
  COMPLETED("completed", "complete"),
  REOPENED("reopened", "reopen"),
  DECIDED("decided about a document", "decide about a document"),
  ESCALATED("sent a document on to the practice", "send a document on to the practice"),
  REFUSED_TO_SENDER("refused a document to its sender", "refuse a document to its sender"),
  SUBMITTED("submitted a document", "submit a document"),
  TRIED("tried out what would be sent", "try out what would be sent"),
  CONFIRMED("confirmed a document", "confirm a document"),
  HELD("held a document", "hold a document"),
  OVERRIDDEN("overrode a check", "override a check"),
  LOOKED_UP_ON_PDS("looked up on PDS", "look up on PDS"),
  BUILT("built a message", "build a message"),
  POSTED("posted a message", "post a message"),
  ACCEPTED("had a message accepted", "have a message accepted"),
  TRACKED("tracked a message", "track a message"),
  ANSWERED_INFRASTRUCTURE(
      "had the infrastructure acknowledgement", "have the infrastructure acknowledgement"),
  ANSWERED_BUSINESS("had the business acknowledgement", "have the business acknowledgement"),
  EXPIRED("saw a message expire"),
  RESENT("sent a document again", "send a document again"),
  WITHDRAWN("withdrew a document", "withdraw a document"),
  BULK_STARTED("began to do the same with many documents", "do the same with many documents"),
  BULK_STOPPED(
      "stopped what was done with many documents", "stop what was done with many documents"),
  SECOND_ASKED("asked for a second person", "ask for a second person"),
  SECOND_CONFIRMED("confirmed as the second person", "confirm as the second person"),
  SECOND_REFUSED("refused as the second person", "refuse as the second person"),
  SECOND_WITHDRAWN(
      "took back what a second person was asked for",
      "take back what a second person was asked for"),
  SECOND_ENDED("ended what no second person confirmed", "end what no second person confirmed"),
  MESSAGE_SEEN("saw how a message travelled", "see how a message travelled"),
  MESSAGE_TAKEN_OUT("took a whole message out", "take a whole message out"),
  REPLACED("replaced a document", "replace a document"),
  NULL_AND_VOID("declared a document null and void", "declare a document null and void"),
  ALERT_RAISED("raised an alert", "raise an alert"),
  ALERT_SEEN("saw an alert", "see an alert"),
  ALERT_CLOSED("closed an alert", "close an alert"),
  ALERT_TAKEN("took an alert", "take an alert"),
  ALERT_GIVEN_BACK("gave an alert back", "give an alert back"),
  ALERT_NOTED("wrote a comment on an alert", "write a comment on an alert"),
  ALERT_TOLD("sent a notice of alerts", "send a notice of alerts"),
  CONFIGURATION_CHANGED("changed the configuration", "change the configuration"),
  ROLE_GIVEN("gave a role", "give a role"),
  ROLE_TAKEN("took a role", "take a role"),
  ACCOUNT_SHUT("shut an account", "shut an account"),
  ACCOUNT_OPENED("opened an account that was shut", "open an account that was shut"),
  SESSIONS_ENDED("ended somebody's sessions", "end somebody's sessions"),
  LINK_MADE("made a link that signs in once", "make a link that signs in once"),
  PASSWORD_CHANGED("set another password", "set another password"),
  KEY_CHANGED("changed a key or certificate", "change a key or certificate"),
  CHANNEL_READ("had a channel read at once", "have a channel read at once"),
  CHANNEL_PAUSED("paused a channel", "pause a channel"),
  CHANNEL_RESUMED("resumed a channel", "resume a channel"),
  SYSTEM_CHECKED("had the system checked", "have the system checked"),
  SYSTEM_EXPORTED(
      "took out what the system says of itself", "take out what the system says of itself"),
  LIVE_SWITCHED("switched between live and test", "switch between live and test"),
  RETENTION_RUN("ran the retention", "run the retention"),
  ERASED("erased personal data", "erase personal data"),
  LEGAL_HOLD_SET("set a legal hold", "set a legal hold"),
  LEGAL_HOLD_LIFTED("lifted a legal hold", "lift a legal hold"),
  AUDIT_READ("read the audit log", "read the audit log"),
  AUDIT_EXPORTED("exported the audit log", "export the audit log"),
  AUDIT_VERIFIED("verified the audit log", "verify the audit log"),
  CHECKPOINT_PUBLISHED("published a checkpoint", "publish a checkpoint"),
  WITNESS_REFUSED("was refused by a witness"),
  NODE_STARTED("started", "start"),
  NODE_STOPPED("stopped", "stop"),
  CLOCK_FAULT("had a wrong clock"),
  INTEGRITY_FAULT("found damaged data");

  private final String words;
  private final Optional<String> attempt;

  /** What is a refusal or a fault itself, and cannot be tried. */
  Action(String words) {
    this.words = words;
    this.attempt = Optional.empty();
  }

  Action(String words, String attempt) {
    this.words = words;
    this.attempt = Optional.of(attempt);
  }

  /** As entries write it: {@code document-opened}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For a sentence that begins with who did it. */
  public String words() {
    return words;
  }

  /** The same for what was refused or failed: who did it "tried to" do this. */
  Optional<String> attempt() {
    return attempt;
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
