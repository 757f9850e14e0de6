package gpcm.node.mailbox;

import gpcm.consultation.OdsCode;
import gpcm.message.MailboxId;

/**
 * An organisation this node works for, and its way to MESH.
 *
 * @param organisation its ODS code
 * @param name its name, for people
 * @param id its MESH mailbox
 * @param transport how its messages travel
 */
public record Mailbox(OdsCode organisation, String name, MailboxId id, Transport transport) {}
