package gpcm.node.mailbox;

import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshClient;
import gpcm.message.MailboxId;

/**
 * An organisation this node works for, and its way to MESH.
 *
 * @param organisation its ODS code
 * @param name its name, for people
 * @param id its MESH mailbox
 * @param mesh the client that signs as this mailbox; closed by whoever made it
 */
public record Mailbox(OdsCode organisation, String name, MailboxId id, MeshClient mesh) {}
