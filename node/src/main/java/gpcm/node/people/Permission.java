package gpcm.node.people;

import java.util.Arrays;
import java.util.Optional;

/**
 * What can be allowed, each by a name. Code asks for a permission and never for a role; which role
 * has which, and on what conditions, stands in the table {@code permissions.txt}.
 */
public enum Permission {
  SEE_WORKLIST("worklist.see"),
  OPEN_DOCUMENT("document.open"),
  OPEN_CONFIDENTIAL("document.open-confidential"),
  OPEN_RESTRICTED_PATIENT("document.open-restricted-patient"),
  MATCH_PATIENT("document.match"),
  ASSIGN_TASK("task.assign"),
  NOTE("document.note"),
  CONFIRM_CODED("coded.confirm"),
  REVIEW("document.review"),
  COMPLETE_TASK("task.complete"),
  REOPEN_TASK("task.reopen"),
  REFUSE_TO_SENDER("document.refuse"),
  TAKE_OUT("document.take-out"),
  HAND_OVER("handover.take"),
  SEE_OUTBOX("outbox.see"),
  SEE_OUTBOX_WITHOUT_NAMES("outbox.see-without-names"),
  SUBMIT("document.submit"),
  CONFIRM_SEND("send.confirm"),
  OVERRIDE_HOLD("send.override"),
  RESEND("send.again"),
  RESEND_MANY("send.again-many"),
  WITHDRAW("send.withdraw"),
  CLOSE_ALERT_RECEIVED("alert.close-received"),
  CLOSE_ALERT_SENT("alert.close-sent"),
  CLOSE_ALERT_TECHNICAL("alert.close-technical"),
  CLOSE_ALERT_SETTINGS("alert.close-settings"),
  WORK_CHANNEL("channel.work"),
  SEE_REPORTS("report.see"),
  SEE_NODES("node.see"),
  CHECK_NODES("node.check"),
  READ_METRICS("metrics.read"),
  SEE_DIAGNOSTICS("message.diagnostics"),
  SEE_BYTES("message.bytes"),
  SEE_SETTINGS("settings.see"),
  CHANGE_SETTINGS("settings.change"),
  CHANGE_TECHNICAL_SETTINGS("settings.change-technical"),
  SEE_ROLES("role.see"),
  ASSIGN_ROLE("role.assign"),
  READ_OWN_AUDIT("audit.read-own"),
  READ_AUDIT("audit.read"),
  READ_SETTINGS_AUDIT("audit.read-settings"),
  EXPORT_AUDIT("audit.export"),
  PROPOSE_HOLD("retention.propose"),
  DECIDE_HOLD("retention.decide");

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  /** Its name, as it stands in the table, in API keys' scopes and in the audit log. */
  public String text() {
    return text;
  }

  /** The permission of this name, if there is one. */
  public static Optional<Permission> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }
}
