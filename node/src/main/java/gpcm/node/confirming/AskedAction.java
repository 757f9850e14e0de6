package gpcm.node.confirming;

import gpcm.node.people.Permission;
import java.util.Arrays;

/** What is asked for. */
public enum AskedAction {
  /** To send several documents again. */
  RESEND_MANY("resend-many", Permission.RESEND_MANY),
  /** To be given a message as it was sent or received. */
  SHOW_MESSAGE("show-message", Permission.SEE_BYTES);

  private final String text;
  private final Permission permission;

  AskedAction(String text, Permission permission) {
    this.text = text;
    this.permission = permission;
  }

  /** The name in the database and the API. */
  public String text() {
    return text;
  }

  /** What both persons have to have. */
  public Permission permission() {
    return permission;
  }

  static AskedAction of(String text) {
    return Arrays.stream(values())
        .filter(action -> action.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no action is called '" + text + "'"));
  }
}
