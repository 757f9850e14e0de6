package gpcm.mesh.server;

import gpcm.mesh.MailboxAddress;
import gpcm.mesh.Secret;

/**
 * A mailbox of the local server.
 *
 * @param id upper-cased
 * @param name for people
 * @param billingEntity as in the sandbox's file; may be empty text
 * @param odsCode the organisation whose mailbox it is, for endpoint lookup
 * @param orgCode as in the sandbox's file; may be empty text
 * @param orgName the organisation's name
 * @param password what its owner signs with
 * @param active whether it takes part
 */
public record RegisteredMailbox(
    String id,
    String name,
    String billingEntity,
    String odsCode,
    String orgCode,
    String orgName,
    Secret password,
    boolean active) {
  public RegisteredMailbox {
    id = new MailboxAddress(id).mailbox();
  }

  /** An active mailbox with what is needed. */
  public static RegisteredMailbox of(String id, String odsCode, String orgName, Secret password) {
    return new RegisteredMailbox(id, orgName, "", odsCode, odsCode, orgName, password, true);
  }
}
